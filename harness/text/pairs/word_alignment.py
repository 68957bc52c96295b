"""Which words of two texts in one language say the same, and which have no counterpart.

Words are paired by form, base form, spelling and a lexicon, the surest pairs first; among equals,
pairs whose neighbours are paired with each other win, then those in like places.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import regex
from rapidfuzz.distance import OSA

from harness.core.route_syntax import base_language
from harness.core.values import LocalText, Span
from harness.text.data.base_forms import base_form
from harness.text.data.language import language_data
from harness.text.data.lexical_resources import LexicalResources, lexical_resources
from harness.text.data.lexicon import Relation, lexicon
from harness.text.words.dictionary import in_dictionary
from harness.text.words.normalise import folded, plain, without_endings
from harness.text.words.tokens import TokenKind, tokenize

_NEIGHBOUR = 0.2  # what a paired neighbour adds to the strength of a pair
_FAR = 0.15  # what is taken off between the first word and the last
_SLIPS = 2  # letters wrong in a word that stands in its own place, and is no other word
# Signs that are words alone, as tokens of scripts without spaces are; kana mostly write endings.
_A_WORD = regex.compile(r"[\p{Han}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_SHORT = 5  # letters of a word of which one may be wrong
_STEM = 4  # letters that two words of one family share at least
_SECOND_PART = 5  # letters from which what follows is no ending
# Where more pairs than this would have to be looked at, a word is compared with those only that
# stand about where it stands: time grows with the words, not with their square. Texts of some
# hundred words that say something else, or that repeat one word, have more.
_MOST_PAIRS = 40_000
_NEAR = 8  # of the words that could be meant, so many before the place and so many after it


class WordRelation(Enum):
    """Why two words are held to be counterparts."""

    FORM = "form"
    BASE = "base form"
    SPELLING = "spelling"
    FAMILY = "family"
    SYNONYM = "synonym"
    WIDER = "wider"
    NARROWER = "narrower"
    OPPOSITE = "opposite"


STRENGTH = {
    WordRelation.FORM: 1.0,
    WordRelation.BASE: 0.95,
    WordRelation.SPELLING: 0.8,
    WordRelation.FAMILY: 0.8,
    WordRelation.SYNONYM: 0.75,
    WordRelation.NARROWER: 0.5,
    WordRelation.WIDER: 0.5,
    WordRelation.OPPOSITE: 0.5,
}
_RELATIONS = {
    Relation.SYNONYM: WordRelation.SYNONYM,
    Relation.RELATED: WordRelation.FAMILY,
    Relation.WIDER: WordRelation.WIDER,
    Relation.NARROWER: WordRelation.NARROWER,
    Relation.OPPOSITE: WordRelation.OPPOSITE,
}


@dataclass(frozen=True, slots=True)
class AlignedWord:
    """A word or number of a text, as it is read here."""

    text: str  # case-folded, with straight apostrophes
    base: str  # "sold" is "sell"
    span: Span
    content: bool  # carries meaning of its own; "the" does not
    capital: bool


@dataclass(frozen=True, slots=True)
class WordAlignment:
    """Two texts, word by word. `ties` goes by (place in source, place in back)."""

    source: tuple[AlignedWord, ...]
    back: tuple[AlignedWord, ...]
    forward: dict[int, int]
    backward: dict[int, int]
    relations: dict[tuple[int, int], WordRelation]

    def lost(self) -> list[int]:
        """Places of content words of the source without a counterpart."""
        return [
            at for at, word in enumerate(self.source) if word.content and at not in self.forward
        ]

    def added(self) -> list[int]:
        """Places of content words of the back-translation without a counterpart."""
        return [at for at, w in enumerate(self.back) if w.content and at not in self.backward]

    @property
    def closeness(self) -> float:
        """Share of content words, of both sides together, that have a counterpart; in [0, 1]."""
        return self.closeness_but(0)

    def closeness_but(self, missing: int) -> float:
        """The same if `missing` words without a counterpart had never been: that of the rest."""
        both = sum(word.content for word in (*self.source, *self.back)) - missing
        rest = len(self.lost()) + len(self.added()) - missing
        return 1 - rest / both if both > 0 else 1.0

    def literal_but(self, missing: tuple[int, int]) -> bool:
        """Whether all words of both sides, but `missing` on each, are the same, if in other forms.

        `missing`: how many in the source, how many in the back-translation.
        """
        same = sum(tie in (WordRelation.FORM, WordRelation.BASE) for tie in self.relations.values())
        return (len(self.source) - missing[0], len(self.back) - missing[1]) == (same, same)

    def turned(self) -> "WordAlignment":
        """The same with the sides exchanged."""
        return WordAlignment(
            self.back,
            self.source,
            self.backward,
            self.forward,
            {(there, here): _MIRROR.get(tie, tie) for (here, there), tie in self.relations.items()},
        )


_MIRROR = {WordRelation.WIDER: WordRelation.NARROWER, WordRelation.NARROWER: WordRelation.WIDER}


# Every detector of wording asks for the same bead, and then grading for those of the whole block.
@lru_cache(maxsize=512)
def align_words(language: str, source: str, back: str) -> WordAlignment:
    """Pair the words of two texts in one language.

    Blind to phrases: "take place" and "happen" are no counterparts. In languages without a lexicon
    only form, base form and spelling count. In texts of many hundred words, blind to counterparts
    far from their place, where nearer words could be meant.
    """
    here, there = words_of(language, source), words_of(language, back)
    pairing = _Pairing(here, there)
    pairing.pair(_same(here, there, content=True))
    pairing.pair(_alike(pairing, language))
    pairing.pair(_same(here, there, content=False))
    pairing.pair(_misspelled(pairing, language))
    return WordAlignment(
        here,
        there,
        pairing.forward,
        {there: here for here, there in pairing.forward.items()},
        pairing.ties,
    )


@lru_cache(maxsize=128)
def words_of(language: str, text: str) -> tuple[AlignedWord, ...]:
    """The words and numbers of `text`; contracted words ("isn't") stay one."""
    habits = lexical_resources(language)
    found = []
    for token in tokenize(text):
        if token.kind is not TokenKind.SYMBOL:
            word, base, content = _entry(token.text, token.kind, habits)
            found.append(AlignedWord(word, base, token.span, content, token.text[0].isupper()))
    return tuple(found)


@lru_cache(maxsize=65536)
def _entry(text: str, kind: TokenKind, habits: LexicalResources) -> tuple[str, str, bool]:
    """A word as it is looked up, its base form, and whether it has a meaning of its own."""
    word = plain(text).strip("_") or text
    long = len(word) > 1 or kind is TokenKind.NUMBER or bool(_A_WORD.match(word))
    return word, base_of(word, habits), long and word not in habits.function


@lru_cache(maxsize=128)  # every kind of evidence asks for the words of the same few findings
def content_words_at(text: LocalText, spans: tuple[Span, ...]) -> tuple[AlignedWord, ...]:
    """The content words of a text that any of the spans touches."""
    if not spans:
        return ()
    return tuple(
        word
        for word in words_of(text.language, text.text)
        if word.content and any(word.span.overlaps(span) for span in spans)
    )


@lru_cache(maxsize=65536)
def base_of(word: str, habits: LexicalResources) -> str:
    """The form under which a word stands in dictionaries; itself where that is not known."""
    word = without_endings(word, habits.possessive)
    if not habits.bases:
        return word
    return base_form(word, habits.tag).casefold()


Candidate = tuple[float, int, int, WordRelation]


class _Pairing:
    """Pairs taken so far, each word at most once."""

    def __init__(self, source: Sequence[AlignedWord], back: Sequence[AlignedWord]) -> None:
        self.source, self.back = source, back
        self.forward: dict[int, int] = {}
        self.ties: dict[tuple[int, int], WordRelation] = {}
        self._taken: set[int] = set()

    def free(self) -> tuple[list[int], list[int]]:
        """Content words of both sides that are not paired yet."""
        return (
            [at for at, w in enumerate(self.source) if w.content and at not in self.forward],
            [at for at, w in enumerate(self.back) if w.content and at not in self._taken],
        )

    def in_place(self) -> Iterable[tuple[int, int]]:
        """Words of any class, not paired yet, that stand alone between the same neighbours."""
        for here in range(len(self.source)):
            before = self.forward.get(here - 1, -1 if here == 0 else None)
            after = self.forward.get(
                here + 1, len(self.back) if here + 1 == len(self.source) else None
            )
            if here in self.forward or before is None or after is None:
                continue
            if after - before == 2 and before + 1 not in self._taken:
                yield here, before + 1

    def pair(self, candidates: Iterable[Candidate]) -> None:
        """Take the best of `candidates` again and again. Neighbours count as they stand before."""
        waiting = [
            (strength + self._support(here, there), here, there, tie)
            for strength, here, there, tie in candidates
        ]
        for _, here, there, tie in sorted(waiting, key=lambda each: (-each[0], each[1], each[2])):
            if here not in self.forward and there not in self._taken:
                self.forward[here] = there
                self._taken.add(there)
                self.ties[here, there] = tie

    def _support(self, here: int, there: int) -> float:
        before = here > 0 and self._close(here - 1, there - 1)
        after = self._close(here + 1, there + 1)
        place = here / max(len(self.source) - 1, 1) - there / max(len(self.back) - 1, 1)
        return _NEIGHBOUR * (before + after) - _FAR * abs(place)

    def _close(self, here: int, there: int) -> bool:
        if not (0 <= here < len(self.source) and 0 <= there < len(self.back)):
            return False
        same = self.source[here].text == self.back[there].text
        return self.forward.get(here) == there or (same and self.source[here].content)


def _same(
    source: Sequence[AlignedWord], back: Sequence[AlignedWord], *, content: bool
) -> Iterable[Candidate]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(back):
        if word.content or not content:
            for form in {word.text, word.base}:
                places[form].append(at)
    asked = Counter(word.text for word in source)
    everywhere = sum(n * len(places.get(form, ())) for form, n in asked.items()) <= _MOST_PAIRS
    scale = len(back) / len(source) if source else 0
    for here, word in enumerate(source):
        if not (word.content or not content):
            continue
        for form in {word.text, word.base}:
            found = places.get(form, ())
            for there in found if everywhere else _nearest(found, here * scale):
                tie = WordRelation.FORM if word.text == back[there].text else WordRelation.BASE
                yield STRENGTH[tie], here, there, tie


def _misspelled(pairing: _Pairing, language: str) -> Iterable[Candidate]:
    """Words misspelled in place, whatever their class and however short: "soem" for "some"."""
    for here, there in pairing.in_place():
        one, other = pairing.source[here].text, pairing.back[there].text
        if one[0].isdigit() or other[0].isdigit():
            continue
        if pairing.source[here].content != pairing.back[there].content:
            known = False  # a slip made a word of it: "ad" for "and"
            most = 1
        else:
            known, most = _in_dictionary(one, language) and _in_dictionary(other, language), _SLIPS
        if _two_names(one, other, language):
            continue
        if min(len(one), len(other)) <= _SHORT and not lexicon(language).senses:
            most = 1  # where little is known, two short words are two: Turun, Oulun
        slips = OSA.distance(one, other)
        # Something of a word is left where it is misspelled: "可" is no slip for "须".
        if not known and slips <= most and slips < max(len(one), len(other)):
            yield STRENGTH[WordRelation.SPELLING], here, there, WordRelation.SPELLING


def _alike(pairing: _Pairing, language: str) -> Iterable[Candidate]:
    free_source, free_back = pairing.free()
    everywhere = len(free_source) * len(free_back) <= _MOST_PAIRS
    scale = len(pairing.back) / max(len(pairing.source), 1)
    for here in free_source:
        for there in free_back if everywhere else _nearest(free_back, here * scale):
            tie = _relation(pairing.source[here], pairing.back[there], language)
            if tie:
                yield STRENGTH[tie], here, there, tie


def _nearest(places: Sequence[int], place: float) -> Sequence[int]:
    """Those of `places`, sorted, that lie next to `place`, on both sides of it."""
    at = bisect_left(places, place)
    return places[max(at - _NEAR, 0) : at + _NEAR]


def _relation(one: AlignedWord, other: AlignedWord, language: str) -> WordRelation | None:
    if one.text[0].isdigit() or other.text[0].isdigit():
        return None
    return _relation_of(one.text, one.base, other.text, other.base, base_language(language))


@lru_cache(maxsize=262144)
def _relation_of(
    one: str, base: str, other: str, other_base: str, language: str
) -> WordRelation | None:
    book = lexicon(language)
    found = {
        book.relation(here, there)
        for here in {one, base, *_parts(base)}
        for there in {other, other_base, *_parts(other_base)}
    }
    for relation, tie in _RELATIONS.items():
        if relation in found and relation is not Relation.OPPOSITE:
            if relation in (Relation.WIDER, Relation.NARROWER) and Relation.OPPOSITE in found:
                break
            return tie
    if Relation.OPPOSITE in found:
        return WordRelation.OPPOSITE
    if _one_spelling(one, other, language):
        return WordRelation.SPELLING
    return WordRelation.FAMILY if _one_family(base, other_base) else None


def _parts(word: str) -> tuple[str, ...]:
    """The last part of a compound with a hyphen, by which it is known ("co-owner")."""
    return (word.rpartition("-")[2],) if "-" in word else ()


def _one_spelling(one: str, other: str, language: str) -> bool:
    """Whether one of two words looks like the other misspelled, or written another way."""
    if folded(one).replace("-", "") == folded(other).replace("-", ""):
        return True
    shorter = min(len(one), len(other))
    if shorter < 3 or OSA.distance(one, other) > 1 + (shorter >= 9):
        return False
    if _two_names(one, other, language):
        return False
    return not (_in_dictionary(one, language) and _in_dictionary(other, language))


def _two_names(one: str, other: str, language: str) -> bool:
    """Whether two words of equal length may be two names, where no capitals tell: केलर, कोलर.

    A word misspelled is one that a dictionary has, or has another length, as a prefix makes it.
    """
    if one.isascii() or len(one) != len(other) or language_data(language).cased:
        return False
    return not (_in_dictionary(one, language) or _in_dictionary(other, language))


def _in_dictionary(word: str, language: str) -> bool:
    return bool(in_dictionary(word, language))


def _one_family(one: str, other: str) -> bool:
    """Whether two base forms share so much of their start that one is derived from the other.

    Two compounds are not, whose second parts differ: Finnish "kuukausipalkka", "kuukausivuokra".
    """
    shared = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    compounds = min(len(one), len(other)) - shared >= _SECOND_PART
    return shared >= _STEM and shared >= 0.5 * max(len(one), len(other)) and not compounds
