"""Where facts died on the way: a picture in the manner of Sankey's, and the same in words.

What is present runs from stop to stop as a band as broad as its share; what is lost in a hop falls
out of the band below it, and what is there again at a later stop comes back from below.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from harness.core.values import Category, Locus
from harness.report.html.view import Ribbon, River
from harness.report.shared import labels

STEP = 100  # units from stop to stop; the first stands in the middle of the first step
HEIGHT = 60
_FULL = 44  # height of the whole band
_KINDS = 3  # categories named for a hop


def river(kept: Sequence[int]) -> River:
    """The picture for `kept` facts at each stop, of which the first has all.

    Raises: ValueError without any fact at the first stop.
    """
    if not kept or kept[0] < 1:
        raise ValueError("without facts nothing can be lost")
    return River(STEP * len(kept), HEIGHT, tuple(_ribbons(kept)))


def _ribbons(kept: Sequence[int]) -> Iterator[Ribbon]:
    heights = [round(_FULL * min(1.0, count / kept[0]), 2) for count in kept]
    for hop, (before, after) in enumerate(pairwise(heights), start=1):
        start, end = STEP * hop - STEP / 2, STEP * hop + STEP / 2
        low = min(before, after)
        yield Ribbon("left", f"M{start:g} 0H{end:g}V{low:g}H{start:g}Z", "")
        change = kept[hop] - kept[hop - 1]
        if before > after:
            words = f"{labels.counted(-change, 'fact')} lost in hop {hop}"
            yield Ribbon("lost", _falling(start, after, before), words)
        elif after > before:
            words = f"{labels.counted(change, 'fact')} there again after hop {hop}"
            yield Ribbon("back", _rising(end, before, after), words)


def _falling(start: float, top: float, bottom: float) -> str:
    """From the lower part of the band at `start` down to the ground."""
    end, width = start + 0.75 * STEP, min(0.4 * STEP, bottom - top)
    return (
        f"M{start:g} {top:g}C{start + 45:g} {top:g} {end:g} 35 {end:g} {HEIGHT}H{end - width:g}"
        f"C{end - width:g} 45 {start + 35:g} {bottom:g} {start:g} {bottom:g}Z"
    )


def _rising(end: float, top: float, bottom: float) -> str:
    """The same, from the ground up to the band at `end`."""
    start, width = end - 0.75 * STEP, min(0.4 * STEP, bottom - top)
    return (
        f"M{end:g} {top:g}C{end - 45:g} {top:g} {start:g} 35 {start:g} {HEIGHT}H{start + width:g}"
        f"C{start + width:g} 45 {end - 35:g} {bottom:g} {end:g} {bottom:g}Z"
    )


def blamed(hop: int, hops: int, loci: Mapping[tuple[str, str], int]) -> str:
    """What is put down to a hop, the most frequent first: `name 10, number 5, …`.

    `loci` counts findings by category path and locus.
    """
    here = str(Locus.at(hop, hops))
    found = sorted(
        ((count, path) for (path, locus), count in loci.items() if locus == here and count),
        key=lambda each: (-each[0], each[1]),
    )
    named = [f"{labels.category_words(Category(path))} {count:,}" for count, path in found[:_KINDS]]
    return ", ".join([*named, *(["…"] if len(found) > _KINDS else [])])
