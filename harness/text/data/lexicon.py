"""How the meanings of words hang together: synonyms, wider words, opposites, relatives.

A lexicon is a text file, `langpacks/lexicon/<tag>.txt`, made by `scripts/training/lexicon/`. Its
lines:

    n 52: 17 80: car automobile     noun sense 52, below senses 17 and 80, of these words
    opposite: buy sell
    related: die death

The parts of speech are n, v, a (adjective) and r (adverb). Only single words are in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TypeVar

from harness.core.bundled import bundled
from harness.core.errors import ReadError
from harness.core.fingerprint import file_digest
from harness.text.data.lexical_resources import base_language

_K = TypeVar("_K")
_T = TypeVar("_T")
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
    _kin: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _counter: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _reached: dict[str, frozenset[int]] = field(default_factory=dict, repr=False)

    def relation(self, one: str, other: str) -> Relation | None:
        """What `other` is to `one`; None where nothing is known."""
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


def lexicon_digest() -> str:
    """Fingerprint of all lexicons: part of the signature of whatever reads them."""
    return "-".join(file_digest(path)[:6] for path in sorted(_folder().glob("*.txt")))


@cache
def _folder() -> Path:
    return bundled("langpacks") / "lexicon"


def _read(path: Path) -> Lexicon:
    senses: dict[str, set[int]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    above: dict[int, tuple[int, ...]] = {}
    words: dict[int, set[str]] = {}
    adjectives: dict[int, bool] = {}
    pairs: dict[str, dict[str, set[str]]] = {
        "opposite": defaultdict(set),
        "related": defaultdict(set),
    }
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.startswith("#"):
            continue
        try:
            head, *rest = line.split(":")
            if head in pairs:
                one, other = rest[0].split()
                pairs[head][one].add(other)
                pairs[head][other].add(one)
                continue
            kind, sense = head.split()
            above[int(sense)] = tuple(map(int, rest[0].split()))
            words[int(sense)] = set(rest[1].split())
            adjectives[int(sense)] = kind == "a"
            for word in rest[1].split():
                senses[word].add(int(sense))
                kinds[word].add(kind)
        except (ValueError, IndexError) as cause:
            raise ReadError(
                f"lexicon/{path.name}:{number}: cannot read {line!r}",
                hint="install the harness again, the file is part of it",
            ) from cause
    return Lexicon(
        _frozen(senses),
        above,
        _frozen(kinds),
        _frozen(pairs["opposite"]),
        _frozen(pairs["related"]),
        _frozen(words),
        adjectives,
    )


def _frozen(sets: Mapping[_K, set[_T]]) -> Mapping[_K, frozenset[_T]]:
    return {key: frozenset(values) for key, values in sets.items()}
