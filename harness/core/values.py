"""The values that everything else passes around: frozen, checked when built, tuples inside.

Read from top to bottom they follow the flow: text, route, translation, alignment, findings, run.
Spans are half-open ranges of code points everywhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum
from functools import total_ordering
from itertools import accumulate
from typing import cast

from harness.core.fingerprint import Plain, fingerprint

# ── identity ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Signature:
    """Named settings that say how something was made: printable, comparable, and hashed.

    What can change an output belongs in here (model bytes, decoding settings, library version);
    time, path and host never do.
    """

    name: str  # of the part
    fields: tuple[tuple[str, str], ...] = ()  # (setting, value), in order

    def __post_init__(self) -> None:
        keys = [key for key, _ in self.fields]
        if len(set(keys)) != len(keys):
            raise ValueError(f"signature of {self.name!r} names a setting twice: {keys}")

    def __str__(self) -> str:
        """One line in sacreBLEU's manner: `argos|model:1.9|beam:4`."""
        return "|".join([self.name, *(f"{key}:{value}" for key, value in self.fields)])

    @property
    def identity(self) -> str:
        """Fingerprint of the name and every field, in their order."""
        return fingerprint([self.name, [list(pair) for pair in self.fields]])


# ── text ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points, `text[start:end]`. Never bytes, never UTF-16 units."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}:{self.end} does not run forward from 0")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The part of `text` that this span covers."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> "Span":
        """The same span in a text that has `by` more code points before it."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether all of `other` lies inside."""
        return self.start <= other.start and other.end <= self.end


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
    FUZZY = "fuzzy"  # made for an earlier or a similar text: somebody has to look at it
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
    `text` is in the document's language. `context` holds (kind, value) pairs that tell equal texts
    apart or explain them, `notes` (from, text) pairs, `locations` where the text is used
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
    say. `bilingual` tells whether a translation has a place of its own beside the text; if not,
    writing one puts it in the place of the text. `format` is the name of the reader, `encoding`
    Python's name of the file's characters, `data_digest` SHA-256 of its bytes, `settings` what
    its writer must know of how it is written. `remarks` are sentences that a user must see.
    """

    doc_id: str
    language: str
    units: tuple[Unit, ...]
    origin: str
    target_language: str | None = None
    bilingual: bool = False
    format: str = ""
    encoding: str = "utf-8"
    data_digest: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
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
    spans: tuple[tuple[Span, ...], ...]
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
        """The segments in order, each with its identity.

        `segment_id` is made of the document's name, the unit's id (not in plain text), the
        segment's text, and how often that text occurred before in the unit: inserting a sentence
        shifts nobody else's, and moving a unit changes nothing.
        """
        made: list[Segment] = []
        for unit, spans in zip(self.document.units, self.spans, strict=True):
            seen: dict[str, int] = {}
            for span in spans:
                text = span.of(unit.text)
                occurrence = seen.get(text, 0)
                seen[text] = occurrence + 1
                made.append(self._segment(unit, text, occurrence, position=len(made)))
        return tuple(made)

    def _segment(self, unit: Unit, text: str, occurrence: int, *, position: int) -> Segment:
        doc_id = self.document.doc_id
        if self.document.is_plain:
            identity = fingerprint([doc_id, text, occurrence])[:16]
            return Segment(identity, doc_id, position, text)
        identity = fingerprint([doc_id, unit.unit_id, text, occurrence])[:16]
        return Segment(identity, doc_id, position, text, unit.unit_id, unit.context)


# ── routes ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, order=True)
class Direction:
    """From one language into another, by one model. Tags are BCP 47 (`en`, `pt-BR`)."""

    source: str
    target: str

    def __post_init__(self) -> None:
        if not self.source or not self.target or self.source == self.target:
            raise ValueError(f"no direction leads from {self.source!r} to {self.target!r}")

    def __str__(self) -> str:
        return f"{self.source}→{self.target}"


@dataclass(frozen=True, slots=True)
class Leg:
    """One planned hop: a direction, and the engine that shall serve it (None: whichever can)."""

    direction: Direction
    engine: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """The planned hops of a round trip: `en:es:en`, `en:es@apertium:en@argos`.

    Law: hops chain, and the last one comes home to the source's language.
    """

    legs: tuple[Leg, ...]

    def __post_init__(self) -> None:
        if len(self.legs) < 2:
            raise ValueError("a round trip has at least two hops")
        for leg, following in zip(self.legs, self.legs[1:], strict=False):
            if leg.direction.target != following.direction.source:
                raise ValueError(f"{leg.direction} is not followed by {following.direction}")
        if self.legs[-1].direction.target != self.language:
            raise ValueError(f"the route starts in {self.language!r} and does not come back")

    def __str__(self) -> str:
        stops = [
            leg.direction.target + (f"@{leg.engine}" if leg.engine else "") for leg in self.legs
        ]
        return ":".join([self.language, *stops])

    def repeated(self, trips: int) -> "Route":
        """The same way travelled `trips` times, one after the other."""
        return Route(self.legs * trips)

    @property
    def language(self) -> str:
        """The language where the trip starts and ends."""
        return self.legs[0].direction.source

    @property
    def stops(self) -> tuple[str, ...]:
        """The languages in order, home first and last: one more than hops."""
        return (self.language, *(leg.direction.target for leg in self.legs))

    @property
    def languages(self) -> str:
        """The stops as one word, engines left out: `en:es:en`. Baselines are keyed by it."""
        return ":".join(self.stops)


# ── translation ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Translated:
    """An engine's answer. An empty `text` is an answer too: the engine chose to say nothing.

    `score` is on the engine's own scale and never compared across engines.
    `unknown` holds the words that the engine itself marked as not in its dictionary.
    """

    text: str
    score: float | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Untranslatable:
    """The engine gave no translation. Not the same as an empty translation."""

    reason: str


Outcome = Translated | Untranslatable


@dataclass(frozen=True, slots=True)
class WordScore:
    """How probable a model finds one word of a text: natural logarithm, at most 0.

    `span` stands in the scored text. A word of several pieces has the sum of their logarithms.
    """

    span: Span
    log_probability: float


@dataclass(frozen=True, slots=True)
class WordScores:
    """How probable a model finds a text, given another one, by word and as a whole.

    `mean` is the log-probability for each piece of the model's vocabulary, end mark included.
    `words` lists those that the model can judge: one written with a character that its vocabulary
    lacks is left out, and punctuation counts for the mean alone.
    """

    words: tuple[WordScore, ...]
    mean: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """How probable a model finds the text of stop `scored`, given that of stop `given`."""

    given: int
    scored: int
    scores: WordScores


@dataclass(frozen=True, slots=True)
class LocalText:
    """A piece of text and the language it is meant to be in."""

    language: str  # BCP 47
    text: str  # as it stands
    unknown: tuple[str, ...] = ()  # words that the engine did not know


@dataclass(frozen=True, slots=True)
class BeadText:
    """The words of one bead at every stop of the route: all that a detector may look at.

    `stops[0]` is the source, `stops[-1]` the back-translation, between them the pivots. A null
    bead has an empty text on one side. Two texts in one language make a bead with two stops.
    """

    stops: tuple[LocalText, ...]

    def __post_init__(self) -> None:
        if len(self.stops) < 2:
            raise ValueError("a bead has at least a source and a back-translation")

    @property
    def source(self) -> LocalText:
        return self.stops[0]

    @property
    def pivots(self) -> tuple[LocalText, ...]:
        return self.stops[1:-1]

    @property
    def back_translation(self) -> LocalText:
        return self.stops[-1]


# ── alignment ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Bead:
    """Segments that correspond: `source` and `target` are half-open ranges of positions.

    An empty range on one side is a null: the segments of the other side were dropped (no target)
    or added (no source). A `moved` bead has segments on both sides, and its target stands
    elsewhere than its neighbours' (see `Alignment`). `score` is the aligner's own, in [0, 1], None
    where it did not judge.
    """

    source: Span
    target: Span
    score: float | None = None
    moved: bool = False

    def __post_init__(self) -> None:
        if not len(self.source) and not len(self.target):
            raise ValueError("a bead cannot be empty on both sides")
        if self.moved and self.is_null:
            raise ValueError(f"{self.source} and {self.target}: a null cannot have moved")
        if self.score is not None and not 0 <= self.score <= 1:
            raise ValueError(f"a bead's score lies in [0, 1], not at {self.score}")

    @property
    def is_null(self) -> bool:
        """One side is empty: something was dropped or added."""
        return not len(self.source) or not len(self.target)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Beads in order of the source.

    Law: every segment of either side is in exactly one bead. The beads that are not moved rise on
    both sides. A moved bead stands at the place of its source, and crosses another that is no null.
    """

    beads: tuple[Bead, ...]
    source_count: int
    target_count: int

    def __post_init__(self) -> None:
        elsewhere = {bead.target.start: bead.target.end for bead in self.beads if bead.moved}
        source = target = 0
        for bead in self.beads:
            if not bead.moved:
                while target != bead.target.start and target in elsewhere:
                    target = elsewhere.pop(target)
            if bead.source.start != source or not (bead.moved or bead.target.start == target):
                raise ValueError(f"{bead} does not follow on ({source}, {target})")
            source = bead.source.end
            if not bead.moved:
                target = bead.target.end
        while target in elsewhere:
            target = elsewhere.pop(target)
        if (source, target) != (self.source_count, self.target_count):
            raise ValueError(f"beads end at ({source}, {target}), not at the texts' ends")
        if sum(len(bead.target) for bead in self.beads) != self.target_count:
            raise ValueError("two beads hold the same segment")
        for bead in _in_line(self.beads):
            raise ValueError(f"{bead} is in line with all others, and did not move")

    def __iter__(self) -> Iterator[Bead]:
        return iter(self.beads)


def _in_line(beads: Sequence[Bead]) -> Iterator[Bead]:
    """The moved beads that cross no other; nulls have no place of their own to be crossed."""
    pairs = [bead for bead in beads if not bead.is_null]
    furthest = accumulate((bead.target.start for bead in pairs), max)
    nearest = list(accumulate((bead.target.start for bead in reversed(pairs)), min))
    for bead, before, after in zip(pairs, furthest, reversed(nearest), strict=True):
        if bead.moved and before == after == bead.target.start:
            yield bead


# ── findings ────────────────────────────────────────────────────────────────────────────────────


@total_ordering
class Severity(Enum):
    """MQM's three levels, ordered: `MINOR < MAJOR < CRITICAL`."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)

    def __lt__(self, other: object) -> bool:
        return self.rank < other.rank if isinstance(other, Severity) else NotImplemented


_PATH = re.compile(r"[a-z]+(?:-[a-z]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+")
# MQM's dimensions; what fits under none of them is `custom`.
_DIMENSIONS = frozenset(
    {
        *("accuracy", "fluency", "terminology", "style", "locale-conventions"),
        *("audience-appropriateness", "design-markup", "custom"),
    }
)


class Category(Enum):
    """What went wrong, as paths in MQM's words.

    The named ones are the harness's own. A detector may have others: `Category("custom/rhyme")` is
    the category of that path, whoever writes it first. It begins with one of MQM's dimensions
    (accuracy, fluency, terminology, style, locale-conventions, audience-appropriateness,
    design-markup) or with `custom`; its words are lower case, joined by hyphens.

    Raises:
        ValueError: no such path.
    """

    OMISSION = "accuracy/omission"
    OMISSION_SENTENCE = "accuracy/omission/sentence"
    TRUNCATION = "accuracy/omission/truncation"
    ADDITION = "accuracy/addition"
    ADDITION_SENTENCE = "accuracy/addition/sentence"
    REPETITION = "accuracy/addition/repetition"
    MISTRANSLATION = "accuracy/mistranslation"
    NUMBER = "accuracy/mistranslation/number"
    NEGATION = "accuracy/mistranslation/negation"
    ENTITY = "accuracy/mistranslation/entity"
    UNIT = "accuracy/mistranslation/unit"
    CURRENCY = "accuracy/mistranslation/currency"
    DATE_TIME = "accuracy/mistranslation/date-time"
    MODALITY = "accuracy/mistranslation/modality"
    QUANTIFIER = "accuracy/mistranslation/quantifier"
    ANTONYM = "accuracy/mistranslation/antonym"
    WORD = "accuracy/mistranslation/word"
    GENERALISATION = "accuracy/mistranslation/generalisation"
    PRONOUN = "accuracy/mistranslation/pronoun"
    GENDER = "accuracy/mistranslation/gender"
    TENSE = "accuracy/mistranslation/tense"
    ASPECT = "accuracy/mistranslation/aspect"
    QUESTION = "accuracy/mistranslation/question"
    ATTRIBUTION = "accuracy/mistranslation/attribution"
    WORD_ORDER = "accuracy/mistranslation/word-order"
    SENTENCE_ORDER = "accuracy/mistranslation/sentence-order"
    ADDRESS = "accuracy/mistranslation/address"
    IDENTIFIER = "accuracy/mistranslation/identifier"
    EMOJI = "accuracy/mistranslation/emoji"
    UNTRANSLATED = "accuracy/untranslated"
    WRONG_LANGUAGE = "accuracy/untranslated/wrong-language"
    UNKNOWN_WORD = "accuracy/untranslated/unknown-word"
    MIXED_SCRIPT = "fluency/character-encoding/mixed-script"
    GARBLED = "fluency/character-encoding/garbled"
    REPEATED_PHRASE = "fluency/duplication"
    PUNCTUATION = "fluency/punctuation"
    UNPAIRED = "fluency/punctuation/unpaired-marks"
    PLACEHOLDER = "design-markup/placeholder"
    TAG = "design-markup/tag"
    REGISTER = "style/register"

    @classmethod
    def _missing_(cls, value: object) -> "Category | None":
        """A member for the path of a plug-in's category: one and the same from then on."""
        if not isinstance(value, str) or not _PATH.fullmatch(value):
            return None
        if value.partition("/")[0] not in _DIMENSIONS:
            return None
        made = object.__new__(cls)
        made._name_ = re.sub(r"\W", "_", value).upper()
        made._value_ = value
        return cast("Category", cls._value2member_map_.setdefault(value, made))

    @property
    def of_the_harness(self) -> bool:
        """Whether it is one of those that the harness itself knows, not a plug-in's."""
        return self._name_ in type(self).__members__


@dataclass(frozen=True, slots=True)
class Locus:
    """Which part of the route a finding is put down to. Unknown until earned by evidence.

    `name` is `forward` or `backward` where the route is out and back, `hop` where it is longer,
    `unknown` where the evidence is too weak or contradicts itself. `evidence` holds plain
    sentences; `confidence` in [0, 1] is the share of the belief that lies with this hop.
    """

    name: str
    hop: int | None = None  # counted from 1
    evidence: tuple[str, ...] = ()
    confidence: float | None = None

    def __post_init__(self) -> None:
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError(f"a confidence lies in [0, 1], not at {self.confidence}")

    def __str__(self) -> str:
        """As people name it: `forward`, `backward`, `hop 3`, `unknown`."""
        return f"hop {self.hop}" if self.name == "hop" else self.name

    @property
    def known(self) -> bool:
        """Whether a hop was convicted."""
        return self.name != "unknown"

    def answers(self, wanted: str) -> bool:
        """Whether a user who asks for `wanted` means this one: its name, or `hop N` by number."""
        return wanted in (str(self), f"hop {self.hop}")

    @classmethod
    def at(
        cls, hop: int, hops: int, evidence: tuple[str, ...] = (), confidence: float | None = None
    ) -> "Locus":
        """Hop `hop` of a route of `hops`: forward and backward where there are just two."""
        name = ("forward", "backward")[hop - 1] if hops == 2 else "hop"
        return cls(name, hop, evidence, confidence)


UNKNOWN = Locus("unknown")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Words of a bead that a finding speaks of: which stop of the route, and where in its text.

    Stop 0 is the source, the last stop the back-translation.
    """

    stop: int
    span: Span  # in that stop's text

    def __post_init__(self) -> None:
        if self.stop < 0:
            raise ValueError(f"stops are counted from 0, not {self.stop}")


class _Marked:
    """What speaks of words of a bead."""

    __slots__ = ()
    marks: tuple[Mark, ...]

    def spans(self, stop: int) -> tuple[Span, ...]:
        """Where the words stand in the text of one stop."""
        return tuple(mark.span for mark in self.marks if mark.stop == stop)


@dataclass(frozen=True, slots=True)
class Issue(_Marked):
    """What a detector reports: what changed. How bad that is, the grading says (`Finding`).

    `kind` says what changed and under which circumstances, as a path with dots that begins with
    the detector's name: "numbers.lost", "numbers.lost.words". Its severity is looked up by it.

    `message` is one plain sentence with the words in question. `evidence` holds the same facts for
    programs, as named strings. `marks` light the words on every side where they stand; a lost word
    has none on the side that lost it.
    """

    kind: str
    category: Category
    message: str
    marks: tuple[Mark, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    locus: Locus = UNKNOWN

    @property
    def detector(self) -> str:
        """Who reports it."""
        return self.kind.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A change of a severity after the table had given it."""

    by: str  # who
    was: Severity  # before
    became: Severity  # after
    why: str  # as a phrase


@dataclass(frozen=True, slots=True)
class Finding(_Marked):
    """An issue with its severity (in MQM a verified issue would be an error; nobody verified it).

    `message`, `marks` and `evidence` are the issue's. The table of grades gives the first severity,
    by `kind`; `adjustments` are what was made of it since, in order. Grading changes no other
    field. Without a kind in records of before.
    """

    detector: str  # its name
    category: Category  # what went wrong
    severity: Severity  # how bad
    message: str
    marks: tuple[Mark, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    locus: Locus = UNKNOWN  # which hop did it
    kind: str = ""  # what changed: the first severity is looked up by it
    adjustments: tuple[Adjustment, ...] = ()  # what was made of the severity since

    @classmethod
    def of(cls, issue: Issue, severity: Severity) -> "Finding":
        """The issue, graded."""
        return cls(
            issue.detector,
            issue.category,
            severity,
            issue.message,
            issue.marks,
            issue.evidence,
            issue.locus,
            issue.kind,
        )

    def adjusted(self, by: str, to: Severity, why: str) -> "Finding":
        """The finding after one more adjustment."""
        made = Adjustment(by, self.severity, to, why)
        return replace(self, severity=to, adjustments=(*self.adjustments, made))

    def before(self, by: str) -> "Finding":
        """The finding as it was before `by` adjusted it; itself where `by` never did."""
        for place, each in enumerate(self.adjustments):
            if each.by == by:
                return replace(self, severity=each.was, adjustments=self.adjustments[:place])
        return self


@dataclass(frozen=True, slots=True)
class Score:
    """One metric's view of one bead.

    `statistics` are integers that add up over beads; the metric turns a sum of them into a score
    again, so that a run's score and every resample of it need no re-reading of text.
    """

    value: float  # on the metric's own scale
    statistics: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a trained reader takes two texts for; see `harness.proofreader`.

    `same` is how likely it is that they say the same; `kinds` how likely each kind of change is, by
    the reader's own names ("negation", "omission", …). All in [0, 1].
    """

    same: float
    kinds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Return:
    """What a witness made of the hypothesis: `text`, or None and the `reason` why there is none."""

    witness: str  # its name
    text: LocalText | None
    reason: str = ""  # why there is no text


@dataclass(frozen=True, slots=True)
class Drift:
    """All that is known of one bead: the row of every report.

    `segments` are the bead's source segments (none where something was added), `scores` go by the
    metric's name, `returns` are the witnesses', in the order of the run's identity. `alive` says
    how many of the source's facts (numbers, dates, names, denials, copies) still stand at each
    stop; empty where nobody counted. `judgements` are those of the run's judges, if it has any.
    `course` says, on routes of more than two hops, by metric how like the source each hop's text
    is: None where the metric cannot compare the two languages. `reading` is what the pair
    classifier takes source and back-translation for, if it was asked.
    """

    segments: tuple[Segment, ...]
    texts: BeadText  # one a stop of the route
    scores: Mapping[str, Score] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()  # in the order of the detectors
    returns: tuple[Return, ...] = ()
    alive: tuple[int, ...] = ()
    course: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()
    reading: Reading | None = None  # what the pair classifier takes the two ends for

    @property
    def row_id(self) -> str:
        """Identity of the row: its first segment's, or that of the added text."""
        if self.segments:
            return self.segments[0].segment_id
        return fingerprint(["added", self.texts.back_translation.text])[:16]

    @property
    def severity(self) -> Severity | None:
        """The worst finding's, None where there is none."""
        return max((finding.severity for finding in self.findings), default=None)

    def before(self, by: str) -> "Drift":
        """The row with its findings as they were before `by` adjusted any."""
        return replace(self, findings=tuple(finding.before(by) for finding in self.findings))

    @property
    def moved(self) -> bool:
        """Whether it came back in another place, as one of its findings says."""
        return any(finding.category is Category.SENTENCE_ORDER for finding in self.findings)

    def finding_ids(self) -> tuple[str, ...]:
        """One short id a finding, in order; it survives edits elsewhere in the document."""
        return tuple(
            fingerprint(
                [
                    self.row_id,
                    finding.detector,
                    finding.category.value,
                    [[mark.stop, mark.span.start, mark.span.end] for mark in finding.marks],
                    [list(pair) for pair in finding.evidence],
                ]
            )[:12]
            for finding in self.findings
        )


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A segment that could not be carried through the route, and why. Never a pass.

    `texts` holds the source and what was reached before hop `hop` (counted from 1) failed.
    """

    segment: Segment  # what should have been measured
    texts: tuple[LocalText, ...]
    hop: int
    reason: str  # as the engine says

    def __post_init__(self) -> None:
        if self.hop < 1:
            raise ValueError(f"hops are counted from 1, not {self.hop}")


Row = Drift | Unmeasured


# ── runs ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class MetricCard:
    """What a reader must know of a metric to read its numbers without its code.

    A scale without an end has an infinite one.
    """

    name: str  # as users ask for it
    title: str  # as readers know it
    signature: Signature  # its settings
    lowest: float  # end of the scale
    highest: float  # end of the scale
    higher_is_better: bool  # else lower is
    across_languages: bool = False  # compares texts of two languages, too

    @property
    def digits(self) -> int:
        """How many are shown after the point: one where the scale runs from 0 far upwards."""
        return 1 if self.lowest == 0 and self.highest > 1 else 3


@dataclass(frozen=True, slots=True)
class Witness:
    """Another way back from the hypothesis: its languages and engines as in a route, `es:en@x`."""

    name: str  # the way itself
    engines: tuple[Signature, ...]  # one a hop


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """Everything that can change a run's results; hashed. Time, host and paths never are."""

    doc_id: str  # name of the text
    text_digest: str  # fingerprint of the text
    route: Route  # all hops
    segmenter: Signature  # what cut the text
    engines: tuple[Signature, ...]  # one a hop
    metrics: tuple[MetricCard, ...]  # what scored
    detectors: tuple[Signature, ...]  # what looked for findings
    blame: Signature | None = None  # None: loci were not looked for
    witnesses: tuple[Witness, ...] = ()  # other ways back
    judges: tuple[Signature, ...] = ()  # models that were asked how probable the words are
    grading: Signature | None = None  # how severities came about; None in records of before

    @property
    def language(self) -> str:
        return self.route.language

    @property
    def fingerprint(self) -> str:
        parts: dict[str, Plain] = {
            "doc_id": self.doc_id,
            "text": self.text_digest,
            "route": str(self.route),
            "segmenter": self.segmenter.identity,
            "engines": [engine.identity for engine in self.engines],
            "metrics": [metric.signature.identity for metric in self.metrics],
            "detectors": [detector.identity for detector in self.detectors],
        }
        if self.blame is not None:  # absent from records of before
            parts["blame"] = self.blame.identity
        if self.witnesses:
            parts["witnesses"] = [
                [witness.name, *(engine.identity for engine in witness.engines)]
                for witness in self.witnesses
            ]
        if self.judges:
            parts["judges"] = [judge.identity for judge in self.judges]
        if self.grading is not None:
            parts["grading"] = self.grading.identity
        return fingerprint(parts)


@dataclass(frozen=True, slots=True)
class RunTotals:
    """What the footer of a run record knows: counts and whole-run scores."""

    rows: int  # all
    measured: int  # rows of kind drift
    unmeasured: int  # rows of kind unmeasured
    findings: Mapping[str, Mapping[str, int]]  # category path -> severity -> count
    scores: Mapping[str, float]  # of the whole run, by the metric's name

    def count(self, severity: Severity) -> int:
        return sum(counts.get(severity.value, 0) for counts in self.findings.values())


# Facts of a run that are true of the occasion and not of the result: time, host, versions.
Circumstances = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Run:
    """One text carried over one route, and what became of it.

    `rows` stand in order of the text and can be iterated again and again; they may be read from
    disk each time, so that a book needs no more memory than a page. `caveats` are sentences that a
    reader must see before any score ("Meaning was not measured: …").
    """

    identity: RunIdentity
    circumstances: Circumstances
    caveats: tuple[str, ...]
    totals: RunTotals
    rows: Iterable[Row]


class ExitCode(IntEnum):
    """How every command ends."""

    PASSED = 0
    DRIFTED = 1
    USAGE = 2  # Click's own code for a wrong command line
    NOT_MEASURED = 3
