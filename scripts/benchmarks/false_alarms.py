"""How often the gate cries although nothing changed but the machine, and whether p-values are fair.

  python scripts/benchmarks/false_alarms.py TEXT [--runs 100] [--sentences 20] [--draws 1000]

TEXT holds English sentences, one a line. The gate: in each run some sentences are drawn, carried to
Spanish and back under one batch size and one number of cores, accepted, and carried again under
the others, with nothing remembered; no noise floor is measured. The p-values: each draw cuts the
round trips of TEXT, by one engine, into two random halves and tests them against each other; under
a fair test such p-values are uniform (Kolmogorov-Smirnov). Exits 1 if a gate is not green, or if
uniformity is rejected at 5 %.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from math import exp, sqrt
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from suites_here import accept, carried, cores, lines_of, suite_context, suite_in

from harness.core.values import ExitCode, MeasuredRow
from harness.gate.verdict import Status, Verdict
from harness.metrics.surface import ChrF
from harness.run.suite import decide_runs
from harness.statistics.paired import compare_paired

Setting = tuple[str, int | None]  # batches as argos makes them, and cores (None: all)

# Each run changes from one of these to the next.
SETTINGS: tuple[Setting, ...] = (
    ("equal-length", None), ("single", 1), ("single", None), ("equal-length", 1)
)  # fmt: skip
TRIALS = 400
LEVEL = 0.05


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("text", type=Path)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--sentences", type=int, default=20, help="in each run")
    parser.add_argument("--draws", type=int, default=1000)
    options = parser.parse_args()
    lines = lines_of(options.text)
    alarms = _gates(lines, options.runs, options.sentences)
    unfair = _halves(lines, options.draws)
    return int(alarms or unfair)


# ── the gate ────────────────────────────────────────────────────────────────────────────────────


def _gates(lines: Sequence[str], runs: int, sentences: int) -> bool:
    """Whether any run was not green."""
    order = random.Random(0)
    red = changed = judged = 0
    for number in range(runs):
        drawn = order.sample(lines, min(sentences, len(lines)))
        verdict = _again(drawn, SETTINGS[number % 4], SETTINGS[(number + 1) % 4])
        changed += len(verdict.items) - len(verdict.of(Status.ACCEPTED))
        judged += len(verdict.items)
        if verdict.exit_code is not ExitCode.PASSED:
            red += 1
            reasons = [reason for item in verdict.items for reason in item.reasons]
            failed = [f"{g.name}: {g.reason}" for g in verdict.gates if g.exit_code]
            print(f"run {number}: {verdict.exit_code.name.lower()}: {reasons or failed}")
    print(f"gate green in {runs - red} of {runs} runs; {changed} of {judged} outputs differed")
    return bool(red)


def _again(lines: Sequence[str], before: Setting, after: Setting) -> Verdict:
    """The same sentences under two settings, judged by the outputs of the first."""
    with TemporaryDirectory() as place:
        first = suite_in(Path(place), lines, name="before")
        with cores(before[1]):
            accept(first, carried(first, {"argos": {"batch": before[0]}}))
        second = suite_in(Path(place), lines, name="after")
        with cores(after[1]):
            runs = carried(second, {"argos": {"batch": after[0]}})
        return decide_runs(second, runs, suite_context(Path(place) / "judge.sqlite"))


# ── the p-values ────────────────────────────────────────────────────────────────────────────────


def _halves(lines: Sequence[str], draws: int) -> bool:
    """Whether uniformity is rejected."""
    with TemporaryDirectory() as place:
        (run,) = carried(suite_in(Path(place), lines))
    metric = ChrF()
    table = [row.scores["chrf"].statistics for row in run.rows if isinstance(row, MeasuredRow)]
    order = random.Random(0)
    found = []

    def combine(total: tuple[int, ...]) -> float:
        return metric.combine([total])

    for draw in range(draws):
        order.shuffle(table)
        half = len(table) // 2
        one, other = table[:half], table[half : 2 * half]
        found.append(compare_paired(one, other, combine, trials=TRIALS, seed=draw).p)
    distance, p = _uniform(found)
    low = sum(value < LEVEL for value in found) / draws
    print(
        f"two halves of {len(table)} sentences, {draws} draws: {low:.3f} of p-values below {LEVEL};"
        f" Kolmogorov-Smirnov distance {distance:.4f}, p = {p:.3f}"
    )
    return p < LEVEL


def _uniform(values: Sequence[float]) -> tuple[float, float]:
    """Distance from the uniform distribution, and how probable so large a one is by chance.

    Kolmogorov's series with Stephens' correction for the size of the sample (1970).
    """
    ranked = np.sort(np.asarray(values))
    size = len(ranked)
    steps = np.arange(size)
    distance = float(max((ranked - steps / size).max(), ((steps + 1) / size - ranked).max()))
    scaled = (sqrt(size) + 0.12 + 0.11 / sqrt(size)) * distance
    tail = 2 * sum((-1) ** (k - 1) * exp(-2 * (k * scaled) ** 2) for k in range(1, 101))
    return distance, min(1.0, max(0.0, tail))


if __name__ == "__main__":
    sys.exit(main())
