"""The lines of a run record as plain data: header, row, footer.

Schema 2 is the rule of `harness.core.codec` with the exceptions below. A field with a default,
added to a value, needs no line here.
"""

import json
import math
from dataclasses import dataclass
from typing import Any

from harness.core import record_schema_1
from harness.core.codec import Codec, Fields, Form, Mismatch
from harness.core.errors import ConfigError
from harness.core.route_syntax import parse_route
from harness.core.values import (
    BeadText,
    DriftChances,
    Finding,
    LocalText,
    Locus,
    Mark,
    MeasuredRow,
    MetricCard,
    Provenance,
    Route,
    Row,
    RunIdentity,
    RunTotals,
    Signature,
    Span,
    StopLikelihood,
    Unmeasured,
    WordDrift,
    WordScore,
    WordScores,
)


@dataclass(frozen=True, slots=True)
class Header:
    """First line: what the results depend on, and when, where and with what they were made."""

    schema: int  # version of this form
    fingerprint: str  # of the identity
    identity: RunIdentity  # all that can change a result
    provenance: Provenance  # time, host, versions: of no effect on the results
    caveats: tuple[str, ...]  # to be read before any score
    unseen: tuple[str, ...] = ()  # what no detector could look for in this language


# ── exceptions to the rule ──────────────────────────────────────────────────────────────────────


def _read_route(data: object) -> Route:
    if type(data) is not str:
        raise Mismatch(f"not a route as text: {data!r}")
    try:
        return parse_route(data)
    except ConfigError as cause:
        raise Mismatch(str(cause)) from cause


def _endless(end: float) -> Form:
    def read(data: object) -> float:
        if data is None:
            return end
        if type(data) not in (int, float):
            raise Mismatch(f"not a number or null: {data!r}")
        return data  # type: ignore[return-value]

    sign = "−" if end < 0 else ""
    return Form(f"a number; null for {sign}∞", lambda value: None if value == end else value, read)


def _read_mark(data: object) -> Mark:
    if type(data) is list and len(data) == 3 and _WHOLE.issuperset(map(type, data)):
        stop, start, end = data
        return Mark(stop, Span(start, end))
    raise Mismatch(f"not [stop, start, end]: {data!r}")


def _write_word(word: WordDrift) -> list[float]:
    chances = word.chances
    ends = [word.end, word.span.start, word.span.end]
    return [*ends, chances.differs, chances.major, chances.critical]


def _read_word(data: object) -> WordDrift:
    if type(data) is list and len(data) == 6 and _WHOLE.issuperset(map(type, data[:3])):
        end, start, stop, *chances = data
        if {int, float}.issuperset(map(type, chances)):
            return WordDrift(end, Span(start, stop), DriftChances(*chances))
    raise Mismatch(f"not [end, start, end of it, differs, major, critical]: {data!r}")


def form_of_stops(codec: Codec) -> Form:
    """A bead's texts as a list; each as `codec` writes it."""
    stops = codec.form(tuple[LocalText, ...])
    return Form(
        "list of LocalText, one a stop",
        lambda texts: stops.write(texts.stops),
        lambda data: BeadText(stops.read(data)),
    )


def _write_likelihood(likelihood: StopLikelihood) -> Fields:
    words = likelihood.scores.words
    return {
        "given": likelihood.given,
        "scored": likelihood.scored,
        "mean": likelihood.scores.mean,
        "words": [n for w in words for n in (w.span.start, w.span.end, w.log_probability)],
    }


@dataclass(frozen=True, slots=True)
class _FlatLikelihood:
    """A likelihood as it is written."""

    given: int
    scored: int
    mean: float
    words: tuple[float, ...]


def _read_likelihood(data: object) -> StopLikelihood:
    flat = _FLAT.read(data)
    starts, ends, values = (flat.words[place::3] for place in range(3))
    if not len(starts) == len(ends) == len(values):
        raise Mismatch("a word has three numbers", "words")
    if not (_WHOLE.issuperset(map(type, starts)) and _WHOLE.issuperset(map(type, ends))):
        raise Mismatch("a place is a whole number", "words")
    words = map(WordScore, map(Span, starts, ends), values)
    return StopLikelihood(flat.given, flat.scored, WordScores(tuple(words), flat.mean))


_WHOLE = frozenset({int})
_PLAIN = Codec()
_FLAT = _PLAIN.form(_FlatLikelihood)

ROUTE = Form("text, as people write it: `en:es@argos:en`", str, _read_route)
ENDS: dict[object, Form] = {
    (MetricCard, "lowest"): _endless(-math.inf),
    (MetricCard, "highest"): _endless(math.inf),
}

RECORD = Codec(
    forms={
        Route: ROUTE,
        **ENDS,
        BeadText: form_of_stops(_PLAIN),
        Mark: Form(
            "[stop, start, end]",
            lambda mark: [mark.stop, mark.span.start, mark.span.end],
            _read_mark,
        ),
        WordDrift: Form(
            "[end, start of the span, end of it, differs, major, critical]", _write_word, _read_word
        ),
        StopLikelihood: Form(
            "object of `given`, `scored`, `mean` and `words`: three numbers a word, one after the "
            "other (start, end, log-probability)",
            _write_likelihood,
            _read_likelihood,
        ),
    },
    always={
        Signature: frozenset({"fields"}),
        Locus: frozenset({"hop"}),
        Finding: frozenset({"marks", "evidence", "locus"}),
        MeasuredRow: frozenset({"scores", "findings"}),
    },
    beside={
        Header: ("kind",),
        MeasuredRow: ("kind", "row_id"),
        Finding: ("id",),
        Unmeasured: ("kind", "row_id"),
        RunTotals: ("kind", "digest"),
    },
)

_ROWS: dict[str, type[Row]] = {"measured": MeasuredRow, "unmeasured": Unmeasured}


# ── lines ───────────────────────────────────────────────────────────────────────────────────────


def encode_row(row: Row, codec: Codec = RECORD) -> Fields:
    """A row as plain data, with its kind, its identity, and the ids of its findings."""
    body: Fields = codec.encode(row)
    if isinstance(row, Unmeasured):
        return {"kind": "unmeasured", "row_id": row.segment.segment_id, **body}
    body["findings"] = [
        {"id": finding_id, **finding}
        for finding_id, finding in zip(row.finding_ids(), body["findings"], strict=True)
    ]
    return {"kind": "measured", "row_id": row.row_id, **body}


def decode_row(item: Fields, codec: Codec = RECORD) -> Row | None:
    """The row that a line's data hold; None for header and footer. Raises: Mismatch."""
    kind = item.get("kind")
    if kind == record_schema_1.ROW:
        return codec.decode(MeasuredRow, record_schema_1.row(item))
    if kind in ("header", "footer"):
        return None
    if type(kind) is not str or kind not in _ROWS:
        raise Mismatch(f"no line is of kind {kind!r}", "kind")
    return codec.decode(_ROWS[kind], item)


def decode_line(line: bytes) -> Row | None:
    """The row in one line of a record; None for header and footer. Raises as `json_object`."""
    return decode_row(json_object(line))


def json_object(line: bytes) -> Fields:
    """One line of a record as plain data.

    Raises:
        ValueError: not UTF-8, not JSON (a number that is not finite), or (Mismatch) not an object.
        RecursionError: nested beyond reason.
    """
    item: Any = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    if not isinstance(item, dict):
        raise Mismatch("no object")
    return item


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")
