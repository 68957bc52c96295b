"""Ladders of indices, as vecalign writes and reads them: `[0, 1]:[2]:0.123456`.

One bead a line: the positions of its sentences on both sides, counted from 0, and a cost. A cost is
no score: 0 is best. We write 1 − score, so that ours lie in [0, 1], and 0 for a null, as vecalign
does; a bead without a score has no third field. What is read from a ladder has no score, for a
cost means something else to every aligner.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

from harness.align.bitext import Bitext
from harness.align.order import in_source_order
from harness.core.errors import ReadError
from harness.core.values import Alignment, Bead, Signature, Span

_LINE = re.compile(r"\s*\[([0-9,\s]*)\]\s*:\s*\[([0-9,\s]*)\]\s*(?::([^:]*))?")
_SIDES = ("source", "target")
_HINT = "give the texts and the --segmenter that it was made with (lines: one sentence a line)"


class Ladder:
    """An aligner that says what a ladder says.

    Args:
        data: the ladder, in UTF-8.
        origin: its name, for errors.
    """

    def __init__(self, data: bytes, origin: str) -> None:
        self._text = data.decode("utf-8", "replace")
        self._origin = origin
        self.signature = Signature("ladder", (("sha256", sha256(data).hexdigest()),))

    def __call__(self, source: Sequence[str], target: Sequence[str]) -> Alignment:
        """Raises: ReadError as `read`."""
        return read(self._text, self._origin, len(source), len(target))


class _Rung(NamedTuple):
    """One line of a ladder: the positions on both sides."""

    number: int
    sides: tuple[tuple[int, ...], tuple[int, ...]]


def write(bitext: Bitext) -> Iterator[str]:
    """The beads in their order; moved ones too, at the place of their source."""
    for bead in bitext.alignment:
        indices = [list(range(side.start, side.end)) for side in (bead.source, bead.target)]
        line = f"{indices[0]}:{indices[1]}"
        if bead.score is not None:
            line += f":{0 if bead.is_null else 1 - bead.score:.6f}"
        yield line + "\n"


def read(text: str, origin: str, source_count: int, target_count: int) -> Alignment:
    """The alignment that a ladder says, of texts with so many sentences.

    Beads that cross others become moved ones; everything else keeps the order of the ladder.

    Raises:
        ReadError: a line that is no bead; a sentence that is in no line, in two, or not in the
            text; sentences in one bead that do not follow one another. Names `origin` and line.
    """
    rungs = [
        _rung(line, number, origin)
        for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1)
        if line.strip()
    ]
    for side, count in enumerate((source_count, target_count)):
        _each_once(rungs, side, count, origin)
    return in_source_order([_bead(rung, origin) for rung in rungs], source_count, target_count)


def _rung(line: str, number: int, origin: str) -> _Rung:
    found = _LINE.fullmatch(line)
    if not found or not _is_cost(found[3]):
        raise ReadError(
            f"{origin}:{number}: not a bead of a ladder",
            hint="write each bead like [0, 1]:[2]:0.123, or [3]:[] for a dropped sentence",
        )
    try:
        source, target = (_indices(found[group]) for group in (1, 2))
    except ValueError as cause:
        raise ReadError(
            f"{origin}:{number}: not a list of positions ({cause})",
            hint="separate positions by commas, like [0, 1]",
        ) from cause
    if not source and not target:
        raise ReadError(f"{origin}:{number}: empty on both sides", hint="leave such a line out")
    return _Rung(number, (source, target))


def _is_cost(field: str | None) -> bool:
    try:
        float((field or "").strip() or 0)
    except ValueError:
        return False
    return True


def _indices(field: str) -> tuple[int, ...]:
    return tuple(int(part) for part in field.split(",")) if field.strip() else ()


def _each_once(rungs: Sequence[_Rung], side: int, count: int, origin: str) -> None:
    """Every sentence of one side is in exactly one line."""
    name = _SIDES[side]
    seen: dict[int, int] = {}
    for rung in rungs:
        for index in rung.sides[side]:
            if index >= count:
                raise ReadError(
                    f"{origin}:{rung.number}: there is no {name} sentence {index};"
                    f" the text has {count}, counted from 0",
                    hint=_HINT,
                )
            if index in seen:
                raise ReadError(
                    f"{origin}:{rung.number}: {name} sentence {index} is in line {seen[index]} too",
                    hint="leave it in one of the two",
                )
            seen[index] = rung.number
    missing = [index for index in range(count) if index not in seen]
    if missing:
        others = f", nor are {len(missing) - 1} others" if len(missing) > 1 else ""
        bead = f"[{missing[0]}]:[]" if side == 0 else f"[]:[{missing[0]}]"
        raise ReadError(
            f"{origin}: {name} sentence {missing[0]} of {count} is in no line{others}",
            hint=f"add {bead} if nothing became of it, or {_HINT}",
        )


def _bead(rung: _Rung, origin: str) -> Bead:
    source, target = (_span(side, rung.number, origin) for side in rung.sides)
    return Bead(source, target)


def _span(indices: Sequence[int], number: int, origin: str) -> Span:
    if any(after != before + 1 for before, after in pairwise(indices)):
        raise ReadError(
            f"{origin}:{number}: sentences {list(indices)} do not follow one another",
            hint="a bead holds neighbours only; make two beads of it",
        )
    return Span(indices[0], indices[-1] + 1) if indices else Span(0, 0)
