"""Words, phrases and letters that follow upon themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from harness.core.values import Span
from harness.text.words.quoting import quoted
from harness.text.words.tokens import Token, TokenKind, tokenize

_LONGEST_UNIT = 40  # tokens; a longer stretch is a repeated sentence, which stands on its own
_LETTERS = regex.compile(r"[\p{L}\p{M}]{5,}")  # where letters may loop; few words are as long
_STUTTER = regex.compile(
    r"(?P<letter>\p{L}\p{M}*)(?P=letter){4,}|(?P<group>(?:\p{L}\p{M}*){2,6}?)(?P=group){2,}"
)


@dataclass(frozen=True, slots=True)
class RepeatedUnit:
    """`unit` stands `count` times in a row over `span`. `words` is how many words a unit has."""

    unit: str
    words: int
    count: int
    span: Span


@lru_cache(maxsize=64)  # detectors and attribution ask for the same few texts of a bead
def repeats_in(text: str) -> tuple[RepeatedUnit, ...]:
    """Words and phrases that stand at least twice in a row, case aside; the punctuation between
    them must repeat too ("no, no, no"; "Thanks. Thanks."). Numbers count from three in a row on.

    Blind to repetition with other words in between, and to units of more than 40 tokens.
    """
    tokens = tokenize(text)
    keys = [token.text.casefold() for token in tokens]
    found, index = [], 0
    while index < len(tokens):
        best = _best_run(keys, tokens, index)
        if best is None:
            index += 1
            continue
        size, count, length = best
        span = Span(tokens[index].span.start, tokens[index + length - 1].span.end)
        unit = Span(tokens[index].span.start, tokens[index + size - 1].span.end).of(text)
        words = sum(token.kind is not TokenKind.SYMBOL for token in tokens[index : index + size])
        found.append(RepeatedUnit(unit, words, count, span))
        index += length
    return tuple(found)


@lru_cache(maxsize=64)
def stutters_in(text: str) -> tuple[RepeatedUnit, ...]:
    """Letters that loop inside a word: five of one letter, or a group of two to six letters three
    times and over at least eight letters ("mainmainmain"). `words` is 0.
    """
    return tuple(
        replace(each, span=each.span.shifted(letters.start()))
        for letters in _LETTERS.finditer(text)
        for each in _stutters_of(letters.group())
    )


@lru_cache(maxsize=16384)
def _stutters_of(letters: str) -> tuple[RepeatedUnit, ...]:
    """The loops of one run of letters, with their places in it."""
    found = []
    for match in _STUTTER.finditer(letters):
        unit = match["letter"] or match["group"]
        if match["letter"] or len(match.group()) >= 8:
            count = len(match.group()) // len(unit)
            found.append(RepeatedUnit(unit, 0, count, Span(*match.span())))
    return tuple(found)


def in_words(repeat: RepeatedUnit) -> str:
    """What appears how often in a row, as a sentence without its full stop."""
    what = "The letters" if not repeat.words else "The word" if repeat.words == 1 else "The words"
    appear = "appears" if repeat.words == 1 else "appear"
    times = "twice" if repeat.count == 2 else f"{repeat.count} times"
    return f"{what} {quoted(repeat.unit)} {appear} {times} in a row"


def _best_run(
    keys: Sequence[str], tokens: Sequence[Token], start: int
) -> tuple[int, int, int] | None:
    """(unit size, count, tokens covered) of the run at `start` that covers most; smallest unit."""
    if tokens[start].kind is TokenKind.SYMBOL:
        return None
    best: tuple[int, int, int] | None = None
    for size in range(1, min(_LONGEST_UNIT, (len(keys) - start) // 2) + 1):
        if keys[start] != keys[start + size]:
            continue  # as nearly always
        count = _times(keys, start, size)
        if count < 2 or not _counts(tokens[start : start + size], count):
            continue
        length = size * count + _half_unit(keys, tokens, start, size, count)
        if best is None or length > best[2]:
            whole = length > size * count
            best = (size, count + whole, length)
    return best


def _times(keys: Sequence[str], start: int, size: int) -> int:
    count = 1
    while keys[start + count * size : start + (count + 1) * size] == keys[start : start + size]:
        count += 1
    return count


def _counts(unit: Sequence[Token], count: int) -> bool:
    kinds = {token.kind for token in unit}
    return TokenKind.WORD in kinds or (TokenKind.NUMBER in kinds and count > 2)


def _half_unit(
    keys: Sequence[str], tokens: Sequence[Token], start: int, size: int, count: int
) -> int:
    """Tokens of a last unit that only lacks the punctuation at its end: the third "no" of "no, no,
    no." (0 where there is none).
    """
    words = size
    while words and tokens[start + words - 1].kind is TokenKind.SYMBOL:
        words -= 1
    end = start + size * count
    return words if words < size and keys[end : end + words] == keys[start : start + words] else 0
