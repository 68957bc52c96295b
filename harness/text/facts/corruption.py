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


_PATTERN = regex.compile(
    r"""
      (?P<LOST> \uFFFD+ )
    | (?P<UNKNOWN> ⁇+ | < (?: unk | UNK | pad | s | /s ) > | \[UNK\] )
    | (?P<PIECES> ▁\S* (?: \s*▁\S* )* | (?<! \S ) \#\#\p{Ll}+ (?: \s+\#\#\p{Ll}+ )* )
    | (?P<MISREAD> (?: [ÃÂ] [\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]
        | â€ [\u0080-\u00bf\u02dc\u2013-\u2122œžš] )+ )
    | (?P<UNSEEN> [\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]+ )
    """,
    regex.VERBOSE,
)

_RIGHT_TO_LEFT = regex.compile(r"[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}\p{Nko}]")
_WITHOUT_SPACES = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


def corrupted_in(text: str) -> Iterator[CorruptedText]:
    """Replacement characters, marks of unknown words, subword marks of SentencePiece and WordPiece,
    UTF-8 that was read as Windows-1252 or Latin-1, and invisible characters, in order.

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
