"""Text -> the pieces of a model's output vocabulary, for models that only ever join such pieces.

A package holds the tokenizer of its source language. Where source and target share it, it cuts the
target, too; where they do not, the list of target pieces is all there is, and the text is cut into
the likeliest of them. The list stands in order of frequency, so that Zipf's law gives the
probability of a piece from its rank. (In the packs' own tokenizers the logarithm falls from −3.8 at
rank 5 to −8.8 at 500 and −11.0 at 5,000; the law used here says −4.4, −8.8, −11.1.)
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Any

from harness.core.values import Span

_SHARED = ("shared_vocabulary.json", "shared_vocabulary.txt")
_TARGET = ("target_vocabulary.json", "target_vocabulary.txt")
_UNKNOWN = "<unk>"
_ZIPF_CONSTANT = 2.6
_UNKNOWN_COST = 30.0  # of a character that no piece has: dearer than any way round it
_SHARE_OF_OWN = 0.999  # pieces of the tokenizer in the target vocabulary, for it to be the target's


@dataclass(frozen=True, slots=True)
class TargetPiece:
    """One piece of the vocabulary (or `<unk>`), and the characters of the text that it writes."""

    text: str
    span: Span

    @property
    def known(self) -> bool:
        return self.text != _UNKNOWN


class TargetTokenizer:
    """Cuts texts into target pieces.

    Args:
        processor: the package's SentencePieceProcessor, of its source language at least.
        files: the package's model files by name.

    Raises:
        ValueError: no target vocabulary among the files.
    """

    def __init__(self, processor: Any, files: Mapping[str, bytes]) -> None:
        self._processor = processor
        self._ranks = {piece: rank for rank, piece in enumerate(_vocabulary(files))}
        size = processor.get_piece_size()
        own = sum(processor.id_to_piece(number) in self._ranks for number in range(size))
        self._shared = any(name in files for name in _SHARED) or own >= _SHARE_OF_OWN * size
        self._longest = max(map(len, self._ranks))
        self._word = lru_cache(maxsize=50_000)(self._cut_word)  # texts repeat their words

    @property
    def method(self) -> str:
        """For the signature: whose pieces these are."""
        return "tokenizer" if self._shared else "zipf"

    def cut(self, text: str) -> tuple[TargetPiece, ...]:
        """The pieces of `text` in order; between them they write all of it, blanks folded."""
        normal, places = self._processor.normalize(text, with_offsets=True)
        if self._shared:
            texts = [piece for piece in self._processor.encode(text, out_type=str) if piece]
            if "".join(texts) != normal:
                texts = self._likeliest(normal)
        else:
            texts = self._likeliest(normal)
        pieces, at = [], 0
        for piece in texts:
            end = at + len(piece)
            known = piece if piece in self._ranks else _UNKNOWN
            pieces.append(TargetPiece(known, Span(places[at], max(places[at], places[end]))))
            at = end
        return tuple(pieces)

    def _likeliest(self, normal: str) -> list[str]:
        """The cut with the greatest product of probabilities (Viterbi), word by word."""
        words = normal.replace("▁", " ▁").split(" ")
        return [piece for word in words if word for piece in self._word(word)]

    def _cut_word(self, word: str) -> tuple[str, ...]:
        costs, starts = [0.0], [0]
        for end in range(1, len(word) + 1):
            cost, start = min(
                (costs[start] + self._cost(word[start:end]), start)
                for start in range(max(0, end - self._longest), end)
            )
            costs.append(cost)
            starts.append(start)
        pieces, end = [], len(word)
        while end:
            pieces.append(word[starts[end] : end])
            end = starts[end]
        return tuple(reversed(pieces))

    def _cost(self, piece: str) -> float:
        rank = self._ranks.get(piece)
        if rank is not None:
            return _ZIPF_CONSTANT + log(rank + 1)
        return _UNKNOWN_COST * len(piece) ** 2  # one by one is cheaper than several at once


def _vocabulary(files: Mapping[str, bytes]) -> list[str]:
    for name in (*_SHARED, *_TARGET):
        if name in files:
            text = files[name].decode("utf-8")
            pieces: list[str] = json.loads(text) if name.endswith(".json") else text.split("\n")
            return pieces
    raise ValueError("the package names no target vocabulary")
