"""How the harness grades real round trips, against readers: by kind, language, route and genre.

  python scripts/benchmarks/natural_drift.py corpora/natural/test.jsonl [--packs all] [--page FILE]

A row is right where a finding of a severity stands on a row that readers labelled so; a finding,
where it touches the words of a labelled difference. --packs says which packs score words: those of
the route (as a run does), all that can, or none. Writes a page of tables to FILE.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from natural_rows import SEVERITIES, NaturalRow, level_of, measured, places, touches

from harness.core.values import MeasuredRow, Severity
from harness.scoring.adequacy import NAME

MAJOR, CRITICAL = SEVERITIES.index("major"), SEVERITIES.index("critical")
LEVELS = {MAJOR: Severity.MAJOR, CRITICAL: Severity.CRITICAL}
FEWEST = 20  # rows of a group that gets a line

HEAD = """\
Made by `scripts/benchmarks/natural_drift.py {file}`, {how}: {rows:,} round trips labelled by
reading ([how](../corpora/natural/README.md)), of sentences that taught and fitted nothing. Two
readers agree on major rows with a kappa of .89, on critical ones with .64.
"""
ROWS = (
    "| rows | number | major: precision, recall | critical: precision, recall "
    "| clean rows quiet | AUC of the score |"
)


@dataclass(frozen=True)
class Read:
    """A labelled row and what the harness makes of it."""

    row: NaturalRow
    found: MeasuredRow

    @property
    def level(self) -> int:
        """How bad readers call it: a place in `SEVERITIES`."""
        return SEVERITIES.index(self.row["row"])

    @property
    def score(self) -> float:
        """Its adequacy."""
        return self.found.scores[NAME].value

    def alarmed(self, level: int) -> bool:
        """Whether a finding of that severity or a worse one stands on it."""
        return any(each.severity >= LEVELS[level] for each in self.found.findings)


@dataclass(frozen=True)
class Difference:
    """A labelled difference, and the worst severity of the findings that touch its words."""

    kind: str
    level: int
    touched: int  # as in `SEVERITIES`; 0: by no finding


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", type=Path)
    parser.add_argument("--packs", choices=("none", "usual", "all"), default="usual")
    parser.add_argument("--page", type=Path, help="write the tables to this file")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.rows.read_text("utf-8").splitlines()]
    made = measured(rows, options.packs)
    page = "\n".join(lines([Read(*each) for each in zip(rows, made, strict=True)], options)) + "\n"
    print(page)
    if options.page:
        options.page.write_text(page, "utf-8")


def lines(read: Sequence[Read], options: argparse.Namespace) -> Iterator[str]:
    """The page."""
    how = f"likelihoods of {options.packs} packs"
    yield "# How real drift is graded"
    yield ""
    yield HEAD.format(file=options.rows.name, how=how, rows=len(read))
    yield from _rows_table("", {"all": read})
    yield from _findings_table(read)
    yield from _kinds_table(read)
    for name, key in (("language", "lang"), ("route", "route"), ("genre", "genre")):
        yield from _rows_table(f"By {name}", _grouped(read, lambda row, key=key: str(row[key])))
    yield from _reliability(read)


def _grouped(
    read: Sequence[Read], key: Callable[[NaturalRow], str]
) -> Mapping[str, Sequence[Read]]:
    groups: dict[str, list[Read]] = {}
    for each in read:
        groups.setdefault(key(each.row), []).append(each)
    return {name: group for name, group in sorted(groups.items()) if len(group) >= FEWEST}


def _rows_table(title: str, groups: Mapping[str, Sequence[Read]]) -> Iterator[str]:
    yield from (f"## {title}", "") if title else ()
    yield ROWS
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, group in groups.items():
        clean = [each for each in group if each.level == 0]
        quiet = share([not each.alarmed(MAJOR) for each in clean])
        ranked = auc(
            [r.score for r in group if r.level < MAJOR],
            [r.score for r in group if r.level >= MAJOR],
        )
        alarms = " | ".join(", ".join(alarm(group, level)) for level in (MAJOR, CRITICAL))
        yield f"| {name} | {len(group):,} | {alarms} | {quiet} | {ranked} |"
    yield ""


def alarm(group: Sequence[Read], level: int) -> tuple[str, str]:
    """Precision and recall of rows with a finding of a severity."""
    right = [each.level >= level for each in group if each.alarmed(level)]
    seen = [each.alarmed(level) for each in group if each.level >= level]
    return share(right), share(seen)


def _findings_table(read: Sequence[Read]) -> Iterator[str]:
    yield "| findings | number | on a major difference | on a lesser one | on nothing |"
    yield "| --- | --- | --- | --- | --- |"
    by_severity: dict[Severity, list[int]] = {severity: [] for severity in Severity}
    for each in read:
        for finding in each.found.findings:
            by_severity[finding.severity].append(level_of(each.row, each.found.texts, finding))
    for severity, levels in reversed(by_severity.items()):
        shares = [
            share([level >= MAJOR for level in levels]),
            share([0 < level < MAJOR for level in levels]),
            share([level == 0 for level in levels]),
        ]
        yield f"| {severity.value} | {len(levels):,} | {' | '.join(shares)} |"
    yield ""


def _kinds_table(read: Sequence[Read]) -> Iterator[str]:
    found = [each for one in read for each in differences(one) if each.level >= MAJOR]
    kinds = sorted({each.kind for each in found}, key=lambda k: -sum(e.kind == k for e in found))
    yield "| differences that readers call major | number | by a major finding | by any finding |"
    yield "| --- | --- | --- | --- |"
    for kind in ("all", *kinds):
        these = [each for each in found if kind in ("all", each.kind)]
        major, any_ = (share([e.touched >= least for e in these]) for least in (MAJOR, 1))
        yield f"| {kind} | {len(these):,} | {major} | {any_} |"
    yield ""


def differences(read: Read) -> Iterator[Difference]:
    """The labelled differences of a row, fluency aside."""
    last = len(read.found.texts.stops) - 1
    for each in read.row["differences"]:
        if each["kind"] == "fluency":
            continue
        quoted = [(0, "source"), (last, "return")]
        touching = [
            SEVERITIES.index(finding.severity.value)
            for finding in read.found.findings
            if any(touches(finding, stop, places(read.row[s], each[s])) for stop, s in quoted)
        ]
        level = SEVERITIES.index(each["severity"])
        yield Difference(each["kind"], level, max(touching, default=0))


def _reliability(read: Sequence[Read]) -> Iterator[str]:
    yield "## What a score is worth"
    yield ""
    yield "| adequacy | rows | mean score | without a major difference |"
    yield "| --- | --- | --- | --- |"
    for tenth in range(10):
        here = [each for each in read if min(9, int(each.score * 10)) == tenth]
        if here:
            mean = sum(each.score for each in here) / len(here)
            sound = share([each.level < MAJOR for each in here])
            low, high = tenth / 10, (tenth + 1) / 10
            yield f"| {low:.1f} to {high:.1f} | {len(here)} | {mean:.2f} | {sound} |"
    yield ""


def share(flags: Sequence[bool]) -> str:
    """How many are true, as people write it."""
    return f"{sum(flags) / len(flags):.3f}" if flags else "–"


def auc(above: Sequence[float], below: Sequence[float]) -> str:
    """The chance that one of `above` is greater than one of `below`; ties count half."""
    if not above or not below:
        return "–"
    wins = sum((a > b) + (a == b) / 2 for a in above for b in below)
    return f"{wins / len(above) / len(below):.3f}"


if __name__ == "__main__":
    main()
