"""How much batching saves: the argos engine in its two batch modes against argostranslate itself.

  python scripts/benchmarks/argos_batches.py corpora/news.en.txt
  python scripts/benchmarks/argos_batches.py corpora/*.en.txt --from en --to es --rounds 5
  python scripts/benchmarks/argos_batches.py long.en.txt --bare --limit 5000

Every round translates all sentences once in each of three ways, in turn, so that a machine whose
speed drifts drifts for all of them; what is printed are ratios of the medians. It also counts how
many outcomes differ between the ways: batching must not change any.

With `--bare` it compares the engine with CTranslate2 alone instead: the same tokens in the same
batches, tokenized before the clock starts and never made into text again. What is printed is then
processor time, the engine's by bare CTranslate2's in the same round, once with all sentences asked
at once and once 64 at a time, as a run asks. Those are compared by their own batches.
"""

import argparse
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from harness import machine
from harness.core.cpu import this_processor
from harness.core.offline import stay_offline
from harness.core.values import Direction, Document, Translated
from harness.engines.argos import Argos, ArgosEngine
from harness.segmenters.sentencex import SentencexSegmenter

Batch = tuple[list[list[str]], dict[str, Any]]  # tokens, and the settings of the search


def sentences(paths: Sequence[Path], language: str) -> list[str]:
    """The sentences of several files."""
    documents = [
        Document.of_text(
            path.read_text("utf-8"), doc_id=path.name, language=language, origin=str(path)
        )
        for path in paths
    ]
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


def processor_seconds(work: Callable[[], object]) -> float:
    """Of all threads of this process."""
    start = os.times()
    work()
    end = os.times()
    return (end.user + end.system) - (start.user + start.system)


def recorded_batches(engine: ArgosEngine, asked: Sequence[list[str]]) -> list[list[Batch]]:
    """The batches of tokens that the engine sends for each question, with their settings."""
    model = engine._model
    assert model is not None
    inner, sent = model.translator, []
    recorder = Recorder(inner)
    model.translator = recorder
    for texts in asked:
        recorder.sent = []
        engine.translate(texts)
        sent.append(recorder.sent)
    model.translator = inner
    return sent


class Recorder:
    """CTranslate2's translator, which keeps what it is asked."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.sent: list[Batch] = []

    def translate_batch(self, batch: list[list[str]], **settings: Any) -> Any:
        self.sent.append((batch, settings))
        return self.inner.translate_batch(batch, **settings)


def against_bare(texts: list[str], direction: Direction, rounds: int) -> None:
    """Print the engine's processor time by that of bare CTranslate2 with the same batches."""
    engine = Argos().open(direction, machine.site().of("argos"))
    engine.translate(["Warm up."])
    translator = engine._model.translator
    by_length = sorted(texts, key=len)
    ways = {
        "all at once": [texts],
        "64 at a time": [by_length[i : i + 64] for i in range(0, len(texts), 64)],
    }
    for name, asked in ways.items():
        sent = recorded_batches(engine, asked)

        def bare(sent: list[list[Batch]] = sent) -> None:
            for batches in sent:
                promised = [translator.translate_batch(b, **settings) for b, settings in batches]
                for promise in promised:
                    for each in promise:
                        each.result()

        def ours(asked: list[list[str]] = asked) -> None:
            for part in asked:
                engine.translate(part)

        pairs = [(processor_seconds(bare), processor_seconds(ours)) for _ in range(rounds)]
        ratio = statistics.median(own / base for base, own in pairs)
        base = statistics.median(base for base, _ in pairs)
        count = sum(map(len, sent))
        print(f"{name:<14} {count:5} batches  {base:7.2f} s bare  ratio {ratio:.3f}")


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--from", dest="source", default="en")
    parser.add_argument("--to", dest="target", default="es")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=int, help="take only so many sentences")
    parser.add_argument("--bare", action="store_true", help="compare with CTranslate2 alone")
    arguments = parser.parse_args()
    texts = sentences(arguments.files, arguments.source)[: arguments.limit]
    direction = Direction(arguments.source, arguments.target)
    if arguments.bare:
        cores = len(os.sched_getaffinity(0))
        print(f"{len(texts)} sentences {direction}, {arguments.rounds} rounds, {cores} cores")
        print(f"{platform.machine()} {this_processor()}, Python {platform.python_version()}")
        against_bare(texts, direction, arguments.rounds)
        return
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
