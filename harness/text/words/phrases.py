"""Fixed phrases, found among the words of a text in one pass."""

from collections.abc import Iterable, Iterator, Sequence

import regex

_NUMBER = "#"
_ANY = "*"
# Scripts without spaces, whose signs are tokens one by one.
_SIGN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


class Phrases:
    """A set of phrases, each one or more words, all case-folded.

    A phrase that ends in "#" counts only before a number: "over #" stands in "over 40 people", not
    in "over the bridge". The number is no part of it. "verboten*" is any word that begins so,
    "*malı" any longer word that ends so; in a phrase of several words "*" is any ("ma * prawo").
    """

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        self.written = tuple(phrase.casefold() for phrase in phrases)
        starts: dict[str, list[tuple[str, ...]]] = {}
        wild = [phrase for phrase in self.written if _is_wild(phrase)]
        for phrase in self.written:
            if not _is_wild(phrase):
                words = _words(phrase)
                first = _ANY if _ANY in words[0] else words[0]
                starts.setdefault(first, []).append(words)
        self._starts = {
            first: sorted(same, key=len, reverse=True) for first, same in starts.items()
        }
        self._loose = bool(starts.get(_ANY))
        self._patterns = frozenset(
            tuple(part for part in phrase if part != _NUMBER)
            for same in starts.values()
            for phrase in same
            if _ANY in "".join(phrase)
        )
        self._beginnings = tuple(phrase[:-1] for phrase in wild if phrase.endswith(_ANY))
        self._endings = tuple(phrase[1:] for phrase in wild if phrase.startswith(_ANY))

    def may_stand_in(self, words: Iterable[str]) -> bool:
        """Whether a phrase may begin with one of `words`."""
        if self._beginnings or self._endings or self._loose:
            return True
        return not self._starts.keys().isdisjoint(words)

    def places(self, words: Sequence[str]) -> Iterator[range]:
        """Where phrases stand in `words`, in order, the longest of those that start together.

        Phrases of the set that share words are all found.
        """
        if not self.may_stand_in(words):
            return  # as in most texts, and many times faster than to look word by word
        starts, affixed = self._starts, bool(self._beginnings or self._endings)
        for start, word in enumerate(words):
            if (word in starts or self._loose or (affixed and self._wild(word))) and (
                length := self.length_at(words, start)
            ):
                yield range(start, start + length)

    def length_at(self, words: Sequence[str], start: int) -> int:
        """How many words the longest phrase has that stands right there; 0 if none does."""
        if start >= len(words):
            return 0
        known = self._starts.get(words[start], ())
        for phrase in (*known, *self._starts[_ANY]) if self._loose else known:
            length = len(phrase) - (phrase[-1] == _NUMBER)
            if not self._stands(phrase[:length], words[start : start + length]):
                continue
            if length == len(phrase) or _numeric(words, start + length):
                return length
        return int(self._wild(words[start]))

    def _stands(self, phrase: tuple[str, ...], words: Sequence[str]) -> bool:
        if phrase in self._patterns:
            return len(words) == len(phrase) and all(map(_fits, phrase, words))
        return tuple(words) == phrase

    def _wild(self, word: str) -> bool:
        if self._beginnings and word.startswith(self._beginnings):
            return True
        if not word.endswith(self._endings):
            return False  # as most words, at once
        return any(word.endswith(end) and len(word) > len(end) for end in self._endings)


def _words(phrase: str) -> tuple[str, ...]:
    """The tokens of a phrase."""
    if not _SIGN.search(phrase):
        return tuple(phrase.split())
    return tuple(_SIGN.sub(r" \g<0> ", phrase).split())


def _is_wild(phrase: str) -> bool:
    """Whether it is the beginning or the end of a word, of two letters or more."""
    bare = phrase.strip(_ANY)
    return (
        not {_ANY, " "} & set(bare)
        and phrase in (f"{bare}{_ANY}", f"{_ANY}{bare}")
        and len(bare) > 1
    )


def _fits(part: str, word: str) -> bool:
    if part.startswith(_ANY):
        return word.endswith(part[1:]) and len(word) >= len(part)
    return word.startswith(part[:-1]) if part.endswith(_ANY) else word == part


def _numeric(words: Sequence[str], at: int) -> bool:
    return at < len(words) and words[at][:1].isdigit()
