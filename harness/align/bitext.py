"""Two texts and their alignment, as it is written to files."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from harness.core.values import Alignment, Bead, Signature


class BeadKind(Enum):
    """How many sentences became how many, source first. Whether they moved is said beside it."""

    ONE_TO_ONE = "1-1"
    MERGED = "n-1"
    SPLIT = "1-n"
    MANY_TO_MANY = "n-m"
    DROPPED = "1-0"
    ADDED = "0-1"


def kind_of(bead: Bead) -> BeadKind:
    """A null of several sentences is dropped or added like one of a single sentence."""
    match (len(bead.source), len(bead.target)):
        case (_, 0):
            return BeadKind.DROPPED
        case (0, _):
            return BeadKind.ADDED
        case (1, 1):
            return BeadKind.ONE_TO_ONE
        case (_, 1):
            return BeadKind.MERGED
        case (1, _):
            return BeadKind.SPLIT
        case _:
            return BeadKind.MANY_TO_MANY


@dataclass(frozen=True, slots=True)
class Text:
    """The sentences of one side, and the language that they are meant to be in."""

    language: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two texts, sentence by sentence, with their alignment and what made it."""

    source: Text
    target: Text
    alignment: Alignment
    signature: Signature

    def __post_init__(self) -> None:
        counts = self.alignment.source_count, self.alignment.target_count
        if counts != (len(self.source.sentences), len(self.target.sentences)):
            raise ValueError(f"an alignment of {counts} sentences is not one of these texts")

    def rows(self) -> Iterator[tuple[Bead, str, str]]:
        """Every bead with its words on both sides; sentences are joined by a space."""
        for bead in self.alignment:
            source = self.source.sentences[bead.source.start : bead.source.end]
            target = self.target.sentences[bead.target.start : bead.target.end]
            yield bead, " ".join(source), " ".join(target)

    def counts(self) -> Mapping[str, int]:
        """How many beads there are of each kind, and how many of all have moved."""
        found = Counter(kind_of(bead) for bead in self.alignment)
        moved = sum(bead.moved for bead in self.alignment)
        return {kind.value: found[kind] for kind in BeadKind} | {"moved": moved}
