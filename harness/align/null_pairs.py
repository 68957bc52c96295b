"""Pairs of nulls in one place of texts in one language: the dropped became the added."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from harness.align.bead_features import Texts
from harness.core.values import Bead, Span

_GARBLED = 2  # sentences running that an engine may garble; more of them are another passage


def with_null_pairs_joined(beads: Sequence[Bead], texts: Texts) -> Iterator[Bead]:
    """The beads, where one sentence was dropped and one added between the same two as one bead.

    An engine that garbles a sentence until no word of it is left is common; one that leaves a
    sentence out and puts in another just there is not. Two such sentences running are two beads, in
    their order. A bead's score is the likelihood that its two nulls leave, which is low. A copy of
    its neighbour was added, whatever was dropped; and of texts that share nothing, nothing is said.
    """
    if all(bead.is_null for bead in beads) and len(beads) > 2:
        yield from beads
        return
    for null, run in groupby(_with_strangers_freed(beads, texts), lambda bead: bead.is_null):
        gap = list(run)
        dropped, added = _dropped_and_added(gap)
        as_many = len(dropped) == len(added) <= _GARBLED
        if null and as_many and not any(_is_copy(texts.target.sentences, bead) for bead in added):
            yield from map(_paired_nulls, dropped, added)
        else:
            yield from gap


def _with_strangers_freed(beads: Sequence[Bead], texts: Texts) -> Iterator[Bead]:
    """The beads, where a merged one beside a gap gives up what has no word in common with it.

    Only when the gap lacks just this sentence to hold as many dropped as added: "Hello, %s." seems
    dropped, for its return "Oh, %." was merged with the return of the sentence after it.
    """
    runs = [list(run) for _, run in groupby(beads, lambda bead: bead.is_null)]
    for place, gap in enumerate(runs):
        dropped, added = _dropped_and_added(gap)
        if not gap[0].is_null or not _lacks_one(dropped, added):
            continue
        side = 1 if len(dropped) > len(added) else 0
        for other, end in ((place - 1, -1), (place + 1, 0)):
            if not 0 <= other < len(runs):
                continue
            parts = _without_unrelated(runs[other][end], texts, side, last=end == -1)
            if parts and _touch(gap, runs[other][end], 1 - side):
                unrelated, runs[other][end] = parts
                runs[place] = [unrelated, *gap] if end else [*gap, unrelated]
                break
    for run in runs:
        yield from run


def _dropped_and_added(gap: Sequence[Bead]) -> tuple[list[Bead], list[Bead]]:
    """What was dropped, and what was added."""
    return [bead for bead in gap if len(bead.source)], [bead for bead in gap if len(bead.target)]


def _lacks_one(dropped: Sequence[Bead], added: Sequence[Bead]) -> bool:
    return abs(len(dropped) - len(added)) == 1 and max(len(dropped), len(added)) <= _GARBLED


def _touch(gap: Sequence[Bead], bead: Bead, side: int) -> bool:
    """Whether a bead stands just before or after the sentences of a gap, on one side."""
    here = _sides(bead)[side]
    spans = [_sides(null)[side] for null in gap if len(_sides(null)[side])]
    return here.end == spans[0].start or here.start == spans[-1].end


def _without_unrelated(
    bead: Bead, texts: Texts, side: int, *, last: bool
) -> tuple[Bead, Bead] | None:
    """The first or last sentence of one side as a null, and what is left of the bead.

    None unless that sentence has no word in common with the other side, and the rest has.
    """
    own = _sides(bead)[side]
    if bead.moved or len(own) < 2:
        return None
    cut = own.end - 1 if last else own.start + 1
    before, after = Span(own.start, cut), Span(cut, own.end)
    alone, rest = (after, before) if last else (before, after)
    across = _stems(texts, 1 - side, _sides(bead)[1 - side])
    if _stems(texts, side, alone) & across or not _stems(texts, side, rest) & across:
        return None
    if side:
        at = bead.source.end if last else bead.source.start
        return replace(bead, source=Span(at, at), target=alone), replace(bead, target=rest)
    at = bead.target.end if last else bead.target.start
    return replace(bead, source=alone, target=Span(at, at)), replace(bead, source=rest)


def _sides(bead: Bead) -> tuple[Span, Span]:
    return bead.source, bead.target


def _stems(texts: Texts, side: int, span: Span) -> set[str]:
    text = (texts.source, texts.target)[side]
    return {text.stems[stem] for words in text.words[span.start : span.end] for stem in words}


def _paired_nulls(dropped: Bead, added: Bead) -> Bead:
    doubt = 1.0 - max(dropped.score or 0.0, added.score or 0.0)
    return Bead(dropped.source, added.target, round(doubt, 6))


def _is_copy(sentences: Sequence[str], added: Bead) -> bool:
    """Whether what was added is what stands beside it."""
    beside = (added.target.start - 1, added.target.end)
    neighbours = [sentences[place].strip() for place in beside if 0 <= place < len(sentences)]
    return sentences[added.target.start].strip() in neighbours
