"""Likelihoods of a run: how probable each stop's words are to the MT models, given a neighbour's.

After Prism (Thompson and Post 2020) and NMTScore (Vamvas and Sennrich 2022), which score whole
segments; here words are kept, since a finding speaks of words.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from harness.core.errors import EngineContractError
from harness.core.protocols import LikelihoodScorer
from harness.core.values import (
    BeadText,
    Direction,
    LocalText,
    Route,
    Signature,
    StopLikelihood,
    WordScore,
    WordScores,
)

Question = tuple[int, int]  # the stop that is given, and the one that is scored

_DIGITS = 2  # of a logarithm in a record: hundredths of a nat are more than anyone reads


def directions(route: Route) -> tuple[Direction, ...]:
    """Directions that a route can score, in the order of its hops: each hop's, and back."""
    legs = [leg.direction for leg in route.legs]
    return tuple(
        dict.fromkeys(each for leg in legs for each in (leg, Direction(leg.target, leg.source)))
    )


def questions(stops: Sequence[LocalText]) -> tuple[Question, ...]:
    """The source given each pivot: grading and attribution read nothing else.

    What an engine wrote itself it finds likely, so that the return given the pivot tells next to
    nothing, at the same cost. Texts of one language are no question.
    """
    return tuple(
        (pivot, 0)
        for pivot in range(1, len(stops) - 1)
        if stops[pivot].language != stops[0].language
    )


class RunLikelihood:
    """Likelihood scorers by direction, asked in as few calls as possible.

    A question that none of them can answer gets no likelihood.
    """

    def __init__(self, scorers: Sequence[LikelihoodScorer]) -> None:
        self._by_direction = {scorer.direction: scorer for scorer in scorers}

    @property
    def signatures(self) -> tuple[Signature, ...]:
        return tuple(scorer.signature for scorer in self._by_direction.values())

    @property
    def scorers(self) -> tuple[LikelihoodScorer, ...]:
        """In the order of their directions on the route."""
        return tuple(self._by_direction.values())

    def close(self) -> None:
        for scorer in self._by_direction.values():
            scorer.close()

    def score(self, beads: Sequence[BeadText]) -> list[tuple[StopLikelihood, ...]]:
        """The likelihoods of every bead, in order. Raises: EngineError when a model failed."""
        asked = [
            (number, question)
            for number, bead in enumerate(beads)
            for question in questions(bead.stops)
        ]
        answers = self.likelihoods(
            [(beads[number].stops[one], beads[number].stops[two]) for number, (one, two) in asked]
        )
        scored_beads: list[list[StopLikelihood]] = [[] for _ in beads]
        for (number, (given, scored)), answer in zip(asked, answers, strict=True):
            if answer is not None:
                scored_beads[number].append(StopLikelihood(given, scored, _rounded(answer)))
        return [tuple(each) for each in scored_beads]

    def likelihoods(self, pairs: Sequence[tuple[LocalText, LocalText]]) -> list[WordScores | None]:
        """How probable the second text of each pair is given the first; None where none can say."""
        by_direction: defaultdict[Direction, list[int]] = defaultdict(list)
        for number, (given, scored) in enumerate(pairs):
            if given.language != scored.language:
                by_direction[Direction(given.language, scored.language)].append(number)
        answers: list[WordScores | None] = [None] * len(pairs)
        for direction, numbers in by_direction.items():
            if scorer := self._by_direction.get(direction):
                scores = scorer.score([(pairs[n][0].text, pairs[n][1].text) for n in numbers])
                if len(scores) != len(numbers):
                    raise EngineContractError(
                        f"{scorer.signature.name} was asked for {len(numbers)} scores, "
                        f"gave {len(scores)}"
                    )
                for number, answer in zip(numbers, scores, strict=True):
                    answers[number] = answer
        return answers


def _rounded(scores: WordScores) -> WordScores:
    return WordScores(tuple(_rounded_words(scores)), round(scores.mean, _DIGITS))


def _rounded_words(scores: WordScores) -> Iterator[WordScore]:
    for word in scores.words:
        yield WordScore(word.span, round(word.log_probability, _DIGITS))
