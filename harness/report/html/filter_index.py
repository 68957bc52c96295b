"""What a page's filter asks of its rows: small numbers in the order of the page, as JSON.

Asking the page itself would cost seconds in a long report. Nothing a model said is in here.
"""

import json
import math
from collections.abc import Iterable, Iterator

from harness.report.html.view import Block, Line
from harness.report.shared import labels

_SEVERITIES = (*(severity.value for severity in labels.WORST_FIRST), labels.UNMEASURED)
_DIFFERS = ("", "text", "minor", "findings")


class Index:
    """Takes blocks as they pass and keeps what they can be filtered and ordered by."""

    def __init__(self) -> None:
        self._ranks: list[int] = []
        self._differs: list[int] = []
        self._lines: list[int] = []  # the row that each belongs to, from 0
        self._runs = _NameIndex()
        self._scores: dict[str, list[float | None]] = {}
        self._complaints: list[int] = []  # the line that each belongs to, from 0
        self._also: list[int] = []  # complaints that share the entry of the one before, from 0
        self._severities = _NameIndex(_SEVERITIES)
        self._categories = _NameIndex()
        self._loci = _NameIndex()

    def over(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The same blocks, each taken note of. Ask for `json` when all have passed."""
        for block in blocks:
            self._take(block)
            yield block

    def json(self) -> str:
        """All that was taken note of, without a character that could end a script."""
        data = {
            "ranks": self._ranks,
            "differs": self._differs,
            "lines": self._lines,
            "runs": self._runs.data(),
            "scores": self._scores,
            "complaints": self._complaints,
            "also": self._also,
            "severities": self._severities.data(),
            "categories": self._categories.data(),
            "loci": self._loci.data(),
        }
        text = json.dumps(data, separators=(",", ":"), allow_nan=False)
        return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

    def _take(self, block: Block) -> None:
        for line in block.lines:
            self._take_line(line, row=len(self._ranks))
        self._ranks.append(block.rank)
        self._differs.append(_DIFFERS.index(block.differs))

    def _take_line(self, line: Line, row: int) -> None:
        number = len(self._lines)
        self._lines.append(row)
        self._runs.take(line.run)
        for score in line.scores:
            value = float(score.number)
            column = self._scores.setdefault(score.name, [])
            column.extend([None] * (number - len(column)))
            column.append(value if math.isfinite(value) else None)
        if line.worst == labels.UNMEASURED:
            self._complain(number, labels.UNMEASURED, "", "")
        for entry in (*line.findings, *line.minor):
            start = len(self._complaints) + 1
            self._also.extend(range(start, start + len(entry.also)))
            for each in (entry, *entry.also):
                self._complain(number, each.severity, each.category_path, each.locus_key)

    def _complain(self, line: int, severity: str, category: str, locus: str) -> None:
        self._complaints.append(line)
        self._severities.take(severity)
        self._categories.take(category)
        self._loci.take(locus)


class _NameIndex:
    """A column of names of which few differ: the names once, and which of them comes when."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._numbers = {name: number for number, name in enumerate(known)}
        self._column: list[int] = []

    def take(self, name: str) -> None:
        self._column.append(self._numbers.setdefault(name, len(self._numbers)))

    def data(self) -> dict[str, object]:
        return {"names": list(self._numbers), "column": self._column}
