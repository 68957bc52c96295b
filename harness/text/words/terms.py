"""Terms of a glossary found in a text, in whatever form their words stand there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from harness.core.values import Span
from harness.text.pairs.word_alignment import AlignedWord, words_of


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A term as words; `literal` where it has signs that are no words (C++, .NET)."""

    term: str
    words: tuple[AlignedWord, ...]
    literal: re.Pattern[str] | None

    @property
    def cased(self) -> bool:
        """Whether capitals belong to it: NATO, iPhone."""
        return any(sign.isupper() for word in self.term.split() for sign in word[1:])


class Terms:
    """Terms in one language, ready to be found.

    A word of a term is found in every form of which dictionaries know the base form; where they
    know none, as it is written. Capitals count only within words. Blind to forms that add a word.
    """

    def __init__(self, terms: Iterable[str], language: str) -> None:
        self._language = language
        self._by_word: dict[str, list[_Phrase]] = {}
        self._literal: list[_Phrase] = []
        for term in dict.fromkeys(terms):
            phrase = _phrase(term, language)
            if phrase.literal is not None:
                self._literal.append(phrase)
            else:
                first = phrase.words[0]
                for key in {first.text, first.base}:
                    self._by_word.setdefault(key, []).append(phrase)

    def found(self, text: str) -> tuple[tuple[str, Span], ...]:
        """Every term where it stands, in order; of terms that share words the longest."""
        places = sorted(self._places(text), key=lambda each: (-len(each[1]), each[1].start))
        kept: list[tuple[str, Span]] = []
        for term, span in places:
            if not any(span.overlaps(other) for _, other in kept):
                kept.append((term, span))
        return tuple(sorted(kept, key=lambda each: each[1]))

    def _places(self, text: str) -> Iterator[tuple[str, Span]]:
        for phrase in self._literal:
            if phrase.literal is not None:
                for match in phrase.literal.finditer(text):
                    yield phrase.term, Span(*match.span())
        words = words_of(self._language, text) if self._by_word else ()
        for at, word in enumerate(words):
            candidates = {id(each): each for key in (word.text, word.base)
                          for each in self._by_word.get(key, ())}  # fmt: skip
            for phrase in candidates.values():
                if (span := _span(phrase, words[at : at + len(phrase.words)], text)) is not None:
                    yield phrase.term, span


@lru_cache(maxsize=4096)
def stands_in(term: str, text: str, language: str) -> bool:
    """Whether a term is in a text, in any of its forms."""
    return bool(Terms((term,), language).found(text))


def stands_as_written(term: str, text: str) -> bool:
    """Whether a term is in a text just as it is written, as words of its own."""
    return _literal(term, re.NOFLAG).search(text) is not None


def _phrase(term: str, language: str) -> _Phrase:
    words = words_of(language, term)
    covered = sum(len(word.span) for word in words)
    signs = len("".join(term.split())) - covered
    literal = _literal(term, re.NOFLAG) if signs or not words else None
    return _Phrase(term, words, literal)


def _literal(term: str, flags: re.RegexFlag) -> re.Pattern[str]:
    before = r"(?<!\w)" if term[:1].isalnum() else ""
    behind = r"(?!\w)" if term[-1:].isalnum() else ""
    return re.compile(before + re.escape(term) + behind, flags)


def _span(phrase: _Phrase, words: Sequence[AlignedWord], text: str) -> Span | None:
    """Where these words stand, if they are the phrase's."""
    if len(words) < len(phrase.words):
        return None
    for one, other in zip(phrase.words, words, strict=True):
        if one.text != other.text and one.base != other.base:
            return None
    span = Span(words[0].span.start, words[-1].span.end)
    if any(sign.strip() and not sign.isalnum() for sign in _between(words, text)):
        return None  # "access. Point"
    return span if not phrase.cased or span.of(text).startswith(phrase.term) else None


def _between(words: Sequence[AlignedWord], text: str) -> str:
    gaps = (text[a.span.end : b.span.start] for a, b in pairwise(words))
    return "".join(gaps).replace("-", "")
