"""What engines, scorers and models answer in a worker, gathered for the memory of the driver."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from harness.core.protocols import Engine, LikelihoodScorer
from harness.core.values import Direction, Outcome, Signature, WordScores
from harness.run.opening import Remembering

Q = TypeVar("Q")
A = TypeVar("A")

Outcomes = Mapping[str, Outcome]  # by segment
Likelihoods = Mapping[tuple[str, str], WordScores | None]  # by pair of texts


@dataclass(frozen=True, slots=True)
class Learnt:
    """Answers that the driver did not have.

    `outcomes` are by engine, in the order of the route and then of the witnesses, `likelihoods` by
    scorer; `vectors` by what they are called, and by key.
    """

    outcomes: tuple[Outcomes, ...]
    likelihoods: tuple[Likelihoods, ...]
    vectors: Mapping[str, Mapping[str, bytes]]


class _Asked(Generic[Q, A]):
    """Asks what is inside for what is neither given nor learnt already."""

    def __init__(
        self, inner: Engine | LikelihoodScorer, ask: Callable[[Sequence[Q]], Sequence[A]]
    ) -> None:
        self._inner, self._ask = inner, ask
        self.given: Mapping[Q, A] = {}
        self.learnt: dict[Q, A] = {}

    @property
    def direction(self) -> Direction:
        return self._inner.direction

    @property
    def signature(self) -> Signature:
        return self._inner.signature

    def close(self) -> None:
        self._inner.close()

    def _answers(self, questions: Sequence[Q]) -> list[A]:
        known = {**self.given, **self.learnt}
        asked = [each for each in dict.fromkeys(questions) if each not in known]
        if asked:
            self.learnt |= zip(asked, self._ask(asked), strict=True)
        known |= self.learnt
        return [known[each] for each in questions]


class LearningEngine(_Asked[str, Outcome]):
    """An engine that gathers what it answers."""

    def __init__(self, inner: Engine) -> None:
        super().__init__(inner, inner.translate)

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return self._answers(segments)


class LearningScorer(_Asked[tuple[str, str], WordScores | None]):
    """A likelihood scorer that gathers what it answers."""

    def __init__(self, inner: LikelihoodScorer) -> None:
        super().__init__(inner, inner.score)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[WordScores | None]:
        return self._answers(pairs)


@dataclass(slots=True)
class Learning:
    """Everything of one worker that learns: it stands for the memory, for vectors too."""

    engines: list[LearningEngine] = field(default_factory=list)
    scorers: list[LearningScorer] = field(default_factory=list)
    vectors: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def remembering(self) -> Remembering:
        """How a route is opened so that all its engines and scorers learn."""
        return Remembering(self._engine, self._scorer)

    def begin(self, given: Sequence[Outcomes]) -> None:
        """Forget what was learnt; `given` are the outcomes that the driver knows, by engine."""
        for engine, outcomes in zip(self.engines, given, strict=True):
            engine.given, engine.learnt = outcomes, {}
        for scorer in self.scorers:
            scorer.learnt = {}
        self.vectors = {}

    def learnt(self) -> Learnt:
        """What was learnt since the beginning."""
        return Learnt(
            tuple(engine.learnt for engine in self.engines),
            tuple(scorer.learnt for scorer in self.scorers),
            self.vectors,
        )

    def recall_vectors(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The learnt ones among `keys`."""
        learnt = {key: value for of in self.vectors.values() for key, value in of.items()}
        return {key: learnt[key] for key in keys if key in learnt}

    def keep_vectors(self, vectors: Mapping[str, bytes], kind: str) -> None:
        """Keep them until the next beginning."""
        self.vectors.setdefault(kind, {}).update(vectors)

    def _engine(self, inner: Engine) -> Engine:
        self.engines.append(LearningEngine(inner))
        return self.engines[-1]

    def _scorer(self, inner: LikelihoodScorer) -> LikelihoodScorer:
        self.scorers.append(LearningScorer(inner))
        return self.scorers[-1]
