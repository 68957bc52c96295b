"""Run records on disk: the narrow waist between measuring and judging.

One JSON object a line: a header (identity, circumstances, caveats), a line for every row in order
of the text, and a footer (totals, and a digest of everything before) that comes last, so that an
interrupted run has none. Written to `NAME.jsonl.partial` and renamed when whole.

Schema history
1   2026-11   the first: header, drift, unmeasured, footer
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from harness.core.errors import ConfigError, HarnessError, RecordError, WriteError, unwritable
from harness.core.routes import parse_route
from harness.core.values import (
    BeadText,
    Category,
    Circumstances,
    Drift,
    Finding,
    Judgement,
    LocalText,
    Locus,
    Mark,
    MetricCard,
    Return,
    Route,
    Row,
    Run,
    RunIdentity,
    RunTotals,
    Score,
    Segment,
    Severity,
    Signature,
    Span,
    Unmeasured,
    Witness,
    WordScore,
    WordScores,
)

SCHEMA = 1
SUFFIX = ".jsonl"
PARTIAL = SUFFIX + ".partial"

_TAIL = 1 << 16  # bytes at the end of a file in which the footer must stand

Fields = dict[str, Any]


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


class RecordWriter:
    """Writes one run, row by row. A context manager: without `finish`, no record appears.

    Raises:
        WriteError: the folder is read-only, or the disk is full.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = 0
        self._digest = hashlib.sha256()
        self._partial = path.with_name(path.name.removesuffix(SUFFIX) + PARTIAL)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._partial.open("a", encoding="utf-8", newline="\n")
            _claim(self._stream)
            self._stream.truncate(0)  # what a killed run left; its work is in the memory
        except BlockingIOError as cause:
            self._stream.close()
            raise WriteError(
                f"{self._partial}: another run is writing it",
                hint="wait for it to end, or name another folder (-o FOLDER)",
            ) from cause
        except OSError as cause:
            raise unwritable(self._partial, cause) from cause

    def __enter__(self) -> "RecordWriter":
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            self._stream.close()  # writes what is still buffered
        except OSError as cause:
            if error is None:  # else the first failure has said it already
                raise unwritable(self._partial, cause) from cause
        if isinstance(error, HarnessError) and self._lines < 2:
            self._partial.unlink(missing_ok=True)  # it never got going: nothing to resume

    def header(
        self, identity: RunIdentity, circumstances: Circumstances, caveats: Iterable[str]
    ) -> None:
        """First line: what the results depend on, and on what occasion they were made."""
        self._line(
            "header",
            {
                "schema": SCHEMA,
                "fingerprint": identity.fingerprint,
                "identity": _encode_identity(identity),
                "circumstances": dict(circumstances),
                "caveats": list(caveats),
            },
        )
        self._stream.flush()  # so that what is left of a killed run can tell whose it was

    def row(self, row: Row) -> None:
        """One line a row, in order of the text."""
        self._write(encode_row(row))

    def finish(self, totals: RunTotals) -> None:
        """Last line; only now the record gets its name."""
        footer = {
            "rows": totals.rows,
            "measured": totals.measured,
            "unmeasured": totals.unmeasured,
            "findings": {name: dict(by) for name, by in totals.findings.items()},
            "scores": dict(totals.scores),
        }
        self._line("footer", footer | {"digest": _closed(self._digest, footer)})
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._partial.replace(self._path)
        except OSError as cause:
            raise unwritable(self._path, cause) from cause

    def _line(self, kind: str, body: Fields) -> None:
        self._write({"kind": kind, **body})

    def _write(self, item: Fields) -> None:
        line = json.dumps(item, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
        self._digest.update(line.encode("utf-8"))
        self._lines += 1
        try:
            self._stream.write(line)
        except OSError as cause:
            raise unwritable(self._partial, cause) from cause


def _claim(stream: TextIO) -> None:
    """Lock a file until it is closed, by whatever end. Raises: BlockingIOError if it is locked."""
    try:
        import fcntl  # noqa: PLC0415
    except ImportError:  # Windows has no such lock: there two runs in one folder are not noticed
        return
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


def read_run(path: Path) -> Run:
    """The run recorded in `path`. Its rows are read from disk whenever they are iterated.

    Raises:
        RecordError: no footer (interrupted), another schema, or a damaged line; names the line.
    """
    header = _first_line(path)
    if header.get("kind") != "header":
        raise RecordError(f"{path}:1: this is no run record", hint="name a folder of harness run")
    if header.get("schema") != SCHEMA:
        raise RecordError(
            f"{path}:1: schema {header.get('schema')!r}, this version reads {SCHEMA}",
            hint="make the run again with this version",
        )
    footer = _footer(path)
    with _naming(path, 1):
        identity = _decode_identity(header["identity"])
        if header["fingerprint"] != identity.fingerprint:
            raise ValueError("the identity does not match its fingerprint")
        run = Run(
            identity=identity,
            circumstances=header["circumstances"],
            caveats=tuple(header["caveats"]),
            totals=_decode_totals(footer),
            rows=_RowsOnDisk(path, int(footer["rows"])),
        )
    if footer.get("digest") != _digest(path, footer):
        for _ in run.rows:
            pass  # where a line is damaged, this names it
        raise RecordError(
            f"{path}: not as it was written", hint="make the run again, or restore the file"
        )
    return run


def read_identity(path: Path) -> str | None:
    """Fingerprint of the run that `path` records, whole or interrupted; None without a header."""
    try:
        header = _first_line(path)
    except RecordError:
        return None
    found = header.get("fingerprint")
    return found if isinstance(found, str) else None


def find_records(place: Path) -> tuple[Path, ...]:
    """The records that `place` names: itself if it is a record, else those of a run folder.

    Raises:
        RecordError: nothing there, or only an interrupted run.
    """
    if place.is_file():
        return (place,)
    if not place.is_dir():
        raise RecordError(f"{place}: no such file or folder", hint="name a folder of harness run")
    if interrupted := sorted(place.glob(f"*{PARTIAL}")):
        raise RecordError(
            f"{interrupted[0]}: the run was interrupted",
            hint=f"complete it: harness run --resume -o {place}",
        )
    records = tuple(sorted(place.glob(f"*{SUFFIX}"), key=_number))
    if not records:
        raise RecordError(f"{place}: no run record in it", hint="name a folder of harness run")
    return records


def _number(path: Path) -> tuple[int, str]:
    """A run's records are numbered in the order of its routes."""
    first = path.name.partition("-")[0]
    return (int(first) if first.isdecimal() else 0, path.name)


def _digest(path: Path, footer: Fields) -> str:
    """SHA-256 of all lines before the footer, and of what the footer itself says."""
    digest, line = hashlib.sha256(), b""
    with path.open("rb") as stream:
        for following in stream:
            digest.update(line)
            line = following
    return _closed(digest, footer)


def _closed(digest: "hashlib._Hash", footer: Fields) -> str:
    said = {key: value for key, value in footer.items() if key not in ("kind", "digest")}
    digest.update(json.dumps(said, sort_keys=True).encode("ascii"))
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _RowsOnDisk:
    """Rows of a record, decoded one at a time, as often as wanted."""

    path: Path
    count: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        found = 0
        for number, item in _items(self.path):
            with _naming(self.path, number):
                row = _decode_row(item)
            if row is not None:
                found += 1
                yield row
        if found != self.count:
            raise RecordError(
                f"{self.path}: {found} rows, and the footer counts {self.count}",
                hint="make the run again, or restore the file",
            )


@contextmanager
def _naming(path: Path, line: int) -> Iterator[None]:
    """Turn a missing key or a wrong value into a RecordError that names the line."""
    try:
        yield
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        ConfigError,
    ) as cause:
        raise RecordError(
            f"{path}:{line}: damaged ({type(cause).__name__}: {cause})",
            hint="make the run again, or restore the file",
        ) from cause


def _items(path: Path) -> Iterator[tuple[int, Fields]]:
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                with _naming(path, number):
                    item = json.loads(line.decode("utf-8"))
                    if not isinstance(item, dict):
                        raise TypeError("not an object")
                yield number, item
    except OSError as cause:
        raise RecordError(
            f"{path}: {cause.strerror}", hint="check the path and its permissions"
        ) from cause


def _first_line(path: Path) -> Fields:
    for _, item in _items(path):
        return item
    raise RecordError(f"{path}: empty", hint="make the run again")


def _footer(path: Path) -> Fields:
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - _TAIL))
        last = stream.read().rstrip(b"\n").rpartition(b"\n")[2]
    try:
        footer = json.loads(last)
    except (ValueError, RecursionError):
        footer = {}
    if not isinstance(footer, dict) or footer.get("kind") != "footer":
        raise RecordError(
            f"{path}: no footer at its end",
            hint="the run was interrupted; complete it with harness run --resume",
        )
    return footer


# ── values <-> plain data ───────────────────────────────────────────────────────────────────────


def _encode_signature(signature: Signature) -> Fields:
    """A signature as plain data, order kept."""
    return {"name": signature.name, "fields": [list(pair) for pair in signature.fields]}


def _decode_signature(data: Mapping[str, Any]) -> Signature:
    """The inverse of `_encode_signature`."""
    return Signature(data["name"], tuple((key, value) for key, value in data["fields"]))


def _encode_identity(identity: RunIdentity) -> Fields:
    return {
        "doc_id": identity.doc_id,
        "text_digest": identity.text_digest,
        "route": str(identity.route),
        "segmenter": _encode_signature(identity.segmenter),
        "engines": [_encode_signature(engine) for engine in identity.engines],
        "metrics": [_encode_metric(metric) for metric in identity.metrics],
        "detectors": [_encode_signature(detector) for detector in identity.detectors],
        **({"blame": _encode_signature(identity.blame)} if identity.blame else {}),
        **({"witnesses": _encode_witnesses(identity)} if identity.witnesses else {}),
        **(
            {"judges": [_encode_signature(judge) for judge in identity.judges]}
            if identity.judges
            else {}
        ),
    }


def _encode_witnesses(identity: RunIdentity) -> list[Fields]:
    return [
        {"name": witness.name, "engines": [_encode_signature(each) for each in witness.engines]}
        for witness in identity.witnesses
    ]


def _decode_identity(data: Fields) -> RunIdentity:
    route: Route = parse_route(data["route"])
    return RunIdentity(
        doc_id=data["doc_id"],
        text_digest=data["text_digest"],
        route=route,
        segmenter=_decode_signature(data["segmenter"]),
        engines=tuple(_decode_signature(engine) for engine in data["engines"]),
        metrics=tuple(_decode_metric(metric) for metric in data["metrics"]),
        detectors=tuple(_decode_signature(detector) for detector in data["detectors"]),
        blame=_decode_signature(data["blame"]) if "blame" in data else None,
        witnesses=tuple(
            Witness(each["name"], tuple(_decode_signature(one) for one in each["engines"]))
            for each in data.get("witnesses", ())
        ),
        judges=tuple(_decode_signature(judge) for judge in data.get("judges", ())),
    )


def _encode_metric(metric: MetricCard) -> Fields:
    return {
        "name": metric.name,
        "title": metric.title,
        "signature": _encode_signature(metric.signature),
        "lowest": None if metric.lowest == -float("inf") else metric.lowest,
        "highest": None if metric.highest == float("inf") else metric.highest,
        "higher_is_better": metric.higher_is_better,
        **({"across_languages": True} if metric.across_languages else {}),
    }


def _decode_metric(data: Fields) -> MetricCard:
    return MetricCard(
        name=data["name"],
        title=data["title"],
        signature=_decode_signature(data["signature"]),
        lowest=-float("inf") if data["lowest"] is None else data["lowest"],
        highest=float("inf") if data["highest"] is None else data["highest"],
        higher_is_better=data["higher_is_better"],
        across_languages=data.get("across_languages", False),
    )


def _decode_totals(data: Fields) -> RunTotals:
    return RunTotals(
        rows=data["rows"],
        measured=data["measured"],
        unmeasured=data["unmeasured"],
        findings=data["findings"],
        scores=data["scores"],
    )


def _encode_segment(segment: Segment) -> Fields:
    return {
        "segment_id": segment.segment_id,
        "doc_id": segment.doc_id,
        "position": segment.position,
        "text": segment.text,
    }


def _encode_text(text: LocalText) -> Fields:
    known = {"language": text.language, "text": text.text}
    return known | ({"unknown": list(text.unknown)} if text.unknown else {})


def _decode_text(data: Fields) -> LocalText:
    return LocalText(data["language"], data["text"], tuple(data.get("unknown", ())))


def encode_row(row: Row) -> Fields:
    """A row as plain data, as it stands in a record."""
    match row:
        case Drift():
            return _encode_drift(row)
        case Unmeasured():
            return _encode_unmeasured(row)


def decode_line(line: bytes) -> Row | None:
    """The row that a line of a whole record holds; None for header and footer."""
    return _decode_row(json.loads(line))


def _decode_row(item: Fields) -> Row | None:
    match item["kind"]:
        case "drift":
            return _decode_drift(item)
        case "unmeasured":
            return _decode_unmeasured(item)
        case "header" | "footer":
            return None
        case other:
            raise ValueError(f"a line of kind {other!r}")


def _encode_drift(drift: Drift) -> Fields:
    body: Fields = {
        "kind": "drift",
        "row_id": drift.row_id,
        "segments": [_encode_segment(segment) for segment in drift.segments],
        "texts": [_encode_text(text) for text in drift.texts.stops],
        "scores": {
            name: {"value": score.value, "statistics": list(score.statistics)}
            for name, score in drift.scores.items()
        },
        "findings": [
            {"id": finding_id, **encode_finding(finding)}
            for finding_id, finding in zip(drift.finding_ids(), drift.findings, strict=True)
        ],
    }
    if drift.returns:
        body["returns"] = [_encode_return(each) for each in drift.returns]
    if drift.alive:
        body["alive"] = list(drift.alive)
    if drift.course:
        body["course"] = {name: list(values) for name, values in drift.course.items()}
    if drift.judgements:
        body["judgements"] = [_encode_judgement(each) for each in drift.judgements]
    return body


def _encode_judgement(judgement: Judgement) -> Fields:
    """Words are three numbers each, one after the other: start, end, log-probability."""
    words = judgement.scores.words
    return {
        "given": judgement.given,
        "scored": judgement.scored,
        "mean": judgement.scores.mean,
        "words": [n for w in words for n in (w.span.start, w.span.end, w.log_probability)],
    }


def _decode_judgement(data: Fields) -> Judgement:
    numbers = data["words"]
    words = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    scores = tuple(WordScore(Span(start, end), value) for start, end, value in words)
    return Judgement(data["given"], data["scored"], WordScores(scores, data["mean"]))


def _encode_return(given: Return) -> Fields:
    if given.text is None:
        return {"witness": given.witness, "reason": given.reason}
    return {"witness": given.witness, "text": _encode_text(given.text)}


def _decode_return(data: Fields) -> Return:
    text = _decode_text(data["text"]) if "text" in data else None
    return Return(data["witness"], text, data.get("reason", ""))


def _decode_drift(data: Fields) -> Drift:
    return Drift(
        segments=tuple(Segment(**segment) for segment in data["segments"]),
        texts=BeadText(tuple(_decode_text(text) for text in data["texts"])),
        scores={
            name: Score(score["value"], tuple(score["statistics"]))
            for name, score in data["scores"].items()
        },
        findings=tuple(_decode_finding(finding) for finding in data["findings"]),
        returns=tuple(_decode_return(each) for each in data.get("returns", ())),
        alive=tuple(data.get("alive", ())),
        course={name: tuple(values) for name, values in data.get("course", {}).items()},
        judgements=tuple(_decode_judgement(each) for each in data.get("judgements", ())),
    )


def encode_finding(finding: Finding) -> Fields:
    """A finding as plain data; marks are [stop, start, end]."""
    return {
        "detector": finding.detector,
        "category": finding.category.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "marks": [[mark.stop, mark.span.start, mark.span.end] for mark in finding.marks],
        "evidence": [list(pair) for pair in finding.evidence],
        "locus": _encode_locus(finding.locus),
    }


def _encode_locus(locus: Locus) -> Fields:
    """A locus as plain data; without evidence, as records before blame had it."""
    body: Fields = {"name": locus.name, "hop": locus.hop}
    if locus.evidence:
        body["evidence"] = list(locus.evidence)
    if locus.confidence is not None:
        body["confidence"] = locus.confidence
    return body


def _decode_locus(data: Fields) -> Locus:
    return Locus(data["name"], data["hop"], tuple(data.get("evidence", ())), data.get("confidence"))


def _decode_finding(data: Fields) -> Finding:
    return Finding(
        detector=data["detector"],
        category=Category(data["category"]),
        severity=Severity(data["severity"]),
        message=data["message"],
        marks=tuple(Mark(stop, Span(start, end)) for stop, start, end in data["marks"]),
        evidence=tuple((key, value) for key, value in data["evidence"]),
        locus=_decode_locus(data["locus"]),
    )


def _encode_unmeasured(row: Unmeasured) -> Fields:
    return {
        "kind": "unmeasured",
        "row_id": row.segment.segment_id,
        "segment": _encode_segment(row.segment),
        "texts": [_encode_text(text) for text in row.texts],
        "hop": row.hop,
        "reason": row.reason,
    }


def _decode_unmeasured(data: Fields) -> Unmeasured:
    return Unmeasured(
        segment=Segment(**data["segment"]),
        texts=tuple(_decode_text(text) for text in data["texts"]),
        hop=data["hop"],
        reason=data["reason"],
    )
