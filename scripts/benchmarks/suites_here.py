"""A suite of the real engines over drawn sentences, for the measurements of this folder."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.core.values import Run
from harness.gate.acceptance import candidates, with_candidates
from harness.gate.baseline import Baseline, write_baseline
from harness.gate.suite_file import Suite, read_suite
from harness.run.provenance import provenance, today
from harness.run.suite import SuiteContext, run_suite, with_options

SUITE = """\
routes = ["{route}"]
metrics = ["chrf", "ter"]
packs = [{packs}]
baseline = "{baseline}"
[[corpus]]
file = "text.en.txt"
segmenter = "lines"
"""


def lines_of(path: Path) -> list[str]:
    """The sentences of a text, one a line, blank and repeated ones left out."""
    lines = (" ".join(line.split()) for line in path.read_text("utf-8").splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def suite_in(
    folder: Path,
    lines: Sequence[str],
    *,
    name: str = "here",
    route: str = "en:es@argos:en@argos",
    packs: Sequence[Path] = (),
    baseline: str = "accepted.toml",
) -> Suite:
    """A suite file beside its text, read. All detectors; chrF and TER, which need no embeddings."""
    (folder / "text.en.txt").write_text("\n".join(lines) + "\n", "utf-8")
    path = folder / f"{name}.harness.toml"
    named = ", ".join(f'"{pack}"' for pack in packs)
    path.write_text(SUITE.format(route=route, packs=named, baseline=baseline), "utf-8")
    return read_suite(path)


def suite_context(memory: Path) -> SuiteContext:
    """Now and here, with a memory of its own and no display."""
    return SuiteContext(today(), provenance(), memory, _silent)


def carried(suite: Suite, options: Mapping[str, Mapping[str, str]] | None = None) -> list[Run]:
    """The suite's runs with all rows read, so that its folder may go."""
    if options is not None:
        suite = with_options(suite, options)
    runs = run_suite(suite, suite_context(suite.path.parent / f"{suite.name}.sqlite"))
    return [replace(run, rows=tuple(run.rows)) for run in runs]


def accept(suite: Suite, runs: Sequence[Run]) -> None:
    """Take everything that was run into the suite's baseline."""
    chosen = candidates(runs, Baseline())
    made = with_candidates(Baseline(), chosen, "as it was", today().isoformat())
    write_baseline(suite.baseline, made)


@contextmanager
def cores(most: int | None) -> Iterator[None]:
    """With so many cores of those that this process may use; None: all of them."""
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(own)[:most])
    try:
        yield
    finally:
        os.sched_setaffinity(0, own)


@contextmanager
def _silent(*_: object) -> Iterator[Any]:
    yield lambda _: None
