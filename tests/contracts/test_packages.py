"""The contracts of readers and writers, kept by those of packages."""

import io
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import strategies as st
from made_packages import (
    docx,
    docx_files,
    epub,
    epub_files,
    harmful,
    odt,
    odt_files,
)

from harness.core.protocols import Reader, Writer
from harness.core.values import Document
from harness.formats.docx import Docx
from harness.formats.epub import Epub
from harness.formats.inline import has_words
from harness.formats.odt import Odt
from harness.testing import ReaderContract, WriterContract

_SIGNS = (
    "é", "日本", "👩\u200d💻", "\u202e", "\u00a0", "\n", "\t", "\u2028", "'", '"', "\\n", "&",
    "&amp;", "]]>", "<b>&amp;</b>", "{1}", "%1$s", "a", " ", "  ",
    "A sentence that goes on for a while. ",
)  # fmt: skip


class _Both(ReaderContract, WriterContract):
    part: type
    read: frozenset[str]  # the members with texts

    @pytest.fixture
    def reader(self) -> Reader:
        return self.part()

    @pytest.fixture
    def writer(self) -> Writer:
        return self.part()

    @pytest.fixture
    def texts(self) -> st.SearchStrategy[str]:
        made = st.lists(st.sampled_from(_SIGNS), min_size=1, max_size=8).map("".join)
        return made.filter(lambda text: has_words(text) and text.strip("\n") == text)

    def check_outside(self, before: tuple[Document, bytes], after: tuple[Document, bytes]) -> None:
        """All members are there as they were, compressed bytes included, but those with texts."""
        old, new = (zipfile.ZipFile(io.BytesIO(data)) for _, data in (before, after))
        assert new.testzip() is None
        assert new.namelist() == old.namelist()
        for one, other in zip(old.infolist(), new.infolist(), strict=True):
            if old.read(one) == new.read(other):
                sides = [
                    data[info.header_offset :][: 30 + len(info.filename) + info.compress_size]
                    for info, data in ((one, before[1]), (other, after[1]))
                ]
                assert sides[0] == sides[1]
            else:
                assert one.filename in self.read or one.filename.startswith("OPS/page")


class TestDocx(_Both):
    part = Docx
    read = frozenset({"word/document.xml"})

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return docx_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (*harmful(docx("<w:p/>")), docx("<w:p>"), odt(""), docx("&bomb;"))


class TestOdt(_Both):
    part = Odt
    read = frozenset({"content.xml"})

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return odt_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (*harmful(odt("")), odt("<text:p>"), docx(""), epub("<p>a</p>"))


class TestEpub(_Both):
    part = Epub
    read = frozenset({"OPS/toc.ncx"})

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return epub_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (*harmful(epub("<p>a</p>")), odt(""), epub("<p title='x>"), epub(), docx(""))
