"""A summary that fits a comment under a change: a sentence, a table of runs, the worst findings."""

from collections.abc import Iterator, Sequence

from harness.core.values import Run
from harness.report.html.page_view import RunPage
from harness.report.html.row_groups import place_of
from harness.report.html.view import Card, Overview
from harness.report.shared import labels
from harness.report.shared.worst_findings import first_unmeasured, worst_findings
from harness.writing.markdown import quoted, table_row

_WORST_SHOWN = 10  # of all runs together
_WORST_OF_EACH = 3  # at the least


class Markdown:
    """Outcome, caveats, a table by run, and the ten worst findings with their words in place.

    Model output can neither format, link, notify nor reorder: see `quoted`.
    """

    suffix = ".md"

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        """The summary, line by line.

        Raises:
            ComparisonError: the runs do not start from the same segments.
        """
        overview = RunPage(runs).overview
        yield f"## Round trip of {quoted(overview.title)} ({overview.language_name})\n"
        for card, run in zip(overview.cards, runs, strict=True):
            yield from _summary(card, run, several=overview.several)
        yield from _table(overview)
        count = max(_WORST_SHOWN // len(runs), _WORST_OF_EACH)
        for card, run in zip(overview.cards, runs, strict=True):
            yield from _worst(run, f" of run {card.run}" if overview.several else "", count)


def _summary(card: Card, run: Run, *, several: bool) -> Iterator[str]:
    letter = f"{card.run} · " if several else ""
    yield f"\n{letter}{quoted(card.title)}: **{card.summary}**\n"
    for caveat in run.caveats:
        yield f"\n> Note: {quoted(caveat)}\n"
    for row in first_unmeasured(run, _WORST_OF_EACH):
        place = quoted(place_of(row).replace("sentence", "Sentence", 1))
        yield f"\n> {place}, hop {row.hop} could not be measured: {quoted(row.reason)}\n"


def _table(overview: Overview) -> Iterator[str]:
    names = [quoted(card.title) for card in overview.cards]
    if overview.several:
        names = [f"{card.run} · {name}" for card, name in zip(overview.cards, names, strict=True)]
    yield "\n" + table_row(["", *names])
    yield f"|---|{'---:|' * len(names)}\n"
    for measure in overview.table:
        title = f"{quoted(measure.title)} ({quoted(measure.note)})"
        yield table_row([title, *measure.values])


def _worst(run: Run, which: str, count: int) -> Iterator[str]:
    worst = worst_findings(run, count)
    if not worst:
        return
    yield f"\n### Worst findings{which}\n\n"
    for number, each in enumerate(worst, start=1):
        finding = each.finding
        yield (
            f"{number}. **{finding.severity.value}**, {labels.category_words(finding.category)},"
            f" {quoted(each.place)}: {quoted(finding.message)}"
            f" ({quoted(labels.locus_words(finding.locus))})\n"
        )
        for stop, local in enumerate(each.row.texts.stops):
            if local.text.strip():
                name = labels.language_name(local.language)
                yield f"   - {quoted(name)}: {quoted(local.text, finding.spans(stop))}\n"
