"""What is acceptable, decided in advance: findings, drops, terms, and exceptions that end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from harness.core.values import Category, Finding, MeasuredRow, Severity
from harness.statistics.decisions import ALPHA


@dataclass(frozen=True, slots=True)
class Allowance:
    """Findings that do not fail a suite: of a kind, up to a severity, of a locus, up to a count.

    `category` is a path or its beginning ("accuracy", "accuracy/mistranslation/number"); empty
    matches all. `locus` is "forward", "backward", "hop 2", …; None matches all. `count` is for
    the whole suite; None is any number.
    """

    category: str = ""
    severity: Severity = Severity.CRITICAL
    locus: str | None = None
    count: int | None = None

    def covers(self, finding: Finding) -> bool:
        return (
            finding.severity <= self.severity
            and under(finding.category, self.category)
            and (self.locus is None or finding.locus.answers(self.locus))
        )


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stay: wherever the source has `source`, the stop named must have `kept`.

    Stop "back_translation" is the last one; a language tag is the first stop in that language.
    """

    source: str
    kept: str
    stop: str = "back_translation"

    def lost(self, row: MeasuredRow) -> bool:
        if self.source.casefold() not in row.texts.source.text.casefold():
            return False
        stops = row.texts.stops
        if self.stop == "back_translation":
            texts = [stops[-1]]
        else:
            texts = [text for text in stops[1:] if text.language == self.stop][:1]
        return not any(self.kept.casefold() in text.text.casefold() for text in texts)


@dataclass(frozen=True, slots=True)
class Ignore:
    """An exception for one segment, with a reason and an end. After `until` it no longer holds."""

    segment: str  # a row id or its beginning, or the source text itself
    reason: str
    until: date
    category: str = ""

    def names(self, row: MeasuredRow) -> bool:
        return row.texts.source.text == self.segment or (
            len(self.segment) >= 6 and row.row_id.startswith(self.segment)
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """When a suite fails.

    Attributes:
        fail_on: the least severity at which a new finding counts.
        fail_alone: the least severity at which one new finding fails, whatever got better
            elsewhere. Below it, findings fail by kind, where they grew significantly.
        fail_on_unseen: whether a run in whose language something cannot be looked at counts as not
            measured.
        drop: the largest acceptable drop of a metric, in its own units; a drop counts only where
            it is significant at `alpha` and above the noise floor.
    """

    fail_on: Severity = Severity.MAJOR
    fail_alone: Severity = Severity.CRITICAL
    fail_on_unseen: bool = False
    drop: Mapping[str, float] = field(default_factory=dict)
    alpha: float = ALPHA
    allowed: tuple[Allowance, ...] = ()
    terms: tuple[Term, ...] = ()
    ignores: tuple[Ignore, ...] = ()


def under(category: Category, path: str) -> bool:
    """Whether a category is `path` or lies beneath it; its last word alone will do ("number")."""
    value = category.value
    return not path or value == path or value.startswith(f"{path}/") or value.endswith(f"/{path}")
