"""What is acceptable, decided in advance: findings, drops, terms, and exceptions that end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from harness.core.values import Category, Finding, MeasuredRow, Severity
from harness.detectors.glossary import GlossaryTerms
from harness.formats.glossaries import read_glossary
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

    def check(self, language: str) -> None:
        """Nothing can be wrong with it."""

    def losses(self, row: MeasuredRow) -> list[str]:
        """What a row lacks of it, as sentences."""
        if not self._lost(row):
            return []
        return [f"“{self.source}” must come through as “{self.kept}”, and did not."]

    def _lost(self, row: MeasuredRow) -> bool:
        if self.source.casefold() not in row.texts.source.text.casefold():
            return False
        stops = row.texts.stops
        if self.stop == "back_translation":
            texts = [stops[-1]]
        else:
            texts = [text for text in stops[1:] if text.language == self.stop][:1]
        return not any(self.kept.casefold() in text.text.casefold() for text in texts)


@dataclass(frozen=True, slots=True)
class KeptGlossary:
    """Terms of a glossary that must be kept, or translated as it says, whatever was accepted.

    A term that came home as another word, but stood there in between, is kept.
    """

    path: Path

    def check(self, language: str) -> None:
        """Raises: ConfigError, ReadError: no such file, or no glossary for that language."""
        _terms_of(self.path, language)

    def losses(self, row: MeasuredRow) -> list[str]:
        """What a row lacks, as sentences."""
        terms = _terms_of(self.path, row.texts.source.language)
        found = terms.issues(row.texts)
        return [issue.message for issue in found if not issue.kind.endswith(".home")]


@lru_cache(maxsize=8)
def _terms_of(path: Path, language: str) -> GlossaryTerms:
    return GlossaryTerms(read_glossary(path, language))


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
    terms: tuple[Term | KeptGlossary, ...] = ()
    ignores: tuple[Ignore, ...] = ()


def under(category: Category, path: str) -> bool:
    """Whether a category is `path` or lies beneath it; its last word alone will do ("number")."""
    value = category.value
    return not path or value == path or value.startswith(f"{path}/") or value.endswith(f"/{path}")
