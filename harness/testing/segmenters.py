"""The laws of every segmenter."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.core.protocols import Segmenter
from harness.core.values import Document, Unit
from harness.testing.texts import DOCUMENTS


class SegmenterContract:
    """What a segmenter promises. Provide a fixture `segmenter`.

    Override `language` for a segmenter that cuts no English.
    """

    @pytest.fixture
    def language(self) -> str:
        return "en"

    def test_segments_and_gaps_rebuild_every_unit(
        self, segmenter: Segmenter, language: str
    ) -> None:
        @settings(max_examples=80, suppress_health_check=list(HealthCheck), deadline=None)
        @given(st.lists(DOCUMENTS, min_size=1, max_size=3))
        def law(texts: list[str]) -> None:
            made = segmenter.segment(_document(texts, language))
            for unit, spans, gaps in zip(made.document.units, made.spans, made.gaps(), strict=True):
                segments = [span.of(unit.text) for span in spans]
                assert all(segment.strip() for segment in segments), "a segment is blank"
                joined = "".join(a + b for a, b in zip(gaps, [*segments, ""], strict=True))
                assert joined == unit.text

        law()

    def test_nothing_but_white_space_is_left_out(self, segmenter: Segmenter, language: str) -> None:
        @settings(max_examples=80, suppress_health_check=list(HealthCheck), deadline=None)
        @given(DOCUMENTS)
        def law(text: str) -> None:
            for gaps in segmenter.segment(_document([text], language)).gaps():
                assert not "".join(gaps).strip(), "what stands in a gap is never translated"

        law()

    def test_what_must_not_be_translated_has_no_segments(
        self, segmenter: Segmenter, language: str
    ) -> None:
        units = (Unit("a", "One."), Unit("b", "Two.", translate=False), Unit("c", "Three."))
        made = segmenter.segment(Document("d", language, units, "d"))
        assert [bool(spans) for spans in made.spans] == [True, False, True]

    def test_the_same_text_is_cut_alike_whatever_came_before(
        self, segmenter: Segmenter, language: str
    ) -> None:
        text = _document(["One came. Two went!\n\nMr. Smith stayed."], language)
        before = segmenter.segment(text)
        segmenter.segment(_document(["Something else entirely. And more."], language))
        assert segmenter.segment(text) == before

    def test_a_text_without_words_has_no_segments(
        self, segmenter: Segmenter, language: str
    ) -> None:
        assert segmenter.segment(_document([" \n\t\n"], language)).segments() == ()

    def test_the_signature_stays_and_bears_one_name(
        self, segmenter: Segmenter, language: str
    ) -> None:
        before = segmenter.signature
        made = segmenter.segment(_document(["One. Two."], language))
        assert segmenter.signature == before
        assert made.signature.name == before.name


def _document(texts: Sequence[str], language: str) -> Document:
    if len(texts) == 1:
        return Document.of_text(texts[0], doc_id="text", language=language, origin="text")
    units = tuple(Unit(f"unit {number}", text) for number, text in enumerate(texts))
    return Document("text", language, units, "text")
