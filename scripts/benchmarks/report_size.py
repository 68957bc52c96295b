"""A report of any length, from a recorded run whose rows are played again and again.

  python scripts/benchmarks/report_size.py --segments 10000 -o /tmp/long.html
  python scripts/benchmarks/report_size.py --segments 10000 --record runs/news -o /tmp/long.html

Without a record, this project's news text is carried out and back first (at once, where the memory
knows it). Every row comes again under an identity and with a number of its own, so that no two rows
are alike. Prints the size of the file and the seconds that it took to make.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from harness.core.fingerprint import fingerprint
from harness.core.values import (
    BeadText,
    LocalText,
    MeasuredRow,
    Row,
    Run,
    RunTotals,
    Segment,
    Unmeasured,
)
from harness.report.html.reporter import Html
from harness.run.record import find_records, read_run

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Repeated:
    """`count` rows, made of `rows` as often as it takes."""

    rows: tuple[Row, ...]
    count: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        segments = 1 + max(segment.position for row in self.rows for segment in _segments(row))
        for place in range(self.count):
            copy, index = divmod(place, len(self.rows))
            yield _again(self.rows[index], copy, segments)


def _segments(row: Row) -> tuple[Segment, ...]:
    return row.segments if isinstance(row, MeasuredRow) else (row.segment,)


def _again(row: Row, copy: int, segments: int) -> Row:
    """The row in its copy of the text; the number stands at the end, where it moves no mark."""

    def numbered(local: LocalText) -> LocalText:
        return replace(local, text=f"{local.text} ({copy})" if local.text else "")

    moved = tuple(
        replace(
            segment,
            segment_id=fingerprint([segment.segment_id, copy])[:16],
            position=segment.position + copy * segments,
            text=f"{segment.text} ({copy})",
        )
        for segment in _segments(row)
    )
    if isinstance(row, Unmeasured):
        return replace(row, segment=moved[0], texts=tuple(map(numbered, row.texts)))
    texts = BeadText(tuple(map(numbered, row.texts.stops)))
    return replace(row, segments=moved, texts=texts)


def repeated(run: Run, count: int) -> Run:
    """A run of `count` rows that are those of `run`, over and over."""
    rows = Repeated(tuple(run.rows), count)
    unmeasured = sum(isinstance(row, Unmeasured) for row in rows)
    findings: dict[str, dict[str, int]] = {}
    for row in rows:
        for each in row.findings if isinstance(row, MeasuredRow) else ():
            counts = findings.setdefault(each.category.value, {})
            counts[each.severity.value] = counts.get(each.severity.value, 0) + 1
    totals = RunTotals(count, count - unmeasured, unmeasured, findings, run.totals.scores)
    return replace(run, rows=rows, totals=totals)


def recorded(record: Path | None) -> Run:
    """The run of a record, or that of the news text, carried out now."""
    if record is not None:
        return read_run(find_records(record)[0])
    folder = Path(tempfile.mkdtemp(prefix="report-size-"))
    program = [sys.executable, "-m", "harness", "run", str(ROOT / "corpora/news.en.txt")]
    subprocess.run(
        [*program, "--route", "en:es:en", "-o", str(folder), "--quiet"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    run = read_run(find_records(folder)[0])
    return replace(run, rows=tuple(run.rows))


def main() -> None:
    """Write the report and say how large it is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--segments", type=int, default=10_000, help="rows in the report")
    parser.add_argument("--record", type=Path, help="a run record or run folder to play again")
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    run = repeated(recorded(arguments.record), arguments.segments)
    start, processor = time.perf_counter(), time.process_time()
    with arguments.output.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(Html().render([run]))
    wall, busy = time.perf_counter() - start, time.process_time() - processor
    size = arguments.output.stat().st_size / 1e6
    print(
        f"{arguments.segments} rows: {size:.1f} MB, {wall:.1f} s ({busy:.1f} s of processor time)"
    )


if __name__ == "__main__":
    main()
