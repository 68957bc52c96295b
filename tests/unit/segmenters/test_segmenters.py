import pytest
from hypothesis import given
from support import document, texts

from harness.core.protocols import Segmenter
from harness.segmenters.lines import OnePerLine, Paragraphs
from harness.segmenters.sentencex import SentencexSegmenter, WrappedSentences

EVERY = [SentencexSegmenter(), WrappedSentences(), OnePerLine(), Paragraphs()]


def cut(segmenter: Segmenter, text: str, language: str = "en") -> list[str]:
    return [s.text for s in segmenter.segment(document(text, language=language)).segments()]


@pytest.mark.parametrize("segmenter", EVERY, ids=lambda s: str(s.signature))
@given(text=texts)
def test_segments_and_gaps_rebuild_the_text(segmenter: Segmenter, text: str) -> None:
    made = segmenter.segment(document(text))
    segments = [segment.text for segment in made.segments()]
    assert "".join(a + b for a, b in zip(made.gaps()[0], [*segments, ""], strict=True)) == text
    assert not "".join(made.gaps()[0]).strip()  # nothing but white space is left out


def test_sentences_end_at_full_stops_and_line_breaks() -> None:
    text = "Mr. Smith came. He left!\r\nA heading\nIt rained."
    assert cut(SentencexSegmenter(), text) == [
        "Mr. Smith came.",
        "He left!",
        "A heading",
        "It rained.",
    ]


def test_wrapped_sentences_run_over_line_breaks() -> None:
    text = "Mr. Smith came\nand left. It\r\nrained.\n\nA heading\n \nEnd."
    assert cut(WrappedSentences(), text) == [
        "Mr. Smith came\nand left.",
        "It\r\nrained.",
        "A heading",
        "End.",
    ]


def test_spanish_question_marks_and_chinese_full_stops_cut_too() -> None:
    assert cut(SentencexSegmenter(), "¿Qué tal? Bien.", "es") == ["¿Qué tal?", "Bien."]
    assert cut(SentencexSegmenter(), "你好。再见。", "zh") == ["你好。", "再见。"]


def test_one_per_line_leaves_sentences_together() -> None:
    assert cut(OnePerLine(), "  One. Two. \r\n\r\nThree.") == ["One. Two.", "Three."]


def test_paragraphs_end_at_blank_lines() -> None:
    assert cut(Paragraphs(), "a\nb\n\nc\r\n\r\nd") == ["a\nb", "c", "d"]


def test_the_rule_for_line_breaks_is_part_of_the_signature() -> None:
    assert len({segmenter.signature.identity for segmenter in EVERY}) == len(EVERY)
