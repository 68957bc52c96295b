"""TMX 1.4b: the text of every stop, as translation units that other tools read."""

from collections.abc import Iterator, Sequence

from harness.core.values import MeasuredRow, Row, Run, Unmeasured
from harness.report.html.row_groups import row_id
from harness.report.shared import labels
from harness.writing.tmx import TmxHeader, TmxUnit, TmxVariant, tmx


class Tmx:
    """A unit a row, a variant a stop of the route; the back-translation has a `stop` of its own.

    Rows that could not be measured hold what was reached; an added row has no source variant.
    Findings are notes of their unit. Severities do not filter: a memory made of this is a record,
    not a recommendation.
    """

    suffix = ".tmx"

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        language = runs[0].identity.language if runs else "*all*"
        units = (unit for run in runs for unit in _units(run))
        return tmx(TmxHeader(language, "harness-record"), units)


def _units(run: Run) -> Iterator[TmxUnit]:
    signature = ("run", labels.run_signature(run.identity))
    run_id = run.identity.fingerprint[:8]
    for row in run.rows:
        if variants := tuple(_variants(row)):
            identity, notes = f"{run_id}-{row_id(row)}", tuple(_notes(row))
            single = isinstance(row, Unmeasured) or len(row.segments) <= 1
            yield TmxUnit(identity, variants, notes, (signature,), one_sentence=single)


def _notes(row: Row) -> Iterator[str]:
    if not isinstance(row, MeasuredRow):
        yield f"hop {row.hop} failed: {row.reason}"
        return
    for finding in row.findings:
        yield f"{finding.severity.value} {finding.category.value}: {finding.message}"


def _variants(row: Row) -> Iterator[TmxVariant]:
    stops = row.texts.stops if isinstance(row, MeasuredRow) else row.texts
    for stop, local in enumerate(stops):
        if local.text.strip():
            yield TmxVariant(local.language, local.text, (("stop", str(stop)),))
