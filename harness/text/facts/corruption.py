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
    """,
    regex.VERBOSE,
)


def corrupted_in(text: str) -> Iterator[CorruptedText]:
    """Replacement characters, marks of unknown words, subword marks of SentencePiece and WordPiece,
    and UTF-8 that was read as Windows-1252 or Latin-1, in order.

    Blind to pieces of byte-pair encoding ("@@"), which loop and are told as repetition, and to
    words that are wrong but well formed.
    """
    for match in _PATTERN.finditer(text) if not text.isascii() or _has_marks(text) else ():
        yield CorruptedText(
            CorruptionKind[match.lastgroup or ""], match.group(), Span(*match.span())
        )


def _has_marks(text: str) -> bool:
    return any(mark in text for mark in ("<", "[UNK]", "##"))
