"""What changed between two texts of one language, word by word, for showing side by side.

A diff compares texts, not meanings: it says which words differ, never whether that matters.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from itertools import pairwise
from unicodedata import normalize

from rapidfuzz.distance import LCSseq

from harness.core.values import Span
from harness.text.tokens import Token, TokenKind, tokenize


class ChangeKind(Enum):
    """What became of a stretch of text.

    A moved stretch makes two changes, one where it left (empty target) and one where it arrived
    (empty source), which share a `Change.move`.
    """

    EQUAL = "equal"
    COSMETIC = "cosmetic"  # case, the shape of quotes, dashes and dots, spacing; never the words
    DELETED = "deleted"
    INSERTED = "inserted"
    REPLACED = "replaced"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One stretch of the source and what stands for it in the target.

    `move` counts moved stretches from 1 in order of the source; None for every other kind.
    """

    kind: ChangeKind
    source: Span
    target: Span
    move: int | None = None


def word_diff(source: str, target: str) -> tuple[Change, ...]:
    """The changes that turn `source` into `target`, in order.

    Laws: the source spans in order cover the source without holes or overlaps, the target spans
    the target; the texts of an equal change are the same; only equal, cosmetic and replaced
    changes may have text on both sides.

    Neighbouring words that changed together are one change. White space that both sides share
    around a change belongs to the equal text beside it.

    Blind to meaning: "Polish" and "polish" differ cosmetically, "5" and "five" do not. A comma that
    came or went is a change; a comma that became another kind of comma is cosmetic. Stretches of
    more than about 20,000 words on both sides, inside what the texts share at their ends, are one
    replaced change: align such texts into beads first.
    """
    left, right = _Side.of(source), _Side.of(target)
    matched = tuple(_matched(left.keys, right.keys))
    regions = tuple(_regions(left, right, matched))
    moves = _moves(left, right, regions)
    changes: list[Change] = []
    for region, pair in zip(regions, (*matched, None), strict=True):
        changes.extend(_between(left, right, region, moves))
        if pair is not None:
            changes.append(_same_word(left, right, *pair))
    return tuple(_joined(changes))


# ── the two sides ───────────────────────────────────────────────────────────────────────────────

_SHAPES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`ʼ＇", "'"),
        **dict.fromkeys("“”„‟″«»＂「」『』", '"'),
        **dict.fromkeys("‐‑‒–—―−－", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        "。": ".",
        "、": ",",
        "،": ",",
        "؛": ";",
        "؟": "?",
        "…": "...",
    }
)


def _key(token: Token) -> str:
    """What makes two tokens the same but for looks."""
    # Compatibility forms are looks for a mark (`！`), but not for a word: `x²` is not `x2`.
    shape = token.text.casefold().translate(_SHAPES)
    symbol = token.kind is TokenKind.SYMBOL
    key = normalize("NFKC", shape) if symbol else normalize("NFC", shape)
    return "..." if key.startswith("..") else key


@dataclass(frozen=True, slots=True)
class _Side:
    text: str
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "_Side":
        tokens = tokenize(text)
        return cls(text, tokens, tuple(_key(token) for token in tokens))

    def between(self, tokens: Span) -> Span:
        """The text of some tokens (positions), with the gaps before and after them."""
        start = self.tokens[tokens.start - 1].span.end if tokens.start else 0
        last = tokens.end == len(self.tokens)
        return Span(start, len(self.text) if last else self.tokens[tokens.end].span.start)


@dataclass(frozen=True, slots=True)
class _Region:
    """Tokens between two matched ones: ranges of positions, both possibly empty."""

    left: Span
    right: Span


def _regions(left: _Side, right: _Side, matched: Sequence[tuple[int, int]]) -> Iterator[_Region]:
    edges = ((-1, -1), *matched, (len(left.tokens), len(right.tokens)))
    for (i, j), (following_i, following_j) in pairwise(edges):
        yield _Region(Span(i + 1, following_i), Span(j + 1, following_j))


# ── which tokens correspond ─────────────────────────────────────────────────────────────────────

# difflib finds what a reader would call the unchanged parts, in cubic time where words repeat, as
# they do when an engine loops. Past this many pairs of equal words, the longest common subsequence
# serves: less pretty, and fast. Past the second number even its memory would be too much.
_MOST_EQUAL_PAIRS = 50_000
_MOST_PAIRS = 400_000_000


def _matched(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Positions of tokens that correspond, rising on both sides."""
    start = _shared_start(a, b)
    rest = min(len(a), len(b)) - start
    end = min(rest, _shared_start(a[::-1], b[::-1]))
    yield from ((i, i) for i in range(start))
    inner_a, inner_b = a[start : len(a) - end], b[start : len(b) - end]
    yield from ((start + i, start + j) for i, j in _matched_inside(inner_a, inner_b))
    yield from ((len(a) - end + i, len(b) - end + i) for i in range(end))


def _shared_start(a: Sequence[str], b: Sequence[str]) -> int:
    length = 0
    for left, right in zip(a, b, strict=False):
        if left != right:
            break
        length += 1
    return length


def _matched_inside(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int]]:
    for i, j, size in _blocks(a, b):
        yield from ((i + step, j + step) for step in range(size))


def _blocks(a: Sequence[str], b: Sequence[str]) -> Sequence[tuple[int, int, int]]:
    counts = Counter(b)
    if sum(counts[key] for key in a) <= _MOST_EQUAL_PAIRS:
        # autojunk would silently forget every frequent word of a long text.
        return SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    if len(a) * len(b) <= _MOST_PAIRS:
        blocks = LCSseq.opcodes(a, b).as_matching_blocks()
        return [(block.a, block.b, block.size) for block in blocks]
    return ()


# ── moves ───────────────────────────────────────────────────────────────────────────────────────

_MOVED_AT_LEAST = 5  # letters and digits: a shifted "the" is noise, a shifted "quickly" is not
_MOST_PLACES = 20  # a word that arrived in more places than this starts no move


@dataclass(frozen=True, slots=True)
class _Moves:
    """Runs of tokens that left one place (`gone`) and arrived in another (`come`), numbered."""

    gone: dict[int, tuple[int, int]]  # first position -> length, number
    come: dict[int, tuple[int, int]]


def _moves(left: _Side, right: _Side, regions: Sequence[_Region]) -> _Moves:
    arrived: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for region in regions:
        for place in range(region.right.start, region.right.end):
            arrived[right.keys[place]].append((place, region.right.end))
    moves = _Moves({}, {})
    taken: set[int] = set()
    for region in regions:
        place = region.left.start
        while place < region.left.end:
            keys = left.keys[place : region.left.end]
            length, to = _longest(keys, right.keys, arrived.get(keys[0], ()), taken)
            if sum(map(str.isalnum, "".join(keys[:length]))) >= _MOVED_AT_LEAST:
                number = len(moves.gone) + 1
                moves.gone[place] = moves.come[to] = (length, number)
                taken.update(range(to, to + length))
                place += length
            else:
                place += 1
    return moves


def _longest(
    keys: Sequence[str],
    others: Sequence[str],
    places: Sequence[tuple[int, int]],
    taken: set[int],
) -> tuple[int, int]:
    """Length and place of the longest run that starts like `keys` and is not taken yet."""
    best = (0, 0)
    for place, end in places if len(places) <= _MOST_PLACES else ():
        length = 0
        while (
            length < len(keys)
            and place + length < end
            and place + length not in taken
            and keys[length] == others[place + length]
        ):
            length += 1
        best = max(best, (length, place), key=lambda found: found[0])
    return best


# ── from regions to changes ─────────────────────────────────────────────────────────────────────


def _same_word(left: _Side, right: _Side, i: int, j: int) -> Change:
    a, b = left.tokens[i], right.tokens[j]
    kind = ChangeKind.EQUAL if a.text == b.text else ChangeKind.COSMETIC
    return Change(kind, a.span, b.span)


def _between(left: _Side, right: _Side, region: _Region, moves: _Moves) -> Iterator[Change]:
    """The changes between two matched tokens, with the white space around them."""
    source, target = left.between(region.left), right.between(region.right)
    start, end = _shared_space(source.of(left.text), target.of(right.text))
    yield Change(
        ChangeKind.EQUAL,
        Span(source.start, source.start + start),
        Span(target.start, target.start + start),
    )
    source_rest = Span(source.start + start, source.end - end)
    target_rest = Span(target.start + start, target.end - end)
    a, b = _pieces(left, region.left, moves.gone), _pieces(right, region.right, moves.come)
    if (not a and len(source_rest)) or (not b and len(target_rest)):
        # One side has white space only: it answers to the white space before the other's words.
        head_a, source_rest = _split_head(a, source_rest)
        head_b, target_rest = _split_head(b, target_rest)
        yield Change(ChangeKind.COSMETIC, head_a, head_b)
    a, b = _fitted(a, source_rest), _fitted(b, target_rest)
    yield from _woven(left, right, (source_rest, target_rest), a, b)
    yield Change(
        ChangeKind.EQUAL, Span(source.end - end, source.end), Span(target.end - end, target.end)
    )


def _shared_space(a: str, b: str) -> tuple[int, int]:
    """How much white space two texts share at their starts, and at their ends after that."""
    start = _leading_space(a, b)
    return start, _leading_space(a[start:][::-1], b[start:][::-1])


def _leading_space(a: str, b: str) -> int:
    shared = a[: _shared_start(a, b)]
    return len(shared) - len(shared.lstrip())


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of one side of a region. `move` is the number of the move it belongs to."""

    span: Span
    move: int | None


def _pieces(side: _Side, tokens: Span, moved: dict[int, tuple[int, int]]) -> list[_Piece]:
    """The tokens of one side of a region, cut where moves begin and end."""
    pieces = []
    place = tokens.start
    while place < tokens.end:
        if place in moved:
            length, move = moved[place]
            end: int = place + length
        else:
            move = None
            end = next((later for later in range(place, tokens.end) if later in moved), tokens.end)
        run = Span(side.tokens[place].span.start, side.tokens[end - 1].span.end)
        pieces.append(_Piece(run, move))
        place = end
    return pieces


def _split_head(pieces: Sequence[_Piece], whole: Span) -> tuple[Span, Span]:
    """`whole`, cut where its first word begins; at its end if it has none."""
    cut = pieces[0].span.start if pieces else whole.end
    return Span(whole.start, cut), Span(cut, whole.end)


def _fitted(pieces: Sequence[_Piece], whole: Span) -> list[_Piece]:
    """The pieces, stretched over the gaps beside them so that together they fill `whole`."""
    edges = [whole.start, *(piece.span.start for piece in pieces[1:]), whole.end]
    return [
        replace(piece, span=Span(start, end))
        for piece, (start, end) in zip(pieces, pairwise(edges), strict=False)
    ]


def _woven(
    left: _Side, right: _Side, region: tuple[Span, Span], a: list[_Piece], b: list[_Piece]
) -> Iterator[Change]:
    """Moved pieces alone, the other pieces paired as far as they go, in order on both sides."""
    i, j = region[0].start, region[1].start
    a, b = a[::-1], b[::-1]
    while a or b:
        if a and (a[-1].move is not None or not b):
            piece = a.pop()
            kind = ChangeKind.DELETED if piece.move is None else ChangeKind.MOVED
            change = Change(kind, piece.span, Span(j, j), piece.move)
        elif b and (b[-1].move is not None or not a):
            piece = b.pop()
            kind = ChangeKind.INSERTED if piece.move is None else ChangeKind.MOVED
            change = Change(kind, Span(i, i), piece.span, piece.move)
        else:
            source, target = a.pop().span, b.pop().span
            respaced = _respaced(source.of(left.text), target.of(right.text))
            change = Change(
                ChangeKind.COSMETIC if respaced else ChangeKind.REPLACED, source, target
            )
        i, j = change.source.end, change.target.end
        yield change


def _respaced(a: str, b: str) -> bool:
    """The same letters, cut otherwise: `can not`, `e-mail`. With digits it is another number."""
    return not any(map(str.isnumeric, a + b)) and _letters(a) == _letters(b)


def _letters(text: str) -> str:
    return "".join(normalize("NFC", text.casefold()).translate(_SHAPES).replace("-", " ").split())


def _joined(changes: Sequence[Change]) -> Iterator[Change]:
    """Without empty changes, and with neighbours that say the same put together."""
    pending: Change | None = None
    for change in changes:
        if not len(change.source) and not len(change.target):
            continue
        if pending is None:
            pending = change
        elif pending.kind is change.kind and change.kind in (
            ChangeKind.EQUAL,
            ChangeKind.COSMETIC,
        ):
            pending = replace(
                pending,
                source=Span(pending.source.start, change.source.end),
                target=Span(pending.target.start, change.target.end),
            )
        else:
            yield pending
            pending = change
    if pending is not None:
        yield pending
