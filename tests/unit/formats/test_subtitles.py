"""SubRip and WebVTT, as they are written and as they are found."""

import pytest

from harness.core.errors import ConfigError, ReadError
from harness.core.values import CodeKind, Document
from harness.formats.srt import SubRip
from harness.formats.vtt import WebVtt

SRT = b"""1\r
00:00:01,000 --> 00:00:02,500\r
<i>It's 10:30.</i>\r
- Who said so?\r
\r
2\r
00:00:03.000 --> 00:00:04.000  X1:100\r
{\\an8}Two\r
\r
lines\r
\r
\r
2\r
00:00:05,000 --> 00:00:06,000\r
\r
00:01:05,000 --> 00:01:06,000\r
<font color="#FF0">No number</font>"""

VTT = """\ufeffWEBVTT - a film
Kind: captions

NOTE 00:01.000 is early
STYLE no

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.500 align:start
<v Ana María>Tom &amp; <b>Jerry</b> &lt;3
- Sí.

00:03.000 --> 00:04.000
one<00:03.500><c.red> two</c>

stray

01:00:05.000 --> 01:00:06.000
""".encode()


def read(reader: SubRip | WebVtt, data: bytes) -> Document:
    return reader.read(data, doc_id="film", language="en", origin="film")


def written(reader: SubRip | WebVtt, data: bytes, said: dict[str, str]) -> bytes:
    return reader.write(read(reader, data), data, said)


def test_a_cue_of_subrip_is_a_unit_with_its_number_and_times() -> None:
    units = read(SubRip(), SRT).units
    assert [(unit.unit_id, unit.text, unit.line) for unit in units] == [
        ("1", "It's 10:30.\n- Who said so?", 1),
        ("2", "Two\n\nlines", 6),
        ("00:01:05,000 --> 00:01:06,000", "No number", 16),
    ]
    assert units[1].context == (("time", "00:00:03.000 --> 00:00:04.000"),)
    assert [(code.kind, code.raw) for code in units[1].codes] == [(CodeKind.ALONE, "{\\an8}")]


def test_numbers_that_come_again_are_told_apart() -> None:
    data = b"1\n00:00:01,000 --> 00:00:02,000\na\n\n1\n00:00:03,000 --> 00:00:04,000\nb\n"
    assert [unit.unit_id for unit in read(SubRip(), data).units] == ["1", "1|[2]"]


def test_only_the_text_of_a_subtitle_is_replaced() -> None:
    made = written(SubRip(), SRT, {"1": "Son las 10:30.\n- ¿Quién lo dice?", "2": "Dos\nlíneas"})
    assert made == SRT.replace(
        b"<i>It's 10:30.</i>\r\n- Who said so?",
        "<i>Son las 10:30.</i>\r\n- ¿Quién lo dice?".encode(),
    ).replace(b"Two\r\n\r\nlines", "Dos\r\nlíneas".encode())


@pytest.mark.parametrize(
    "text", ["a\n\nb", "a\n \nb", "<i>a", "a --> b", "a\rb", "00:00:01,0 -> 00:00:02,0"]
)
def test_what_a_subtitle_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"film:1: a subtitle"):
        written(SubRip(), SRT, {"1": text})


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (b"00:00:03,000 -> 00:00:04,000", "film:5:1"),
        (b"00:00:03,000 --> 00:0:", "film:5:1"),
        (b"0:00:03 ==> 0:00:04", "film:5:1"),
        (b"once --> 00:00:04,000", "film:5:1"),
    ],
)
def test_a_broken_line_of_times_is_told_with_its_place(line: bytes, place: str) -> None:
    data = b"1\n00:00:01,000 --> 00:00:02,000\nHello -> you\n\n" + line + b"\nThere\n"
    with pytest.raises(ReadError, match=place):
        read(SubRip(), data)


def test_a_cue_of_webvtt_is_a_unit_and_notes_and_styles_are_not() -> None:
    made = read(WebVtt(), VTT)
    assert [(unit.unit_id, unit.text, unit.line) for unit in made.units] == [
        ("intro", "Tom & Jerry <3\n- Sí.", 10),
        ("00:03.000 --> 00:04.000", "one two", 15),
    ]
    assert [code.shown for code in made.units[0].codes] == ["Ana María", "", ""]
    assert made.remarks == ("film:18: the block 'stray' has no times and is shown by no player.",)


def test_webvtt_escapes_what_would_be_a_tag() -> None:
    made = written(WebVtt(), VTT, {"intro": "<i> & --> Jerry"}).decode()
    assert "<v Ana María>&lt;i&gt; &amp; --&gt; <b>Jerry</b>\n\n00:03" in made


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"WEBVTTX\n", "film:1:1"),
        (b"\n\nWEBVTT\n", "film:1:1"),
        (b"WEBVTT\n\n1\n00:61.000 --> 00:62.000\nx\n", "film:4:1"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n00:02.000 --> 00:61.000\ny\n", "film:5:1"),
    ],
)
def test_broken_webvtt_is_told_with_its_place(data: bytes, place: str) -> None:
    with pytest.raises(ReadError, match=place):
        read(WebVtt(), data)


def test_a_line_of_times_begins_a_cue_even_without_a_blank_line() -> None:
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n00:02.000 --> 00:03.000\n\ny\n"
    (only,) = read(WebVtt(), data).units
    assert (only.text, only.line) == ("x", 3)


def test_a_file_without_cues_has_no_units() -> None:
    assert read(WebVtt(), b"WEBVTT").units == ()
    with pytest.raises(ReadError, match="no subtitle"):
        read(SubRip(), b"\n")
