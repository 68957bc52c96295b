"""Word links judged by reading (tests/golden/word_links.*), and how links found are scored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from harness.align.word_links import WordLink
from harness.core.values import Span
from harness.text.words.tokens import TokenKind, tokenize

GOLDEN = Path(__file__).parent / "golden"
Link = tuple[Span, Span]


@dataclass(frozen=True, slots=True)
class GoldPair:
    """Two texts; `sure` links must be found, links outside of `possible` are wrong."""

    source: str
    target: str
    sure: frozenset[Link]
    possible: frozenset[Link]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and alignment error rate as Och and Ney (2003) define them."""

    found: int
    right: int  # sure or possible
    hit: int  # sure
    sure: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.hit / self.sure

    @property
    def error(self) -> float:
        return 1 - (self.hit + self.right) / (self.found + self.sure)

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  AER {self.error:.3f}"


def read_gold(languages: str) -> list[GoldPair]:
    """The pairs of `word_links.<languages>.txt`, whose head gives the rules.

    Raises: ValueError when a pair does not have three lines, or a link names no word of it.
    """
    path = GOLDEN / f"word_links.{languages}.txt"
    lines = [line for line in path.read_text("utf-8").split("\n") if not line.startswith("#")]
    blocks = [block.split("\n") for block in "\n".join(lines).strip("\n").split("\n\n")]
    return [_pair(block, path.name) for block in blocks]


def _pair(block: list[str], name: str) -> GoldPair:
    source, target, links = block
    left, right = _places(source), _places(target)
    sure: set[Link] = set()
    possible: set[Link] = set()
    for item in links.split():
        one, _, other = item.removeprefix("?").partition("~")
        try:
            cells = {(left[a], right[b]) for a in one.split("+") for b in other.split("+")}
        except KeyError as cause:
            raise ValueError(f"{name}: {item} names no word of {source!r}") from cause
        (possible if item.startswith("?") else sure).update(cells)
    return GoldPair(source, target, frozenset(sure), frozenset(sure | possible))


def _places(text: str) -> dict[str, Span]:
    words = [token for token in tokenize(text) if token.kind is not TokenKind.SYMBOL]
    often = Counter(word.text.casefold() for word in words)
    seen: Counter[str] = Counter()
    places = {}
    for word in words:
        name = word.text.casefold()
        seen[name] += 1
        places[name if often[name] == 1 else f"{name}/{seen[name]}"] = word.span
    return places


def agreement(found: Iterable[Iterable[WordLink]], gold: Iterable[GoldPair]) -> Agreement:
    """How the links found for each pair agree with those judged by reading, all pairs together."""
    counts = [0, 0, 0, 0]
    for links, pair in zip(found, gold, strict=True):
        drawn = {(link.source, link.target) for link in links}
        parts = (drawn, drawn & pair.possible, drawn & pair.sure, pair.sure)
        counts = [count + len(part) for count, part in zip(counts, parts, strict=True)]
    return Agreement(*counts)
