"""Alignments as one JSON document, for programs.

Schema history
1   2026-11   the first: signature, source, target, counts, beads
"""

from collections.abc import Iterator

from harness.align.bitext import Bitext, Text
from harness.core.values import Bead, Span
from harness.writing.json import json_stream, json_text

SCHEMA = 1


def write(bitext: Bitext) -> Iterator[str]:
    """A head, then one bead a line. Positions count from 0; a missing score is null."""
    head = {
        "schema": SCHEMA,
        "kind": "alignment",
        "aligner": {"name": bitext.signature.name, "settings": dict(bitext.signature.fields)},
        "source": _side(bitext.source),
        "target": _side(bitext.target),
        "counts": dict(bitext.counts()),
    }
    beads = ((json_text(_bead(*row)),) for row in bitext.rows())
    yield from json_stream(head, "beads", beads)
    yield "\n"


def _side(text: Text) -> dict[str, object]:
    return {"language": text.language, "sentences": len(text.sentences)}


def _bead(bead: Bead, source: str, target: str) -> dict[str, object]:
    return {
        "source": _positions(bead.source),
        "target": _positions(bead.target),
        "score": bead.score,
        "moved": bead.moved,
        "source_text": source,
        "target_text": target,
    }


def _positions(span: Span) -> list[int]:
    return list(range(span.start, span.end))
