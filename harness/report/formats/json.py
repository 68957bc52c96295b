"""All that the runs know as one JSON document, for programs.

Schema history
1   2026-11   the first: runs, each with identity, circumstances, caveats, totals, rows
2   2026-11   every field that a record holds; a score is an object with value and statistics

Unlike a run record, which is for this package, it leaves nothing out, names what a program wants to
read (source, hypotheses, back-translation), and puts the words of every mark beside its place. The
values come from the record's codec: a field that is added to one is here, too.
"""

from collections.abc import Iterator, Sequence

from harness.core.codec import Codec, Fields, Form
from harness.core.record_lines import ENDS, RECORD, ROUTE, encode_row, form_of_stops
from harness.core.values import (
    BeadText,
    Finding,
    Mark,
    MeasuredRow,
    Route,
    Row,
    Run,
    RunIdentity,
    Signature,
    Span,
    Unmeasured,
    WordScore,
)
from harness.writing.json import json_stream, json_text

SCHEMA = 2


class Json:
    """One document for one run or several. Written row by row, one row a line.

    A number that is not finite, such as the top of an unbounded scale, is null. Lone surrogates,
    which no UTF-8 file can hold, are written as escapes.
    """

    suffix = ".json"

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        yield from json_stream({"schema": SCHEMA}, "runs", map(_run, runs))
        yield "\n"


# ── values ──────────────────────────────────────────────────────────────────────────────────────


def _signature(data: Fields) -> Signature:
    return Signature(data["name"], tuple(data["settings"].items()))


def _mark(data: Fields) -> Mark:
    return Mark(data["stop"], Span(data["start"], data["end"]))


def _word(data: Fields) -> WordScore:
    return WordScore(Span(data["start"], data["end"]), data["log_probability"])


NAMED = Codec(
    forms={
        Route: ROUTE,
        **ENDS,
        BeadText: form_of_stops(Codec(spelt_out=True)),
        Signature: Form(
            "object: name, settings",
            lambda made: {"name": made.name, "settings": dict(made.fields)},
            _signature,
        ),
        Mark: Form(
            "object: stop, start, end",
            lambda mark: {"stop": mark.stop, "start": mark.span.start, "end": mark.span.end},
            _mark,
        ),
        WordScore: Form(
            "object: start, end, log_probability",
            lambda word: {
                "start": word.span.start,
                "end": word.span.end,
                "log_probability": word.log_probability,
            },
            _word,
        ),
        (Finding, "evidence"): Form(
            "list of objects: name, value",
            lambda pairs: [{"name": name, "value": value} for name, value in pairs],
            lambda data: tuple((each["name"], each["value"]) for each in data),
        ),
    },
    beside={**RECORD.beside, RunIdentity: ("language",)},
    spelt_out=True,
)


# ── runs and rows ───────────────────────────────────────────────────────────────────────────────


def _run(run: Run) -> Iterator[str]:
    head: Fields = {
        "fingerprint": run.identity.fingerprint,
        "identity": _identity(run.identity),
        "provenance": dict(run.provenance),
        "caveats": list(run.caveats),
        "unseen": list(run.unseen),
        "totals": NAMED.encode(run.totals),
    }
    return json_stream(head, "rows", ((json_text(row_data(row)),) for row in run.rows))


def _identity(identity: RunIdentity) -> Fields:
    body: Fields = {"language": identity.language, **NAMED.encode(identity)}
    body["engines"] = [
        {"direction": [leg.direction.source, leg.direction.target], **engine}
        for leg, engine in zip(identity.route.legs, body["engines"], strict=True)
    ]
    return body


def row_data(row: Row) -> Fields:
    """A row with every field of it, and the words of what was marked."""
    body = encode_row(row, NAMED)
    match row:
        case MeasuredRow():
            return _measured(row, body)
        case Unmeasured():
            segment, reached, hop = (body.pop(key) for key in ("segment", "texts", "hop"))
            kind, row_id = body.pop("kind"), body.pop("row_id")
            named = {"segments": [segment], "reached": reached, "failed_hop": hop}
            return {"kind": kind, "row_id": row_id, **named, **body}


def _measured(row: MeasuredRow, body: Fields) -> Fields:
    for finding in body["findings"]:
        for mark in finding["marks"]:
            mark["words"] = _marked_text(mark, row)
    kind, row_id, segments = (body.pop(key) for key in ("kind", "row_id", "segments"))
    source, *hypotheses, back = body.pop("texts")
    return {
        "kind": kind,
        "row_id": row_id,
        "segments": segments,
        "source": source,
        "hypotheses": hypotheses,
        "back_translation": back,
        "moved": row.moved,
        **body,
    }


def _marked_text(mark: Fields, row: MeasuredRow) -> str | None:
    """None where there is no such stop: a faulty detector must not cost the user the report."""
    stops = row.texts.stops
    if mark["stop"] >= len(stops):
        return None
    return Span(mark["start"], mark["end"]).of(stops[mark["stop"]].text)
