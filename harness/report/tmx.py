"""TMX 1.4b: what every hop said, as translation units that other tools read."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version

from harness.core.values import Drift, LocalText, Row, Run
from harness.report import wording
from harness.report.groups import row_id
from harness.report.xml_text import attribute, content


class Tmx:
    """A unit a row, a variant a stop of the route, in order; the return has `stop` of its own.

    Rows that could not be measured hold what was reached; an added row has no source variant.
    Findings are notes of their unit. Severities do not filter: a memory made of this is a record,
    not a recommendation.
    """

    suffix = ".tmx"

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        language = runs[0].identity.language if runs else "*all*"
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        tool = attribute(version("retranslation-harness"))
        yield (
            f'<header creationtool="harness" creationtoolversion={tool}'
            f' segtype="sentence" o-tmf="harness-record" adminlang="en"'
            f' srclang={attribute(language)} datatype="plaintext"/>\n<body>\n'
        )
        for run in runs:
            signature = wording.run_signature(run.identity)
            for row in run.rows:
                yield from _unit(row, signature, run)
        yield "</body>\n</tmx>\n"


def _unit(row: Row, signature: str, run: Run) -> Iterator[str]:
    stops = row.texts.stops if isinstance(row, Drift) else row.texts
    variants = [pair for pair in enumerate(stops) if pair[1].text.strip()]
    if not variants:
        return
    run_id = run.identity.fingerprint[:8]
    yield f"<tu tuid={attribute(f'{run_id}-{row_id(row)}')}>\n"
    yield f'<prop type="run">{content(signature)}</prop>\n'
    for note in _notes(row):
        yield f"<note>{content(note)}</note>\n"
    for stop, local in variants:
        yield from _variant(stop, local)
    yield "</tu>\n"


def _notes(row: Row) -> Iterator[str]:
    if not isinstance(row, Drift):
        yield f"hop {row.hop} failed: {row.reason}"
        return
    for finding in row.findings:
        yield f"{finding.severity.value} {finding.category.value}: {finding.message}"


def _variant(stop: int, local: LocalText) -> Iterator[str]:
    yield f'<tuv xml:lang={attribute(local.language)}><prop type="stop">{stop}</prop>'
    yield f"<seg>{content(local.text)}</seg></tuv>\n"
