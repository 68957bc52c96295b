"""The contracts of readers and writers: kept by the built-in ones, and seen to fail."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import strategies as st
from made_files import (
    csv_files,
    fluent_files,
    html_files,
    json_files,
    jsonl_files,
    markdown_files,
    plain_files,
    po_files,
    properties_files,
    srt_files,
    strings_files,
    tsv_files,
    vtt_files,
    xcstrings_files,
)
from made_packages import PACKAGES_KEPT
from made_xml import XML_KEPT

from harness import plugins
from harness.core.errors import HarnessError
from harness.core.protocols import Reader, Writer
from harness.core.values import Document
from harness.formats.apple_strings import AppleStrings
from harness.formats.fluent import Fluent
from harness.formats.html import Html
from harness.formats.i18n_json import I18nJson
from harness.formats.inline import has_words
from harness.formats.jsonl import JsonLines
from harness.formats.markdown import Markdown
from harness.formats.plain import PlainText
from harness.formats.po import GettextPo
from harness.formats.properties import JavaProperties
from harness.formats.srt import SubRip
from harness.formats.tables import Csv, Tsv
from harness.formats.vtt import WebVtt
from harness.formats.xcstrings import XcStrings
from harness.testing import ReaderContract, WriterContract

KEPT = {
    "plain": PlainText, "po": GettextPo, "csv": Csv, "tsv": Tsv, "srt": SubRip, "vtt": WebVtt,
    "properties": JavaProperties, "strings": AppleStrings,
    "fluent": Fluent, "html": Html, "markdown": Markdown,
    "json": I18nJson, "jsonl": JsonLines, "xcstrings": XcStrings,
}  # fmt: skip


@pytest.mark.parametrize("kind", ["readers", "writers"])
def test_every_registered_part_is_under_contract(kind: str) -> None:
    assert set(plugins.names(kind)) == {*KEPT, *XML_KEPT, *PACKAGES_KEPT}


class _Both(ReaderContract, WriterContract):
    part: type = PlainText

    @pytest.fixture
    def reader(self) -> Reader:
        return self.part()

    @pytest.fixture
    def writer(self) -> Writer:
        return self.part()


class TestPlainText(_Both):
    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return plain_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (b"", b" \n", b"\0", b"caf\xe9", "UTF-16".encode("utf-16"))


class TestPo(_Both):
    part = GettextPo

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return po_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (
            b'msgid "a"\nmsgstr "b\n',
            b'msgid "a"\n',
            b'msgstr "a"\n',
            b'msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"\n',
            b'msgid "caf\xe9"\nmsgstr ""\n',
            b"plain words\n",
            b'msgid "\\q"\nmsgstr ""\n',
            b'"a"\n',
        )


class TestCsv(_Both):
    part = Csv

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return csv_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (
            b"",
            b"one,two\na,b\n",
            b"source,target\na\n",
            b"source,target\na,b,c\n",
            b'source,target\n"a,b\n',
            b'source,target\n"a"b,c\n',
            b"key,source\na,b\na,c\n",
            b"source,source\na,b\n",
        )


class TestTsv(_Both):
    part = Tsv

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return tsv_files


# What a subtitle can hold: lines without a blank one between, no arrows.
_LINES_OF_CUES = st.lists(
    st.sampled_from(("Ja, 日本", "é", "1", "<3", "& co &amp;", "- No -", "{x}", "a\u2028b")),
    min_size=1,
).map("\n".join)


class TestSrt(_Both):
    part = SubRip

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return srt_files

    @pytest.fixture
    def texts(self) -> st.SearchStrategy[str]:
        return _LINES_OF_CUES

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (
            b"",
            b"words\n",
            b"1\n00:00:01,000 -> 00:00:02,000\nHello\n",
            b"1\n00:00:01,000 --> 00:00:02,000\nHi\n\n2\n00:00:03,000 --> 0:5\nHello\n",
            b"words\n\n1\n00:00:01,000 --> 00:00:02,000\nHello\n",
            b"1\n00:00:01,000 --> 00:00:02,000\ncaf\xe9\n",
        )


class TestVtt(_Both):
    part = WebVtt

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return vtt_files

    @pytest.fixture
    def texts(self) -> st.SearchStrategy[str]:
        return st.one_of(_LINES_OF_CUES, st.just("<b>bold</b> --> &lt;"))

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (
            b"",
            b"00:01.000 --> 00:02.000\nHello\n",
            b"WEBVTT\n\n00:01,000 --> 00:02,000\nHello\n",
            b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\nand --> then\n",
        )


class TestJson(_Both):
    part = I18nJson

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return json_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (
            b"",
            b"{",
            b'{"a": "b"',
            b'{"a": "b",}',
            b'{"a": "b" "c"}',
            b'{"a": "\n"}',
            b'{"a": "\\q"}',
            b'{"a": "\\ud83d"}',
            b"{'a': 1}",
            b'{"a": 01}',
            b'"a"',
            b'{"a": "b"} x',
            b"[" * 100_000,
            b'{"caf\xe9": 1}',
        )


class TestJsonl(_Both):
    part = JsonLines

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return jsonl_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (
            b"",
            b'{"id": 1}\n',
            b'{"text": "a"}\n[]\n',
            b'{"text": "a"}\n{"text": \n',
            b'{"id": 1, "text": "a"}\n{"id": 1, "text": "b"}\n',
        )


class TestXcstrings(_Both):
    part = XcStrings

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return xcstrings_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (b"{}", b'{"sourceLanguage": "en"}', b'{"sourceLanguage": "en", "strings": 1}')


class TestProperties(_Both):
    part = JavaProperties

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return properties_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (b"a=\\u12\n", b"a=\\ud83d\n", b"a=\0\n")


class TestStrings(_Both):
    part = AppleStrings

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return strings_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (
            b'"a" = "b"\n"c" = "d";',
            b'"a" = "b',
            b'"a" "b";',
            b'/* "a" = "b";',
            b'"a" = ;',
            b'"a" = "caf\xe9";',
            b"{",
        )


class TestFluent(_Both):
    part = Fluent

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return fluent_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (
            b"words\n",
            b"a = { b\n",
            b"a = }\n",
            b"a =\n",
            b"a = {\n" * 50_000,
            b"a = caf\xe9\n",
        )


class TestMarkdown(_Both):
    part = Markdown

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return markdown_files

    @pytest.fixture
    def texts(self) -> st.SearchStrategy[str]:
        signs = (
            "é", "日本", "\n", "\t", "*", "**", "_", "`", "``", "[", "](", ")", "<b>", "&amp;", "&",
            "\\", "#", "- ", "1. ", "> ", "| ", "~~", "~", "word ", " ", "=", "+", "!", ":",
            "`code`", "<https://a.b/c>", "---", "\u00a0", "'", '"',
        )  # fmt: skip
        return (
            st.lists(st.sampled_from(signs), min_size=1, max_size=8)
            .map("".join)
            .filter(lambda text: bool(text.strip()))
        )

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (b"caf\xe9\n", b"a\0b")


class TestHtml(_Both):
    part = Html

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return html_files

    @pytest.fixture
    def texts(self) -> st.SearchStrategy[str]:
        signs = (
            "é", "日本", "\n", "\t", "\r", "\x0b", "\f", "&", "&amp;", "<b>", "<", ">", "`x y`",
            "Brand", "'", '"', "  ", " ", "word ", "{{ name }}", "\u00a0", "e\u0301", "]]>", "-->",
            "=",
        )  # fmt: skip
        made = st.lists(st.sampled_from(signs), min_size=1, max_size=8).map("".join)

        def may_be_a_unit(text: str) -> bool:
            # What a page protects is no words of its own: a text of nothing else is no unit.
            return has_words(text.replace("`x y`", "").replace("Brand", ""))

        return made.filter(lambda text: may_be_a_unit(text) and text.strip("\n") == text)

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (b"caf\xe9", b"a\0b", b"<p title='x>", b"<!-- x", b"<script>x", b"<p", b"\xff\xfea")


# ── the contract fails where it should ──────────────────────────────────────────────────────────

Write = Callable[[Document, bytes, Mapping[str, str]], bytes]


class _Broken:
    def __init__(self, write: Write) -> None:
        self.write = write


def _normalising(document: Document, data: bytes, said: Mapping[str, str]) -> bytes:
    return Csv().write(document, data, said).replace(b"\r\n", b"\n")


def _forgetful(document: Document, data: bytes, said: Mapping[str, str]) -> bytes:
    return Csv().write(document, data, dict(list(said.items())[1:]))


def _lenient(document: Document, data: bytes, said: Mapping[str, str]) -> bytes:
    known = {unit.unit_id for unit in document.units}
    return Csv().write(document, data, {key: said[key] for key in known & set(said)})


def _unquoting(document: Document, data: bytes, said: Mapping[str, str]) -> bytes:
    return Csv().write(
        replace(document, settings=(*document.settings[:1], ("quotes", "False"))), data, said
    )


def _trusting(document: Document, data: bytes, said: Mapping[str, str]) -> bytes:
    from harness.formats.splice import data_digest

    return Csv().write(replace(document, data_digest=data_digest(data)), data, said)


@pytest.mark.parametrize(
    ("write", "law"),
    [
        (_normalising, "test_without_translations_the_bytes_stay"),
        (_forgetful, "test_translations_are_read_back_and_nothing_else_changed"),
        (_unquoting, "test_translations_are_read_back_and_nothing_else_changed"),
        (_lenient, "test_a_unit_that_is_not_there_is_refused"),
        (_trusting, "test_other_bytes_than_were_read_are_refused"),
    ],
)
def test_a_broken_writer_is_caught(write: Write, law: str) -> None:
    files = st.just(b"source,target\r\na,b\r\nc,d\r\n")
    check = getattr(WriterContract(), law)
    given = (files, st.just("x, y")) if "read_back" in law else (files,)
    check(Csv(), Csv(), *given)
    with pytest.raises((AssertionError, pytest.fail.Exception, HarnessError)):
        check(Csv(), _Broken(write), *given)


class _Shouting(Csv):
    suffixes = (".CSV",)


class _Careless(Csv):
    """Takes whatever settings it is given."""

    def read(self, data: bytes, *, doc_id: str, language: str, origin: str, options=None):
        return super().read(data or b"source\n", doc_id=doc_id, language=language, origin=origin)


class _Nameless(Csv):
    """Says nothing of where a broken file lies."""

    def read(self, data: bytes, *, doc_id: str, language: str, origin: str, options=None):
        return super().read(data, doc_id=doc_id, language=language, origin="", options=options)


class _Restless(Csv):
    """Reads otherwise each time."""

    times = 0

    def read(self, data: bytes, *, doc_id: str, language: str, origin: str, options=None):
        self.times += 1
        made = super().read(data, doc_id=doc_id, language=language, origin=origin, options=options)
        return replace(made, remarks=(str(self.times),))


class _Unordered(Csv):
    def read(self, data: bytes, *, doc_id: str, language: str, origin: str, options=None):
        made = super().read(data, doc_id=doc_id, language=language, origin=origin, options=options)
        return replace(made, units=made.units[::-1])


FILES = st.just(b"source,target\r\na,b\r\nc,d\r\n")


@pytest.mark.parametrize(
    ("reader", "law", "given"),
    [
        (_Shouting(), "test_its_suffixes_are_lower_case_with_the_dot", ()),
        (_Careless(), "test_an_option_that_it_does_not_have_is_refused", ()),
        (_Nameless(), "test_what_is_no_such_file_is_told_with_its_name", ([b"x\n"],)),
        (_Nameless(), "test_the_document_says_what_it_was_told", (FILES,)),
        (_Restless(), "test_reading_again_gives_the_same", (FILES,)),
        (_Unordered(), "test_units_stand_in_order_of_their_lines_and_places", (FILES,)),
    ],
)
def test_a_broken_reader_is_caught(reader: Csv, law: str, given: tuple[object, ...]) -> None:
    check = getattr(ReaderContract(), law)
    check(Csv(), *given)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check(reader, *given)
