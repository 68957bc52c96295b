"""How many sentence pairs a second the detectors and the metrics of surface measure on one core.

  python scripts/benchmarks/throughput.py demetr.jsonl [--pairs 200]

Pairs are a human translation and a machine's (`ref`, `mt`), of DEMETR, a public set that is no part
of this repository (README.md). Processor time, after a warm-up that loads dictionaries; without
sentence vectors and without the paraphrase model. Prints the whole and the slowest detectors: what
is shared (words, numbers, counterparts) is paid by whoever asks first.
"""

import argparse
import json
from collections import Counter
from itertools import islice
from pathlib import Path
from time import process_time

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
    options = parser.parse_args()
    with options.data.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, WARM_UP + options.pairs)]
    pairs = [(row["ref"], row["mt"]) for row in rows]
    _seconds(pairs[:WARM_UP])
    spent, measured = _seconds(pairs[WARM_UP:]), len(pairs) - WARM_UP
    print(f"{measured / spent.total():.0f} pairs a second over {measured} pairs")
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
