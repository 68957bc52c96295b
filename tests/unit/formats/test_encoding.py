import codecs

import pytest

from harness.core.errors import ReadError, WriteError
from harness.formats.encoding import decode, encode, line_of


@pytest.mark.parametrize(
    ("data", "named", "text", "encoding"),
    [
        (b"plain", None, "plain", "utf-8"),
        (b"plain", "ISO-8859-1", "plain", "iso8859-1"),  # what is added is to be written so
        (b"plain", "no-such-set", "plain", "utf-8"),
        (b"plain", "utf-7", "plain", "utf-8"),  # holds not even ASCII as it is
        ("café".encode(), None, "café", "utf-8"),
        ("café".encode("latin-1"), "ISO-8859-1", "café", "iso8859-1"),
        ("день".encode("cp1251"), "CP1251", "день", "cp1251"),
        (codecs.BOM_UTF8 + "é".encode(), "latin-1", "\ufeffé", "utf-8"),
        (codecs.BOM_UTF16_LE + "é".encode("utf-16-le"), None, "\ufeffé", "utf-16-le"),
        (codecs.BOM_UTF16_BE + "é".encode("utf-16-be"), None, "\ufeffé", "utf-16-be"),
    ],
)
def test_the_rule(data: bytes, named: str | None, text: str, encoding: str) -> None:
    found = decode(data, "f", named)
    assert (found.text, found.encoding) == (text, encoding)
    assert encode(found.text, found.encoding, "f") == data


def test_a_file_that_calls_itself_something_else_is_told() -> None:
    found = decode("день".encode(), "app.po", "CP1251")
    assert found.encoding == "utf-8"
    assert found.remarks == ("app.po calls itself CP1251, but is UTF-8, and was read as that.",)
    assert not decode("день".encode(), "app.po", "UTF8").remarks


@pytest.mark.parametrize(
    ("data", "named", "said"),
    [
        (b"one\ntwo \xe9", None, r"^f:2: byte 8 \(0xE9\) is not UTF-8$"),
        (b"one\ntwo \xe9", "ascii", r"^f:2: byte 8 \(0xE9\) is not UTF-8, nor ascii"),
        (b"one\ntwo \xe9", "shift_jis", r"nor shift_jis"),
        (b"a\nb\0", None, r"^f:2: this is a binary file"),
        (codecs.BOM_UTF16_LE + b"\x00", None, r"^f:1: byte 2 is not utf-16-le"),
        (codecs.BOM_UTF8 + b"\xe9", None, r"^f:1: byte 3 is not utf-8"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(
    data: bytes, named: str | None, said: str
) -> None:
    with pytest.raises(ReadError, match=said) as refusal:
        decode(data, "f", named)
    assert refusal.value.hint


def test_a_character_that_the_encoding_lacks_is_named() -> None:
    with pytest.raises(WriteError, match="cp1251 has no character 'ñ'") as refusal:
        encode("año", "cp1251", "app.po")
    assert "UTF-8" in refusal.value.hint


def test_lines_end_in_three_ways() -> None:
    assert [line_of("a\r\nb\rc\nd", place) for place in (0, 3, 5, 7)] == [1, 2, 3, 4]
