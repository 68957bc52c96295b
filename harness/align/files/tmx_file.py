"""Alignments as a translation memory: TMX 1.4 (LISA OSCAR, 2005), level 1, for CAT tools."""

from collections.abc import Iterator

from harness.align.bitext import Bitext
from harness.core.values import Bead
from harness.writing import tmx


def write(bitext: Bitext) -> Iterator[str]:
    """A unit for each bead with sentences on both sides; a null is no translation, and left out.

    A second text in the same language is marked as `en-x-return`, for units hold one variant of a
    language. Same bitext, same bytes.
    """
    source, target = _languages(bitext)
    header = tmx.TmxHeader(source, "beads", (("x-aligner", str(bitext.signature)),))
    units = (
        tmx.TmxUnit(
            str(number),
            (tmx.TmxVariant(source, text), tmx.TmxVariant(target, other)),
            properties=tuple(_properties(bead)),
            one_sentence=len(bead.source) == len(bead.target) == 1,
        )
        for number, (bead, text, other) in enumerate(bitext.rows(), start=1)
        if not bead.is_null
    )
    return tmx.tmx(header, units)


def _languages(bitext: Bitext) -> tuple[str, str]:
    source, target = bitext.source.language, bitext.target.language
    return source, f"{target}-x-return" if source.casefold() == target.casefold() else target


def _properties(bead: Bead) -> Iterator[tuple[str, str]]:
    if bead.score is not None:
        yield "x-score", f"{bead.score:.6f}"
    if bead.moved:
        yield "x-moved", "yes"
