"""Corrupted characters and words: mojibake, replacement characters, subwords not joined."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import regex

from harness.core.values import Span


class CorruptionKind(Enum):
    """What happened to the text."""

    LOST = "A character was lost"
    UNKNOWN = "The engine wrote its mark for an unknown word"
    PIECES = "Pieces of words were not joined"
    MISREAD = "Characters were read in the wrong encoding"
    UNSEEN = "An invisible character was put in"


@dataclass(frozen=True, slots=True)
class CorruptedText:
    """A stretch of wreckage and where it stands."""

    kind: CorruptionKind
    text: str
    span: Span


# What Windows-1252 and Latin-1 make of the bytes 80 to BF, and Windows-1251 of the same.
_TAIL = r"[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
_CYRILLIC_TAIL = r"[\u0080-\u00bb\u0401-\u040f\u0451-\u045f\u0490\u0491\u2013-\u2122]"
# Text that was read in the wrong encoding: "Ã©" was "é", "Ð¼Ð¸Ñ€" and "РјРёСЂ" were "мир", "ìèðíûé"
# was "мирный", "ПРИВЕТ" in KOI8-R became "оПХБЕР".
MISREAD = rf"""
    (?: [ÃÂ] [\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]
        | â€ [\u0080-\u00bf\u02dc\u2013-\u2122œžš] )+
    | (?: [\u00c3-\u00df] {_TAIL} ){{2,}}
    | (?: [РС] {_CYRILLIC_TAIL} ){{2,}}
    | (?<! \p{{L}} ) [À-ÖØ-öø-ÿ]{{5,}} (?! \p{{L}} )
    | (?<! \p{{L}} ) [а-яё][А-ЯЁ]{{4,}} (?! \p{{L}} )
"""
_PATTERN = regex.compile(
    r"""
      (?P<LOST> \uFFFD+ )
    | (?P<UNKNOWN> ⁇+ | < (?: unk | UNK | pad | s | /s ) > | \[UNK\] )
    | (?P<PIECES> ▁\S* (?: \s*▁\S* )* | (?<! \S ) \#\#\p{Ll}+ (?: \s+\#\#\p{Ll}+ )* )
    | (?P<MISREAD> """
    + MISREAD
    + r""" )
    | (?P<UNSEEN> [\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]+ )
    """,
    regex.VERBOSE,
)

_RIGHT_TO_LEFT = regex.compile(r"[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}\p{Nko}]")
_WITHOUT_SPACES = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


def corrupted_in(text: str) -> Iterator[CorruptedText]:
    """Replacement characters, marks of unknown words, subword marks of SentencePiece and WordPiece,
    text that was read in the wrong encoding, and invisible characters, in order.

    Marks of direction belong to a text with letters that run from right to left, and gaps of no
    width to one that is written without spaces: there they are nothing to tell.

    Blind to pieces of byte-pair encoding ("@@"), which loop and are told as repetition, and to
    words that are wrong but well formed.
    """
    if text.isascii() and not _has_marks(text):
        return
    unseen_belong = _RIGHT_TO_LEFT.search(text) or _WITHOUT_SPACES.search(text)
    for match in _PATTERN.finditer(text):
        if match["UNSEEN"] and unseen_belong:
            continue
        yield CorruptedText(
            CorruptionKind[match.lastgroup or ""], match.group(), Span(*match.span())
        )


def _has_marks(text: str) -> bool:
    return any(mark in text for mark in ("<", "[UNK]", "##"))
