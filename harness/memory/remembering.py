"""Engines and likelihood scorers that ask what is inside only for what the memory does not know.

Each serves one thread at a time, as what is inside does; several may share one memory.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from harness.core import interruption
from harness.core.errors import EngineContractError
from harness.core.fingerprint import fingerprints_after
from harness.core.protocols import Engine, LikelihoodScorer, remembered_by
from harness.core.values import Direction, Outcome, Signature, Translated, WordScores
from harness.memory.entries import Asked, Origin

if TYPE_CHECKING:
    from harness.memory.store import Memory

Q = TypeVar("Q")
A = TypeVar("A")


class _Remembering(Generic[Q, A]):
    """Asks what is inside only for what the memory does not know, `block` questions at a time.

    One look-up for all questions, then one write for each block that was asked for.

    Args:
        ask: questions -> answers, of what is inside.
        key: what distinguishes a question to what is inside from every other in the memory.
        recall: questions by their keys -> the answers that are remembered.
        keep: remembers those of some answers that are worth it: a failure is not, because another
            day it may be none. Given the questions by their keys, and the answers.
    """

    def __init__(
        self,
        inner: Engine | LikelihoodScorer,
        ask: Callable[[Sequence[Q]], Sequence[A]],
        *,
        key: Callable[[Q], str],
        recall: Callable[[Mapping[str, Q]], Mapping[str, A]],
        keep: Callable[[Mapping[str, Q], Mapping[str, A]], None],
        block: int,
    ) -> None:
        if block < 1:
            raise ValueError(f"a block holds at least one question, not {block}")
        self._inner = inner
        self._ask, self._key, self._recall, self._keep = ask, key, recall, keep
        self._block = block
        self.asked = 0  # questions that were not remembered

    @property
    def direction(self) -> Direction:
        return self._inner.direction

    @property
    def signature(self) -> Signature:
        return self._inner.signature

    def close(self) -> None:
        self._inner.close()

    def _answers(self, questions: Sequence[Q]) -> list[A]:
        keys = list(map(self._key, questions))
        asked = dict(zip(keys, questions, strict=True))
        answers = dict(self._recall(asked))
        waiting = [item for item in asked.items() if item[0] not in answers]
        for start in range(0, len(waiting), self._block):
            interruption.check()
            answers |= self._learn(dict(waiting[start : start + self._block]))
        return [answers[key] for key in keys]

    def _known(self, questions: Sequence[Q]) -> dict[Q, A]:
        keys = {self._key(question): question for question in questions}
        return {keys[key]: answer for key, answer in self._recall(keys).items()}

    def _learn_from(self, answers: Mapping[Q, A]) -> None:
        self.asked += len(answers)
        questions = {self._key(question): question for question in answers}
        learnt = {key: answers[question] for key, question in questions.items()}
        self._keep(questions, learnt)

    def _learn(self, questions: dict[str, Q]) -> dict[str, A]:
        answers = self._ask(list(questions.values()))
        if len(answers) != len(questions):
            raise EngineContractError(
                f"{self.signature.name} was asked for {len(questions)} answers, gave {len(answers)}"
            )
        self.asked += len(questions)
        learnt = dict(zip(questions, answers, strict=True))
        self._keep(questions, learnt)
        return learnt


class RememberingEngine(_Remembering[str, Outcome]):
    """An engine that asks its inner engine only for what the memory does not know.

    `remembers`: whether anything may be remembered at all; the inner engine decides.
    """

    def __init__(self, inner: Engine, memory: "Memory", block: int) -> None:
        known_by = remembered_by(inner)
        self.remembers = known_by is not None
        self._memory = memory
        self._origin = Origin(known_by or "", str(inner.signature), inner.direction)
        languages = [inner.direction.source, inner.direction.target]
        super().__init__(
            inner,
            inner.translate,
            key=fingerprints_after([known_by, languages]),
            recall=self._recalled,
            keep=self._kept,
            block=block,
        )

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return self._answers(segments)

    def known(self, segments: Sequence[str]) -> dict[str, Outcome]:
        """What is remembered of some segments, by segment."""
        return self._known(segments)

    def learn(self, outcomes: Mapping[str, Outcome]) -> None:
        """Remember what the same engine answered elsewhere, by segment; it counts as asked."""
        self._learn_from(outcomes)

    def _recalled(self, segments: Mapping[str, str]) -> Mapping[str, Outcome]:
        if not self.remembers:
            return {}
        return self._memory.known(list(segments), Asked(self._origin, segments))

    def _kept(self, segments: Mapping[str, str], learnt: Mapping[str, Outcome]) -> None:
        if self.remembers:
            worth = {key: each for key, each in learnt.items() if isinstance(each, Translated)}
            self._memory.remember(worth, Asked(self._origin, segments))


class RememberingLikelihood(_Remembering[tuple[str, str], WordScores | None]):
    """A likelihood scorer that asks its inner one only for what the memory does not know."""

    def __init__(self, inner: LikelihoodScorer, memory: "Memory", block: int) -> None:
        key = fingerprints_after([inner.signature.identity])
        super().__init__(
            inner,
            inner.score,
            key=lambda pair: key(*pair),
            recall=lambda pairs: memory.recall_likelihoods(list(pairs)),
            keep=lambda _, learnt: memory.keep_likelihoods(
                {key: scores for key, scores in learnt.items() if scores is not None}
            ),
            block=block,
        )

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[WordScores | None]:
        return self._answers(pairs)

    def learn(self, scores: Mapping[tuple[str, str], WordScores | None]) -> None:
        """Remember what the same scorer answered elsewhere, by pair."""
        self._learn_from(scores)
