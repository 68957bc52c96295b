"""What changed between two texts of one language, word by word, for showing side by side.

A diff compares texts, not meanings: it says which words differ, never whether that matters.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from unicodedata import decomposition, normalize

from rapidfuzz.distance import LCSseq

from harness.core.values import Span
from harness.text.data.language import UNDETERMINED, LanguageData
from harness.text.words.tokens import Token, TokenKind, is_unspaced, tokenize


class DiffKind(Enum):
    """What became of a stretch of text.

    A moved stretch makes two changes, one where it left (empty target) and one where it arrived
    (empty source), which share a `Change.move`.
    """

    EQUAL = "equal"
    COSMETIC = "cosmetic"  # case, quotes, dashes, dots, spacing, width, composition; not the words
    DELETED = "deleted"
    INSERTED = "inserted"
    REPLACED = "replaced"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class DiffOp:
    """One stretch of the source and what stands for it in the target.

    `move` counts moved stretches from 1 in order of the source; None for every other kind.
    """

    kind: DiffKind
    source: Span
    target: Span
    move: int | None = None


@lru_cache(maxsize=512)  # the rows of a block: what changed is asked again for its hop
def word_diff(
    source: str, target: str, language: LanguageData = UNDETERMINED
) -> tuple[DiffOp, ...]:
    """The changes that turn `source` into `target`, in order. `language` is that of both.

    Laws: the source spans in order cover the source without holes or overlaps, the target spans
    the target; the texts of an equal change are the same; only equal, cosmetic and replaced
    changes may have text on both sides; with the sides exchanged, the same changes are found the
    other way round.

    Moved is what left one place and arrived in another: two words or more, or one that occurs
    only once on a side. Function words (of `language`; where it is not known, words of fewer than
    five letters) move with others or not at all.

    Neighbouring words that changed together are one change. White space that both sides share
    around a change belongs to the equal text beside it.

    Blind to meaning: "Polish" and "polish" differ cosmetically, "5" and "five" do not. A comma that
    came or went is a change; a comma that became another kind of comma is cosmetic. Stretches of
    more than about 20,000 words on both sides, inside what the texts share at their ends, are one
    replaced change: align such texts into beads first.
    """
    left, right = _DiffSide.of(source), _DiffSide.of(target)
    matched, moves = _correspondence(left, right, language)
    regions = tuple(_regions(left, right, matched))
    changes: list[DiffOp] = []
    for region, pair in zip(regions, (*matched, None), strict=True):
        changes.extend(_between(left, right, region, moves))
        if pair is not None:
            changes.append(_same_word(left, right, *pair))
    return tuple(_merged_ops(changes))


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


# Characters without a glyph and without a say in how the text reads: soft hyphen, zero-width
# space, joiner and mark, marks of direction; and selectors of an emoji's look. Overrides of the
# direction are not among them, they make a text read otherwise.
_SILENT = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"))


def _key(token: Token) -> str:
    """What makes two tokens the same but for looks."""
    key = _shape(token.text)
    if token.kind is TokenKind.SYMBOL:
        # Compatibility forms are looks for a mark (`！`), but not for a word: `x²` is not `x2`.
        key = normalize("NFKC", key) or token.text
    if key.startswith("--"):
        return "-"  # as typewriters write a dash
    return "..." if key.startswith("..") else key


def _shape(text: str) -> str:
    """`text` without case, composition, width and the shape of marks."""
    if text.isascii():
        return text.casefold().translate(_SHAPES)
    narrow = "".join(map(_usual_width, text))
    return normalize("NFC", narrow.casefold().translate(_SHAPES).translate(_SILENT))


@lru_cache(maxsize=4096)
def _usual_width(character: str) -> str:
    """`Ａ` as `A`, `ｶ` as `カ`; every other character as it is."""
    kind, _, usual = decomposition(character).partition(" ")
    return chr(int(usual, 16)) if kind in ("<wide>", "<narrow>") else character


@dataclass(frozen=True, slots=True)
class _DiffSide:
    text: str
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "_DiffSide":
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


def _regions(
    left: _DiffSide, right: _DiffSide, matched: Sequence[tuple[int, int]]
) -> Iterator[_Region]:
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
    start, end = shared_ends(a, b)
    yield from ((i, i) for i in range(start))
    inner_a, inner_b = a[start : len(a) - end], b[start : len(b) - end]
    yield from ((start + i, start + j) for i, j in _matched_inside(inner_a, inner_b))
    yield from ((len(a) - end + i, len(b) - end + i) for i in range(end))


def shared_ends(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many tokens, or letters, are the same from the start, and of the rest from the end."""
    start = _shared_start(a, b)
    rest = min(len(a), len(b)) - start
    return start, min(rest, _shared_start(a[::-1], b[::-1]))


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

_MOST_PLACES = 20  # a word that stands in more places than this starts no move
_LONG = 5  # letters of a content word, where the function words of the language are not known
_UNSPACED_WORD = 2  # characters: the usual word of Chinese and Japanese


@dataclass(frozen=True, slots=True)
class _Moves:
    """Runs of tokens that left one place (`gone`) and arrived in another (`come`), numbered."""

    gone: dict[int, tuple[int, int]]  # first position -> length, number
    come: dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _MatchedRun:
    """The same tokens on both sides, each time between other words."""

    left: int
    right: int
    length: int


def _correspondence(
    left: _DiffSide, right: _DiffSide, language: LanguageData
) -> tuple[list[tuple[int, int]], _Moves]:
    """Matched positions and moves.

    What difflib matches depends on which text comes first, and so does the choice between equal
    moves. Always beginning with the same one of the two makes the answer the same both ways.
    """
    if left.keys > right.keys:
        matched, runs = _compared(right, left, language)
        matched = [(i, j) for j, i in matched]
        runs = [_MatchedRun(run.right, run.left, run.length) for run in runs]
    else:
        matched, runs = _compared(left, right, language)
    moves = _Moves({}, {})
    for number, run in enumerate(sorted(runs, key=lambda run: run.left), start=1):
        moves.gone[run.left] = moves.come[run.right] = (run.length, number)
    return matched, moves


def _compared(
    left: _DiffSide, right: _DiffSide, language: LanguageData
) -> tuple[list[tuple[int, int]], list[_MatchedRun]]:
    matched = list(_matched(left.keys, right.keys))
    regions = tuple(_regions(left, right, matched))
    return matched, _moved_runs(left, right, regions, language)


def _moved_runs(
    left: _DiffSide, right: _DiffSide, regions: Sequence[_Region], language: LanguageData
) -> list[_MatchedRun]:
    """The longest runs first; no token is in two of them."""
    counts = Counter(left.keys), Counter(right.keys)
    gone, come = set[int](), set[int]()
    moved: list[_MatchedRun] = []
    runs = _common_runs(left.keys, right.keys, regions)
    for run in sorted(runs, key=lambda run: (-run.length, run.left + run.right, run.left)):
        places = range(run.left, run.left + run.length)
        others = range(run.right, run.right + run.length)
        if gone.isdisjoint(places) and come.isdisjoint(others):
            tokens = left.tokens[run.left : run.left + run.length]
            keys = left.keys[run.left : run.left + run.length]
            rare = all(1 in (counts[0][key], counts[1][key]) for key in keys)
            if _worth_telling(tokens, language, rare=rare):
                moved.append(run)
                gone.update(places)
                come.update(others)
    return moved


def _common_runs(
    a: Sequence[str], b: Sequence[str], regions: Sequence[_Region]
) -> Iterator[_MatchedRun]:
    """For each token of `a` that has no match, the longest runs of `b` that begin like it."""
    arrived: dict[str, list[int]] = defaultdict(list)
    last = set[int]()
    for region in regions:
        for place in range(region.right.start, region.right.end):
            arrived[b[place]].append(place)
        last.add(region.right.end - 1)
    for region in regions:
        lengths: dict[int, int] = {}  # of the runs that begin at the token after, by place in `b`
        for place in reversed(range(region.left.start, region.left.end)):
            places = arrived.get(a[place], ())
            lengths = {
                to: 1 if to in last else 1 + lengths.get(to + 1, 0)
                for to in (places if len(places) <= _MOST_PLACES else ())
            }
            yield from (_MatchedRun(place, to, length) for to, length in lengths.items())


def _worth_telling(tokens: Sequence[Token], language: LanguageData, *, rare: bool) -> bool:
    """Whether a shift of these tokens is a move and not noise, as that of a "the" is."""
    words = [token for token in tokens if token.kind is not TokenKind.SYMBOL]
    content = [token for token in words if _tells(token, language)]
    size = sum(len(token.text) for token in content if is_unspaced(token))
    if size:
        return size >= (_UNSPACED_WORD if rare else 2 * _UNSPACED_WORD)
    return bool(content) and (len(words) > 1 or rare)


def _tells(token: Token, language: LanguageData) -> bool:
    """Whether a token carries content of its own."""
    if token.kind is TokenKind.NUMBER or is_unspaced(token):
        return True
    if language.function_words:
        return token.text.casefold() not in language.function_words
    return len(token.text) >= _LONG


# ── from regions to changes ─────────────────────────────────────────────────────────────────────


def _same_word(left: _DiffSide, right: _DiffSide, i: int, j: int) -> DiffOp:
    a, b = left.tokens[i], right.tokens[j]
    kind = DiffKind.EQUAL if a.text == b.text else DiffKind.COSMETIC
    return DiffOp(kind, a.span, b.span)


def _between(left: _DiffSide, right: _DiffSide, region: _Region, moves: _Moves) -> Iterator[DiffOp]:
    """The changes between two matched tokens, with the white space around them."""
    source, target = left.between(region.left), right.between(region.right)
    gap = source.of(left.text)
    if gap == target.of(right.text) and not gap.strip():  # as between most words
        yield DiffOp(DiffKind.EQUAL, source, target)
        return
    start, end = _shared_space(source.of(left.text), target.of(right.text))
    yield DiffOp(
        DiffKind.EQUAL,
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
        yield DiffOp(DiffKind.COSMETIC, head_a, head_b)
    a, b = _fitted(a, source_rest), _fitted(b, target_rest)
    yield from _woven(left, right, (source_rest, target_rest), a, b)
    yield DiffOp(
        DiffKind.EQUAL, Span(source.end - end, source.end), Span(target.end - end, target.end)
    )


def _shared_space(a: str, b: str) -> tuple[int, int]:
    """How much white space two texts share at their starts, and at their ends after that."""
    start = _leading_space(a, b)
    return start, _leading_space(a[start:][::-1], b[start:][::-1])


def _leading_space(a: str, b: str) -> int:
    shared = a[: _shared_start(a, b)]
    return len(shared) - len(shared.lstrip())


@dataclass(frozen=True, slots=True)
class _DiffPiece:
    """Part of one side of a region. `move` is the number of the move it belongs to."""

    span: Span
    move: int | None


def _pieces(side: _DiffSide, tokens: Span, moved: dict[int, tuple[int, int]]) -> list[_DiffPiece]:
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
        pieces.append(_DiffPiece(run, move))
        place = end
    return pieces


def _split_head(pieces: Sequence[_DiffPiece], whole: Span) -> tuple[Span, Span]:
    """`whole`, cut where its first word begins; at its end if it has none."""
    cut = pieces[0].span.start if pieces else whole.end
    return Span(whole.start, cut), Span(cut, whole.end)


def _fitted(pieces: Sequence[_DiffPiece], whole: Span) -> list[_DiffPiece]:
    """The pieces, stretched over the gaps beside them so that together they fill `whole`."""
    edges = [whole.start, *(piece.span.start for piece in pieces[1:]), whole.end]
    return [
        _DiffPiece(Span(start, end), piece.move)
        for piece, (start, end) in zip(pieces, pairwise(edges), strict=False)
    ]


def _woven(
    left: _DiffSide,
    right: _DiffSide,
    region: tuple[Span, Span],
    a: list[_DiffPiece],
    b: list[_DiffPiece],
) -> Iterator[DiffOp]:
    """Moved pieces alone, the other pieces paired as far as they go, in order on both sides."""
    i, j = region[0].start, region[1].start
    a, b = a[::-1], b[::-1]
    while a or b:
        if a and (a[-1].move is not None or not b):
            piece = a.pop()
            kind = _unpaired_kind(piece, left.text, DiffKind.DELETED)
            change = DiffOp(kind, piece.span, Span(j, j), piece.move)
        elif b and (b[-1].move is not None or not a):
            piece = b.pop()
            kind = _unpaired_kind(piece, right.text, DiffKind.INSERTED)
            change = DiffOp(kind, Span(i, i), piece.span, piece.move)
        else:
            source, target = a.pop().span, b.pop().span
            respaced = _respaced(source.of(left.text), target.of(right.text))
            change = DiffOp(DiffKind.COSMETIC if respaced else DiffKind.REPLACED, source, target)
        i, j = change.source.end, change.target.end
        yield change


def _unpaired_kind(piece: _DiffPiece, text: str, otherwise: DiffKind) -> DiffKind:
    """What became of a piece that stands against nothing."""
    if piece.move is not None:
        return DiffKind.MOVED
    silent = not piece.span.of(text).translate(_SILENT).strip()
    return DiffKind.COSMETIC if silent else otherwise


def _respaced(a: str, b: str) -> bool:
    """The same letters, cut otherwise: `can not`, `e-mail`. With digits it is another number."""
    return not any(map(str.isnumeric, a + b)) and _letters(a) == _letters(b)


def _letters(text: str) -> str:
    return "".join(_shape(text).replace("-", " ").split())


def _merged_ops(changes: Sequence[DiffOp]) -> Iterator[DiffOp]:
    """Without empty changes, and with neighbours that say the same put together."""
    kept = [change for change in changes if len(change.source) or len(change.target)]
    start = 0
    while start < len(kept):
        first, end = kept[start], start + 1
        if first.kind in (DiffKind.EQUAL, DiffKind.COSMETIC):
            while end < len(kept) and kept[end].kind is first.kind:
                end += 1
        last = kept[end - 1]
        source = Span(first.source.start, last.source.end)
        yield replace(first, source=source, target=Span(first.target.start, last.target.end))
        start = end
