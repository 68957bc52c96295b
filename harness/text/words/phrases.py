"""Fixed phrases, found among the words of a text in one pass."""

from collections.abc import Iterable, Iterator, Sequence

_NUMBER = "#"


class Phrases:
    """A set of phrases, each one or more words, all case-folded.

    A phrase that ends in "#" counts only before a number: "over #" stands in "over 40 people", not
    in "over the bridge". The number is no part of it.
    """

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        starts: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(phrase.casefold().split())
            starts.setdefault(words[0], []).append(words)
        self._starts = {
            first: sorted(same, key=len, reverse=True) for first, same in starts.items()
        }

    def may_stand_in(self, words: Iterable[str]) -> bool:
        """Whether a phrase may begin with one of `words`."""
        return not self._starts.keys().isdisjoint(words)

    def places(self, words: Sequence[str]) -> Iterator[range]:
        """Where phrases stand in `words`, in order, the longest of those that start together.

        Phrases of the set that share words are all found.
        """
        if not self.may_stand_in(words):
            return  # as in most texts, and many times faster than to look word by word
        for start in range(len(words)):
            if length := self.length_at(words, start):
                yield range(start, start + length)

    def length_at(self, words: Sequence[str], start: int) -> int:
        """How many words the longest phrase has that stands right there; 0 if none does."""
        if start >= len(words):
            return 0
        for phrase in self._starts.get(words[start], ()):
            length = len(phrase) - (phrase[-1] == _NUMBER)
            if tuple(words[start : start + length]) != phrase[:length]:
                continue
            if length == len(phrase) or _numeric(words, start + length):
                return length
        return 0


def _numeric(words: Sequence[str], at: int) -> bool:
    return at < len(words) and words[at][:1].isdigit()
