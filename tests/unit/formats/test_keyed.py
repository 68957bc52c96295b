"""Java's property files and Apple's string tables."""

import pytest

from harness.core.errors import ConfigError, ReadError
from harness.core.values import Document
from harness.formats.apple_strings import AppleStrings
from harness.formats.properties import JavaProperties


def properties(data: bytes) -> Document:
    return JavaProperties().read(data, doc_id="a.properties", language="en", origin="a.properties")


def strings(data: bytes) -> Document:
    return AppleStrings().read(data, doc_id="a.strings", language="en", origin="a.strings")


@pytest.mark.parametrize(
    ("line", "key", "text"),
    [
        (b"a=b", "a", "b"),
        (b"  a b : c  ", "a", "b : c  "),
        (b"a\\ b\\==c", "a b=", "c"),
        (b"a =  = c", "a", "= c"),
        (b"a = one \\\r\n   two\\\n  three", "a", "one twothree"),
        (b"a\\\n : b", "a", "b"),
        (b"a=\\u00e9\\t\\x\\\\", "a", "é\tx\\"),
        (b"a=\\ud83d\\ude00", "a", "😀"),
        (b"a=b\\", "a", "b"),
        (b"a", "a", ""),
        (b"caf\xe9=na\xefve", "café", "naïve"),
        ("café=naïve".encode(), "café", "naïve"),
        (b"a\xc2\xa0b=c", "a\u00a0b", "c"),
    ],
)
def test_a_property_is_what_java_reads(line: bytes, key: str, text: str) -> None:
    (unit,) = properties(b"# x\n! y\n\n" + line).units
    assert (unit.unit_id, unit.text, unit.line) == (key, text, 4)


def test_the_comment_above_is_a_note() -> None:
    one, other = properties(b"# of the menu\n#\n! a verb\nopen=Open\n\n# far\n\nquit=Quit").units
    assert one.notes == (("comment", "of the menu"), ("comment", "a verb"))
    assert other.notes == ()


def test_the_last_property_of_a_key_counts_and_the_others_are_named() -> None:
    made = properties(b"a=1\nb=2\na=3\n")
    assert [(unit.unit_id, unit.text) for unit in made.units] == [("b", "2"), ("a", "3")]
    assert made.remarks == (
        "a.properties:1: the key 'a' comes again on line 3, and the last one counts.",
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a=b", b"a=\\u00e9 \\u65e5"),
        ("a=ñ".encode(), "a=é 日".encode()),
        (b"a=\xf1", b"a=\xe9 \\u65e5"),
        (b"\xef\xbb\xbfa=\xc3\xb1", "\ufeffa=é 日".encode()),
    ],
)
def test_signs_are_written_as_the_file_holds_them(data: bytes, expected: bytes) -> None:
    assert JavaProperties().write(properties(data), data, {"a": "é 日"}) == expected


def test_what_would_begin_something_else_is_escaped() -> None:
    data = b"a = b\nc d\ne"
    made = JavaProperties().write(properties(data), data, {"a": "  x\\\n#", "c": "=x"})
    assert made == b"a = \\ \\ x\\\\\\n#\nc \\=x\ne"
    with pytest.raises(ConfigError, match="no place"):
        JavaProperties().write(properties(data), data, {"e": "x"})


def test_a_broken_escape_is_told_with_its_place() -> None:
    with pytest.raises(ReadError, match=r"a.properties:2:4: \\u without four"):
        properties(b"a=b\nb=x\\u12g4\n")


TABLE = (
    b"/* Title of\n   the window */\n\"title\" = \"My \\\"App\\\"\\n\\U00e9\";\n\n"
    b"// quits\nquit=Quit;\n\"Cancel\" ;\n"
)  # fmt: skip


def test_an_entry_of_a_string_table_is_a_unit_with_its_note() -> None:
    units = strings(TABLE).units
    assert [(unit.unit_id, unit.text, unit.line) for unit in units] == [
        ("title", 'My "App"\né', 3),
        ("quit", "Quit", 6),
        ("Cancel", "Cancel", 7),
    ]
    assert units[0].notes == (("comment", "Title of the window"),)


def test_a_text_of_a_string_table_is_written_in_quotes() -> None:
    made = AppleStrings().write(strings(TABLE), TABLE, {"quit": 'S"\\\n', "title": "é"})
    assert '"title" = "é";' in made.decode()
    assert b'quit="S\\"\\\\\\n";' in made


def test_string_tables_may_be_utf_16() -> None:
    data = '"a" = "日";'.encode("utf-16")
    assert strings(data).units[0].text == "日"
    made = AppleStrings().write(strings(data), data, {"a": "😀"})
    assert made.decode("utf-16") == '"a" = "😀";'


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b'"a" = "b"\n"c" = "d";', "a.strings:2:1: .* stands where a semicolon"),
        (b'"a" = "b";\n"c" = "d', "a.strings:2:7: a quote that does not end"),
        (b'"a" = "b";\n/* c', "a.strings:2:1: a comment that does not end"),
        (b'"a" = { b = c; };', "a.strings:1:7: '{ b = c; };' stands where a text"),
        (b'"a" = "b"', "a.strings:1:10: the end of the file stands where a semicolon"),
        (b'"a" = "\\ud83d";', "a.strings:1:7: half of a surrogate"),
    ],
)
def test_a_broken_string_table_is_told_with_line_and_column(data: bytes, error: str) -> None:
    with pytest.raises(ReadError, match=error):
        strings(data)
