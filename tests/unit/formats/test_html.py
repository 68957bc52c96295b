"""HTML, read and written."""

from contextlib import suppress
from html.parser import HTMLParser
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import ConfigError, ReadError
from harness.core.values import Document, Span
from harness.formats.html import Html
from harness.formats.html_source import PartKind, parts
from harness.formats.lines import Lines


def read(text: str) -> Document:
    return Html().read(text.encode(), doc_id="a", language="en", origin="a.html")


def texts(text: str) -> list[str]:
    return [unit.text for unit in read(text).units]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("A text &amp; no tags.", ["A text & no tags."]),
        ("<p>One<p>Two <b>and</b> a half</p>tail", ["One", "Two and a half", "tail"]),
        ("<p>Much\n   space&nbsp;here </p>", ["Much space\xa0here"]),
        ("<p>One<br/>\n two</p>", ["One\ntwo"]),
        ("<p>Run <code>make <i>it</i></code> now</p>", ["Run `make it` now"]),
        ("<p>By <span translate=no>Paperwren</span>, 2026</p>", ["By Paperwren, 2026"]),
        ("<p translate='no'>Brand</p><p class='x notranslate'>Brand</p><p>It</p>", ["It"]),
        ("<script>var a = '<p>no</p>';</script><style>p{}</style><pre>x = 1</pre>yes", ["yes"]),
        ("<img alt='A dog'><p>It <img alt='inside'> barks</p>", ["A dog", "It barks"]),
        ("<a href=x><img alt='A dog'></a>", ["A dog"]),
        ("<p><img src=x> Leading</p>", ["Leading"]),
        ("<meta name=description content='On dogs'><meta content='no'>", ["On dogs"]),
        ("<input type=submit value='Send it'><input value='no'>", ["Send it"]),
        ("<label>Name <input placeholder='Your name'></label>", ["Name", "Your name"]),
        ("{% if a < b %}<p>Yes, {{ name }}</p>{% endif %}{{ only }}", ["Yes, {{ name }}"]),
        ("<td>12</td><td>–</td><td>a</td>", ["a"]),
        ("<!-- no --><p>1 < 2 and <3 you</p>", ["1 < 2 and <3 you"]),
        ("<svg><text>no</text></svg> Icon", ["Icon"]),
        ("<a title=x>a</a>", ["a"]),
        ("", []),
    ],
)
def test_what_is_a_text(written: str, expected: list[str]) -> None:
    assert texts(written) == expected


def written(text: str, new: str) -> str:
    document = read(text)
    return Html().write(document, text.encode(), {document.units[0].unit_id: new}).decode()


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("<p>A house.</p>", "<La> & casa.", "<p>&lt;La&gt; &amp; casa.</p>"),
        ("<p>One<br>two</p>", "Uno\ndos", "<p>Uno<br>dos</p>"),
        ("<p>One two</p>", "Uno\ndos", "<p>Uno<br>dos</p>"),
        ("<html xmlns='x'><p>One two</p>", "Uno\ndos", "<html xmlns='x'><p>Uno<br/>dos</p>"),
        ("<p>a</p>", " b  c ", "<p>&#32;b &#32;c&#32;</p>"),
        ("<img alt=dog>", 'un "perro"', '<img alt="un &quot;perro&quot;">'),
        ("<img alt='dog'>", "l'alt", "<img alt='l&#39;alt'>"),
        ("<p>Use <code>x</code> now</p>", "Ahora use `x`", "<p>Ahora use <code>x</code></p>"),
        ("<p><b>All</b></p>", "Todo", "<p><b>Todo</b></p>"),
    ],
)
def test_how_a_translation_is_written(text: str, new: str, expected: str) -> None:
    assert written(text, new) == expected


def test_codes_follow_links() -> None:
    text = "<p>The <b>red</b> <i>house</i></p>"
    document = read(text)
    links = [(Span(4, 7), Span(8, 12)), (Span(8, 13), Span(3, 7))]
    unit_id = document.units[0].unit_id
    made = Html().write_linked(document, text.encode(), {unit_id: "La casa roja"}, {unit_id: links})
    assert made.decode() == "<p>La <i>casa</i> <b>roja</b></p>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<p>One</p>\n<p title='x>One</p>", ":2:1: what begins here with '<p'"),
        ("<p>\n<!-- One", ":2:1: what begins here with '<!--'"),
        ("<script>\nalert(1)", ":1:1: the element <script> is never closed"),
        ("<p>One</p", ":1:7: what begins here"),
        ("a\0b", ":1: this is a binary file"),
    ],
)
def test_a_damaged_file_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ReadError, match="a.html" + said.replace("(", r"\(")) as error:
        read(text)
    assert error.value.hint


def test_characters_are_named_by_the_file() -> None:
    data = '<meta charset="windows-1252"><p>Café</p>'.encode("cp1252")
    document = Html().read(data, doc_id="a", language="en", origin="a")
    assert document.units[0].text == "Café"
    new = Html().write(document, data, {document.units[0].unit_id: "чай — ñ"})
    assert new.endswith("<p>&#1095;&#1072;&#1081; — ñ</p>".encode("cp1252"))
    with pytest.raises(ReadError, match="byte"):
        Html().read("<p>Café</p>".encode("cp1252"), doc_id="a", language="en", origin="a")


def test_tags_that_never_end_take_no_time() -> None:
    start = process_time()
    (unit,) = read("<b>" * 20_000 + "x" + "</i>" * 20_000).units
    assert unit.text == "x"
    assert not any(code.pair for code in unit.codes)
    assert process_time() - start < 3


@pytest.mark.parametrize("piece", ["<a ", "<!--", '<a b="', "<script>", "</", "<![CDATA[", "<b>"])
def test_hostile_files_take_no_time(piece: str) -> None:
    start = process_time()
    with suppress(ReadError):
        read(piece * 20_000 + "x")
    assert process_time() - start < 3


def test_another_language_than_asked_is_told() -> None:
    assert read('<html class="x" lang="en-US"><p>a</p></html>').remarks == ()
    (remark,) = read("<!DOCTYPE html><html lang=es><p>a</p></html>").remarks
    assert remark == "a.html says that its text is in es; taken for en."


def test_a_unit_that_is_not_there_is_refused() -> None:
    with pytest.raises(ConfigError, match="no unit"):
        Html().write(read("<p>a</p>"), b"<p>a</p>", {"x": "y"})


_MARKUP = ["<p>", "</p>", "<b>", "</b>", "<br>", "a < b", "text", " ", "<!-- c -->", "<img x='y'>",
           "<li", ">", "&amp;", "<a href=x>", "</a>", "{% x %}", "\n", "<style>b{}</style>",
           "<![CDATA[x]]>", "<code>", "</code>", "<?x y?>"]  # fmt: skip


@given(st.lists(st.sampled_from(_MARKUP), max_size=12).map("".join))
def test_parts_are_all_of_a_file_and_units_come_back(text: str) -> None:
    try:
        found = list(parts(Lines(text, "a"), 0))
    except ReadError:
        return
    assert "".join(part.raw for part in found) == text
    document = read(text)
    new = Html().write(document, text.encode(), {u.unit_id: u.text for u in document.units})
    assert new.decode() == text


class _Oracle(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[str, tuple[int, int]]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append((tag, self.getpos()))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((tag, self.getpos()))


def test_tags_stand_where_the_standard_library_finds_them() -> None:
    text = (
        "<!DOCTYPE html>\n<html lang=en><head><title>T</title>\n<script>if (a<b) {}</script></head>"
        "<body class='a>b'>\n<p>1 < 2 <B>x</b> &amp;<br/>\n<a href=\"q?a=1&b='2'\">l</a>"
        "<!-- <p> --><input disabled value=x>\n</body></html>"
    )
    oracle = _Oracle()
    oracle.feed(text)
    oracle.close()
    lines = Lines(text, "a")
    tags = [
        (part.name, (lines.number(part.start), lines.column(part.start) - 1))
        for part in parts(lines, 0)
        if part.kind in (PartKind.OPEN, PartKind.CLOSE)
    ]
    # The library reports `<br/>` as a start and an end.
    expected = [each for n, each in enumerate(oracle.tags) if n == 0 or each != oracle.tags[n - 1]]
    assert tags == expected
