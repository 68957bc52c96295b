"""What a second check of a suite costs: nothing changed, and one word changed.

  python scripts/benchmarks/unchanged.py TEXT --folder FOLDER [--times 5]

TEXT holds English sentences, one a line; 1,000 are what the goal is about (under 2 seconds). The
packs that ship carry them to Spanish and back, all detectors and the metrics chrF and TER measure
them, and that is accepted; FOLDER keeps it, so that a second call measures at once. Then `harness
check` is started anew some times: printed are its time on the clock and in the processor, and the
least of them, since other work on the machine only adds. Then one word of the middle line is
another, and the segments that were translated are counted. Exits 1 if it is not one for each hop.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from suites_here import accept, carried, lines_of, suite_context, suite_in

from harness.gate.suite_file import Suite
from harness.run import inputs
from harness.run.runner import run_plan
from harness.run.suite import folder_of, plan_for

HOPS = 2


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("text", type=Path)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    lines = lines_of(options.text)
    suite = suite_in(options.folder.resolve(), lines)
    accept(suite, carried(suite))
    taken = [_checked(suite) for _ in range(options.times)]
    for wall, processor in taken:
        print(f"{len(lines)} segments, unchanged: {wall:.2f} s, in the processor {processor:.2f} s")
    walls, processors = zip(*taken, strict=True)
    print(f"least: {min(walls):.2f} s, in the processor {min(processors):.2f} s")
    start = time.perf_counter()
    translated = _edited(suite, lines)
    took = time.perf_counter() - start
    print(f"one word changed: {translated} translations over {HOPS} hops, {took:.1f} s")
    return int(translated != HOPS)


def _checked(suite: Suite) -> tuple[float, float]:
    """Seconds on the clock and in the processor of one check in a process of its own."""
    before, start = os.times(), time.perf_counter()
    memory = suite.path.parent / f"{suite.name}.sqlite"
    command = [sys.executable, "-m", "harness", "check", str(suite.path), "--quiet"]
    subprocess.run([*command, "--memory", str(memory)], check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, os.times()
    spent = after.children_user + after.children_system
    return wall, spent - before.children_user - before.children_system


def _edited(suite: Suite, lines: Sequence[str]) -> int:
    """How many translations one changed word costs; the text is as before afterwards."""
    folder, middle = suite.path.parent, len(lines) // 2
    words = lines[middle].split()
    words[0] = f"{words[0]}{time.time_ns()}"  # one that no earlier call has had translated
    other = [*lines[:middle], " ".join(words), *lines[middle + 1 :]]
    (corpus,) = suite_in(folder, other, name=suite.name).corpora
    here = suite_context(folder / f"{suite.name}.sqlite")
    runs = folder_of(suite, corpus)
    edited = runs.with_name("edited")
    shutil.rmtree(edited, ignore_errors=True)
    shutil.copytree(runs, edited)  # the check before, whose place this one takes
    try:
        results = run_plan(
            plan_for(corpus, here.memory),
            inputs.read_bytes(str(corpus.file)),
            edited,
            provenance=here.provenance,
            force=False,
            show_progress=here.show_progress,
            overwrite=True,
        )
    finally:
        suite_in(folder, lines, name=suite.name)
    return sum(result.translated for result in results)


if __name__ == "__main__":
    sys.exit(main())
