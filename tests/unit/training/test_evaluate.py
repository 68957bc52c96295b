"""How it is counted whether numbers and names survive, and what nobody wrote."""

from evaluate import garbage, kept, loops, marks_kept, names_kept, numbers


def test_a_number_is_its_digits_however_separated() -> None:
    assert numbers("In 2021, 1,234.5 of 7 people") == numbers("En 2021, 1.234,5 de 7 personas")


def test_single_digits_are_not_counted() -> None:
    assert not numbers("7 of 9")


def test_the_share_counts_each_number_once() -> None:
    sources = ["From 10 to 20 to 20.", "In 1999."]
    assert kept(sources, ["De 10 a 20.", "En 1998."]) == 2 / 4
    assert kept(sources, sources) == 1.0


def test_names_count_where_source_and_reference_hold_them() -> None:
    sources = ["He met Smith in London and Rome.", "Then Smith left."]
    references = ["Vio a Smith en Londres y Roma.", "Luego Smith se fue."]
    assert names_kept(sources, references, ["Vio a Smith en Roma.", "Luego se fue."]) == 1 / 2
    assert names_kept(sources, references, references) == 1.0


def test_a_loop_is_a_word_or_a_part_again_and_again() -> None:
    assert loops(["no no no no", "no, no", "hahahahahaha", "fine"]) == 1 / 2


def test_garbage_is_a_word_that_nothing_explains() -> None:
    known = frozenset({"the", "old", "bridge"})
    source, reference = ["el puente"], ["the footbridge"]
    rows = [("the old footbridge", 0.0), ("the puente", 0.0), ("the brodge", 1.0), ("Brodge", 0.0)]
    for target, share in rows:
        assert garbage(source, reference, [target], known) == share


def test_placeholders_and_tags_count_as_they_stand() -> None:
    sources = ["Hello {name}, %d of <b>%1$s</b>.", "100% sure"]
    assert marks_kept(sources, ["Hola {name}, %d de <b>%1$s</b>.", ""]) == 1.0
    assert marks_kept(sources, ["Hola {nombre}, %d de <b> %1$s.", "100 % seguro"]) == 3 / 5
    assert marks_kept(["100% sure"], [""]) is None
