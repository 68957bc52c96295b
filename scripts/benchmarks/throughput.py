"""How many sentence pairs a second the detectors and the metrics of surface measure on one core.

  python scripts/benchmarks/throughput.py demetr.jsonl [--pairs 200] [--rounds 2]

Pairs are a human translation and a machine's (`ref`, `mt`), of DEMETR, a public set that is no part
of this repository (README.md). A file with `source` and `return` will do, too: round trips. The
first round reads words that nothing has read before, the next ones find them remembered. Processor
time, after a warm-up; without sentence vectors and without the paraphrase model. Prints the whole,
and of the last round the slowest: what is shared (words, numbers, counterparts) is paid by whoever
asks first.
"""

import argparse
import json
from collections import Counter
from itertools import islice
from pathlib import Path
from time import process_time

from machine_line import machine_line

from harness.core.values import BeadText, LocalText
from harness.plugins import detector, metric, names

WARM_UP = 60  # pairs
METRICS = ("bleu", "chrf", "ter")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    with options.data.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, WARM_UP + options.pairs)]
    pairs = [
        (row["ref"], row["mt"]) if "ref" in row else (row["source"], row["return"]) for row in rows
    ]
    _seconds(pairs[:WARM_UP])
    print(machine_line())
    measured = len(pairs) - WARM_UP
    for number in range(1, options.rounds + 1):
        spent = _seconds(pairs[WARM_UP:])
        both, metrics = spent.total(), sum(spent[name] for name in METRICS)
        print(
            f"round {number}: {measured / both:.0f} pairs a second, by the detectors alone "
            f"{measured / (both - metrics):.0f}; {measured} pairs"
        )
    for name, seconds in spent.most_common(8):
        print(f"{name:16} {1000 * seconds / measured:6.2f} ms a pair")


def _seconds(pairs: list[tuple[str, str]]) -> Counter[str]:
    """Processor time by detector or metric."""
    detectors = {name: detector(name) for name in names("detectors")}
    metrics = {name: metric(name) for name in METRICS}
    spent: Counter[str] = Counter()
    for pair in pairs:
        bead = BeadText((LocalText("en", pair[0]), LocalText("en", pair[1])))
        for name, each in detectors.items():
            start = process_time()
            each.detect(bead)
            spent[name] += process_time() - start
        for name, measure in metrics.items():
            start = process_time()
            measure.measure([pair])
            spent[name] += process_time() - start
    return spent


if __name__ == "__main__":
    main()
