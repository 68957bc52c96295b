"""What a detector reports: category, severity, place, and the hop at fault."""

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import total_ordering
from typing import cast

from harness.core.one_line import one_line
from harness.core.values.text import Span


@total_ordering
class Severity(Enum):
    """MQM's three levels, ordered: `MINOR < MAJOR < CRITICAL`."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return _ORDER.index(self)

    def __lt__(self, other: object) -> bool:
        return self.rank < other.rank if isinstance(other, Severity) else NotImplemented


_ORDER = tuple(Severity)

_LONGEST_MESSAGE = 300  # when a finding is printed
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
    """The hop that a finding is attributed to. Unknown without enough evidence.

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
        """Whether a hop was named."""
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
    category: Category  # what went wrong
    message: str
    marks: tuple[Mark, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    locus: Locus = UNKNOWN  # which hop did it

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
    """An issue with its severity (MQM calls it an error once a person has verified it).

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

    def __str__(self) -> str:
        """One line: `major omission: “euros” did not come back (forward)`."""
        what = self.category.value.rpartition("/")[2]
        told = one_line(self.message, _LONGEST_MESSAGE).removesuffix(".")
        hop = f" ({self.locus})" if self.locus.known else ""
        return f"{self.severity.value} {what}: {told}{hop}"

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
