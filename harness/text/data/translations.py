"""How often words of two languages stand for each other in translations by people.

`langpacks/translations/<one>-<other>.txt` is made by `scripts/training/lexicon/translations.py`:
after the comments one line a word of the one language by its base form, with the words of the other
that stood for it, `bank banco:203 orilla:4`. Wordnets (`harness.text.data.senses`) say which words
may translate each other; this says which of them people take.
"""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

from harness.core.bundled import bundled
from harness.core.fingerprint import file_digest
from harness.core.route_syntax import base_language

FORM = """\
# Which words stand for which, and how often, in translations by people.
# Form: harness/text/data/translations.py; made by scripts/training/lexicon/translations.py.
# Sources and licences: README.md beside this file.
"""

_KNOWN = 2  # times that a word was seen translated, from which on it is known
_UNSEEN = 1.0  # times that every word may have been translated otherwise

Counts = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Translations:
    """What is known of two languages, seen from the one: `counts` of its words, `others` turned."""

    counts: Counts
    totals: Mapping[str, float]
    others: Mapping[str, float]  # how often each word of the other language was seen

    def knows(self, word: str) -> bool:
        """Whether enough translations of a base form were seen."""
        return self.totals.get(word, 0.0) >= _KNOWN

    def affinity(self, word: str, others: Set[str]) -> float:
        """How usual it is that a base form and one of `others` stand for each other, in [0, 1): the
        geometric mean of how often the one is translated so, and the other; of the usual one.
        """
        counts = self.counts.get(word, {})
        return max(
            (
                counts[other] / sqrt((self.totals[word] + _UNSEEN) * (self.others[other] + _UNSEEN))
                for other in counts.keys() & others
            ),
            default=0.0,
        )


@cache
def translations(tag: str, other: str) -> Translations | None:
    """Translations between two languages, for words of the first; None where there are none."""
    one, two = base_language(tag), base_language(other)
    if (path := _path(one, two)).is_file():
        counts = _read(path)
    elif (path := _path(two, one)).is_file():
        counts = _turned(_read(path))
    else:
        return None
    return Translations(counts, _totals(counts), _totals_of_others(counts))


@cache
def translations_digest() -> str:
    """Fingerprint of all files: part of the signature of whatever reads them."""
    return "-".join(file_digest(path)[:6] for path in sorted(_folder().glob("*.txt")))


def _folder() -> Path:
    return bundled("langpacks") / "translations"


def _path(one: str, other: str) -> Path:
    return _folder() / f"{one}-{other}.txt"


@cache
def _read(path: Path) -> Counts:
    counts: dict[str, dict[str, float]] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            word, *others = line.split(" ")
            pairs = (each.rpartition(":") for each in others)
            counts[word] = {other: float(count) for other, _, count in pairs}
    return counts


def _turned(counts: Counts) -> Counts:
    turned: dict[str, dict[str, float]] = {}
    for word, others in counts.items():
        for other, count in others.items():
            turned.setdefault(other, {})[word] = count
    return turned


def _totals(counts: Counts) -> dict[str, float]:
    return {word: sum(others.values()) for word, others in counts.items()}


def _totals_of_others(counts: Counts) -> dict[str, float]:
    totals: defaultdict[str, float] = defaultdict(float)
    for others in counts.values():
        for other, count in others.items():
            totals[other] += count
    return dict(totals)
