"""A report of any length, from a recorded run whose rows are played again and again.

  python scripts/benchmarks/report_size.py --segments 10000 -o /tmp/long.html
  python scripts/benchmarks/report_size.py --segments 10000 --record runs/news -o /tmp/long.html
  python scripts/benchmarks/report_size.py --segments 10000 --formats csv json tmx -o /tmp/long.html

Without a record, this project's news text is carried out and back first (at once, where the memory
knows it). Every row comes again under an identity and with a number of its own, so that no two rows
are alike, and written as a record. Prints the processor time that it takes to read that record, to
make the report from it, and what that is for a row and against reading; the size of the file, and
the memory that the program reached. With `--formats`, also the time of these, as they are made
from the same record, each beside the report's file.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from machine_line import machine_line

from harness.core.fingerprint import fingerprint
from harness.core.protocols import Reporter
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
from harness.plugins import reporter
from harness.run.record import RecordWriter, find_records, read_run

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


def record(run: Run, path: Path) -> Run:
    """The run as it is read from `path`, where it is written first."""
    with RecordWriter(path) as writer:
        writer.header(run.identity, run.provenance, run.caveats)
        for row in run.rows:
            writer.row(row)
        writer.finish(run.totals)
    return read_run(path)


def read_seconds(run: Run) -> float:
    """Processor time of reading all rows once."""
    start = time.process_time()
    for _ in run.rows:
        pass
    return time.process_time() - start


def made_seconds(form: Reporter, run: Run, path: Path) -> float:
    """Processor time of one report, written to `path`."""
    start = time.process_time()
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(form.render([run]))
    return time.process_time() - start


def main() -> None:
    """Write the report and say what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--segments", type=int, default=10_000, help="rows in the report")
    parser.add_argument("--record", type=Path, help="a run record or run folder to play again")
    parser.add_argument("--formats", nargs="*", default=[], help="other formats to make after it")
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    rows = arguments.segments
    print(machine_line())
    with tempfile.TemporaryDirectory(prefix="report-size-") as folder:
        run = record(repeated(recorded(arguments.record), rows), Path(folder) / "1-long.jsonl")
        reading = read_seconds(run)
        print(f"{rows} rows read in {reading:.2f} s of processor time")
        for name in ("html", *arguments.formats):
            form = reporter(name)
            path = arguments.output.with_suffix(form.suffix)
            seconds = made_seconds(form, run, path)
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{name:8} {seconds:.1f} s, {1000 * seconds / rows:.2f} ms a row,"
                f" × {seconds / reading:.0f} against reading; {path.stat().st_size / 1e6:.1f} MB;"
                f" at most {most} MB of memory"
            )


if __name__ == "__main__":
    main()
