"""A table for spreadsheets and data frames: one line a row and finding, RFC 4180, UTF-8."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from harness.core.values import Finding, MeasuredRow, Row, Run, Unmeasured
from harness.report.html.row_groups import segment_count, segments_of, unit_of

# What a spreadsheet takes for a formula at the start of a cell (OWASP, "CSV injection"), and the
# white space that some of them pass over on the way to it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_COLUMNS = (
    "run",
    "route",
    "engines",
    "row_id",
    "sentence",
    "unit_id",
    "context",
    "kind",
    "source",
    "hypotheses",
    "back_translation",
    "failed_hop",
    "reason",
    "finding_id",
    "severity",
    "category",
    "detector",
    "locus",
    "message",
)


class CsvReporter:
    """Every row of every run; a row with several findings stands once for each of them.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, as OWASP advises;
    numbers of ours never do. NUL, which ends a cell in some programs, becomes U+FFFD.
    """

    suffix = ".csv"

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        names = tuple(dict.fromkeys(card.name for run in runs for card in run.identity.metrics))
        yield _line((*_COLUMNS, *(f"score_{name}" for name in names)))
        for run in runs:
            for row in run.rows:
                yield from _lines(run, row, names)


def unformulated(text: str) -> str:
    """`text` as a cell that no spreadsheet runs: an apostrophe before what starts a formula."""
    shown = text.replace("\x00", "\ufffd")
    return f"'{shown}" if shown.lstrip(" \u00a0").startswith(_FORMULA) else shown


def _lines(run: Run, row: Row, metrics: Sequence[str]) -> Iterator[str]:
    identity = run.identity
    head = (
        identity.fingerprint,
        unformulated(str(identity.route)),
        unformulated("; ".join(map(str, identity.engines))),
    )
    match row:
        case Unmeasured():
            yield _line((*head, *_failed(row), *("" for _ in metrics)))
        case MeasuredRow():
            texts = row.texts
            cells = (
                row.row_id,
                _sentence_number(row),
                *_unit(row),
                "measured",
                unformulated(texts.source.text),
                unformulated("\n".join(pivot.text for pivot in texts.pivots)),
                unformulated(texts.back_translation.text),
                "",
                "",
            )
            scores = [_number(row, name) for name in metrics]
            found = tuple(zip(row.findings, row.finding_ids(), strict=True))
            for each in found or (None,):
                yield _line((*head, *cells, *_finding(each), *scores))


def _failed(row: Unmeasured) -> tuple[str, ...]:
    source, *reached = [local.text for local in row.texts] or [row.segment.text]
    return (
        row.segment.segment_id,
        str(row.segment.position + 1),
        *_unit(row),
        "unmeasured",
        unformulated(source),
        unformulated("\n".join(reached)),
        "",
        str(row.hop),
        unformulated(row.reason),
        *[""] * 6,
    )


def _finding(each: tuple[Finding, str] | None) -> tuple[str, ...]:
    if each is None:
        return ("",) * 6
    finding, identity = each
    return (
        identity,
        finding.severity.value,
        finding.category.value,
        unformulated(finding.detector),
        unformulated(str(finding.locus)),
        unformulated(finding.message),
    )


def _unit(row: Row) -> tuple[str, str]:
    """The unit's id and what its file says of it, `kind: value` a line; nothing in plain text."""
    segment = next(iter(segments_of(row)), None)
    if segment is None:
        return "", ""
    context = "\n".join(f"{kind}: {value}" for kind, value in segment.context)
    return unformulated(unit_of(row)), unformulated(context)


def _sentence_number(row: MeasuredRow) -> str:
    """Which sentence of the source, counted from 1; nothing for an addition."""
    if not segment_count(row):
        return ""
    return str(row.segments[0].position + 1)


def _number(row: MeasuredRow, metric: str) -> str:
    score = row.scores.get(metric)
    return f"{score.value:.6g}" if score is not None else ""


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    # UTF-8 cannot carry half a surrogate pair.
    return buffer.getvalue().encode("utf-8", "replace").decode("utf-8")
