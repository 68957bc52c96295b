"""Rows of an earlier record, for words that were measured in the same way already.

A suite's text changes by a word; the engines' answers to all others are remembered, and so their
rows need no second measuring either: what a bead is measured at depends on its words and on the
measures alone. What a whole text showed is left out, since the text is another.
"""

import tempfile
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from harness.core.errors import RecordError
from harness.core.fingerprint import fingerprint
from harness.core.record_lines import decode_line
from harness.core.values import BeadText, MeasuredRow, RunIdentity
from harness.run.record import read_identity, read_run


class ReusableRows:
    """The measured rows of one record, found by their words. The record itself may then vanish.

    Keeps a place in a copy on disk for each row, never the rows.

    Args:
        record: a whole record.
        without: detectors whose findings are left out of the rows.

    Raises:
        RecordError: the record is damaged.
        OSError: there is no room for the copy.
    """

    def __init__(self, record: Path, without: Collection[str]) -> None:
        self._without = frozenset(without)
        self._places: dict[str, int] = {}
        self._copy = tempfile.TemporaryFile()  # noqa: SIM115  (closed with this object)
        with record.open("rb") as stream:
            for line in stream:
                row = decode_line(line)
                if isinstance(row, MeasuredRow):
                    self._places[_key(row.texts)] = self._copy.tell()
                self._copy.write(line)

    def __call__(self, texts: BeadText) -> MeasuredRow | None:
        """The row that holds these words at every stop, if there was one."""
        place = self._places.get(_key(texts))
        if place is None:
            return None
        self._copy.seek(place)
        row = decode_line(self._copy.readline())
        if not isinstance(row, MeasuredRow) or row.texts != texts:
            return None
        findings = tuple(each for each in row.findings if each.detector not in self._without)
        return replace(row, findings=findings)

    def close(self) -> None:
        """Let go of the copy."""
        self._copy.close()


def reusable_rows(
    record: Path, identity: RunIdentity, without: Collection[str]
) -> ReusableRows | None:
    """The rows of a record that differs from a run in its text alone; None for any other.

    None, too, where the run has witnesses: how far they are trusted depends on the whole text.
    """
    if identity.witnesses or read_identity(record) in (None, identity.fingerprint):
        return None  # of the very same run: it stands as it is
    try:
        before = read_run(record).identity
        same = replace(before, doc_id=identity.doc_id, text_digest=identity.text_digest)
        return ReusableRows(record, without) if same == identity else None
    except (RecordError, OSError):
        return None  # it is measured anew


def _key(texts: BeadText) -> str:
    return fingerprint([[stop.language, stop.text, list(stop.unknown)] for stop in texts.stops])[
        :32
    ]
