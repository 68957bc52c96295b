"""A text as the aligner sees it: its sentences as lengths and word stems, in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from harness.text.words.normalise import folded
from harness.text.words.tokens import words

Ids = NDArray[np.int64]

_STEM = 5  # letters: endings change from sentence to sentence, and hardly any form comes twice
_LETTERS_OF_A_SENTENCE = 4  # fewer are a page number, a row of dots, a broken line
_MOST_WORDS = 400  # of one sentence that are looked at: more say nothing new of where it belongs


@dataclass(frozen=True, slots=True)
class PreparedText:
    """One of the two texts.

    `lengths` count visible characters, and one more for every sentence; `words` hold the numbers
    of each sentence's stems in `stems`; `counts` say how often each stem stands in the text, and
    `rarity` what it tells of a sentence, in [0, 1]: nothing where all have it. `bare` sentences
    have hardly a letter.
    """

    sentences: Sequence[str]
    lengths: NDArray[np.float64]
    bare: NDArray[np.bool_]
    words: Sequence[Ids]
    stems: tuple[str, ...]
    counts: NDArray[np.float64]
    rarity: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.sentences)

    def only(self, places: Sequence[int]) -> "PreparedText":
        """Some of its sentences, counted as in the whole text."""
        return replace(
            self,
            sentences=[self.sentences[place] for place in places],
            lengths=self.lengths[places],
            bare=self.bare[places],
            words=[self.words[place] for place in places],
        )


def prepare(sentences: Sequence[str]) -> PreparedText:
    """The text's sentences in numbers. The same sentences, the same numbers."""
    known: dict[str, int] = {}
    read = []
    for sentence in sentences:
        stems = _stems(sentence)
        read.append(np.array([known.setdefault(stem, len(known)) for stem in stems], np.int64))
    everything = np.concatenate([*read, np.zeros(0, np.int64)])
    counts = np.bincount(everything, minlength=len(known)).astype(float)
    spread = np.log(len(sentences) / np.minimum(counts, len(sentences)) + 1)
    return PreparedText(
        sentences,
        np.array([len("".join(sentence.split())) + 1 for sentence in sentences], float),
        np.array([_is_bare(sentence) for sentence in sentences], bool),
        read,
        tuple(known),
        counts,
        spread / log(len(sentences) + 1),
    )


def _stems(sentence: str) -> list[str]:
    # A line without any word ("* * *") still is something to find again.
    found = words(sentence) or tuple(sentence.split()) or ("",)
    return [folded(word)[:_STEM] for word in found[:_MOST_WORDS]]


def _is_bare(sentence: str) -> bool:
    return sum(letter.isalpha() for letter in sentence) < _LETTERS_OF_A_SENTENCE
