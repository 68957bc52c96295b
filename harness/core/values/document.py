"""Documents of units, and the segments that they are cut into."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from harness.core.fingerprint import fingerprint
from harness.core.values.signature import Signature
from harness.core.values.text import Span


class CodeKind(Enum):
    """What an inline code does to the text around it."""

    OPEN = "open"
    CLOSE = "close"
    ALONE = "alone"  # stands for itself: a line break, an image, a placeholder
    PROTECTED = "protected"  # covers text that must come through as it is


@dataclass(frozen=True, slots=True)
class InlineCode:
    """Markup or a placeholder that was taken out of a unit's text.

    `at` counts code points of the text; codes of one place stand in their order in the file.
    `pair` joins an opening code with its closing one. `raw` is what the file holds, `shown` what
    people see for it.
    """

    at: int
    kind: CodeKind
    raw: str
    pair: str | None = None
    shown: str = ""
    may_drop: bool = False
    may_move: bool = True


class TargetState(Enum):
    """How far a translation in a file has come, as the file says."""

    DRAFT = "draft"
    FUZZY = "fuzzy"  # made for an earlier or a similar text: it needs a check by a person
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"


class TargetOrigin(Enum):
    """Who made a translation in a file, as the file says."""

    HUMAN = "human"
    MACHINE = "machine"
    MEMORY = "memory"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Target:
    """A translation that a file holds for one of its units.

    `language` is the file's own tag as BCP 47 (`es-419`), None where the file does not say.
    `previous_source` is the text that a fuzzy translation was made for, where the file keeps it.
    """

    text: str
    language: str | None = None
    state: TargetState = TargetState.TRANSLATED
    origin: TargetOrigin = TargetOrigin.UNKNOWN
    codes: tuple[InlineCode, ...] = ()
    previous_source: str | None = None


class LimitUnit(Enum):
    """What the length of a translation is counted in."""

    CHARACTERS = "characters"
    BYTES = "bytes"
    PIXELS = "pixels"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a translation may be at most; `font` is what pixels are counted in."""

    most: int
    unit: LimitUnit = LimitUnit.CHARACTERS
    font: str = ""

    def __post_init__(self) -> None:
        if self.most < 1:
            raise ValueError(f"a limit of {self.most} leaves no room for a text")


# The id of the one unit of a file that knows no units: its segments are named without it.
WHOLE_TEXT = "text"


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of a file with all that the file says of it: a string, a row, a paragraph.

    `unit_id` is unique in its document and survives edits elsewhere: the file's own key with its
    context, else a fingerprint of the text and how often that occurred before; never a position.
    `text` is in the document's language. `context` holds (kind, value) pairs that distinguish equal
    texts or explain them, `notes` (from, text) pairs, `locations` where the text is used
    (`file:line`, addresses). `references` are known good translations by language. Units of one
    `group` are forms of one message (plural, gender). `translate` is false for what must stay as
    it is. `line` is where the unit starts in its file, counted from 1. `slot` is where its
    translation stands or goes in the decoded file, None where it cannot be written.
    """

    unit_id: str
    text: str
    codes: tuple[InlineCode, ...] = ()
    target: Target | None = None
    context: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    locations: tuple[str, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)
    limit: Limit | None = None
    group: str | None = None
    translate: bool = True
    keep_space: bool = False
    line: int = 1
    slot: Span | None = None

    def __post_init__(self) -> None:
        if not self.unit_id:
            raise ValueError("a unit has an id")
        if any(not 0 <= code.at <= len(self.text) for code in self.codes):
            raise ValueError(f"unit {self.unit_id!r}: a code stands outside the text")


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read: its units in order. Normalisation is a later, recorded step.

    `doc_id` is a name, not a path: moving a file changes nothing. `origin` says where from.
    `target_language` is the file's own tag of its translations as BCP 47, None where it does not
    say; `stated_language` likewise its tag of the texts, which `language` need not follow.
    `bilingual`: whether a translation has a place of its own beside the text; if not,
    writing one puts it in the place of the text. `format` is the name of the reader, `encoding`
    Python's name of the file's characters, `data_digest` SHA-256 of its bytes, `settings` what
    its writer must know of how it is written. `remarks` are sentences that a user must see.
    """

    doc_id: str
    language: str
    units: Sequence[Unit]
    origin: str
    target_language: str | None = None
    bilingual: bool = False
    format: str = ""
    encoding: str = "utf-8"
    data_digest: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    stated_language: str | None = None

    def __post_init__(self) -> None:
        if getattr(self.units, "ids_differ", False):
            return  # whoever gathered them has looked
        seen: set[str] = set()
        for unit in self.units:
            if unit.unit_id in seen:
                raise ValueError(f"{self.origin}: two units are called {unit.unit_id!r}")
            seen.add(unit.unit_id)

    @classmethod
    def of_text(cls, text: str, *, doc_id: str, language: str, origin: str) -> "Document":
        """A file that is one text and knows no units."""
        return cls(doc_id, language, (Unit(WHOLE_TEXT, text),), origin)

    @property
    def text(self) -> str:
        """The units' texts, with a blank line between two of them."""
        return "\n\n".join(unit.text for unit in self.units)

    @property
    def is_plain(self) -> bool:
        """Whether the file knows no units and is one text."""
        return len(self.units) == 1 and self.units[0].unit_id == WHOLE_TEXT

    @property
    def text_digest(self) -> str:
        """Fingerprint of all that is translated, and under which ids."""
        if self.is_plain:
            return fingerprint(self.text)
        return fingerprint([[unit.unit_id, unit.text, unit.translate] for unit in self.units])


@dataclass(frozen=True, slots=True)
class Segment:
    """What is translated at once, with an identity that survives edits elsewhere in its document.

    `position` counts over the document from 0. `unit_id` names the unit that it is (a part of),
    None in plain text; `context` is what the file says of that unit.
    """

    segment_id: str  # fingerprint
    doc_id: str  # of its document
    position: int
    text: str  # what is translated
    unit_id: str | None = None
    context: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A document's segments: for each unit the spans of its text, in order.

    Laws: a unit's text is `gap segment gap segment gap`, gaps may be empty; put together in order
    they rebuild it. No segment is blank, and none crosses units.
    """

    document: Document
    spans: tuple[Sequence[Span], ...]
    signature: Signature

    def __post_init__(self) -> None:
        for unit, spans in zip(self.document.units, self.spans, strict=True):
            end = 0
            for span in spans:
                if span.start < end or span.end > len(unit.text):
                    raise ValueError(f"segment {span.start}:{span.end} overlaps or leaves the text")
                if not span.of(unit.text).strip():
                    raise ValueError(f"segment {span.start}:{span.end} is blank")
                end = span.end

    @property
    def count(self) -> int:
        """How many segments there are."""
        return sum(map(len, self.spans))

    def gaps(self) -> tuple[tuple[str, ...], ...]:
        """For each unit the text between its segments: one more gap than segments."""
        made = []
        for unit, spans in zip(self.document.units, self.spans, strict=True):
            starts = (0, *(span.end for span in spans))
            ends = (*(span.start for span in spans), len(unit.text))
            made.append(tuple(unit.text[a:b] for a, b in zip(starts, ends, strict=True)))
        return tuple(made)

    def segments(self) -> tuple[Segment, ...]:
        """All segments in order, as `in_order` gives them."""
        return tuple(self.in_order())

    def in_order(self) -> Iterator[Segment]:
        """The segments one by one, each with its identity; none is kept.

        `segment_id` is made of the document's name, the unit's id (not in plain text), the
        segment's text, and how often that text occurred before in the unit: inserting a sentence
        shifts no other identity, and moving a unit changes nothing.
        """
        position = 0
        for unit, spans in zip(self.document.units, self.spans, strict=True):
            repeated = _repeated(unit.text, spans)
            seen: dict[str, int] = {}
            for span in spans:
                text, occurrence = span.of(unit.text), 0
                if hash(text) in repeated:
                    occurrence = seen.get(text, 0)
                    seen[text] = occurrence + 1
                yield self._segment(unit, text, occurrence, position=position)
                position += 1

    def _segment(self, unit: Unit, text: str, occurrence: int, *, position: int) -> Segment:
        doc_id = self.document.doc_id
        if self.document.is_plain:
            identity = fingerprint([doc_id, text, occurrence])[:16]
            return Segment(identity, doc_id, position, text)
        identity = fingerprint([doc_id, unit.unit_id, text, occurrence])[:16]
        return Segment(identity, doc_id, position, text, unit.unit_id, unit.context)


def _repeated(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """Hashes of the segments that stand there more than once: of few texts many do."""
    if len(spans) < 2:
        return frozenset()
    hashes = sorted(hash(span.of(text)) for span in spans)
    return frozenset(one for one, other in pairwise(hashes) if one == other)
