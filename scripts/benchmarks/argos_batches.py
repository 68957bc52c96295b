"""How much batching saves: the argos engine in its two batch modes against argostranslate itself.

  python scripts/benchmarks/argos_batches.py corpora/news.en.txt
  python scripts/benchmarks/argos_batches.py corpora/*.en.txt --from en --to es --rounds 5

Every round translates all sentences once in each of three ways, in turn, so that a machine whose
speed drifts drifts for all of them; what is printed are ratios of the medians. It also counts how
many outcomes differ between the ways: batching must not change any.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from harness import machine
from harness.core.offline import stay_offline
from harness.core.values import Direction, Document, Translated
from harness.engines.argos import Argos
from harness.segmenters.sentencex import SentencexSegmenter


def sentences(paths: Sequence[Path], language: str) -> list[str]:
    """The sentences of several files."""
    documents = [Document(p.name, language, p.read_text("utf-8"), str(p)) for p in paths]
    return [s.text for d in documents for s in SentencexSegmenter().segment(d).segments()]


def by_engine(direction: Direction, batch: str) -> Callable[[list[str]], list[str]]:
    """Our engine, loaded before the clock starts."""
    engine = Argos().open(direction, machine.site(options={"argos": {"batch": batch}}).of("argos"))
    engine.translate(["Warm up."])

    def translate(texts: list[str]) -> list[str]:
        return [o.text if isinstance(o, Translated) else "" for o in engine.translate(texts)]

    return translate


def by_argostranslate(direction: Direction, packages: str) -> Callable[[list[str]], list[str]]:
    """argostranslate called sentence by sentence, as its users call it."""
    import os

    os.environ["ARGOS_PACKAGES_DIR"] = packages
    stay_offline()
    from argostranslate import package, translate

    for offer in Argos().survey(machine.site().of("argos")):
        location = getattr(offer, "location", None)
        if location and getattr(offer, "direction", None) == direction:
            package.install_from_path(Path(location))
            break
    return lambda texts: [translate.translate(t, direction.source, direction.target) for t in texts]


def timed(translate: Callable[[list[str]], list[str]], texts: list[str]) -> tuple[float, list[str]]:
    """Seconds, and what was answered."""
    start = time.perf_counter()
    answers = translate(texts)
    return time.perf_counter() - start, answers


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--from", dest="source", default="en")
    parser.add_argument("--to", dest="target", default="es")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    texts = sentences(arguments.files, arguments.source)
    direction = Direction(arguments.source, arguments.target)
    with tempfile.TemporaryDirectory() as packages:
        ways = {
            "equal-length": by_engine(direction, "equal-length"),
            "single": by_engine(direction, "single"),
            "argostranslate": by_argostranslate(direction, packages),
        }
        ways["argostranslate"](["Warm up."])
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        answers: dict[str, list[str]] = {}
        for _ in range(arguments.rounds):
            for name, translate in ways.items():
                spent, answers[name] = timed(translate, texts)
                seconds[name].append(spent)
    base = statistics.median(seconds["argostranslate"])
    print(f"{len(texts)} sentences {direction}, {arguments.rounds} rounds")
    for name, spent in seconds.items():
        middle = statistics.median(spent)
        differ = sum(a != b for a, b in zip(answers[name], answers["single"], strict=True))
        print(
            f"{name:<16} {len(texts) / middle:6.1f} sentences/s  "
            f"{base / middle:5.1f} × argostranslate  {differ} outcomes differ from single"
        )


if __name__ == "__main__":
    main()
