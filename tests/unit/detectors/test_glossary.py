"""Terms of a glossary, looked for at every stop."""

import pytest

from harness.core.values import BeadText, GlossaryTerm, Issue, LocalText
from harness.core.values.glossary import Glossary
from harness.detectors.glossary import GlossaryTerms

TERMS = (
    GlossaryTerm("house", "t.csv:2", (("es", "casa"),), (("es", "hogar"),)),
    GlossaryTerm("red door", "t.csv:3", (("es", "puerta roja"),)),
    GlossaryTerm("Paperwren", "t.csv:4", keep=True),
    GlossaryTerm("C++", "t.csv:5", keep=True),
    GlossaryTerm("note", "t.csv:6", (("es", "nota"),)),
    GlossaryTerm("note", "t.csv:7", (("es", "apunte"),)),
    GlossaryTerm("US", "t.csv:8", (("es", "EE. UU."),)),
)


def issues(source: str, *others: str) -> list[Issue]:
    tags = ("es", "en")
    stops = [LocalText(tag, text) for tag, text in zip(tags, others, strict=False)]
    bead = BeadText((LocalText("en", source), *stops))
    return GlossaryTerms(Glossary("t.csv", "en", TERMS)).issues(bead)


@pytest.mark.parametrize(
    ("source", "others", "kinds"),
    [
        ("The houses burn.", ("Las casas arden.", "Houses burn."), []),
        ("The houses burn.", ("Los edificios arden.", "The houses burn."), ["lost"]),
        ("The house burns.", ("El hogar arde.", "The house burns."), ["forbidden", "lost"]),
        ("The house burns.", ("La casa arde.", "The home burns."), ["lost.home"]),
        ("The house burns.", ("Arde.", "It burns."), ["lost"]),
        ("The housing burns.", ("Arde.", "It burns."), []),
        ("Red doors.", ("Puertas rojas.", "Red doors."), []),
        ("Red doors.", ("Puertas.", "Red doors."), ["lost"]),
        ("A red. Door it is.", ("Rojo.", "Red."), []),
        ("Paperwren is here.", ("Paperwren está.", "Paperwren is here."), []),
        ("Paperwren is here.", ("papelwren está.", "Paperwren is here."), ["changed"]),
        ("Paperwren is here.", ("Paperwren está.", "paperwren is here."), ["changed"]),
        ("Learn C++ now.", ("Aprende C++ ya.", "Learn C++ now."), []),
        ("Learn C++ now.", ("Aprende C ya.", "Learn C++ now."), ["changed"]),
        ("A note.", ("Un apunte.", "A note."), []),
        ("A note.", ("Una nota.", "A note."), []),
        ("A note.", ("Un billete.", "A note."), ["lost"]),
        ("Tell us.", ("Díganos.", "Tell us."), []),
        ("The US won.", ("Ganó.", "The US won."), ["lost"]),
    ],
)
def test_terms_are_found_in_their_forms(
    source: str, others: tuple[str, ...], kinds: list[str]
) -> None:
    assert [each.kind.removeprefix("glossary.") for each in issues(source, *others)] == kinds


def test_a_finding_names_the_line_of_the_glossary_and_the_hop() -> None:
    (lost,) = issues("The red doors.", "Las puertas.", "The doors.")
    assert lost.message == (
        "“red door” must be “puerta roja”, and is not in es after hop 1 (glossary t.csv:3)."
    )
    assert dict(lost.evidence)["glossary"] == "t.csv:3"
    assert lost.category.value == "terminology/wrong-term"
    assert lost.marks[0].span.of("The red doors.") == "red doors"
    assert (lost.locus.name, lost.locus.hop) == ("forward", 1)


def test_a_translation_alone_is_held_to_it() -> None:
    assert [each.kind for each in issues("The house.", "El edificio.")] == ["glossary.lost"]
    assert issues("The house.", "La casa.") == []


def test_another_language_has_no_terms() -> None:
    bead = BeadText((LocalText("fr", "house"), LocalText("es", "x")))
    assert GlossaryTerms(Glossary("t.csv", "en", TERMS)).issues(bead) == []


def test_what_it_is_depends_on_its_terms() -> None:
    one, other = (GlossaryTerms(Glossary("t.csv", "en", TERMS[:n])).signature for n in (1, 2))
    assert one != other
