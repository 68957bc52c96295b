"""Evidence of made-up words, of translations by people, and of the row's other findings."""

from math import log1p

import pytest
from support import bead, exchanged

from harness.blame.evidence import Evidence, beliefs
from harness.blame.hop_attribution import HopAttribution
from harness.blame.nonword_evidence import made_up_words, nonwords
from harness.blame.row_evidence import by_the_others
from harness.blame.translation_evidence import affinities, usual_translations
from harness.core.values import BeadText, Category, Issue, Mark, Span


def locus(texts: BeadText, issue: Issue) -> str:
    ((settled,),) = HopAttribution().attribute([(texts, [issue])])
    return str(settled.locus)


# ── words that no dictionary has ────────────────────────────────────────────────────────────────

CARRIED = bead("They reached a verdict.", "Llegaron a un vercto.", "They reached a vercto.")
MADE_ON_THE_WAY_BACK = bead("They dig for food.", "Cavan la comida.", "They digte for food.")


def test_a_made_up_word_that_came_home_was_made_on_the_way_out() -> None:
    issue = exchanged(CARRIED, "verdict", "vercto")
    (clue,) = made_up_words(CARRIED, issue)
    assert list(clue.hops) == [1]
    assert "“vercto” in the text after hop 1" in clue.text
    assert locus(CARRIED, issue) == "forward"


def test_a_made_up_word_that_became_another_was_made_on_the_way_out() -> None:
    texts = bead("The priest preached.", "El sacerdote praticaba.", "The priest pratted.")
    (clue,) = made_up_words(texts, exchanged(texts, "preached", "pratted"))
    assert list(clue.hops) == [1]


def test_a_made_up_word_beside_known_ones_was_made_on_the_way_back() -> None:
    issue = exchanged(MADE_ON_THE_WAY_BACK, "dig", "digte")
    (clue,) = made_up_words(MADE_ON_THE_WAY_BACK, issue)
    assert list(clue.hops) == [2]
    assert "“digte”, and the pivots have no such word" in clue.text


@pytest.mark.parametrize(
    ("language", "source", "pivot", "back"),
    [
        ("es", "A word came.", "Una palabra vino.", "A term came."),  # all known
        ("es", "Kolasinac came.", "Kolasinac vino.", "Kolasinac went."),  # a name
        ("eu", "A word came.", "Hitz bat etorri zen.", "A term came."),  # no dictionary
    ],
)
def test_known_words_and_names_say_nothing(
    language: str, source: str, pivot: str, back: str
) -> None:
    texts = bead(source, pivot, back, pivot=language)
    issue = exchanged(texts, source.rsplit(maxsplit=1)[-1], back.rsplit(maxsplit=1)[-1])
    assert nonwords(texts, issue, 1) is None
    assert not list(made_up_words(texts, issue))


def test_of_a_pivot_of_made_up_words_a_hundred_are_looked_at() -> None:
    letters = "bcdfghjklm"
    made_up = [f"qu{a}o{b}u{c}x" for a in letters for b in letters for c in letters]
    source = " ".join(f"{word}e" for word in made_up)
    texts = bead(source, " ".join(made_up), source)
    found = nonwords(texts, exchanged(texts, made_up[0], made_up[0]), 1)
    assert found is not None
    assert found.mangled == pytest.approx(log1p(100))


# ── translations by people ──────────────────────────────────────────────────────────────────────

SENSE_OF_THE_WAY_BACK = bead(
    "The bank is closed.", "El banco está cerrado.", "The bench is closed."
)
WORD_OF_THE_WAY_OUT = bead("The knife was old.", "El libro era viejo.", "The book was old.")


def test_a_pivot_that_says_the_source_as_people_do_was_misread_on_the_way_back() -> None:
    issue = exchanged(SENSE_OF_THE_WAY_BACK, "bank", "bench")
    kept, said = affinities(SENSE_OF_THE_WAY_BACK, issue, 1)
    assert kept is not None
    assert said is not None
    assert kept > said > 0
    (clue,) = usual_translations(SENSE_OF_THE_WAY_BACK, issue)
    assert list(clue.hops) == [2]


def test_a_pivot_that_says_what_came_back_was_wrong_already() -> None:
    issue = exchanged(WORD_OF_THE_WAY_OUT, "knife", "book")
    (clue,) = usual_translations(WORD_OF_THE_WAY_OUT, issue)
    assert list(clue.hops) == [1]
    assert "“book” as usual" in clue.text


def test_words_on_both_sides_of_a_change_are_no_part_of_it() -> None:
    texts = bead("A long party began.", "Un largo partido comenzó.", "A long match began.")
    wide, narrow = exchanged(texts, "long party", "long match"), exchanged(texts, "party", "match")
    assert affinities(texts, wide, 1) == affinities(texts, narrow, 1)


def test_words_that_stand_in_the_pivot_as_they_are_say_nothing() -> None:
    texts = bead("Mr. Smith left.", "El señor Smith se fue.", "Mr. Jones left.")
    assert affinities(texts, exchanged(texts, "Smith", ""), 1) == (None, None)


def test_a_name_that_people_translate_is_found_under_that() -> None:
    texts = bead("We saw Istanbul.", "Vimos Estambul.", "We saw Athens.")
    assert locus(texts, exchanged(texts, "Istanbul", "Athens")) == "backward"


def test_where_no_translations_are_here_nothing_is_said() -> None:
    texts = bead("The bank is closed.", "Banka je zavřená.", "The bench is closed.", pivot="cs")
    assert not list(usual_translations(texts, exchanged(texts, "bank", "bench")))


# ── the others of the row ───────────────────────────────────────────────────────────────────────


def clue(hop: int, trust: float) -> Evidence:
    return Evidence("test", range(hop, hop + 1), trust, "")


def others(
    clues: list[list[Evidence]], hops: int = 2, *, places: list[int]
) -> list[Evidence | None]:
    issues = [
        Issue("test.word", Category.WORD, "", (Mark(0, Span(place, place + 3)),))
        for place in places
    ]
    return list(by_the_others(issues, clues, hops))


def test_what_all_others_lean_to_counts_for_the_one() -> None:
    clues = [[], *([clue(1, 0.95)] for _ in range(4))]
    first, *rest = others(clues, places=[0, 5, 9, 13, 17])
    assert first is not None
    assert list(first.hops) == [1]
    assert first.trust > 0.6
    assert all(each is not None and each.trust < first.trust for each in rest)


def test_a_finding_is_no_witness_for_itself() -> None:
    assert others([[clue(1, 0.95)]], places=[0]) == [None]
    own, *rest = others([[clue(1, 0.8)], [], []], places=[0, 5, 9])
    assert own is None
    assert rest == [None, None]  # one finding alone is too little for the others


def test_nor_is_another_of_the_same_words() -> None:
    assert others([[clue(1, 0.95)]] * 5, places=[0, 2, 1, 2, 0]) == [None] * 5


def test_others_that_disagree_say_nothing() -> None:
    first, *_ = others([[], [clue(1, 0.9)], [clue(2, 0.9)]], places=[0, 5, 9])
    assert first is None


def test_others_count_on_routes_of_three_hops() -> None:
    clues = [[], *([clue(2, 0.95)] for _ in range(3))]
    first, *_ = others(clues, 3, places=[0, 5, 9, 13])
    assert first is not None
    assert list(first.hops) == [2]


def test_beliefs_add_up_to_one() -> None:
    assert sum(beliefs([clue(1, 0.9), clue(2, 0.6)], 3)) == pytest.approx(1)
    assert beliefs([], 2) == [0.5, 0.5]
