"""Draw from pairs by pairs.py and marked.py what one round of teaching reads beside round trips.

  python scripts/training/paraphrase/mix.py pairs.jsonl marked.jsonl --output mix.jsonl

Each set is drawn with its own share, so that what the model knows is not forgotten while it learns
from labelled round trips, and no set drowns the others.
"""

import argparse
import json
import random
from pathlib import Path

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


def main() -> None:
    """Draw and write, in random order."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    lines = [line for path in options.pairs for line in path.open(encoding="utf-8")]
    drawn = [line for line in lines if rng.random() < SHARES.get(json.loads(line)["set"], USUAL)]
    rng.shuffle(drawn)
    options.output.write_text("".join(drawn), "utf-8")
    print(len(drawn), "of", len(lines), "pairs")


if __name__ == "__main__":
    main()
