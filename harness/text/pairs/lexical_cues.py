"""Words of a few classes ("must", "may"; "all", "some"), and what became of them in a second text.

A saying is anchored in the content word that it belongs to: the next one, or else the last one.
"must leave" and "may leave" are two sayings at one anchor, "he must" and "she may" are not.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from harness.core.values import Span
from harness.text.data.lexical_resources import Classes
from harness.text.pairs.word_alignment import AlignedWord, WordAlignment, WordRelation
from harness.text.words.phrases import Phrases

_REACH = 5  # words from a cue to its anchor at most
_BESIDE = 2  # words from a cue to what it stands beside


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: its classes, all of one group; where it stands; the word it belongs to."""

    kinds: frozenset[str]
    words: range
    span: Span
    anchor: int | None


@dataclass(frozen=True, slots=True)
class CueChange:
    """A cue of the source, and what stands in its place; one of them may be None.

    `sure`: the word that it belongs to is there on the other side.
    """

    source: Cue | None
    back: Cue | None
    sure: bool

    @property
    def kinds(self) -> frozenset[str]:
        """The classes of both sides."""
        return frozenset().union(*(side.kinds for side in (self.source, self.back) if side))

    @property
    def spans(self) -> tuple[Span | None, Span | None]:
        """Where the words stand in the source and in the back-translation."""
        return (
            self.source.span if self.source else None,
            self.back.span if self.back else None,
        )


def cue_changes(
    pair: WordAlignment, classes: Classes, *, in_place: bool = False
) -> list[CueChange]:
    """What was said in the source and is no longer, or in another class, or is new.

    Classes named "group:class" are compared within their group only.

    Args:
        in_place: whether what stands beside the same words is one saying that changed, though it
            belongs to another word now ("hakijan on toimitettava", "hakija voi toimittaa").
    """
    forms = {form for word in (*pair.source, *pair.back) for form in (word.text, word.base)}
    found = []
    for group in _groups(tuple(classes.items())):
        near = {kind: phrases for kind, phrases in group.items() if phrases.may_stand_in(forms)}
        if near:
            found += _changes(
                pair, cues_in(pair.source, near), cues_in(pair.back, near), in_place=in_place
            )
    return found


def cues_in(words: Sequence[AlignedWord], classes: Classes) -> list[Cue]:
    """The cues among `words`, in order; of two that overlap the longer."""
    texts, bases = [word.text for word in words], [word.base for word in words]
    kinds: dict[tuple[int, int], set[str]] = defaultdict(set)
    for kind, phrases in classes.items():
        for place in phrases.places(texts):
            kinds[place.start, place.stop].add(kind)
    known = set(kinds)  # "ela" is a word of its own, though its base form is "ele"
    for kind, phrases in classes.items():
        for place in phrases.places(bases):
            if (place.start, place.stop) not in known:
                kinds[place.start, place.stop].add(kind)
    taken: set[int] = set()
    found = []
    for start, stop in sorted(kinds, key=lambda each: (each[0] - each[1], each)):
        if taken.isdisjoint(range(start, stop)):
            taken |= set(range(start, stop))
            span = Span(words[start].span.start, words[stop - 1].span.end)
            anchor = _anchor(words, start, stop)
            found.append(Cue(frozenset(kinds[start, stop]), range(start, stop), span, anchor))
    return sorted(found, key=lambda cue: cue.words.start)


def _anchor(words: Sequence[AlignedWord], start: int, stop: int) -> int | None:
    after = range(stop, min(stop + _REACH, len(words)))
    before = range(start - 1, max(start - _REACH, 0) - 1, -1)
    return next((at for at in (*after, *before) if words[at].content), None)


@lru_cache(maxsize=256)  # a few lists for each language, the same for every bead
def _groups(classes: tuple[tuple[str, Phrases], ...]) -> tuple[Classes, ...]:
    """The classes of each group."""
    groups: dict[str, dict[str, Phrases]] = defaultdict(dict)
    for name, phrases in classes:
        group, _, kind = name.rpartition(":")
        groups[group][kind] = phrases
    return tuple(groups.values())


def _changes(
    pair: WordAlignment, here: list[Cue], there: list[Cue], *, in_place: bool
) -> list[CueChange]:
    spelt = [place for place, tie in pair.relations.items() if tie is WordRelation.SPELLING]
    left = [each for each in here if not any(one in each.words for one, _ in spelt)]
    right = [each for each in there if not any(other in each.words for _, other in spelt)]
    for needs_anchor in (True, False):
        for cue in list(left):
            answer = next(
                (
                    each
                    for each in right
                    if cue.kinds & each.kinds and (not needs_anchor or _anchored(pair, cue, each))
                ),
                None,
            )
            if answer:
                left.remove(cue)
                right.remove(answer)
    found = []
    for cue in left:
        other = next((each for each in right if _anchored(pair, cue, each)), None)
        if in_place and other is None:
            other = next((each for each in right if _in_place(pair, cue, each)), None)
        if other:
            right.remove(other)
        found.append(CueChange(cue, other, bool(other) or cue.anchor in pair.forward))
    found += [CueChange(None, each, each.anchor in pair.backward) for each in right]
    return found


def _in_place(pair: WordAlignment, cue: Cue, other: Cue) -> bool:
    """Whether both stand beside one pair of words: "hakijan on toimitettava", "hakija voi …"."""
    start, stop = cue.words.start, cue.words.stop
    near = (*range(start - 1, start - 1 - _BESIDE, -1), *range(stop, stop + _BESIDE))
    reach = range(other.words.start - _BESIDE, other.words.stop + _BESIDE)
    return any(pair.forward.get(at) in reach for at in near)


def _anchored(pair: WordAlignment, cue: Cue, other: Cue) -> bool:
    return (
        cue.anchor is not None
        and other.anchor is not None
        and pair.forward.get(cue.anchor) == other.anchor
    )
