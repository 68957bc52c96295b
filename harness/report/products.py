"""What is shown besides runs: comparisons and verdicts, each with a family of reporters.

Like the reporters of runs (`core.protocols.Reporter`) they are registered as entry points and named
by the user; a program chooses them by name, and knows none of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from harness.compare.results import Comparison
from harness.core.protocols import Reporter
from harness.core.values.place import FilePlace
from harness.gate.verdict import Verdict
from harness.writing.ink import PLAIN, Ink


@dataclass(frozen=True, slots=True)
class View:
    """How much of a comparison is to be shown."""

    width: int  # columns of the window; only a terminal heeds it
    sentences: int  # better ones and worse ones, that many each; programs are given all
    minor: bool = False  # what is minor in full, not only counted; programs are given all
    ink: Ink = PLAIN  # colours, where a terminal shows them


@runtime_checkable
class Folding(Protocol):
    """A reporter of runs for people: it folds what is minor. Those for programs fold nothing."""

    def unfolded(self) -> Reporter:
        """The same reporter with all that is minor in sight."""
        ...


@runtime_checkable
class Locating(Protocol):
    """A reporter of runs that can say in which line of which file a segment stands."""

    def located(self, places: Mapping[str, FilePlace]) -> Reporter:
        """The same reporter, knowing these; they go by the identity of the segment."""
        ...


class ComparisonReporter(Protocol):
    """Comparisons with one baseline -> text, piece by piece. Group `harness.comparison_reporters`.

    Same comparisons and same view, same text; it ends in a line end. Text of documents and models
    is data, never markup.
    """

    def render(self, comparisons: Sequence[Comparison], view: View) -> Iterator[str]:
        """One block, line or part for each candidate, in order."""
        ...


@runtime_checkable
class Inked(Protocol):
    """A reporter of verdicts for a terminal, which may show colours. Others have none."""

    def inked(self, ink: Ink) -> "VerdictReporter":
        """The same reporter, writing in `ink`."""
        ...


class VerdictReporter(Protocol):
    """A verdict over a suite -> text, piece by piece. Group `harness.verdict_reporters`.

    Same verdict, same text; what is not empty ends in a line end. Text of documents and models is
    data, never markup.
    """

    def render(self, verdict: Verdict, file: str) -> Iterator[str]:
        """`file` is the suite as the user named it, for places that link to it."""
        ...
