"""How the meanings of words hang together: synonyms, wider words, opposites, relatives.

A lexicon is a text file, `langpacks/lexicon/<tag>.txt`, made by `scripts/training/lexicon/`. Its
lines:

    n 52: 17 80: car automobile     noun sense 52, below senses 17 and 80, of these words
    opposite: buy sell
    related: die death

The parts of speech are n, v, a (adjective) and r (adverb). Only single words are in it. The senses
come first, in the order of their numbers. A line is taken apart when a text asks for one of its
words: all 77,000 lines of English cost half a second, and a text asks for a few hundred.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from harness.core.bundled import bundled
from harness.core.errors import ReadError
from harness.core.fingerprint import file_digest
from harness.core.route_syntax import base_language

_K = TypeVar("_K")
_V = TypeVar("_V")
_P = TypeVar("_P")
_STEPS = 3  # a word this many steps up still names the same thing ("poodle", "animal")


class Relation(Enum):
    """What a word is to another."""

    SYNONYM = "synonym"
    RELATED = "related"  # of one family: "die", "death"
    WIDER = "wider"  # the other word says less: "poodle", "dog"
    NARROWER = "narrower"
    OPPOSITE = "opposite"


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Words of one language by their base forms, case-folded.

    Blind to context: a word has all of its frequent senses at once.
    """

    senses: Mapping[str, frozenset[int]]
    above: Mapping[int, tuple[int, ...]]
    kinds: Mapping[str, frozenset[str]]
    opposite: Mapping[str, frozenset[str]]
    related: Mapping[str, frozenset[str]]
    words: Mapping[int, frozenset[str]]
    adjectives: Mapping[int, bool]
    # Of words that are in the lexicon: never more than these.
    _kin: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _counter: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _reached: dict[str, frozenset[int]] = field(default_factory=dict, repr=False)

    def knows(self, word: str) -> bool:
        """Whether a sense, an opposite or a relative of `word` is known."""
        return word in self.senses or word in self.opposite or word in self.related

    def relation(self, one: str, other: str) -> Relation | None:
        """What `other` is to `one`; None where nothing is known."""
        known = self.knows(one) and self.knows(other)
        return self._relation_of_known(one, other) if known else None

    def _relation_of_known(self, one: str, other: str) -> Relation | None:
        here, there = self.senses.get(one, frozenset()), self.senses.get(other, frozenset())
        if other in self.opposite.get(one, ()):
            return Relation.OPPOSITE
        if here & there:
            return Relation.SYNONYM
        if other in self.related.get(one, ()):
            return Relation.RELATED
        if self._opposite_kin(one, other):
            return Relation.OPPOSITE
        if there & self._wider(one):
            return Relation.WIDER
        return Relation.NARROWER if here & self._wider(other) else None

    def _opposite_kin(self, one: str, other: str) -> bool:
        """Whether something like the one word is the opposite of something like the other.

        "Reduce" and "increase": to reduce is to decrease.
        """
        return not self._against(one).isdisjoint(self._alike(other))

    def _alike(self, word: str) -> frozenset[str]:
        """The word, its synonyms, its relatives, and the adjectives that it is a shade of."""
        known = self._kin.get(word)
        if known is None:
            senses = self.senses.get(word, frozenset())
            near = {up for sense in senses for up in self.above.get(sense, ())}
            shades = {up for up in near if self.adjectives.get(up)}
            known = frozenset(
                {word, *self.related.get(word, ())}.union(
                    *(self.words.get(sense, ()) for sense in (*senses, *shades))
                )
            )
            self._kin[word] = known
        return known

    def _against(self, word: str) -> frozenset[str]:
        known = self._counter.get(word)
        if known is None:
            near = self._alike(word)
            known = frozenset().union(*(self.opposite.get(each, ()) for each in near))
            self._counter[word] = known
        return known

    def _wider(self, word: str) -> frozenset[int]:
        known = self._reached.get(word)
        if known is None:
            known = self._reached[word] = frozenset(self._climb(self.senses.get(word, ())))
        return known

    def _climb(self, senses: Iterable[int]) -> set[int]:
        reached: set[int] = set()
        edge = set(senses)
        for _ in range(_STEPS):
            edge = {up for sense in edge for up in self.above.get(sense, ())} - reached
            reached |= edge
        return reached


_EMPTY = Lexicon({}, {}, {}, {}, {}, {}, {})


@cache
def lexicon(tag: str) -> Lexicon:
    """The lexicon for a language tag, empty where there is none.

    Raises:
        ReadError: the file is damaged.
    """
    path = _folder() / f"{base_language(tag)}.txt"
    return _read(path) if path.is_file() else _EMPTY


@cache
def lexicon_digest() -> str:
    """Fingerprint of all lexicons: part of the signature of whatever reads them."""
    return "-".join(file_digest(path)[:6] for path in sorted(_folder().glob("*.txt")))


@cache
def _folder() -> Path:
    return bundled("langpacks") / "lexicon"


def _read(path: Path) -> Lexicon:
    file = _LexiconFile(path)
    senses, pairs = file.senses_of_words(), file.pairs()
    return Lexicon(
        senses=_Lazy(senses, lambda lines: frozenset(file.sense(at).number for at in lines)),
        above=_OfSenses(file, lambda sense: sense.above),
        kinds=_Lazy(senses, lambda lines: frozenset(file.sense(at).kind for at in lines)),
        opposite=_Lazy(pairs["opposite"], frozenset),
        related=_Lazy(pairs["related"], frozenset),
        words=_OfSenses(file, lambda sense: sense.words),
        adjectives=_OfSenses(file, lambda sense: sense.kind == "a"),
    )


# ── lines, taken apart when they are asked for ──────────────────────────────────────────────────


class _Sense(NamedTuple):
    kind: str
    number: int
    above: tuple[int, ...]
    words: frozenset[str]


class _LexiconFile:
    """The lines of a lexicon: those of senses, then those of pairs of words."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = path.read_text("utf-8").splitlines()
        first = next((at for at, line in enumerate(self._lines) if line[:1] != "#"), 0)
        last = next(
            (at for at in range(first, len(self._lines)) if self._lines[at][1:2] != " "),
            len(self._lines),
        )
        self._senses, self._pairs = range(first, last), range(last, len(self._lines))
        self._sparse = bool(self._senses) and self._number(last - 1) != len(self._senses) - 1
        self._taken_apart: dict[int, _Sense] = {}
        self._lines_of: dict[int, int] = {}

    def senses_of_words(self) -> dict[str, list[int]]:
        """On which lines each word has a sense."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at in self._senses:
            line = self._lines[at]
            if line[-1] != ":":  # many senses have no frequent word, only senses above them
                for word in line[line.rfind(":") + 1 :].split():
                    found[word].append(at)
        return dict(found)

    def pairs(self) -> dict[str, dict[str, list[str]]]:
        """The opposites and the relatives of each word."""
        found: dict[str, dict[str, list[str]]] = {"opposite": {}, "related": {}}
        for at in self._pairs:
            try:
                head, one, other = self._lines[at].split()
                words = found[head.removesuffix(":")]
            except (ValueError, KeyError) as cause:
                raise self._damaged(at) from cause
            words.setdefault(one, []).append(other)
            words.setdefault(other, []).append(one)
        return found

    def sense(self, at: int) -> _Sense:
        """The sense on one line. Raises: ReadError."""
        known = self._taken_apart.get(at)
        if known is None:
            try:
                head, above, words = self._lines[at].split(":")
                kind, number = head.split()
                up = tuple(map(int, above.split()))
                known = _Sense(kind, int(number), up, frozenset(words.split()))
            except ValueError as cause:
                raise self._damaged(at) from cause
            self._taken_apart[at] = known
        return known

    def sense_of(self, number: int) -> _Sense:
        """The sense of a number. Raises: KeyError, ReadError."""
        at = self._lines_of.get(number)
        if at is None:
            at = self._lines_of[number] = self._line_of(number)
        return self.sense(at)

    def _line_of(self, number: int) -> int:
        """Numbers rise, and few are left out: a sense stands on the line of its number or above."""
        place = bisect_left(
            self._senses,
            number,
            lo=0 if self._sparse else min(max(number, 0), len(self._senses)),
            hi=min(number + 1, len(self._senses)) if number >= 0 else 0,
            key=self._number,
        )
        if place == len(self._senses) or self._number(self._senses[place]) != number:
            raise KeyError(number)
        return self._senses[place]

    def numbers(self) -> Iterator[int]:
        """Of all senses, in order."""
        return map(self._number, self._senses)

    def __len__(self) -> int:
        return len(self._senses)

    def _number(self, at: int) -> int:
        line = self._lines[at]
        try:
            return int(line[2 : line.index(":")])
        except ValueError as cause:
            raise self._damaged(at) from cause

    def _damaged(self, at: int) -> ReadError:
        return ReadError(
            f"lexicon/{self._path.name}:{at + 1}: cannot read {self._lines[at]!r}",
            hint="install the harness again, the file is part of it",
        )


class _Lazy(Mapping[_K, _V]):
    """A mapping whose values are made when they are first asked for."""

    def __init__(self, parts: Mapping[_K, _P], make: Callable[[_P], _V]) -> None:
        self._parts, self._make = parts, make
        self._made: dict[_K, _V] = {}

    def __getitem__(self, key: _K) -> _V:
        if key not in self._made:
            self._made[key] = self._make(self._parts[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._parts

    def __iter__(self) -> Iterator[_K]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


class _OfSenses(Mapping[int, _V]):
    """What is known of each sense, by its number."""

    def __init__(self, file: _LexiconFile, what: Callable[[_Sense], _V]) -> None:
        self._file, self._what = file, what

    def __getitem__(self, number: int) -> _V:
        return self._what(self._file.sense_of(number))

    def __iter__(self) -> Iterator[int]:
        return self._file.numbers()

    def __len__(self) -> int:
        return len(self._file)
