"""The laws of every aligner."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.core.protocols import Aligner

_SENTENCES = st.sampled_from(
    [
        *("The ferry leaves at 7.", "Nobody came.", "No.", "It was dark; the wind rose.", "1953"),
        *("Where is the library?", "日本語。", "e\u0301", "...", "Mr. Smith stayed.", "—"),
    ]
)
_DIFFERENT = (
    "The ferry to Bergen leaves at seven in the morning.",
    "Nobody had expected that the old piano would still play.",
    "It costs 18 euros and 10 cents.",
    "Where can I find the public library?",
    "The bridge was destroyed by the flood of 1953.",
)


class AlignerContract:
    """What an aligner of sentences promises. Provide a fixture `aligner`."""

    @pytest.fixture
    def sentences(self) -> Sequence[str]:
        """Sentences that cannot be confused; for an aligner that reads no English."""
        return _DIFFERENT

    def test_every_sentence_is_in_exactly_one_bead(self, aligner: Aligner) -> None:
        texts = st.lists(_SENTENCES, max_size=7)

        @settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
        @given(texts, texts)
        def law(source: list[str], target: list[str]) -> None:
            made = aligner(source, target)
            for side, count in (("source", len(source)), ("target", len(target))):
                spans = [getattr(bead, side) for bead in made]
                held = sorted(place for span in spans for place in range(span.start, span.end))
                assert held == list(range(count)), f"{side}: {held}"

        law()

    def test_identical_texts_align_one_to_one(
        self, aligner: Aligner, sentences: Sequence[str]
    ) -> None:
        for bead, place in zip(aligner(sentences, sentences), range(len(sentences)), strict=True):
            assert (bead.source.start, bead.source.end) == (place, place + 1)
            assert (bead.target.start, bead.target.end) == (place, place + 1)
            assert not bead.moved

    def test_a_text_without_sentences_leaves_nulls(
        self, aligner: Aligner, sentences: Sequence[str]
    ) -> None:
        assert list(aligner([], [])) == []
        assert all(not len(bead.target) for bead in aligner(sentences, []))
        assert all(not len(bead.source) for bead in aligner([], sentences))

    def test_a_dropped_sentence_shifts_no_other(
        self, aligner: Aligner, sentences: Sequence[str]
    ) -> None:
        without = [*sentences[:2], *sentences[3:]]
        nulls = [bead.source.start for bead in aligner(sentences, without) if bead.is_null]
        assert nulls == [2]

    def test_the_same_texts_are_aligned_alike_whatever_came_before(
        self, aligner: Aligner, sentences: Sequence[str]
    ) -> None:
        before = aligner(sentences, sentences[::-1])
        aligner(["Something else."], ["Another thing.", "And more."])
        assert aligner(sentences, sentences[::-1]) == before

    def test_the_signature_stays(self, aligner: Aligner, sentences: Sequence[str]) -> None:
        before = aligner.signature
        aligner(sentences, sentences)
        assert aligner.signature == before
