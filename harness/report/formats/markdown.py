"""A summary that fits a comment under a change: a sentence, the worst findings, a table of runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from harness.core.values import Finding, Run
from harness.report.html.page_view import RunPage
from harness.report.html.row_groups import place_of
from harness.report.html.view import Card, Overview
from harness.report.shared import labels
from harness.report.shared.entries import FOLDED
from harness.report.shared.worst_findings import every_finding, first_unmeasured, worst_findings
from harness.writing.markdown import quoted, table_row

_WORST_SHOWN = 10  # of all runs together
_WORST_OF_EACH = 3  # at the least


@dataclass(frozen=True, slots=True)
class Markdown:
    """Outcome, caveats, the ten worst findings with their words in place, and a table by run.

    What is minor is counted; the `unfolded` summary lists all findings instead of the worst. Model
    output can neither format, link, notify nor reorder: see `quoted`.
    """

    minor: bool = False

    suffix: ClassVar = ".md"

    def unfolded(self) -> "Markdown":
        """The summary with what is minor."""
        return Markdown(minor=True)

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        """The summary, line by line.

        Raises:
            ComparisonError: the runs do not start from the same segments.
        """
        overview = RunPage(runs).overview
        yield f"## Round trip of {quoted(overview.title)} ({overview.language_name})\n"
        for card, run in zip(overview.cards, runs, strict=True):
            yield from _summary(card, run, several=overview.several)
        count = max(_WORST_SHOWN // len(runs), _WORST_OF_EACH)
        for card, run in zip(overview.cards, runs, strict=True):
            of_run = f" of run {card.run}" if overview.several else ""
            yield from _worst(run, of_run, count, minor=self.minor)
        yield from _table(overview, minor=self.minor)


def _summary(card: Card, run: Run, *, several: bool) -> Iterator[str]:
    letter = f"{card.run} · " if several else ""
    yield f"\n{letter}{quoted(card.title)}: **{card.verdict}**\n"
    for caveat in run.caveats:
        yield f"\n> Note: {quoted(caveat)}\n"
    for row in first_unmeasured(run, _WORST_OF_EACH):
        place = quoted(place_of(row).replace("sentence", "Sentence", 1))
        yield f"\n> {place}, hop {row.hop} could not be measured: {quoted(row.reason)}\n"


def _table(overview: Overview, *, minor: bool) -> Iterator[str]:
    names = [quoted(card.title) for card in overview.cards]
    if overview.several:
        names = [f"{card.run} · {name}" for card, name in zip(overview.cards, names, strict=True)]
    yield "\n### Counts and scores\n\n" + table_row(["", *names])
    yield f"|---|{'---:|' * len(names)}\n"
    for measure in overview.table:
        if measure.folded and not minor:
            continue
        title = f"{quoted(measure.title)} ({quoted(measure.note)})"
        yield table_row([title, *measure.values])


def _worst(run: Run, which: str, count: int, *, minor: bool) -> Iterator[str]:
    worst = every_finding(run) if minor else worst_findings(run, count)
    if worst:
        yield f"\n### {'Findings' if minor else 'Worst findings'}{which}\n\n"
    for number, each in enumerate(worst, start=1):
        yield f"{number}. {_said(each.finding, each.place)}"
        if each.again:
            yield f"   - {quoted(each.again)}\n"
        for other in each.entry.others(minor=minor):
            yield f"   - also {_said(other)}"
        for stop, local in enumerate(each.row.texts.stops):
            if local.text.strip():
                name = labels.language_name(local.language)
                yield f"   - {quoted(name)}: {quoted(local.text, each.entry.spans(stop))}\n"
    folded = 0 if minor else run.totals.count(FOLDED)
    if folded:
        yield f"\n{labels.minor_words(folded)}{which} (harness report --all lists them)\n"


def _said(finding: Finding, place: str = "") -> str:
    where = f", {quoted(place)}" if place else ""
    return (
        f"**{finding.severity.value}**, {labels.category_words(finding.category)}{where}:"
        f" {quoted(finding.message)} ({quoted(labels.locus_words(finding.locus))})\n"
    )
