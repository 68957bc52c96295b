"""Labelled round trips as the hop reader reads them: which words had changed by a text between?

  python scripts/training/paraphrase/hops.py corpora/natural/teach.jsonl --output hops.jsonl

A line, in the form of `marked.py`: a is the source, b the return and a pivot behind it, as
`harness.models.hop_reader` puts them together. Words that differ are marked 1 where readers say
that a hop before the pivot changed them, and not at all where a hop after it did. Of all others,
and where readers are unsure or blame both ways, nothing is known (-1): the hop reader is asked
about words that differ, and about no others.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from marked import UNKNOWN, Marks, Pair, hops_said, lines, pair, quoted

from harness.models.fine_tuned import BETWEEN
from harness.models.hop_reader import MOST_LETTERS

CHANGED, SOUND = 1, 0
NOT_SAID = ("both", "unsure")


def triples(path: Path) -> Iterator[Pair]:
    """A pair for each pivot of each round trip in which readers found a difference."""
    for row in lines(path):
        stops = [row[key] for key in ("source", "pivot", "pivot2", "return") if key in row]
        source, back = stops[0][:MOST_LETTERS], stops[-1][:MOST_LETTERS]
        for stop, pivot in enumerate(stops[1:-1], start=1):
            found = [_found(row, side, stop, len(stops) - 1) for side in ("source", "return")]
            if not any(found):
                continue
            other = f"{back}{BETWEEN}{pivot[:MOST_LETTERS]}"
            marks = {
                side: _with_others(text, said)
                for side, text, said in zip("ab", (source, other), found, strict=True)
            }
            group, name = f"natural {row['source']}", f"hops {row['lang']}"
            yield pair(source, other, [None] * 3, group, name, marks=marks)


def _found(row: dict[str, Any], side: str, stop: int, last: int) -> Marks:
    """The words of one end that differ, each with what is known of it at a stop."""
    return [
        mark
        for difference in row["differences"]
        if difference["kind"] != "fluency"
        for mark in quoted(
            row[side][:MOST_LETTERS], difference[side], _level(difference, stop, last)
        )
    ]


def _level(difference: dict[str, str], stop: int, last: int) -> int:
    caused = hops_said(difference["hop"], last)
    if difference["hop"] in NOT_SAID or min(caused) <= stop < max(caused):
        return UNKNOWN
    return CHANGED if max(caused) <= stop else SOUND


def _with_others(text: str, found: Sequence[Sequence[int]]) -> Marks:
    """The marks of words that had changed, and of all that nothing is known of."""
    made, reached = [list(mark) for mark in found if mark[2] != SOUND], 0
    for start, end, _ in sorted(found):
        if start > reached:
            made.append([reached, start, UNKNOWN])
        reached = max(reached, end)
    return [*made, [reached, len(text), UNKNOWN]] if reached < len(text) else made


def main() -> None:
    """Write the triples."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("natural", type=Path, help="labelled round trips")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    made = list(triples(options.natural))
    with options.output.open("w", encoding="utf-8") as out:
        out.writelines(f"{json.dumps(each, ensure_ascii=False)}\n" for each in made)
    print(len(made), "triples")


if __name__ == "__main__":
    main()
