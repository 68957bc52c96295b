"""Alignments as a table: tabs between columns, one bead a line, a header above."""

from collections.abc import Iterator

from harness.align.bitext import Bitext, kind_of
from harness.core.values import Span
from harness.text.words.control_characters import strip_controls

COLUMNS = ("source", "target", "kind", "moved", "score", "source_text", "target_text")


def write(bitext: Bitext) -> Iterator[str]:
    """Sentences are counted from 0 and separated by spaces (`3 4`); none leave the column empty.

    In texts, line breaks and tabs become spaces, and controls that do not show are taken out.
    """
    yield "\t".join(COLUMNS) + "\n"
    for bead, source, target in bitext.rows():
        columns = (
            _positions(bead.source),
            _positions(bead.target),
            kind_of(bead).value,
            "moved" if bead.moved else "",
            "" if bead.score is None else f"{bead.score:.6f}",
            strip_controls(source),
            strip_controls(target),
        )
        yield "\t".join(columns) + "\n"


def _positions(span: Span) -> str:
    return " ".join(map(str, range(span.start, span.end)))
