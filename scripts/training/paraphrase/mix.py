"""Draw from pairs by pairs.py and marked.py what one round of teaching reads beside round trips.

  python scripts/training/paraphrase/mix.py pairs.jsonl marked.jsonl --output mix.jsonl
  python scripts/training/paraphrase/mix.py teach.jsonl --swapped 0.4 --output round.jsonl

Each set is drawn with its own share, so that what the model knows is not forgotten while it learns
from labelled round trips, and no set drowns the others. Round trips themselves are all kept; with
`--swapped` so large a share of them is read the other way round, too: what a reader of the one end
misses, a reader of the other does.
"""

import argparse
import json
import random
from pathlib import Path

from marked import Pair, lines

SHARES = {
    "mlqe": 0.25,
    "mucow": 0.25,
    "facts": 0.5,
    "breaking": 0.5,
    "demetr": 0.5,
    "semantoneg": 0.7,
    "negated": 0.7,
}
USUAL = 0.25  # of any other set
ROUND_TRIPS = "natural"  # how their sets begin


def main() -> None:
    """Draw and write, in random order."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--swapped", type=float, default=0.0, help="a share of the round trips")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    pairs = [pair for path in options.pairs for pair in lines(path)]
    trips = [pair for pair in pairs if pair["set"].startswith(ROUND_TRIPS)]
    drawn = [
        pair
        for pair in pairs
        if pair["set"].startswith(ROUND_TRIPS) or rng.random() < SHARES.get(pair["set"], USUAL)
    ]
    drawn += [swapped(pair) for pair in trips if rng.random() < options.swapped]
    rng.shuffle(drawn)
    with options.output.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(pair, ensure_ascii=False) + "\n" for pair in drawn)
    print(len(drawn), "pairs, of", len(pairs))


def swapped(pair: Pair) -> Pair:
    """The pair with its second text first, and their marks with them."""
    marks = pair["marks"]
    sides = {"a": marks["b"], "b": marks["a"]}
    return {**pair, "a": pair["b"], "b": pair["a"], "marks": sides}


if __name__ == "__main__":
    main()
