"""What the functions of `harness` give back: values that print shortly and show themselves.

Each is the value that the rest of the program knows (`Run`, `Comparison`, `Verdict`), and more: it
can be looped over, its `repr` is one line, and a notebook shows it as rows of a report.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import islice
from pathlib import Path
from typing import Any, SupportsIndex, TypeVar, overload

from markupsafe import escape

from harness.compare.results import Comparison, RowChange
from harness.core.values import Finding, MeasuredRow, Row, Run, Severity, Unmeasured
from harness.gate.verdict import Item, Status, Verdict
from harness.report.comparison.wording import OUTCOMES
from harness.report.html.notebook import rows_for_notebook
from harness.report.html.page_view import RunPage
from harness.report.html.reporter import Html
from harness.report.html.row_groups import row_id, source_of
from harness.report.html.text_pages import Compared, TextPage
from harness.report.shared import labels
from harness.report.verdict.as_text import headline
from harness.run.totals import RunTally
from harness.writing.files import write_whole

_SHOWN = 20  # rows in a notebook; a report shows all
_E_co = TypeVar("_E_co", covariant=True)
_T = TypeVar("_T", bound="RoundTrip | CheckResult | ComparedRuns")


class Listed(tuple[_E_co, ...]):
    """A tuple whose `repr` is one line for each of what it holds; equal to any such tuple."""

    __slots__ = ()

    @overload
    def __getitem__(self, which: SupportsIndex) -> _E_co: ...

    @overload
    def __getitem__(self, which: slice) -> "Listed[_E_co]": ...

    def __getitem__(self, which: SupportsIndex | slice) -> "_E_co | Listed[_E_co]":
        if isinstance(which, slice):
            return Listed(super().__getitem__(which))
        return super().__getitem__(which)

    def __repr__(self) -> str:
        lines = list(map(str, islice(self, _SHOWN)))
        if len(self) > _SHOWN:
            lines.append(f"… and {len(self) - _SHOWN:,} more")
        return "\n".join(lines) or "(none)"


class RoundTrip(Run):
    """A run whose rows can be looped over, counted and taken by number or as a slice."""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return self.totals.rows

    @overload
    def __getitem__(self, which: int) -> Row: ...

    @overload
    def __getitem__(self, which: slice) -> "RoundTrip": ...

    def __getitem__(self, which: int | slice) -> "Row | RoundTrip":
        rows = tuple(self.rows)
        return (
            shown(RoundTrip, _some(self, rows[which])) if isinstance(which, slice) else rows[which]
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, in order of the text."""
        return Listed(
            finding for row in self if isinstance(row, MeasuredRow) for finding in row.findings
        )

    def worst(self, count: int = 5) -> "RoundTrip":
        """The rows to look at first, at most `count`: unmeasured ones, then by severity."""
        looked_at = [row for row in self if _rank(row) > Severity.MINOR.rank]
        return shown(RoundTrip, _some(self, sorted(looked_at, key=_rank, reverse=True)[:count]))

    def report(self, file: str | Path) -> Path:
        """Write the report of this run as a page. Raises: WriteError."""
        write_whole(Path(file), Html().render([self]))
        return Path(file)

    def __repr__(self) -> str:
        identity = self.identity
        about = f"{identity.doc_id} {identity.route.languages}"
        told = labels.counted(len(self), "row")
        counts = ", ".join(f"{n} {s.value}" for s in reversed(Severity) if (n := self._count(s)))
        return f"<RoundTrip {about}: {told}, {counts or 'no findings'}>"

    def _count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    def _repr_html_(self) -> str:
        first = tuple(islice(self, _SHOWN))
        if not first:
            return f"<p><b>{escape(_plainly(self))}</b></p>"
        return rows_for_notebook(
            RunPage([_some(self, first)]), _plainly(self), len(self) - len(first)
        )


class Difference(tuple[Row, ...]):
    """Rows of two texts in one language, in order; equal if all rows are.

    What is too long to be compared is an `Unmeasured` row that says so.
    """

    __slots__ = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, in order of the text."""
        return Listed(
            finding for row in self if isinstance(row, MeasuredRow) for finding in row.findings
        )

    def __repr__(self) -> str:
        rows, found = (
            labels.counted(len(self), "row"),
            labels.counted(len(self.findings), "finding"),
        )
        return f"<Difference: {rows}, {found}>"

    def _repr_html_(self) -> str:
        found = [row for row in self if isinstance(row, Unmeasured) or row.findings]
        if not found:
            return f"<p><b>{escape(_plainly(self))}</b></p>"
        first, tally = tuple(found[:_SHOWN]), RunTally(())
        for row in first:
            tally.add(row)
        language = source_of(first[0]).language
        texts = Compared("before", "after", language, first, tally.totals(), (), (), ())
        return rows_for_notebook(TextPage.compared(texts), _plainly(self), len(found) - len(first))


class ComparedRuns(Comparison):
    """A comparison whose changed rows can be looped over, the worst first."""

    runs: tuple[Run, ...] = ()

    def __iter__(self) -> Iterator[RowChange]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        rows = labels.counted(len(self.rows), "changed row")
        return f"<Comparison {self.baseline} → {self.candidate}: {OUTCOMES[self.change]}; {rows}>"

    def _repr_html_(self) -> str:
        first = {each.pair.row_id for each in self.rows[:_SHOWN]}
        return _side_by_side(self.runs, first, _plainly(self), len(self) - len(first))


class CheckResult(Verdict):
    """A verdict whose segments can be looped over; true where the suite passed."""

    runs: tuple[Run, ...] = ()

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return not self.exit_code

    @property
    def failing(self) -> tuple[Item, ...]:
        """What fails: segments that got worse, and those that could not be measured."""
        return Listed((*self.of(Status.UNMEASURED), *self.of(Status.WORSE)))

    def __repr__(self) -> str:
        return f"<{headline(self)}>"

    def _repr_html_(self) -> str:
        failing = [item.key[1] for item in self.failing]
        first = set(failing[:_SHOWN])
        parts = (
            _side_by_side([run], first, _plainly(self), len(failing) - len(first))
            for run in self.runs
            if any(row_id(row) in first for row in run.rows)
        )
        return "".join(parts) or f"<p><b>{escape(_plainly(self))}</b></p>"


def shown(kind: type[_T], value: Any, runs: Sequence[Run] = ()) -> _T:
    """`value` as the kind that shows itself, made of `runs`."""
    held: dict[str, Any] = {each.name: getattr(value, each.name) for each in fields(value)}
    for name, own in held.items():
        if type(own) is tuple:
            held[name] = Listed(own)
    made = kind(**held)
    if runs:
        object.__setattr__(made, "runs", tuple(runs))
    return made


def _some(run: Run, rows: Iterable[Row]) -> Run:
    """The run with these of its rows only, counted anew."""
    chosen, tally = tuple(rows), RunTally(())
    for row in chosen:
        tally.add(row)
    return replace(run, rows=chosen, totals=tally.totals())


def _rank(row: Row) -> int:
    """How soon a row is to be looked at."""
    if not isinstance(row, MeasuredRow):
        return len(Severity)
    return max((finding.severity.rank for finding in row.findings), default=-1)


def _side_by_side(runs: Sequence[Run], ids: Collection[str], head: str, hidden: int) -> str:
    """These rows of all runs, beside each other; without any, the headline alone."""
    some = [_some(run, (row for row in run.rows if row_id(row) in ids)) for run in runs]
    if not any(run.totals.rows for run in some):
        return f"<p><b>{escape(head)}</b></p>"
    return rows_for_notebook(RunPage(some), head, hidden)


def _plainly(value: object) -> str:
    return repr(value).strip("<>")
