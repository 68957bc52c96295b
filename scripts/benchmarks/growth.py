"""How the time of aligning and of the word diff grows with the text: a text against twice the text.

  python scripts/benchmarks/growth.py
  python scripts/benchmarks/growth.py --size 2000 --rounds 5

Prints the ratio of the medians; 2 is linear, 4 is quadratic. Sizes and twice the sizes are timed in
turn, so that a machine whose speed drifts drifts for both.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable

from harness.align.sentence_aligner import SentenceAligner
from harness.text.pairs.word_diff import word_diff

VOCABULARY = 4000


def text(sentences: int, rng: random.Random) -> list[str]:
    """Random sentences of twelve words."""
    return [
        " ".join(f"w{rng.randrange(VOCABULARY)}" for _ in range(12)) + "." for _ in range(sentences)
    ]


def damaged(source: list[str], rng: random.Random) -> list[str]:
    """One sentence in twenty dropped, one word in ten replaced."""
    return [
        " ".join("other" if rng.random() < 0.1 else word for word in sentence.split())
        for sentence in source
        if rng.random() > 0.05
    ]


def align(size: int) -> None:
    """Align a text with its damaged return."""
    rng = random.Random(size)
    source = text(size, rng)
    SentenceAligner(one_language=True)(source, damaged(source, rng))


def diff(size: int) -> None:
    """The word diff of one long paragraph with its damaged return."""
    rng = random.Random(size)
    source = text(size, rng)
    word_diff(" ".join(source), " ".join(damaged(source, rng)))


def seconds(work: Callable[[int], None], size: int) -> float:
    """Processor time of one piece of work."""
    start = time.process_time()
    work(size)
    return time.process_time() - start


def main() -> None:
    """Time each kind of work at both sizes and print the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=1000, help="sentences in the smaller text")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    for work in (align, diff):
        small, large = [], []
        for _ in range(arguments.rounds):
            small.append(seconds(work, arguments.size))
            large.append(seconds(work, 2 * arguments.size))
        ratio = statistics.median(large) / statistics.median(small)
        print(f"{work.__name__:<6} {arguments.size} against {2 * arguments.size}: × {ratio:.2f}")


if __name__ == "__main__":
    main()
