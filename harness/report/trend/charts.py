"""Numbers of a trend -> pictures in units of their own, each with its words.

A bar stands for one version: critical findings at its foot, major ones on top, in another height
and colour; a line goes through the values of a score.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from harness.compare.trend import Counts
from harness.core.values import MetricCard, Severity
from harness.report.shared import labels
from harness.report.trend.wording import counts_words

STEP = 10  # units from version to version
HEIGHT = 40
_LEFT = 0.1  # of a step: space beside a bar


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar: `kind` is a severity."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One version's findings; without parts where there are none, `missing` where none could be."""

    x: float
    width: float
    parts: tuple[Part, ...]
    words: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """One chart: `first` and `last` are its counts at both ends, in words."""

    title: str
    first: str
    last: str
    rising: str  # "rose", "fell" or "" for the same
    width: int
    bars: tuple[Bar, ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One version's value of a score."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One score over all versions; `path` is an SVG path through its dots."""

    title: str
    note: str
    first: str
    last: str
    width: int
    path: str
    dots: tuple[Dot, ...]
    alternative: str


def bars(title: str, names: Sequence[str], counts: Sequence[Counts | None], peak: int) -> Bars:
    """A chart of findings above minor; `peak` is the count that is drawn to the full height."""
    drawn = tuple(
        _bar(place, name, each, max(peak, 1))
        for place, (name, each) in enumerate(zip(names, counts, strict=True))
    )
    present = [each.above_minor for each in counts if each is not None]
    first, last = (present[0], present[-1]) if present else (0, 0)
    return Bars(
        title=title,
        first=f"{first:,}",
        last=f"{last:,}",
        rising="rose" if last > first else "fell" if last < first else "",
        width=STEP * len(names),
        bars=drawn,
        alternative=f"{title}: {'; '.join(bar.words for bar in drawn)}",
    )


def _bar(place: int, name: str, counts: Counts | None, peak: int) -> Bar:
    x, width = STEP * (place + _LEFT), STEP * (1 - 2 * _LEFT)
    if counts is None:
        return Bar(x, width, (), f"{name}: not measured", missing=True)
    parts, floor = [], float(HEIGHT)
    for severity in (Severity.CRITICAL, Severity.MAJOR):
        height = round(HEIGHT * counts.of(severity) / peak, 3)
        if height:
            floor = round(floor - height, 3)
            parts.append(Part(severity.value, floor, height))
    return Bar(x, width, tuple(parts), f"{name}: {counts_words(counts)}")


def curve(card: MetricCard, names: Sequence[str], scores: Sequence[float | None]) -> Curve | None:
    """A chart of one score between its lowest and highest value here; None where none is finite."""
    known = [each for each in scores if each is not None and math.isfinite(each)]
    if not known:
        return None
    low, extent = min(known), max(known) - min(known)
    dots, path, pen = [], [], "M"
    for place, (name, score) in enumerate(zip(names, scores, strict=True)):
        if score is None or not math.isfinite(score):
            pen = "M"  # a gap is not drawn over
            continue
        share = (score - low) / extent if extent else 0.5
        x, y = STEP * (place + 0.5), round(HEIGHT * (0.9 - 0.8 * share), 3)
        dots.append(Dot(x, y, f"{name}: {labels.score_words(score, card)}"))
        path.append(f"{pen}{x:g} {y:g}")
        pen = "L"
    words = [labels.score_words(each, card) for each in (known[0], known[-1])]
    return Curve(
        title=card.title,
        note=labels.range_words(card),
        first=words[0],
        last=words[1],
        width=STEP * len(names),
        path="".join(path),
        dots=tuple(dots),
        alternative=f"{card.title}: {'; '.join(dot.words for dot in dots)}",
    )
