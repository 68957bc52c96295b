"""What people read of a row's findings: one entry for the same words, and minor ones folded.

Programs are given every finding; the record knows nothing of this.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.core.values import Category, Finding, Severity, Span

# What people are shown only when they ask for it; until then it is counted.
FOLDED = Severity.MINOR
# Whether these are faults is seen only by reading: a number that changed is seen at once.
_WORDINGS = frozenset({Category.WORD, Category.GENERALISATION, Category.MISTRANSLATION})


@dataclass(frozen=True, slots=True)
class Entry:
    """One place to look at: a finding, and others about the same words, which are its evidence.

    None of `also` is more severe than `finding`.
    """

    finding: Finding
    also: tuple[Finding, ...] = ()

    @property
    def is_minor(self) -> bool:
        """Whether it is folded where people read."""
        return is_minor(self.finding)

    @property
    def is_plain(self) -> bool:
        """Whether it tells more at a glance than another word of equal severity."""
        return self.finding.category not in _WORDINGS

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the entry, the leading one first."""
        return (self.finding, *self.also)

    def others(self, *, minor: bool) -> tuple[Finding, ...]:
        """What else is shown of it: without minor ones, unless `minor` wants them."""
        return tuple(each for each in self.also if minor or not is_minor(each))

    def spans(self, stop: int) -> tuple[Span, ...]:
        """Its words at one stop: those of its first finding that has some there."""
        return next((spans for each in self.findings if (spans := each.spans(stop))), ())


def is_minor(finding: Finding) -> bool:
    """Whether a finding is folded by default: it is counted, and one step away."""
    return finding.severity is FOLDED


def entries(findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """The findings of one row as entries: see `grouped`."""
    listed = list(findings)
    return tuple(
        Entry(listed[first], tuple(listed[other] for other in others))
        for first, *others in grouped(listed)
    )


def grouped(findings: Sequence[Finding]) -> tuple[tuple[int, ...], ...]:
    """Places of the findings of one row that make an entry together, the leading one first.

    Two findings speak of the same words if they mark words at a common stop, and if their words
    overlap at every stop where both mark some. The most severe leads; of equally severe ones the
    narrower, because it says more exactly what changed. A finding joins the first entry whose
    leading finding speaks of its words. Entries come most severe first, else in the order of the
    row. Laws: every finding is in exactly one entry, and no two leading ones speak of the same
    words.
    """
    entry: dict[int, list[int]] = {}
    for place in sorted(range(len(findings)), key=lambda at: _weight(findings[at])):
        of_these = (at for at in entry if same_words(findings[at], findings[place]))
        entry.setdefault(next(of_these, place), []).append(place)
    first = sorted(entry, key=lambda at: (-findings[at].severity.rank, at))
    return tuple(tuple(entry[at]) for at in first)


def split(listed: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Entries that are shown, and those that are folded because they are minor."""
    everything = tuple(listed)
    shown = tuple(each for each in everything if not each.is_minor)
    return shown, tuple(each for each in everything if each.is_minor)


def same_words(one: Finding, other: Finding) -> bool:
    """Whether two findings of one row speak of the same words: see `entries`."""
    common = {mark.stop for mark in one.marks} & {mark.stop for mark in other.marks}
    return bool(common) and all(_overlap(one.spans(at), other.spans(at)) for at in common)


def _overlap(some: tuple[Span, ...], others: tuple[Span, ...]) -> bool:
    """Whether any two overlap; two places between the same letters do, although both are empty."""
    return any(one == other or one.overlaps(other) for one in some for other in others)


def _weight(finding: Finding) -> tuple[int, int]:
    """The most severe first, then the one that marks the least."""
    return -finding.severity.rank, sum(len(mark.span) for mark in finding.marks)
