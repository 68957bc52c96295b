import pytest

from harness.align.bead_features import Texts
from harness.align.duplicates import hidden_copies
from harness.align.lattice import SHAPES
from harness.align.prepared import prepare
from harness.core.values import Span

LONG = "A barge full of turnips drifted past the mill."
SHORT = "Nobody waved."


def hidden(source: list[str], target: list[str]) -> set[tuple[str, str]]:
    """The beads that would hide a copy, as what each side of them says."""
    texts = Texts(prepare(source), prepare(target), growth=1.0, same_language=True)
    found = hidden_copies(texts, Span(0, len(source)), Span(0, len(target)))
    return {
        (" ".join(source[i - a : i]), " ".join(target[j - b : j]))
        for k, (a, b) in enumerate(SHAPES)
        for i in range(a, len(source) + 1)
        for j in range(b, len(target) + 1)
        if found[k, i, j]
    }


def test_a_sentence_is_not_merged_with_its_copy() -> None:
    assert hidden([LONG], [LONG, LONG]) == {(LONG, f"{LONG} {LONG}")}
    assert hidden([LONG, LONG], [LONG]) == {(f"{LONG} {LONG}", LONG)}


def test_what_both_sides_say_twice_is_no_copy() -> None:
    twice = [LONG, LONG]
    assert (" ".join(twice), " ".join(twice)) not in hidden(twice, twice)


def test_a_sentence_long_enough_for_both_is_kept() -> None:
    assert not hidden(["No, no!"], ["No!", "No!"])


def test_a_copy_at_the_start_of_a_bead_belongs_to_the_one_before() -> None:
    found = hidden([LONG, SHORT], [LONG, LONG, SHORT])
    assert (f"{LONG} {SHORT}", f"{LONG} {SHORT}") not in found
    assert (f"{LONG} {SHORT}", f"{LONG} {LONG} {SHORT}") in found


@pytest.mark.parametrize("sides", [([], []), ([], [LONG]), ([LONG], []), ([LONG], [SHORT, LONG])])
def test_without_a_copy_nothing_is_hidden(sides: tuple[list[str], list[str]]) -> None:
    assert not hidden(*sides)
