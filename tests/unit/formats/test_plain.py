import codecs

import pytest
from hypothesis import given
from support import texts

from harness.core.errors import ReadError
from harness.formats.plain import PlainText


def read(data: bytes):
    return PlainText().read(data, doc_id="a.txt", language="en", origin="dir/a.txt")


@given(texts.filter(lambda text: text.strip("\ufeff \n") and "\0" not in text))
def test_the_text_is_what_was_written(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert read(text.encode()).text == text
        assert read(codecs.BOM_UTF8 + text.encode()).text == text


def test_line_ends_and_paragraphs_stay() -> None:
    assert read(b"One.\r\n\r\nTwo.\rThree.\n").text == "One.\r\n\r\nTwo.\rThree.\n"


@pytest.mark.parametrize(
    ("data", "place", "word"),
    [
        (b"", "dir/a.txt:", "no text"),
        (b" \n\t\r\n", "dir/a.txt:", "no text"),
        (codecs.BOM_UTF8, "dir/a.txt:", "no text"),
        (b"fine\nPK\x03\x04\0\0", "dir/a.txt:2:", "binary"),
        ("caf\u00e9".encode("latin-1"), "dir/a.txt:1:", "0xE9"),
        (b"one\ntwo\n" + "ma\u00f1ana".encode("cp1252"), "dir/a.txt:3:", "0xF1"),
        ("hello".encode("utf-16"), "dir/a.txt:", "UTF-16"),
    ],
)
def test_bad_input_is_named_with_its_place_and_a_remedy(data: bytes, place: str, word: str) -> None:
    with pytest.raises(ReadError) as refusal:
        read(data)
    assert str(refusal.value).startswith(place)
    assert word in str(refusal.value)
    assert refusal.value.hint
