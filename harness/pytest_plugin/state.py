"""What a pytest session knows of its suites: verdicts, acceptances, and where reports are."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness.pytest_plugin.outcomes import outcomes_of, read, written

if TYPE_CHECKING:
    from harness.core.errors import HarnessError
    from harness.core.values import Run
    from harness.gate.baseline import Accepted, OutputKey
    from harness.gate.suite_file import Suite
    from harness.gate.verdict import Item, Verdict
    from harness.pytest_plugin.outcomes import Outcomes
    from harness.run.suite import SuiteContext

STATE = pytest.StashKey["State"]()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One output to be written to a baseline; plain data, so that it can leave a worker."""

    baseline: str
    route: str
    row_id: str
    document: str
    source: str
    texts: tuple[str, ...]
    made_by: str
    reason: str
    engines: dict[str, dict[str, str]] = field(default_factory=dict)

    def output(self, on: str) -> "tuple[OutputKey, str, str, Accepted]":
        """What is added to the baseline: key, document, source, and the output as of that day."""
        from harness.gate.baseline import Accepted

        accepted = Accepted(self.texts, self.reason, on, self.made_by)
        return (self.route, self.row_id), self.document, self.source, accepted


@dataclass
class SuiteResult:
    """A suite that was run in this session, or why it could not be. `items` go by their key.

    No verdict: another process of the session has made it, and tells of it.
    """

    suite: "Suite"
    verdict: "Verdict | None"
    runs: "list[Run]"
    outcomes: "Outcomes"
    missing: str = ""  # the engine or pack that is not here

    def __post_init__(self) -> None:
        self.items = {item.key: item for item in self.verdict.items} if self.verdict else {}


@dataclass(slots=True)
class State:
    """One session's, or under xdist one worker's, knowledge; joined in the reporting process."""

    reason: str | None
    new_only: bool
    memory: Path | None
    session: str = ""  # the same in all workers of xdist; empty without
    _results: dict[Path, SuiteResult] = field(default_factory=dict)
    _accepted: list[Acceptance] = field(default_factory=list)
    _said: dict[str, None] = field(default_factory=dict)
    _written: Counter[str] = field(default_factory=Counter)

    @property
    def accepts(self) -> bool:
        """Whether this session writes baselines."""
        return self.new_only or self.reason is not None

    @property
    def _may_share(self) -> bool:
        """Whether a verdict of another process will do; what is accepted needs one of its own."""
        return bool(self.session) and not self.accepts

    def result_of(self, suite: "Suite") -> SuiteResult:
        """The suite's verdict; it is run when the first of its tests asks."""
        if suite.path not in self._results:
            self._results[suite.path] = self._run(suite)
        return self._results[suite.path]

    def suite_context(self) -> "SuiteContext":
        """Today, here, without a progress display."""
        from harness import machine
        from harness.run.provenance import provenance, today
        from harness.run.suite import SuiteContext

        return SuiteContext(
            today(), provenance(), self.memory or machine.default_memory(), lambda *_: _silent()
        )

    def _run(self, suite: "Suite") -> SuiteResult:
        from harness.core.errors import HarnessError
        from harness.run.suite import check_suite

        try:
            with _exclusive(suite.runs) as notes:
                known = read(notes.read_text("utf-8"), self.session) if self._may_share else None
                if known is not None:
                    return SuiteResult(suite, None, [], known)
                verdict, runs = check_suite(suite, self.suite_context())
                outcomes = outcomes_of(verdict)
                notes.write_text(written(self.session, outcomes), "utf-8")
        except HarnessError as cause:
            if not is_absent(cause):
                raise
            missing = f"{cause} ({cause.hint})" if cause.hint else str(cause)
            return SuiteResult(suite, None, [], {}, missing)
        return SuiteResult(suite, verdict, runs, outcomes)

    def accept(self, result: SuiteResult, key: tuple[str, str]) -> bool:
        """Note an output for the baseline, if this session accepts it, and it is a segment's."""
        item = result.items.get(key)
        if item is None:
            return False
        from harness.core.values import MeasuredRow
        from harness.gate.baseline import makers_of, settings_of_engines, texts_of
        from harness.gate.verdict import Status

        wanted = {Status.NEW, Status.WORSE, Status.CHANGED}
        is_new = item.accepted is None
        if not self.accepts or item.status not in wanted or not isinstance(item.row, MeasuredRow):
            return False
        if self.new_only and not is_new:
            return False
        run = next(run for run in result.runs if _holds(run, item))
        self._accepted.append(
            Acceptance(
                baseline=str(result.suite.baseline),
                route=item.key[0],
                row_id=item.key[1],
                document=item.document,
                source=item.row.texts.source.text,
                texts=texts_of(item.row),
                made_by=makers_of(run),
                reason=self.reason or "new segment",
                engines=settings_of_engines(run),
            )
        )
        return True

    def write_baselines(self) -> None:
        """Add what was accepted to the baselines, each written once."""
        if not self._accepted:
            return
        from harness.gate.baseline import (
            held,
            read_baseline,
            with_engines,
            with_outputs,
            write_baseline,
        )
        from harness.run.provenance import today

        on = today().isoformat()
        for name in dict.fromkeys(each.baseline for each in self._accepted):
            mine = [each for each in self._accepted if each.baseline == name]
            with held(Path(name)):
                made = with_outputs(read_baseline(Path(name)), (each.output(on) for each in mine))
                for each in mine:
                    made = with_engines(made, each.engines)
                write_baseline(Path(name), made)
            self._written[name] += len(mine)

    def write_reports(self) -> None:
        """An HTML report beside the runs of every suite with something to look at."""
        if not self._results:
            return
        from harness import plugins
        from harness.gate.verdict import Status
        from harness.report.verdict.as_text import headline, item_lines
        from harness.run.suite import folder_of
        from harness.writing.files import write_whole

        for result in self._results.values():
            if result.verdict is None:
                continue
            self._said[headline(result.verdict)] = None
            for item in result.verdict.of(Status.CHANGED):
                self._said.update(dict.fromkeys(item_lines(item)))
            for words in result.verdict.stale:
                self._said[f"  stale: {words}"] = None
            if not any(result.verdict.of(s) for s in (Status.WORSE, Status.CHANGED, Status.NEW)):
                continue
            for corpus in result.suite.corpora:
                runs = [r for r in result.runs if r.identity.doc_id == corpus.file.name]
                path = folder_of(result.suite, corpus) / "report.html"
                write_whole(path, plugins.reporter("html").render(runs))
                self._said[f"  report: {path}"] = None

    def summary(self) -> tuple[str, ...]:
        """Lines for the end of the session."""
        return *self._said, *(
            f"{count} output{'s' * (count != 1)} accepted into {name}: look at them, and run again"
            for name, count in self._written.items()
        )

    def as_data(self) -> dict[str, Any]:
        """What a worker sends."""
        return {"accepted": [asdict(each) for each in self._accepted], "said": list(self._said)}

    def add_data(self, data: dict[str, Any]) -> None:
        """What a worker sent. Baselines are written at once: nothing may follow."""
        self._said.update(dict.fromkeys(data["said"]))
        self._accepted = [
            Acceptance(**{**each, "texts": tuple(each["texts"])}) for each in data["accepted"]
        ]
        self.write_baselines()
        self._accepted = []


def _holds(run: "Run", item: "Item") -> bool:
    identity = run.identity
    return (identity.doc_id, identity.route.languages) == (item.document, item.key[0])


def is_absent(error: "HarnessError") -> bool:
    """Whether an engine, pack or part is not here: a reason to skip. A broken one fails."""
    from harness.core.errors import EngineUnavailable, NotInstalled, PackBroken, PackMissing

    absent = isinstance(error, EngineUnavailable | NotInstalled | PackMissing)
    return absent and not isinstance(error, PackBroken)


@contextmanager
def _silent() -> Iterator[Any]:
    yield lambda _: None


@contextmanager
def _exclusive(folder: Path) -> Iterator[Path]:
    """One process at a time in a suite's folder: the second finds what the first has run.

    Gives the file in which the first may leave notes for the second.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ".lock"
    with path.open("a", encoding="utf-8") as lock:
        try:
            import fcntl
        except ImportError:  # Windows: two processes may both run; the second one then says so
            yield path
            return
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path
