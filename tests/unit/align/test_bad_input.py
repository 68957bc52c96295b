"""Texts that nobody should align: each gives an alignment, in seconds and not in minutes."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from harness.align.sentence_aligner import SentenceAligner
from harness.core.values import Span

_MOST_SECONDS = 30.0  # of processor time; most need less than one

Texts = tuple[Sequence[str], Sequence[str]]


def _sentences(count: int) -> list[str]:
    rng = random.Random(count)
    return [" ".join(f"w{rng.randrange(4000)}" for _ in range(12)) + "." for _ in range(count)]


def _endless() -> str:
    return " ".join(f"word{i}" for i in range(10_000)) + "."


BAD: dict[str, Callable[[], Texts]] = {
    "empty source": lambda: ([], _sentences(500)),
    "empty target": lambda: (_sentences(500), []),
    "both empty": lambda: ([], []),
    "blank": lambda: ([""] * 200, [" "] * 150),
    "50 times longer": lambda: (_sentences(20), _sentences(1000)),
    "one against all": lambda: (_sentences(1), _sentences(1000)),
    "another language": lambda: ([f"犬が{i}回吠えた。" for i in range(200)], _sentences(190)),
    "identical lines": lambda: (["The same."] * 2000, ["The same."] * 1900),
    "10,000 words": lambda: (
        [*_sentences(9), _endless(), *_sentences(7)],
        [*_sentences(9), _endless(), *_sentences(7)[1:]],
    ),
}


@pytest.mark.parametrize("one_language", [True, False])
@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_aligned_in_seconds(name: str, one_language: bool) -> None:
    source, target = BAD[name]()
    start = time.process_time()
    found = SentenceAligner(one_language=one_language)(source, target)
    assert time.process_time() - start < _MOST_SECONDS
    for side, count in (("source", len(source)), ("target", len(target))):
        held = [i for bead in found.beads for i in _places(getattr(bead, side))]
        assert sorted(held) == list(range(count))


def test_of_identical_lines_only_those_too_many_are_dropped() -> None:
    found = SentenceAligner(one_language=True)(*BAD["identical lines"]())
    shapes = Counter((len(bead.source), len(bead.target)) for bead in found.beads)
    assert shapes == {(1, 1): 1900, (1, 0): 100}


@pytest.mark.parametrize("one_language", [True, False])
def test_a_sentence_of_10000_words_finds_itself(one_language: bool) -> None:
    found = SentenceAligner(one_language=one_language)(*BAD["10,000 words"]())
    # Between two languages its short neighbour, which was dropped, may cling to it.
    (held,) = (bead for bead in found.beads if 9 in _places(bead.source))
    assert 9 in _places(held.target)


def _places(span: Span) -> range:
    return range(span.start, span.end)
