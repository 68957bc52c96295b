"""The laws of every likelihood scorer."""

from collections.abc import Iterator, Sequence

import pytest

from harness.core.protocols import LikelihoodScorer


class LikelihoodScorerContract:
    """Laws of every `LikelihoodScorer`. Provide the fixtures `scorer` and `pairs`.

    The contract closes the scorer. `pairs` holds at least three different (given text, scored
    text), each scored text the translation of its given one and not of any other.
    """

    @pytest.fixture(autouse=True)
    def _closed(self, scorer: LikelihoodScorer) -> Iterator[None]:
        yield
        scorer.close()

    def test_one_answer_a_pair(
        self, scorer: LikelihoodScorer, pairs: Sequence[tuple[str, str]]
    ) -> None:
        assert len(scorer.score(pairs)) == len(pairs)
        assert list(scorer.score([])) == []

    def test_words_stand_in_the_scored_text(
        self, scorer: LikelihoodScorer, pairs: Sequence[tuple[str, str]]
    ) -> None:
        for (_, scored), answer in zip(pairs, scorer.score(pairs), strict=True):
            assert answer is not None
            assert answer.mean <= 0
            ends = [word.span.end for word in answer.words]
            assert ends == sorted(ends)
            for word in answer.words:
                assert word.log_probability <= 0
                assert word.span.of(scored).strip() == word.span.of(scored) != ""

    def test_neighbours_do_not_change_an_answer(
        self, scorer: LikelihoodScorer, pairs: Sequence[tuple[str, str]]
    ) -> None:
        alone = [scorer.score([pair])[0] for pair in pairs]
        assert list(scorer.score([*pairs, *pairs[::-1]])) == [*alone, *alone[::-1]]

    def test_blank_texts_are_not_scored(
        self, scorer: LikelihoodScorer, pairs: Sequence[tuple[str, str]]
    ) -> None:
        (given, scored), *_ = pairs
        assert list(scorer.score([("", scored), (given, " "), ("", "")])) == [None] * 3

    def test_a_translation_is_likelier_than_another_text_s(
        self, scorer: LikelihoodScorer, pairs: Sequence[tuple[str, str]]
    ) -> None:
        swapped = [
            (given, other)
            for (given, _), (_, other) in zip(pairs, [*pairs[1:], pairs[0]], strict=True)
        ]
        for right, wrong in zip(scorer.score(pairs), scorer.score(swapped), strict=True):
            assert right is not None
            assert wrong is not None
            assert right.mean > wrong.mean

    def test_the_signature_stays_and_names_no_place(
        self, scorer: LikelihoodScorer, pairs: Sequence[tuple[str, str]]
    ) -> None:
        before = scorer.signature
        scorer.score(pairs)
        assert scorer.signature == before
        assert not [value for _, value in before.fields if "/" in value or "\\" in value]
