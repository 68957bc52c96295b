"""How the time of aligning, of the word diff and of whole runs grows with the text.

  python scripts/benchmarks/growth.py
  python scripts/benchmarks/growth.py --size 2000 --rounds 5
  python scripts/benchmarks/growth.py --run 2000 20000 --record runs/news/1-en-es-en.jsonl

Without `--run`: a text against twice the text. Prints the ratio of the medians; 2 is linear, 4 is
quadratic. Sizes and twice the sizes are timed in turn, so that a machine whose speed drifts drifts
for both.

With `--run`: `harness run --metric chrf` with all detectors, and the models that it asks by itself,
over so many segments; its engines play back what a record (out and back) says. Both transcripts are
held in memory, and count. The record's rows come again and again, each time with another number at
the end, so that no two segments are alike, but their words are. Prints processor time a segment and
the largest memory of each run, start-up included, and the last size against the first.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from machine_line import machine_line
from whole_process import spent

from harness.align.sentence_aligner import SentenceAligner
from harness.core.values import Direction, MeasuredRow, Signature, Translated
from harness.engines.transcript import write_transcript
from harness.run.record import read_run
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


@dataclass(frozen=True)
class RunCost:
    """What one run took: segments, processor time in seconds, largest memory in MB."""

    segments: int
    seconds: float
    memory: float

    @property
    def each(self) -> float:
        """Milliseconds of processor time a segment."""
        return 1000 * self.seconds / self.segments


def numbered(texts: Sequence[Sequence[str]], count: int) -> Iterator[list[str]]:
    """The texts at all stops, over and over, each time with another number at the end."""
    for place in range(count):
        copy, index = divmod(place, len(texts))
        yield [f"{text} ({copy})" for text in texts[index]]


def out_and_back(record: Path) -> tuple[list[str], list[list[str]]]:
    """The languages of a record's stops, and the texts of its rows, each text once a stop."""
    run = read_run(record)
    rows = [
        [" ".join(stop.text.split()) for stop in row.texts.stops]
        for row in run.rows
        if isinstance(row, MeasuredRow) and all(stop.text.strip() for stop in row.texts.stops)
    ]
    by_source = {row[0]: row for row in rows if len(row) == 3}
    return list(run.identity.route.stops), list(
        {row[1]: row for row in by_source.values()}.values()
    )


def run_cost(languages: Sequence[str], texts: Sequence[Sequence[str]], count: int) -> RunCost:
    """The cost of a run over `count` segments, as a program of its own."""
    with tempfile.TemporaryDirectory(prefix="growth-") as name:
        folder = Path(name)
        text = folder / f"long.{languages[0]}.txt"
        with text.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{stops[0]}\n" for stops in numbered(texts, count))
        packs = [folder / f"{hop}.jsonl" for hop in (0, 1)]
        for hop, pack in enumerate(packs):
            answers = ((stops[hop], Translated(stops[hop + 1])) for stops in numbered(texts, count))
            direction = Direction(languages[hop], languages[hop + 1])
            write_transcript(pack, Signature("played", ()), direction, answers)
        cost = spent(
            [
                *(sys.executable, "-m", "harness", "run", str(text), "--quiet", "--no-memory"),
                *(
                    "--route",
                    _by_transcripts(languages),
                    "--segmenter",
                    "lines",
                    "--metric",
                    "chrf",
                ),
                *(part for pack in packs for part in ("--pack", str(pack))),
                *("-o", str(folder / "run")),
            ]
        )
    return RunCost(count, cost.processor, cost.memory)


def _by_transcripts(languages: Sequence[str]) -> str:
    """The route on which no engine translates anew, though its pack may be here."""
    start, *others = languages
    return ":".join([start, *(f"{language}@replay" for language in others)])


def print_runs(record: Path, sizes: Sequence[int]) -> None:
    """A line for each size, and the last against the first."""
    languages, texts = out_and_back(record)
    costs = []
    for size in sizes:
        cost = run_cost(languages, texts, size)
        print(f"{size:9} segments: {cost.each:6.2f} ms each, at most {cost.memory:.0f} MB")
        costs.append(cost)
    first, last = costs[0], costs[-1]
    more = 1024 * (last.memory - first.memory) / max(last.segments - first.segments, 1)
    print(f"a segment: × {last.each / first.each:.2f}; memory: {more:.1f} kB more a segment")


def print_doubled(size: int, rounds: int) -> None:
    """The ratio of twice the size to the size, for each kind of work."""
    for work in (align, diff):
        small, large = [], []
        for _ in range(rounds):
            small.append(seconds(work, size))
            large.append(seconds(work, 2 * size))
        ratio = statistics.median(large) / statistics.median(small)
        print(f"{work.__name__:<6} {size} against {2 * size}: × {ratio:.2f}")


def main() -> None:
    """Time the work at each size and print the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=1000, help="sentences in the smaller text")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", type=int, nargs="+", metavar="SEGMENTS", help="sizes of runs")
    parser.add_argument("--record", type=Path, help="a record of a route out and back, for --run")
    arguments = parser.parse_args()
    if arguments.run and not arguments.record:
        parser.error("--run needs the --record that is played back")
    print(machine_line())
    if arguments.run:
        print_runs(arguments.record, arguments.run)
    else:
        print_doubled(arguments.size, arguments.rounds)


if __name__ == "__main__":
    main()
