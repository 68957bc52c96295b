"""What stands in the place of words that have no counterpart: nothing, or other words.

The place of a lost word lies between its nearest neighbours with counterparts. Where these stand
side by side in the other text, the word went away; where a word without counterpart stands between
them, that one took its place; where they stand far apart, it is unknown.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from harness.text.pairs.word_alignment import WordAlignment, WordRelation

_INTACT = {WordRelation.FORM, WordRelation.BASE}
_WIDEST = 6  # words between two neighbours, beyond which their gap is no place


@dataclass(frozen=True, slots=True)
class UnalignedSpan:
    """Content words of the source without counterpart, side by side, and what stands for them.

    `back` is None where the place is not to be found. `edges` counts the neighbours that are sure:
    next to the slot, and come back as the same word (or none, at the ends of the text). `bare`:
    not even a function word without counterpart stands in its place.
    """

    source: tuple[int, ...]
    back: tuple[int, ...] | None
    edges: int
    bare: bool


def unaligned_spans(pair: WordAlignment) -> list[UnalignedSpan]:
    """One slot for each run of lost content words (function words between them do not end it)."""
    return [_unaligned_span(pair, run) for run in _runs(pair)]


def _runs(pair: WordAlignment) -> Iterator[tuple[int, ...]]:
    run: list[int] = []
    for at in pair.lost():
        if run and any(place in pair.forward for place in range(run[-1] + 1, at)):
            yield tuple(run)
            run = []
        run.append(at)
    if run:
        yield tuple(run)


def _unaligned_span(pair: WordAlignment, run: tuple[int, ...]) -> UnalignedSpan:
    first, last = run[0], run[-1]
    left = next((at for at in range(first - 1, -1, -1) if at in pair.forward), -1)
    right = next((at for at in range(last + 1, len(pair.source)) if at in pair.forward), None)
    start = pair.forward[left] if left >= 0 else -1
    stop = len(pair.back) if right is None else pair.forward[right]
    edges = (left == first - 1 and (left < 0 or _intact(pair, left))) + (
        (right == last + 1 and _intact(pair, right))
        or (right is None and last + 1 == len(pair.source))
    )
    if not 0 < stop - start <= _WIDEST:
        return UnalignedSpan(run, _beside(pair, run, left, right), edges, bare=False)
    between = range(start + 1, stop)
    new = tuple(at for at in between if pair.back[at].content and at not in pair.backward)
    return UnalignedSpan(run, new, edges, bare=all(at in pair.backward for at in between))


def _beside(
    pair: WordAlignment, run: tuple[int, ...], left: int, right: int | None
) -> tuple[int, ...] | None:
    """The word that stands by the one neighbour, in another place, as the lost one did."""
    places = []
    if left >= 0 and left == run[0] - 1:
        places.append(pair.forward[left] + 1)
    if right is not None and right == run[-1] + 1:
        places.append(pair.forward[right] - 1)
    strange = set(pair.added())
    return next(((place,) for place in places if place in strange), None)


def _intact(pair: WordAlignment, at: int) -> bool:
    return pair.relations[at, pair.forward[at]] in _INTACT
