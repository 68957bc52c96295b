"""Names of units and currencies found at a place in a text, whatever their case and accents.

One pattern of all names of a language takes a quarter of a second to compile. Here a text's words
are looked up in a loose form, and only the names that they may be are compared by pattern.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

import regex

_WIDE = regex.compile(r"[\s\-]+")
_LETTERS = {"a": "áàâã", "e": "éèê", "i": "íìîİ", "o": "óòôõö", "u": "úùü", "c": "ç", "n": "ñ"}
_BARE = str.maketrans({each: bare for bare, letters in _LETTERS.items() for each in letters})


class LooseNames:
    """Names of one language.

    Args:
        names: folded (`harness.text.words.normalise.folded`).
        writings: from a folded name to the pattern of all its writings. They may differ from it in
            case, in accents, and in how wide the gaps between its words are.
        end: matches where a name may end, and takes nothing.
    """

    def __init__(
        self,
        names: Iterable[str],
        writings: Callable[[str], "regex.Pattern[str]"],
        end: "regex.Pattern[str]",
    ) -> None:
        self._writings, self._end = lru_cache(maxsize=256)(writings), end
        self._names: dict[str, list[str]] = {}
        for name in names:
            self._names.setdefault(_loose(name), []).append(name)
        self._starts = {loose[:end] for loose in self._names for end in range(1, len(loose) + 1)}

    def end_of_longest(self, text: str, start: int) -> int | None:
        """Where the longest name that begins at `start` ends."""
        longest = None
        for border in self._end.finditer(text, start + 1):
            written = text[start : border.start()]
            loose = _loose(written)
            if loose not in self._starts:
                break
            names = self._names.get(loose, ())
            if any(self._writings(name).fullmatch(written) for name in names):
                longest = border.start()
        return longest


def _loose(written: str) -> str:
    """A form that all writings of a name share."""
    loose: str = _WIDE.sub(" ", written.translate(_BARE).casefold().translate(_BARE))
    return loose
