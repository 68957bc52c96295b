"""Sentences that came back in another place, as issues."""

from bisect import bisect_right
from collections.abc import Mapping

from harness.core.values import Alignment, Bead, Category, Issue

NAME = "alignment"


def reordering_issues(alignment: Alignment) -> Mapping[Bead, Issue]:
    """For each moved bead one issue that says which sentence went where, counted from 1.

    Every sentence is there, though what "it" and "then" refer to may have changed. The
    evidence `moved_by` counts the sentences of the source that it passed, below 0 on its way up.
    Blind to sentences that changed places inside one bead, if they have little in common.
    """
    anchors = sorted(
        (bead.target.start, bead.source.start, bead.source.end)
        for bead in alignment
        if not bead.moved and not bead.is_null
    )
    return {bead: _issue(bead, anchors) for bead in alignment if bead.moved}


def _issue(bead: Bead, anchors: list[tuple[int, int, int]]) -> Issue:
    """`anchors` did not move; each as its target's start and its source's range, all rising."""
    after = bisect_right(anchors, (bead.target.start,))
    end_before = anchors[after - 1][2] if after else 0
    start_after = anchors[after][1] if after < len(anchors) else None
    up = end_before <= bead.source.start
    passed = end_before - (bead.source.start if up else bead.source.end)
    return Issue(
        f"{NAME}.moved",
        Category.SENTENCE_ORDER,
        f"{_sentence_numbers(bead)} came back {_between_sentences(end_before, start_after)}.",
        evidence=(("moved_by", str(passed)),),
    )


def _sentence_numbers(bead: Bead) -> str:
    first, last = bead.source.start + 1, bead.source.end
    if first == last:
        return f"Sentence {first}"
    return f"Sentences {first} {'and' if last == first + 1 else 'to'} {last}"


def _between_sentences(end_before: int, start_after: int | None) -> str:
    """Between which sentences: those up to `end_before` and those from `start_after` on."""
    if start_after is None:
        return f"after sentence {end_before}" if end_before else "elsewhere"
    if not end_before:
        return f"before sentence {start_after + 1}"
    return f"between sentences {end_before} and {start_after + 1}"
