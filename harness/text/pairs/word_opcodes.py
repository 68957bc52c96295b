"""Which words of two texts in one language stand in each other's place."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel


@dataclass(frozen=True, slots=True)
class Replacement:
    """Words `source[a:b]` of one text stand where words `target[c:d]` stand in the other."""

    source: range
    target: range


def replacements(source: Sequence[str], target: Sequence[str]) -> tuple[Replacement, ...]:
    """The stretches where the texts differ, in order; one side may be empty.

    The longest common subsequence stays; what lies between two of its words is one stretch. Blind
    to words that moved: they are lost in one place and found in another.
    """
    found: list[Replacement] = []
    for code in Indel.opcodes(source, target):
        if code.tag == "equal":
            continue
        here = Replacement(
            range(code.src_start, code.src_end), range(code.dest_start, code.dest_end)
        )
        last = found[-1] if found else None
        if last and (last.source.stop, last.target.stop) == (here.source.start, here.target.start):
            found[-1] = Replacement(
                range(last.source.start, here.source.stop),
                range(last.target.start, here.target.stop),
            )
        else:
            found.append(here)
    return tuple(found)
