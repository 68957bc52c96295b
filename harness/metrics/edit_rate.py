"""The edits that TER counts, by sacreBLEU's rules, in a fraction of its time.

Where words may be shifted, many word orders are tried, and of each only its edit distance counts:
that is computed by rapidfuzz. Which edits lie between two texts is asked once for each shift.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import ceil, floor
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

# Tercom's limits, as sacreBLEU has them.
_LONGEST_SHIFT = 10  # words
_FARTHEST_SHIFT = 50
_MOST_TRIED = 1000
_BEAM = 25  # words on either side of the diagonal; sacreBLEU's own, where Tercom has 20

_Bounds = list[tuple[int, int]]  # for each row of a table its first and its last column


class _EditAlignment(NamedTuple):
    """Which hypothesis word each word of the reference stands at, and how many errors before each.

    A lost word stands at the word before it, at -1 before the first. `*_errors[n]` counts the
    errors among the first `n` words.
    """

    at: list[int]
    reference_errors: list[int]
    hypothesis_errors: list[int]


class _Shift(NamedTuple):
    """What ranks shifts: the edits that it saves, its length, and where it comes from and goes."""

    gain: int
    length: int
    before_start: int
    before_target: int


def edits(hypothesis: Sequence[str], reference: Sequence[str]) -> int:
    """Insertions, deletions, substitutions and shifts that turn `hypothesis` into `reference`.

    The same number as sacreBLEU's, which follows Tercom (Snover et al. 2006): a greedy search that
    takes the shift that saves most until none does.
    """
    if not hypothesis or not reference:
        return len(hypothesis) + len(reference)
    known: dict[str, int] = {}
    words, wanted = (
        [known.setdefault(word, len(known)) for word in side] for side in (hypothesis, reference)
    )
    search = _Search(len(words), wanted)
    distance = search.distance(words, len(words) + len(wanted))
    shifts = tried = 0
    while distance:
        gain, shifted, tried = _best_shift(words, search, distance, tried)
        if not gain or tried >= _MOST_TRIED:
            break
        words, distance, shifts = shifted, distance - gain, shifts + 1
    return distance + shifts


def _best_shift(
    words: list[int], search: "_Search", distance: int, tried: int
) -> tuple[int, list[int], int]:
    """The edits that the best shift saves (0: none does), the words after it, how many tried."""
    aligned = search.aligned(words, distance)
    best, best_words = _Shift(0, 0, 0, 0), words
    for start, place, length in _common_runs(words, search.wanted):
        if not _wrong(aligned, start, place, length) or (
            start <= aligned.at[place] < start + length
        ):
            continue
        for target in _targets(aligned.at, place, length):
            tried += 1
            shifted = _shifted(words, start, length, target)
            # Only what saves as much as the best so far matters.
            worst = distance - max(best.gain, 1)
            gain = distance - search.distance(shifted, worst)
            shift = _Shift(gain, length, -start, -target)
            if gain > 0 and shift > best:
                best, best_words = shift, shifted
        if tried >= _MOST_TRIED:
            break
    return best.gain, best_words, tried


def _wrong(aligned: _EditAlignment, start: int, place: int, length: int) -> bool:
    """Whether both the words and the place where they are wanted have an error."""
    here, there = aligned.hypothesis_errors, aligned.reference_errors
    return here[start + length] > here[start] and there[place + length] > there[place]


def _targets(at: list[int], place: int, length: int) -> Iterator[int]:
    """The places before which the words may be put, each once running."""
    last = -1
    for reference in range(place - 1, min(place + length, len(at))):
        target = 0 if reference < 0 else at[reference] + 1
        if target != last:
            yield target
        last = target


def _common_runs(words: list[int], wanted: list[int]) -> Iterator[tuple[int, int, int]]:
    """Every run of words that both have: its start in either, and each length from 1 up."""
    places: dict[int, list[int]] = {}
    for place, word in enumerate(wanted):
        places.setdefault(word, []).append(place)
    for start, word in enumerate(words):
        for place in places.get(word, ()):
            if abs(place - start) > _FARTHEST_SHIFT:
                continue
            longest = min(len(words) - start, len(wanted) - place, _LONGEST_SHIFT)
            for length in range(1, longest + 1):
                if words[start + length - 1] != wanted[place + length - 1]:
                    break
                yield start, place, length


def _shifted(words: list[int], start: int, length: int, target: int) -> list[int]:
    run, rest = words[start : start + length], words[:start] + words[start + length :]
    if target > start + length:
        target -= length  # inside the run it counts in the other words, as sacreBLEU has it
    return rest[:target] + run + rest[target:]


class _Search:
    """Edit distances of texts of one length to the reference, as sacreBLEU's beam finds them.

    A shortest way of few edits cannot leave the beam; only for others is the beam searched itself.
    """

    def __init__(self, length: int, wanted: list[int]) -> None:
        self.wanted = wanted
        self._length = length
        self._beam = _beam(length, len(wanted))
        self._bands: dict[int, _Bounds | None] = {}

    def distance(self, words: list[int], worst: int) -> int:
        """The edit distance, or more than `worst` where it is more."""
        exact = int(Levenshtein.distance(words, self.wanted, score_cutoff=worst))
        if exact > worst or self._band(exact):
            return exact
        return _distances(words, self.wanted, self._beam)[-1][-1]

    def aligned(self, words: list[int], distance: int) -> _EditAlignment:
        """The edits of a shortest way from `words` to the reference."""
        bounds = self._band(distance) or self._beam
        return _aligned(words, self.wanted, _distances(words, self.wanted, bounds))

    def _band(self, distance: int) -> _Bounds | None:
        """Where ways of so many edits can pass (Ukkonen 1985); None where the beam may cut one."""
        if distance not in self._bands:
            surplus = len(self.wanted) - self._length
            lost, added = (distance - surplus) // 2, (distance + surplus) // 2
            band = [
                (max(here - lost, 0), min(here + added, len(self.wanted)))
                for here in range(self._length + 1)
            ]
            whole = all(
                first >= seen[0] and last <= seen[1]
                for (first, last), seen in zip(band, self._beam, strict=True)
            )
            self._bands[distance] = band if whole else None
        return self._bands[distance]


def _beam(length: int, wanted: int) -> _Bounds:
    """The columns that sacreBLEU looks at: near the diagonal of texts that differ in length."""
    ratio = wanted / length
    width = ceil(ratio / 2 + _BEAM) if ratio / 2 > _BEAM else _BEAM
    bounds = [(0, wanted)]
    for here in range(1, length + 1):
        middle = floor(here * ratio)
        last = wanted if here == length else min(wanted, middle + width - 1)
        bounds.append((max(0, middle - width), last))
    return bounds


def _distances(words: list[int], wanted: list[int], bounds: _Bounds) -> list[list[int]]:
    """Edit distances between all beginnings, within the bounds; elsewhere more than any is."""
    width, far = len(wanted) + 1, len(words) + len(wanted) + 1
    row = list(range(width))
    rows = [row]
    for here, word in enumerate(words, start=1):
        above, row = row, [far] * width
        first, last = bounds[here]
        if not first:
            row[0], first = here, 1
        value, diagonal = row[first - 1], above[first - 1]
        for there in range(first, last + 1):  # the innermost loop: written out, since `min` is slow
            value += 1
            if word != wanted[there - 1]:
                diagonal += 1
            if diagonal < value:  # noqa: PLR1730
                value = diagonal
            diagonal = above[there]
            if diagonal + 1 < value:  # noqa: PLR1730
                value = diagonal + 1
            row[there] = value
        rows.append(row)
    return rows


def _aligned(words: list[int], wanted: list[int], rows: list[list[int]]) -> _EditAlignment:
    """One shortest way.

    Of ways of one length sacreBLEU's is taken: from the end on, a word kept or replaced before a
    word left out, that before a word put in.
    """
    at = [0] * len(wanted)
    lost, wrong = [0] * len(wanted), [0] * len(words)
    here, there = len(words), len(wanted)
    while here or there:
        value = rows[here][there]
        differs = bool(here and there) and words[here - 1] != wanted[there - 1]
        if here and there and rows[here - 1][there - 1] + differs == value:
            here, there = here - 1, there - 1
            at[there] = here
            lost[there] = wrong[here] = int(differs)
        elif here and rows[here - 1][there] + 1 == value:
            here -= 1
            wrong[here] = 1
        else:
            there -= 1
            at[there], lost[there] = here - 1, 1
    return _EditAlignment(at, [0, *accumulate(lost)], [0, *accumulate(wrong)])
