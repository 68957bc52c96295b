"""Run records on disk: the narrow waist between measuring and deciding.

One JSON object a line: a header (identity, provenance, caveats), a line for every row in order
of the text, and a footer (totals, and a digest of everything before) that comes last, so that an
interrupted run has none. Written to `NAME.jsonl.partial` and renamed when whole.

Schema history
1   2026-11   the first: header, drift (now: measured), unmeasured, footer
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from harness.core import interruption, record_schema_1
from harness.core.codec import Fields
from harness.core.errors import HarnessError, RecordError, WriteError, unwritable
from harness.core.record_lines import RECORD, Header, decode_line, encode_row, json_object
from harness.core.values import Provenance, Row, Run, RunIdentity, RunTotals
from harness.run.row_shape import RowShape, check_totals
from harness.writing.json import json_text

SCHEMA = 2  # 1 is read, too: `core.record_schema_1`
SUFFIX = ".jsonl"
PARTIAL = SUFFIX + ".partial"

_TAIL = 1 << 16  # bytes at the end of a file in which the footer must stand

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
            if error is None:  # else the first failure was reported already
                raise unwritable(self._partial, cause) from cause
        if isinstance(error, HarnessError) and self._lines < 2:
            self._partial.unlink(missing_ok=True)  # it never got going: nothing to resume

    def header(
        self,
        identity: RunIdentity,
        provenance: Provenance,
        caveats: Iterable[str],
        unseen: Iterable[str] = (),
    ) -> None:
        """First line: what the results depend on, and when, where and with what they were made."""
        said = tuple(caveats), tuple(unseen)
        head = Header(SCHEMA, identity.fingerprint, identity, provenance, *said)
        self._line("header", RECORD.encode(head))
        try:
            self._stream.flush()  # so that what is left of a killed run shows whose it was
        except OSError as cause:
            raise unwritable(self._partial, cause) from cause

    def row(self, row: Row) -> None:
        """One line a row, in order of the text."""
        self._write(encode_row(row))

    def finish(self, totals: RunTotals) -> None:
        """Last line; only now the record gets its name."""
        footer = RECORD.encode(totals)
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
        try:
            data = line.encode("utf-8")
        except UnicodeEncodeError:  # half a character: escaped, as JSON has it
            line = json_text(item) + "\n"
            data = line.encode("utf-8")
        self._digest.update(data)
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
    schema = header.get("schema")
    if schema not in (1, SCHEMA):
        raise RecordError(
            f"{path}:1: schema {schema!r}, this version reads 1 and {SCHEMA}",
            hint="make the run again with this version",
        )
    with _naming(path, 1):
        head = RECORD.decode(Header, record_schema_1.header(header) if schema == 1 else header)
        if head.fingerprint != head.identity.fingerprint:
            raise ValueError("the identity does not match its fingerprint")
    identity = record_schema_1.identity(head.identity) if schema == 1 else head.identity
    footer = _footer(path)
    with _naming(path, "footer"):
        fields = record_schema_1.footer(footer) if schema == 1 else footer
        totals = RECORD.decode(RunTotals, fields)
        check_totals(totals)
    rows = _RowsOnDisk(path, totals.rows, len(identity.route.stops))
    run = Run(identity, head.provenance, head.caveats, totals, rows, head.unseen)
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


_SUITE = ".harness.toml"


def find_records(place: Path) -> tuple[Path, ...]:
    """The records that `place` names: itself if it is a record, else those of a run folder.

    Raises:
        RecordError: nothing there, or only an interrupted run.
    """
    if place.name.endswith(_SUITE):
        name = place.name.removesuffix(_SUITE)
        raise RecordError(
            f"{place}: this is a suite, and no run",
            hint="name its run folders, which harness check keeps in"
            f" {place.parent / 'runs' / name} unless the suite says otherwise",
        )
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


def find_records_below(place: Path) -> tuple[Path, ...]:
    """The records that `place` names, or those of all run folders in it, as a suite keeps them.

    Raises: RecordError as `find_records`, for one of the folders or for the whole.
    """
    if place.is_dir() and not any(place.glob(f"*{SUFFIX}")):
        folders = sorted(each for each in place.iterdir() if each.is_dir())
        inner = [each for each in folders if any(each.glob(f"*{SUFFIX}"))]
        if inner:
            return tuple(path for folder in inner for path in find_records(folder))
    return find_records(place)


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
    fields = {key: value for key, value in footer.items() if key not in ("kind", "digest")}
    digest.update(json.dumps(fields, sort_keys=True).encode("ascii"))
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _RowsOnDisk:
    """Rows of a record, decoded one at a time, as often as wanted."""

    path: Path
    count: int
    stops: int  # of the route

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        found, shape = 0, RowShape(self.stops)
        for number, line in _lines(self.path):
            interruption.check()
            try:  # not `_naming`: on every line that costs as much as a short one
                row = decode_line(line)
                if row is not None:
                    shape.check(row)
            except _DAMAGE as cause:
                raise _damaged(self.path, number, cause) from cause
            if row is not None:
                found += 1
                yield row
        if found != self.count:
            raise RecordError(
                f"{self.path}: {found} rows, and the footer counts {self.count}",
                hint="make the run again, or restore the file",
            )


_DAMAGE = (ValueError, RecursionError, OverflowError)


@contextmanager
def _naming(path: Path, line: int | str) -> Iterator[None]:
    """Turn a missing key or a wrong value into a RecordError that names the line."""
    try:
        yield
    except _DAMAGE as cause:
        raise _damaged(path, line, cause) from cause


def _damaged(path: Path, line: int | str, cause: Exception) -> RecordError:
    return RecordError(
        f"{path}:{line}: damaged ({cause})",
        hint="make the run again, or restore the file",
    )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as stream:
            yield from enumerate(stream, start=1)
    except OSError as cause:
        raise RecordError(
            f"{path}: {cause.strerror}", hint="check the path and its permissions"
        ) from cause


def _first_line(path: Path) -> Fields:
    for number, line in _lines(path):
        with _naming(path, number):
            return json_object(line)
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
