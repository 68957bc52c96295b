"""How well an engine uses the cores: the same sentences with one worker, and with one a core.

  python scripts/benchmarks/engine_cores.py corpora/news.en.txt --engine apertium --rounds 5

The file has one sentence a line. Ways alternate; what is printed are medians. Processor time is
that of this process and of all programs that it started, which are ended to be counted. Outcomes
must not differ.
"""

import argparse
import os
import platform
import statistics
import time
from dataclasses import replace
from pathlib import Path

from harness import machine, plugins
from harness.core.cpu import this_processor
from harness.core.values import Direction, Outcome


def measured(
    name: str, direction: Direction, workers: int, texts: list[str]
) -> tuple[float, float, list[Outcome]]:
    """Seconds by the clock, seconds of processor time, and the outcomes. Loading counts."""
    here = replace(machine.site().of(name), threads=workers)
    before, start = os.times(), time.perf_counter()
    engine = plugins.engine_provider(name).open(direction, here)
    outcomes = [*engine.translate(texts)]
    engine.close()
    seconds, after = time.perf_counter() - start, os.times()
    return seconds, sum(after[:4]) - sum(before[:4]), outcomes


def main() -> None:
    """Run the rounds and print a line for each number of workers."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--engine", default="apertium")
    parser.add_argument("--from", dest="source", default="en")
    parser.add_argument("--to", dest="target", default="es")
    parser.add_argument("--limit", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    texts = arguments.file.read_text("utf-8").splitlines()[: arguments.limit]
    direction = Direction(arguments.source, arguments.target)
    cores = len(os.sched_getaffinity(0))
    print(f"{arguments.engine} {direction}, {len(texts)} sentences, {arguments.rounds} rounds")
    print(f"{cores} cores, {platform.machine()} {this_processor()}, {platform.python_version()}")
    first: list[Outcome] = []
    seconds: dict[int, list[tuple[float, float]]] = {1: [], cores: []}
    for _ in range(arguments.rounds):
        for workers, spent in seconds.items():
            clock, processor, outcomes = measured(arguments.engine, direction, workers, texts)
            spent.append((clock, processor))
            first = first or outcomes
            if outcomes != first:
                raise SystemExit(f"outcomes differ with {workers} workers")
    base = statistics.median(clock for clock, _ in seconds[1])
    for workers, spent in seconds.items():
        clock, processor = (statistics.median(each) for each in zip(*spent, strict=True))
        print(
            f"{workers} workers  {len(texts) / clock:6.1f} sentences/s  {processor / clock:.2f} "
            f"cores used  {processor:.2f} s of processor time  {base / clock:.2f} × one worker"
        )


if __name__ == "__main__":
    main()
