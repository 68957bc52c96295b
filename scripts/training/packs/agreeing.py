"""Agreeing: keep the pairs whose two sides say the same, as far as a package can tell.

    agreeing.py text/nci-pdq.en-es.tsv --package langpacks/es_en/*.argosmodel

The Spanish side is translated by the package, greedily; a pair of which the translation shares too
little with the English side (chrF below --least) is dropped: blocks that were matched by their
place and length alone can be out of step. The file is written anew; what was dropped goes to
FILE.dropped.tsv with its chrF, so that it can be read.

Blind to: a pair that agrees in its words and not in its meaning; what the package cannot read.
"""

import argparse
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from sacrebleu.metrics.chrf import CHRF

from evaluate import Model

LEAST = 22.0  # read by eye: above it, one pair in fifty was out of step

Pair = tuple[str, str]


def scored(pairs: Sequence[Pair], package: Path) -> Iterator[tuple[Pair, float]]:
    """Each pair with the chrF of its translated Spanish side against its English one, 0 to 100."""
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(package).extractall(folder)
        model = Model(next(Path(folder).iterdir()), "es", threads=1)
        translations = model.translate([spanish for _, spanish in pairs], beam=1)
    chrf = CHRF()
    for pair, translation in zip(pairs, translations, strict=True):
        yield pair, chrf.sentence_score(translation, [pair[0]]).score


def main() -> None:
    """Sift files of pairs in place."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+", help="English TAB Spanish")
    parser.add_argument("--package", type=Path, required=True, help="an .argosmodel es_en")
    parser.add_argument("--least", type=float, default=LEAST, help="chrF, 0 to 100")
    arguments = parser.parse_args()
    for path in arguments.files:
        kept, dropped = [], []
        for (english, spanish), chrf in scored(_read(path), arguments.package):
            if chrf >= arguments.least:
                kept.append(f"{english}\t{spanish}\n")
            else:
                dropped.append(f"{chrf:.1f}\t{english}\t{spanish}\n")
        path.with_suffix(".dropped.tsv").write_text("".join(dropped), "utf-8")
        path.write_text("".join(kept), "utf-8")
        print(f"{path.name}: {len(kept)} of {len(kept) + len(dropped)}", file=sys.stderr)


def _read(path: Path) -> list[Pair]:
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [(row[0], row[1]) for row in rows]


if __name__ == "__main__":
    main()
