"""The contracts of readers and writers, kept by those of XML files."""

from collections.abc import Sequence

import pytest
from hypothesis import strategies as st
from made_xml import (
    ANDROID,
    NOT_XML,
    QT,
    RESX,
    TMX,
    XLIFF,
    XML_LACKS,
    android_files,
    not_this,
    qt_files,
    resx_files,
    tmx_files,
    xliff_files,
)

from harness.core.protocols import Reader, Writer
from harness.formats.android import Android
from harness.formats.qt import QtLinguist
from harness.formats.resx import Resx
from harness.formats.tmx import Tmx
from harness.formats.xliff import Xliff
from harness.testing import ReaderContract, WriterContract

_SIGNS = (
    "é", "日本", "👩\u200d💻", "e\u0301", "\u202e", "\u00a0", "\n", "\r\n", "\r", "\t", "\u2028",
    "\x7f", '"', "'", "\\", "\\n", "&", "&amp;", "]]>", "<b>&amp;</b>", "{1}", "%1$s", "@", "?",
    "a", " ", "A sentence that goes on for a while. ",
)  # fmt: skip
_TEXTS = st.one_of(
    st.lists(st.sampled_from(_SIGNS), min_size=1, max_size=8).map("".join),
    st.text(st.characters(codec="utf-8", exclude_characters="\ufeff"), min_size=1),
).filter(lambda text: bool(text.strip()))


class _Both(ReaderContract, WriterContract):
    """What XML cannot hold is refused (`test_markup.py`), and is no case here."""

    part: type

    @pytest.fixture
    def reader(self) -> Reader:
        return self.part()

    @pytest.fixture
    def writer(self) -> Writer:
        return self.part()

    @pytest.fixture
    def texts(self) -> st.SearchStrategy[str]:
        return _TEXTS.filter(lambda text: not XML_LACKS.search(text))


class TestTmx(_Both):
    part = Tmx

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return tmx_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (*NOT_XML, *not_this(TMX), TMX.replace(b'xml:lang="en"', b'xml:lang="fr"'))


class TestXliff(_Both):
    part = Xliff

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return xliff_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (*NOT_XML, *not_this(XLIFF), XLIFF.replace(b"<source>One.</source>", b""))


class TestAndroid(_Both):
    part = Android

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return android_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (*NOT_XML, *not_this(ANDROID), ANDROID.replace(b"\\'", b"\\u12"))


class TestQt(_Both):
    part = QtLinguist

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return qt_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (*NOT_XML, *not_this(QT), QT.replace(b"<source>One.</source>", b""))


class TestResx(_Both):
    part = Resx

    @pytest.fixture
    def files(self) -> st.SearchStrategy[bytes]:
        return resx_files

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return (*NOT_XML, *not_this(RESX), RESX.replace(b' name="one"', b""))
