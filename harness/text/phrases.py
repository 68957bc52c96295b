"""Fixed phrases, found among the words of a text in one pass."""

from collections.abc import Iterable, Iterator, Sequence


class Phrases:
    """A set of phrases, each one or more words, all case-folded."""

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        starts: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(phrase.casefold().split())
            starts.setdefault(words[0], []).append(words)
        self._starts = {
            first: sorted(same, key=len, reverse=True) for first, same in starts.items()
        }

    def places(self, words: Sequence[str]) -> Iterator[range]:
        """Where phrases stand in `words`, in order, the longest of those that start together.

        Phrases of the set that share words are all found.
        """
        for start, word in enumerate(words):
            for phrase in self._starts.get(word, ()):
                if tuple(words[start : start + len(phrase)]) == phrase:
                    yield range(start, start + len(phrase))
                    break
