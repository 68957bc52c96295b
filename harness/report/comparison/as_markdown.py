"""A comparison as Markdown that fits a comment under a change. All text of models is `quoted`."""

from collections.abc import Iterator, Sequence

from harness.compare.results import Comparison, ComparisonOutcome, RowChange
from harness.report.comparison import wording as say
from harness.report.html.row_groups import place_of
from harness.report.products import View
from harness.report.shared import labels
from harness.writing.markdown import quoted, table_row


class ComparisonMarkdown:
    """Outcome, caveats, sentences, findings and tests of each candidate, line by line."""

    def render(self, comparisons: Sequence[Comparison], view: View) -> Iterator[str]:
        for comparison in comparisons:
            yield f"## {quoted(say.outcome_words(comparison))}\n\n"
            yield f"Baseline: {quoted(comparison.baseline)}. {say.counts_words(comparison)}.\n"
            for caveat in comparison.caveats:
                yield f"\n> Note: {quoted(caveat)}\n"
            for change in (ComparisonOutcome.WORSE, ComparisonOutcome.BETTER):
                yield from _sentences(comparison.of(change), change, view)
            yield from _findings(comparison, minor=view.minor)
            yield from _metrics(comparison)
            yield from _making(comparison, everything=view.minor)


def _making(comparison: Comparison, *, everything: bool) -> Iterator[str]:
    shown, more = say.making(comparison.differences, everything=everything)
    if shown:
        yield "\nWhat differs in the making:\n\n"
    for difference in shown:
        yield f"- {quoted(say.signature_words(difference))}\n"
    if more:
        yield f"- and {more} more (--all lists them)\n"


def _metrics(comparison: Comparison) -> Iterator[str]:
    yield "\n| | baseline | candidate | difference (95 %) | win/tie/loss | |\n"
    yield "|---|---:|---:|---:|---:|---|\n"
    for metric in comparison.metrics:
        cells = (
            quoted(say.metric_title(metric)),
            quoted(labels.score_words(metric.result.baseline, metric.card)),
            quoted(labels.score_words(metric.result.candidate, metric.card)),
            say.difference_words(metric),
            f"{metric.wins}/{metric.ties}/{metric.losses}",
            quoted(say.significance_words(metric)),
        )
        yield table_row(cells)


def _findings(comparison: Comparison, *, minor: bool) -> Iterator[str]:
    changes, folded = say.changed_findings(comparison, minor=minor)
    if changes or folded:
        yield "\n| findings | locus | gained | lost | kept |\n|---|---|---:|---:|---:|\n"
    for change in changes:
        kind = f"{change.severity.value}: {labels.category_words(change.category)}"
        counts = map(str, (change.gained, change.lost, change.kept))
        yield table_row([kind, str(change.locus), *counts])
    if folded:
        yield table_row([say.MINOR_CHANGES, "", *map(str, folded)])


def _sentences(rows: Sequence[RowChange], change: ComparisonOutcome, view: View) -> Iterator[str]:
    if rows and view.sentences:
        yield f"\n### {change.value.capitalize()}\n\n"
    for number, (row, *alike) in enumerate(say.by_fault(rows)[: view.sentences], start=1):
        place = f"{quoted(row.pair.document)}, {quoted(place_of(row.pair.baseline))}"
        yield f"{number}. {place}: {quoted(say.row_lead(row, minor=view.minor))}\n"
        if alike:
            yield f"   - {quoted(say.again_words(alike))}\n"
        yield f"   - source: {quoted(row.pair.source)}\n"
        for name, side in (("before", row.pair.baseline), ("after", row.pair.candidate)):
            yield f"   - {name}: {quoted(side.texts.back_translation.text)}\n"
