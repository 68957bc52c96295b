"""How probable the words of a text are to a translation model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.core.values.text import Span


@dataclass(frozen=True, slots=True)
class WordScore:
    """How probable a model finds one word of a text: natural logarithm, at most 0.

    `span` stands in the scored text. A word of several pieces has the sum of their logarithms.
    """

    span: Span
    log_probability: float


@dataclass(frozen=True, slots=True)
class WordScores:
    """How probable a model finds a text, given another one, by word and as a whole.

    `mean` is the log-probability for each piece of the model's vocabulary, end mark included.
    `words` lists those that the model can score: one written with a character that its vocabulary
    lacks is left out, and punctuation counts for the mean alone.
    """

    words: tuple[WordScore, ...]
    mean: float


@dataclass(frozen=True, slots=True)
class StopLikelihood:
    """How probable a model finds the text of stop `scored`, given that of stop `given`."""

    given: int
    scored: int
    scores: WordScores

    def of_words(self, spans: Sequence[Span]) -> Iterator[WordScore]:
        """The scores of the words that one of `spans` touches, in order."""
        for word in self.scores.words:
            if any(word.span.overlaps(span) for span in spans):
                yield word
