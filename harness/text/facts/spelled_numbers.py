"""Numbers in words, put together from their parts, in the languages that text2num does not know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from harness.core.values import Span
from harness.text.data.language import NumberConventions

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:-\p{L}[\p{L}\p{M}]*)*")
_JOINED_WORD = regex.compile(
    _WORD.pattern.replace("[\\p{L}\\p{M}]*", "(?:[\\p{L}\\p{M}]|['’ʼ](?=\\p{L}))*")
)
_GAP = regex.compile(r"[\s\-]*")
_AFTER_DIGITS = regex.compile(r"(?r)\p{Nd}[\s\-]*$")
_LONGEST_PHRASE = 4  # words of a number below a hundred
_THOUSAND = 1000
# Letters that writers spell two ways: Arabic alefs, apostrophes, Russian "ё".
_ONE_WAY = str.maketrans("أإآٱʼ’ё", "اااا''е")


@dataclass(frozen=True, slots=True)
class SpelledNumber:
    """A value and where its words stand."""

    span: Span
    value: int


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a number: a value below a thousand, or what scales one."""

    value: int
    scales: bool
    span: Span


def spelled_numbers(text: str, habits: NumberConventions) -> Iterator[SpelledNumber]:
    """The numbers in words of `text`: "двести сорок тысяч шесть" is 240,006.

    Parts stand side by side, one onto the other ("kuusikymmentäkahdeksan"), or joined by a link
    ("og", Arabic "و"). A bare scale ("thousands") is no number.
    """
    parts = list(_parts(text, habits))
    at = 0
    while at < len(parts):
        number, end = _Sum(), at
        if parts[at].scales and _AFTER_DIGITS.search(text, 0, parts[at].span.start):
            at += 1  # it scales these digits
            continue
        while end < len(parts) and _joined(parts, end, at, text, habits):
            if not number.take(parts[end]):
                break
            end += 1
        if number.counted:
            yield SpelledNumber(Span(parts[at].span.start, parts[end - 1].span.end), number.value)
        at = max(end, at + 1)


class _Sum:
    """A number as it grows: every part must fit below the one before."""

    def __init__(self) -> None:
        self.counted = False
        self._total = self._section = 0
        self._room = self._scale = 10**30  # what is added must be less than these

    @property
    def value(self) -> int:
        return self._total + self._section

    def take(self, part: _Part) -> bool:
        """Whether the part belongs to the number; it is then added."""
        return self._multiply(part.value) if part.scales else self._add(part.value)

    def _add(self, value: int) -> bool:
        if value >= self._room or (value == 0 and self.counted):
            return False
        self.counted = True
        self._section += value
        self._room = 1
        while value and value % (self._room * 10) == 0:
            self._room *= 10
        return True

    def _multiply(self, factor: int) -> bool:
        if factor < _THOUSAND:
            if not 0 < self._section < min(factor, self._scale):
                return False
            self._section *= factor
            self._room = factor
            return True
        if self._section == 0 and self._total and factor > self._scale:
            self._total *= factor  # "a thousand million"
        elif factor < self._scale:
            self._total += (self._section or 1) * factor
        else:
            return False
        self._section, self._room, self._scale = 0, factor, factor
        return True


# ── parts ───────────────────────────────────────────────────────────────────────────────────────


def _joined(
    parts: Sequence[_Part], at: int, first: int, text: str, habits: NumberConventions
) -> bool:
    """Whether nothing but a gap or a link stands before a part that is not the first."""
    if at == first:
        return True
    between = text[parts[at - 1].span.end : parts[at].span.start].strip(" \u00a0\u202f-")
    return not between or between.casefold() in habits.links


def _parts(text: str, habits: NumberConventions) -> Iterator[_Part]:
    pattern = _JOINED_WORD if _apostrophes(habits) else _WORD
    found = [(match.start(), match.end()) for match in pattern.finditer(text)]
    words = [_spelling(text[start:end]) for start, end in found]
    at = 0
    while at < len(words):
        phrase = _phrase_at(words, at, habits)
        if phrase is None:
            at += 1
            continue
        value, length, skipped = phrase
        start, end = found[at][0] + skipped, found[at + length - 1][1]
        if value is not None:
            yield _Part(value, scales=False, span=Span(start, end))
        else:
            word = words[at][skipped:]
            yield from (_Part(v, s, Span(start, end)) for v, s in _in_word(word, habits))
        at += length


def _phrase_at(
    words: Sequence[str], at: int, habits: NumberConventions
) -> tuple[int | None, int, int] | None:
    """The value of the words that begin here, how many they are, and how long the link is that is
    written onto the first. No value: one word of several parts.
    """
    first = words[at]
    links = sum(len(link) == 1 and first.startswith(link) for link in habits.links)
    for skipped in range(min(links, 1) + 1):
        rest = first[skipped:]
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            value = habits.spelled.get(" ".join([rest, *words[at + 1 : at + length]]))
            if value is not None:
                return value, length, skipped
        if _in_word(rest, habits):
            return None, 1, skipped
    return None


@lru_cache(maxsize=16384)
def _in_word(word: str, habits: NumberConventions) -> tuple[tuple[int, bool], ...]:
    """The parts of a word that consists of nothing else: "tvåhundratolv" is 2, 100, 12."""
    multipliers = _multipliers(habits)
    if word in multipliers:
        return ((multipliers[word], True),)
    if word in habits.spelled:
        return ((habits.spelled[word], False),)
    for cut in range(len(word) - 2, 1, -1):
        head = word[:cut].rstrip("-")
        if head in habits.spelled or head in multipliers:
            rest = _in_word(word[cut:].lstrip("-"), habits)
            if rest:
                return (*_in_word(head, habits), *rest)
    return ()


@cache
def _apostrophes(habits: NumberConventions) -> bool:
    """Whether numbers hold an apostrophe: Ukrainian "дев'ять"."""
    return any("'" in name for name in habits.spelled)


@cache
def _multipliers(habits: NumberConventions) -> Mapping[str, int]:
    return {_spelling(word): factor for word, factor in habits.multipliers.items()}


@lru_cache(maxsize=16384)
def _spelling(word: str) -> str:
    return word.casefold().translate(_ONE_WAY)
