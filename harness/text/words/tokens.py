"""Words, numbers, punctuation and gaps of a text, so that tokens put together rebuild it."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import Any

import regex

from harness.core.values import Span


class TokenKind(Enum):
    """What a token is made of."""

    WORD = "word"
    NUMBER = "number"
    SYMBOL = "symbol"  # punctuation, currency, emoji, anything visible that is not a word


@dataclass(frozen=True, slots=True)
class Token:
    """One token and where it stands. White space is in no token; it lies between them."""

    text: str
    span: Span
    kind: TokenKind


# Letters carry their marks and joiners (Devanagari, Arabic and emoji sequences stay whole). Scripts
# written without spaces are cut into single characters: a longer unit would need a dictionary.
_UNSPACED_SCRIPTS = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_UNSPACED = rf"[{_UNSPACED_SCRIPTS}&&[\p{{L}}\p{{N}}]]"
_VOWEL_SIGN = (
    "[\u0e33\u0eb3]"  # Thai and Lao AM: letters by category, yet never without a consonant
)
# What engines trained on text from the web write for an apostrophe: "won&#39;t" is one word.
APOSTROPHE_ENTITY = r"&(?:\#39|\#x27|apos);"
_EMOJI = r"[\p{So}\p{Extended_Pictographic}] \p{Emoji_Modifier}? \uFE0F? [\U000E0020-\U000E007F]*"
_TOKEN = regex.compile(
    rf"""
      (?P<emoji> \p{{Regional_Indicator}}{{2}} | [0-9\#*]\uFE0F?\u20E3
        | {_EMOJI} (?: \u200D {_EMOJI} )* )
    | (?P<number> \p{{Nd}}+ (?: [.,:/’'٫٬\u00A0\u202F] \p{{Nd}}+ )* )
    | (?P<unspaced> {_UNSPACED}\p{{M}}*{_VOWEL_SIGN}? )
    | (?P<word> (?!{_UNSPACED}) [\p{{L}}_] (?: (?!{_UNSPACED}) [\p{{L}}\p{{M}}\p{{N}}_\u200C\u200D]
        | (?: [’'·\-] | {APOSTROPHE_ENTITY} )(?=[\p{{L}}\p{{N}}]) )* )
    # Without what `str.isspace` calls white space.
    | (?P<symbol> &(?: \#\d{{1,6}} | \#x[0-9a-f]{{1,5}} | quot|amp|lt|gt|nbsp|apos );
        | \.{{2,}} | -{{2,}} | [^\s\x1C-\x1F] \p{{M}}* )
    """,
    regex.VERBOSE | regex.VERSION1,
)
# The same for texts of Latin letters without combining marks, as nearly all in Latin scripts are:
# the standard library's patterns take a third of the time.
_LATIN = r"A-Za-zªµºÀ-ÖØ-öø-ʯ"
_PLAIN_TEXT = re.compile(rf"[\x00-\x7f{_LATIN}\xa0¡«·»¿‐-‟…\u202f€]*")
_PLAIN_TOKEN = re.compile(
    rf"""
      (?P<number> [0-9]+ (?: [.,:/’'\u00A0\u202F] [0-9]+ )* )
    | (?P<word> [{_LATIN}_] (?: [{_LATIN}0-9_]
        | (?: [’'·\-] | {APOSTROPHE_ENTITY} )(?=[{_LATIN}0-9]) )* )
    | (?P<symbol> &(?: \#[0-9]{{1,6}} | \#x[0-9a-f]{{1,5}} | quot|amp|lt|gt|nbsp|apos );
        | \.{{2,}} | -{{2,}} | [^\s\x1C-\x1F] )
    """,
    re.VERBOSE,
)
_KINDS = {
    "emoji": TokenKind.SYMBOL,
    "number": TokenKind.NUMBER,
    "unspaced": TokenKind.WORD,
    "word": TokenKind.WORD,
    "symbol": TokenKind.SYMBOL,
}


def tokenize(text: str) -> tuple[Token, ...]:
    """Tokens in order. Between two of them lies white space or nothing.

    Blind to word boundaries of Chinese, Japanese, Thai, Lao, Khmer and Burmese: there every
    character is a token. Clitics and contractions (`don't`, `dámelo`) stay one word.
    """
    return _of_short(text) if len(text) <= _SHORT else _of_long(text)


def _tokens(text: str) -> tuple[Token, ...]:
    pattern: Any = _PLAIN_TOKEN if _PLAIN_TEXT.fullmatch(text) else _TOKEN
    return tuple(
        Token(match.group(), Span(*match.span()), _KINDS[match.lastgroup])
        for match in pattern.finditer(text)
    )


_SHORT = 600  # letters of a text whose tokens are kept longer: at most 40 MB in all
_of_long = lru_cache(maxsize=64)(_tokens)  # every detector asks for the same few texts of a bead
_of_short = lru_cache(maxsize=2048)(_tokens)  # those of a block: found, located, scored in turn

_UNSPACED_START = regex.compile(_UNSPACED, regex.VERSION1)


def is_unspaced(token: Token) -> bool:
    """Whether the token is one character of a script that is written without spaces."""
    return token.kind is TokenKind.WORD and bool(_UNSPACED_START.match(token.text))


def words(text: str) -> tuple[str, ...]:
    """The texts of words and numbers only, case-folded."""
    return tuple(
        token.text.casefold() for token in tokenize(text) if token.kind is not TokenKind.SYMBOL
    )


def rebuild(text: str, tokens: tuple[Token, ...]) -> str:
    """`text` again, from its tokens and the gaps between them (the law that tests check)."""
    edges = (Span(0, 0), *(token.span for token in tokens), Span(len(text), len(text)))
    parts = []
    for left, right in pairwise(edges):
        parts.append(text[left.end : right.start])
        parts.append(right.of(text))
    return "".join(parts)
