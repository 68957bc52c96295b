"""Fuzz the readers of files for a while: `python scripts/fuzz/run.py --seconds 60 [TARGET ...]`.

Each target gets damaged files by turns (`--atheris`: one target, guided by what code each file
reaches). A file at which a reader raises anything but an error of the harness, or takes more than
20 seconds of the processor, is kept in `scripts/fuzz/found/`, and the program ends with 1.
"""

import argparse
import hashlib
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mutants import mutant
from targets import TARGETS, Target

FOUND = Path(__file__).parent / "found"
SECONDS = 20  # of processor time for one file
MEMORY = 6 << 30


class TooSlow(BaseException):
    """A reader took longer than any file is worth."""


@contextmanager
def bounded() -> Iterator[None]:
    """Raises: TooSlow where what is inside takes more processor time than `SECONDS`."""

    def stop(*_: object) -> None:
        raise TooSlow(f"more than {SECONDS} seconds")

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def tried(target: Target, data: bytes) -> str:
    """What became of one file: `read`, `refused`, or the trace of a bug."""
    with tempfile.TemporaryDirectory(prefix="harness-fuzz-") as folder:
        try:
            with bounded():
                return "read" if target(data, Path(folder)) else "refused"
        except BaseException as cause:
            if isinstance(cause, KeyboardInterrupt):
                raise
            return traceback.format_exc(limit=-3)


def damaged(names: list[str], seconds: float, number: int) -> Iterator[tuple[str, bytes]]:
    """Damaged files of each target by turns, until the time is over. The same for a number."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for name in names:
            draw = random.Random(f"{name} {number}")
            yield name, mutant(draw, draw.choice(TARGETS[name].seeds))
        number += 1


def keep(name: str, data: bytes, trace: str) -> None:
    FOUND.mkdir(exist_ok=True)
    place = FOUND / f"{name.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:12]}"
    place.write_bytes(data)
    print(f"{name}: {place}\n{trace}", file=sys.stderr)


def by_turns(names: list[str], seconds: float, number: int) -> int:
    """How many kinds of bugs were found."""
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    for name, data in damaged(names, seconds, number):
        outcome = tried(TARGETS[name], data)
        counts[outcome if outcome in ("read", "refused") else "bug"] += 1
        if outcome in ("read", "refused"):
            continue
        kind = f"{name} {outcome}"
        if kind not in seen:
            seen.add(kind)
            keep(name, data, outcome)
    said = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
    print(f"{len(names)} targets: {said}")
    return len(seen)


def guided(name: str, seconds: float) -> None:
    """Let atheris find files that reach new code. Never returns."""
    import atheris

    def once(data: bytes) -> None:
        outcome = tried(TARGETS[name], data)
        if outcome not in ("read", "refused"):
            keep(name, data, outcome)
            raise RuntimeError(outcome)

    corpus = Path(tempfile.mkdtemp(prefix="harness-corpus-"))
    for place, seed in enumerate(TARGETS[name].seeds):
        (corpus / str(place)).write_bytes(seed)
    atheris.instrument_all()
    # What libFuzzer keeps lies beside the corpus, not in the folder that this was started in.
    told = (f"-max_total_time={int(seconds)}", f"-artifact_prefix={corpus}/")
    atheris.Setup([sys.argv[0], *told, str(corpus)], once)
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("targets", nargs="*", help=f"of: {', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--number", type=int, default=0, help="begin with the files of this number")
    parser.add_argument("--atheris", action="store_true", help="one target, guided (needs atheris)")
    asked = parser.parse_args()
    names = asked.targets or list(TARGETS)
    if unknown := set(names) - set(TARGETS):
        parser.error(f"no target {', '.join(sorted(unknown))}; there are: {', '.join(TARGETS)}")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if asked.atheris:
        if len(names) != 1:
            parser.error("--atheris takes one target")
        guided(names[0], asked.seconds)
    sys.exit(by_turns(names, asked.seconds, asked.number) > 0)


if __name__ == "__main__":
    main()
