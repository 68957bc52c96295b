"""Forms of words, quoting, and which words stand in each other's place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import texts

from harness.text.pairs.word_opcodes import replacements
from harness.text.words.normalise import folded, sound, spelled_alike, without_endings
from harness.text.words.quoting import quoted
from harness.text.words.sentence_spans import sentence_spans


def test_folded() -> None:
    assert folded("JOSÉ’s") == "jose's"
    assert folded("ﬁn") == "fin"


def test_without_endings_takes_the_longest_that_leaves_enough() -> None:
    assert without_endings("classes", ("s", "es")) == "class"
    assert without_endings("as", ("s",)) == "as"


def test_spelled_alike() -> None:
    assert spelled_alike("defence", [("ence", "ense")]) == "defense"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Tokayev", "Tokaev", True),
        ("Qasim", "Kasym", True),
        ("Tokayev", "Tokyo", False),
        ("Putin", "Poutine", True),
        ("Martin", "Marvin", False),
    ],
)
def test_sound(one: str, other: str, alike: bool) -> None:
    assert (sound(one) == sound(other)) is alike


def test_quoted_is_one_line_and_bounded() -> None:
    assert quoted("two\nlines") == "“two lines”"
    assert len(quoted("word " * 100)) < 70


def test_replacements_name_both_sides() -> None:
    (one, two) = replacements(["a", "b", "c", "d"], ["a", "x", "y", "c"])
    assert (one.source, one.target) == (range(1, 2), range(1, 3))
    assert (two.source, two.target) == (range(3, 4), range(4, 4))


@given(st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.sampled_from("abc"), max_size=8))
def test_replacements_turn_one_text_into_the_other(one: list[str], other: list[str]) -> None:
    made, last = [], 0
    for stretch in replacements(one, other):
        made += one[last : stretch.source.start]
        made += [other[index] for index in stretch.target]
        last = stretch.source.stop
    assert made + one[last:] == other


@pytest.mark.parametrize("language", ["en", "es-MX", "zh", "und", "xx"])
@given(text=texts)
def test_sentences_stand_in_order_and_hold_all_that_is_visible(text: str, language: str) -> None:
    spans = sentence_spans(text, language)
    outside, end = [], 0
    for span in spans:
        assert end <= span.start < span.end
        outside.append(text[end : span.start])
        end = span.end
    assert "".join([*outside, text[end:]]).strip() == ""


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("ja", ["彼は来た。", "『よくやった。』", "主人は去った。"]),
        ("ja", ["「お待ちください。」と言った。", "彼は待った。"]),
        ("ja", ["「いい。」", "とても良い。"]),
        ("zh", ["他說：『好。』", "他走了。"]),
        ("bn", ["সে গেল৷", "কেন?", "সে এল।"]),
        ("km", ["គាត់ទៅ។", "នាងមក។"]),
    ],
)
def test_marks_that_close_and_end_are_read_in_every_script(
    language: str, sentences: list[str]
) -> None:
    text = ("" if language in ("ja", "zh") else " ").join(sentences)
    assert [span.of(text) for span in sentence_spans(text, language)] == sentences


def test_a_mark_alone_is_no_sentence() -> None:
    text = "Он ушёл. —"
    assert [span.of(text) for span in sentence_spans(text, "ru")] == [text]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("tr", ["6. sınıf öğrencileri gidecek.", "Gezi 8. sınıf için."]),
        ("pl", ["Kosztuje 64 tys. zł.", "To dużo."]),
        ("en", ["It is 12.", "ok"]),
    ],
)
def test_a_stop_before_a_small_letter_may_end_none(language: str, sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [span.of(text) for span in sentence_spans(text, language)] == sentences


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "  Hello, Mr. Smith. How are you?\n"
    found = [span.of(text) for span in sentence_spans(text, "en")]
    assert found == ["Hello, Mr. Smith.", "How are you?"]
