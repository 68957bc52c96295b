"""All that is known about one finding, for programs.

Schema history: 1, the first.
"""

from inspect import cleandoc

from harness.core.values import MeasuredRow, Row, Run
from harness.report.formats.json import NAMED, row_data
from harness.report.terminal.explanation import ExplainedFinding

SCHEMA = 1


def explained_data(
    run: Run, known: ExplainedFinding, about_detector: str | None
) -> dict[str, object]:
    """The finding, its row with all other findings, its neighbours, and what is behind it.

    Args:
        about_detector: the detector's own words: what it reports, and what it is blind to.
    """
    identity = run.identity
    return {
        "schema": SCHEMA,
        "finding_id": known.finding_id,
        "finding": NAMED.encode(known.finding),
        "row_id": known.row.row_id,
        "row": row_data(known.row),
        "before": _source(known.before),
        "after": _source(known.after),
        "detector": None if about_detector is None else cleandoc(about_detector),
        "document": identity.doc_id,
        "route": str(identity.route),
        "engines": [str(engine) for engine in identity.engines],
        "caveats": list(run.caveats),
    }


def _source(row: Row | None) -> str | None:
    if row is None:
        return None
    texts = row.texts.stops if isinstance(row, MeasuredRow) else row.texts
    return texts[0].text
