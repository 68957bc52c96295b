"""Lines in blocks, taken up where an earlier run stopped."""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

BLOCK = 2000


def blocks(text: Path, out: Path, at_most: int | None) -> Iterator[tuple[list[str], Counter[str]]]:
    """Blocks of the lines that are left, with the counts so far, to which the caller adds.

    When the next block is asked for, the counts are written beside `out` and to standard error.

    Args:
        text: one sentence a line.
        out: what is made of it.
        at_most: only that many lines, chosen by a fixed seed.
    """
    lines = text.read_text(encoding="utf-8").splitlines()
    if at_most:
        random.Random(7).shuffle(lines)
        del lines[at_most:]
    path = out.with_suffix(".counts.json")
    counts = Counter(json.loads(path.read_text()) if path.exists() else {})
    for start in range(counts["lines"], len(lines), BLOCK):
        block = lines[start : start + BLOCK]
        yield block, counts
        counts["lines"] += len(block)
        path.write_text(json.dumps(counts))
        print(f"{out.name}: {json.dumps(counts)}", file=sys.stderr, flush=True)


def append(path: Path, pairs: Iterable[tuple[str, str]]) -> None:
    """Pairs at the end of a file, one side TAB the other."""
    with path.open("a", encoding="utf-8") as out:
        out.writelines(f"{english}\t{other}\n" for english, other in pairs)
