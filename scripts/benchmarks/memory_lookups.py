"""How many texts a second the memory looks up and keeps, against SQLite's own bare statements.

  python scripts/benchmarks/memory_lookups.py [--entries 100000] [--file memory.sqlite]

Look-ups go the whole way of a run: texts -> keys -> one statement a block -> answers. Against it
stands a bare SELECT for each key, on the same file, with the keys at hand. Keeping is that of a run
too: texts that nobody knows, answered by an engine that does nothing, a transaction a block;
against it bare INSERTs into the same table, a transaction for as many. Processor time, in turns
(`--rounds`); the best of each counts.

With --entries 10000000 the file takes 3.9 GB and some minutes to fill. A --file that exists already
is used as it is, one that is missing is made and stays; without the option it is temporary.
"""

import argparse
import random
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from time import process_time
from typing import TypeVar

from machine_line import machine_line

from harness.core.fingerprint import fingerprints_after
from harness.core.values import Direction, Outcome, Signature, Translated
from harness.memory import Memory

T = TypeVar("T")

BLOCKS = (32, 256)
_FILLING = 20_000  # entries in one transaction while the file is filled
_SELECT = "SELECT text, score, unknown FROM outcomes WHERE key = ?"
_INSERT = (
    "INSERT OR REPLACE INTO outcomes (key, used, source, text, score, unknown)"
    " VALUES (?, 739000, ?, ?, NULL, '[]')"
)


class Echo:
    """Answers with the text itself, at once."""

    direction = Direction("en", "es")
    signature = Signature("echo", (("version", "1"),))

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return [Translated(segment) for segment in segments]

    def close(self) -> None:
        pass


KEY = fingerprints_after([Echo.signature.identity, [Echo.direction.source, Echo.direction.target]])


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--texts", type=int, default=20_000, help="looked up, and kept, in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or Path(folder) / "memory.sqlite"
        if not path.exists():
            _fill(path, options.entries)
        print(machine_line())
        print(f"{options.entries:,} entries, {path.stat().st_size / 1e6:,.0f} MB")
        for block in BLOCKS:
            _report(path, options.entries, options.texts, options.rounds, block)


def text(number: int | str) -> str:
    """A sentence of usual length."""
    return f"This is sentence number {number} of a text, as long as people write them every day."


def _fill(path: Path, entries: int) -> None:
    with Memory(path) as memory:
        engine = memory.remembering(Echo(), block=_FILLING)
        for start in range(0, entries, _FILLING):
            engine.translate([text(n) for n in range(start, min(start + _FILLING, entries))])


def _report(path: Path, entries: int, texts: int, rounds: int, block: int) -> None:
    best: dict[str, float] = {}
    for turn in range(rounds):
        rng = random.Random(turn)
        known = [text(rng.randrange(entries)) for _ in range(texts)]
        for name, seconds in (
            ("looked up", _through_memory(path, known, block)),
            ("bare SELECT", _bare_selects(path, known)),
            ("kept", _through_memory(path, _unknown("kept", turn, block, texts), block)),
            ("bare INSERT", _bare_inserts(path, _unknown("bare", turn, block, texts), block)),
        ):
            best[name] = min(best.get(name, seconds), seconds)
    for ours, bare in (("looked up", "bare SELECT"), ("kept", "bare INSERT")):
        print(
            f"blocks of {block:3}: {texts / best[ours]:8,.0f} {ours} a second;"
            f" {bare} {texts / best[bare]:8,.0f}; time ratio {best[ours] / best[bare]:.2f}"
        )


def _unknown(name: str, turn: int, block: int, texts: int) -> list[str]:
    salt = random.SystemRandom().getrandbits(48)  # not known from an earlier run with one --file
    return [text(f"{name} {turn} {block} {salt} {n}") for n in range(texts)]


def _through_memory(path: Path, texts: Sequence[str], block: int) -> float:
    with Memory(path) as memory:
        engine = memory.remembering(Echo(), block=block)
        return _spent(engine.translate, texts, block)


def _bare_selects(path: Path, texts: Sequence[str]) -> float:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute

        def ask(keys: Sequence[str]) -> None:
            for key in keys:
                found(_SELECT, (key,)).fetchone()

        return _spent(ask, [KEY(each) for each in texts], len(texts))


def _bare_inserts(path: Path, texts: Sequence[str], block: int) -> float:
    rows = [(KEY(each), each, each) for each in texts]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = NORMAL")

        def keep(part: Sequence[tuple[str, str, str]]) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(_INSERT, part)
            connection.execute("COMMIT")

        return _spent(keep, rows, block)


def _spent(work: Callable[[Sequence[T]], object], items: Sequence[T], block: int) -> float:
    start = process_time()
    for place in range(0, len(items), block):
        work(items[place : place + block])
    return process_time() - start


if __name__ == "__main__":
    main()
