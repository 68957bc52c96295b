"""How often `harness diff` finds something grave between two human translations of one sentence.

  python scripts/benchmarks/human_pairs.py ROWS LANGUAGE=ONE,OTHER … [--pairs 100] [--show 5]

ROWS is a file of JSON lines (may be gzipped) that holds a translation in each field, as NTREX
does: `es=es,es_mx pt=pt,pt_br fr=fr,fr_ca`. Printed is how many pairs have a finding of major or
more, and of which kinds: without models, or by `--models` with those that are installed. Pairs are
taken evenly over the file; equal ones are left out.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from harness import machine
from harness.core.values import BeadText, LocalText, MeasuredRow, Segment, Severity
from harness.run import assembly
from harness.run.measurement import measure
from harness.run.measures import MeasuringSet


def main() -> None:
    """Compare, count, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", type=Path)
    parser.add_argument("languages", nargs="+", metavar="LANGUAGE=ONE,OTHER")
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--show", type=int, default=0, help="so many pairs of each language")
    parser.add_argument("--models", action="store_true")
    asked = parser.parse_args()
    metrics = () if asked.models else ("chrf",)
    measures, _ = assembly.measuring_set(metrics, (), machine.site())
    if not asked.models:
        measures = replace(measures, metrics=(), scorer=None)
    for named in asked.languages:
        tag, _, fields = named.partition("=")
        one, other = fields.split(",")
        pairs = list(_pairs(asked.rows, one, other, asked.pairs))
        rows = _measured(tag, pairs, measures)
        print("\n".join(_said(named, rows, asked.show)), flush=True)


def _pairs(path: Path, one: str, other: str, most: int) -> Iterator[tuple[str, str]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in text.splitlines()]
    pairs = [(row[one], row[other]) for row in rows if row.get(one) and row.get(other)]
    unlike = [pair for pair in pairs if pair[0] != pair[1]]
    yield from unlike[:: max(1, len(unlike) // most)][:most]


def _measured(tag: str, pairs: list[tuple[str, str]], measures: MeasuringSet) -> list[MeasuredRow]:
    beads = [
        ((Segment(str(n), tag, n, pair[0]),), BeadText(tuple(LocalText(tag, t) for t in pair)))
        for n, pair in enumerate(pairs)
    ]
    return measure(beads, measures)


def _said(named: str, rows: list[MeasuredRow], show: int) -> Iterator[str]:
    grave = [[f for f in row.findings if f.severity >= Severity.MAJOR] for row in rows]
    found = sum(map(bool, grave))
    yield f"{named}: {found} of {len(rows)} pairs with a finding of major or more"
    kinds = Counter(finding.category.value for each in grave for finding in each)
    yield from (f"    {count:>4}  {kind}" for kind, count in kinds.most_common())
    struck = [(row, each) for row, each in zip(rows, grave, strict=True) if each]
    for row, each in struck[:show]:
        yield f"  - {row.texts.source.text}\n    {row.texts.back_translation.text}"
        yield from (f"      {finding.severity.value}: {finding.message}" for finding in each)


if __name__ == "__main__":
    main()
