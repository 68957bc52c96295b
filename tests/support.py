"""What several tests share: texts that break things, and an engine that is a lookup table."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from hypothesis import strategies as st

from harness.core.values import (
    BeadText,
    Category,
    Direction,
    Document,
    Finding,
    Issue,
    LocalText,
    Mark,
    Outcome,
    Signature,
    Span,
    Translated,
    Untranslatable,
)
from harness.engines.transcript import write_transcript
from harness.severity.grades import usual_grades

# Combining marks, joiners, bidi controls, odd spaces, emoji sequences, line ends of every kind.
ODD_PIECES = (
    "e\u0301", "\u0301", "\u200d", "\u200b", "\u202e", "\u2066", "\u00a0", "\u202f", "\ufeff",
    "👩\u200d💻", "🇪🇸", "日本語。", "नमस्ते", "שלום", "\r\n", "\r", "\n", "\n\n", "\u2028", "\u2029",
    "\x85", "\x0b", "\x0c", "\x1c", "\t", "  ", "Mr. Smith. ", "How? ", "€18.10 ", "a", "“b” ",
)  # fmt: skip

texts = st.one_of(
    st.lists(st.sampled_from(ODD_PIECES), max_size=15).map("".join),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=60),
)


def document(text: str, doc_id: str = "text.txt", language: str = "en") -> Document:
    return Document.of_text(text, doc_id=doc_id, language=language, origin=doc_id)


def bead(source: str, *others: str, language: str = "en", pivot: str = "es") -> BeadText:
    """Source, pivots, back-translation."""
    middle = [LocalText(pivot, text) for text in others[:-1]]
    return BeadText((LocalText(language, source), *middle, LocalText(language, others[-1])))


def exchanged(texts: BeadText, source: str, back: str) -> Issue:
    """`source` came back as `back`; an empty one was lost, or came in."""
    ends = ((0, source), (len(texts.stops) - 1, back))
    marks = [
        Mark(stop, Span(start, start + len(word)))
        for stop, word in ends
        if word and (start := texts.stops[stop].text.index(word)) >= 0
    ]
    return Issue("test.word", Category.WORD, "another word", tuple(marks))


def graded(issues: Iterable[Issue]) -> list[Finding]:
    """Issues with the severities of the usual table."""
    return list(usual_grades().grade(issues))


def transcript(path: Path, direction: str, said: Mapping[str, str]) -> Path:
    """A recorded engine: what it says depends on nothing but this file."""
    outcomes = [(source, Translated(hypothesis)) for source, hypothesis in said.items()]
    signature = Signature("recorded", (("by", "this test"),))
    write_transcript(path, signature, Direction(*direction.split(":")), outcomes)
    return path


def suite_by_replay(back: str = "back.jsonl") -> str:
    """A suite over `t.en.txt`, whose engines play back `out.jsonl` and the transcript `back`."""
    return f"""routes = ["en:es@replay:en@replay"]
packs = ["out.jsonl", "{back}"]
metrics = ["chrf"]

[[corpus]]
file = "t.en.txt"
segmenter = "lines"
"""


class VectorTable(dict[str, bytes]):
    """A store of what models make of texts."""

    def recall_vectors(self, keys: Sequence[str]) -> dict[str, bytes]:
        return {key: self[key] for key in keys if key in self}

    def keep_vectors(self, vectors: Mapping[str, bytes], kind: str) -> None:
        self.update(vectors)


class TableEngine:
    """Translates what its table holds; counts what it is asked."""

    def __init__(self, source: str, target: str, table: Mapping[str, str], name: str = "table"):
        self.direction = Direction(source, target)
        self.signature = Signature(name, (("entries", str(len(table))),))
        self.table = table
        self.asked: list[str] = []
        self.closed = 0

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        self.asked.extend(segments)
        return [
            Translated(self.table[segment])
            if segment in self.table
            else Untranslatable("not in the table")
            for segment in segments
        ]

    def close(self) -> None:
        self.closed += 1
