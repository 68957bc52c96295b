"""The laws of everything that reads and writes files."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from harness.core.errors import ConfigError, HarnessError, ReadError, WriteError
from harness.core.protocols import Reader, Writer
from harness.core.values import Document

_ODD = (
    "é", "日本", "👩\u200d💻", "e\u0301", "\u202e", "\u00a0", "\n", "\r\n", "\r", "\t", "\u2028",
    "\x0b", "\x7f", "\x1b", '"', "'", "\\", "\\n", '""', ",", ";", "|", "#", "<b>&amp;</b>", "{1}",
    "%s", "a", " ", "A sentence that goes on for a while, so that it must be folded. ",
)  # fmt: skip
_TEXTS = st.one_of(
    st.lists(st.sampled_from(_ODD), min_size=1, max_size=8).map("".join),
    st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), min_size=1),
).filter(lambda text: bool(text.strip()))
_anything = settings(
    deadline=None,
    max_examples=50,
    report_multiple_bugs=False,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.differing_executors,
        HealthCheck.too_slow,  # of the machine, not of the part
    ],
)

Files = st.SearchStrategy[bytes]
Texts = st.SearchStrategy[str]


def _read(reader: Reader, data: bytes) -> Document:
    return reader.read(data, doc_id="name", language="en", origin="folder/name")


class ReaderContract:
    """Laws of every `Reader`.

    Provide fixtures `reader`, and `files`: a Hypothesis strategy of whole files of its format, such
    as `st.sampled_from([one, another])`. Override `unreadable` with bytes that are no such file.
    """

    @pytest.fixture
    def unreadable(self) -> Sequence[bytes]:
        return ()

    def test_its_suffixes_are_lower_case_with_the_dot(self, reader: Reader) -> None:
        assert reader.suffixes
        for suffix in reader.suffixes:
            assert suffix == suffix.lower()
            assert not suffix or (suffix.startswith(".") and len(suffix) > 1)

    @_anything
    @given(data=st.data())
    def test_reading_again_gives_the_same(
        self, reader: Reader, files: Files, data: st.DataObject
    ) -> None:
        content = data.draw(files)
        assert _read(reader, content) == _read(reader, content)

    @_anything
    @given(data=st.data())
    def test_the_document_says_what_it_was_told(
        self, reader: Reader, files: Files, data: st.DataObject
    ) -> None:
        made = _read(reader, data.draw(files))
        assert (made.doc_id, made.language, made.origin) == ("name", "en", "folder/name")

    @_anything
    @given(data=st.data())
    def test_units_stand_in_order_of_their_lines_and_places(
        self, reader: Reader, files: Files, data: st.DataObject
    ) -> None:
        units = _read(reader, data.draw(files)).units
        lines = [unit.line for unit in units]
        assert lines == sorted(lines)
        assert not lines or lines[0] >= 1
        slots = [unit.slot for unit in units if unit.slot is not None]
        for one, other in pairwise(slots):
            assert one.end <= other.start

    def test_what_is_no_such_file_is_told_with_its_name(
        self, reader: Reader, unreadable: Sequence[bytes]
    ) -> None:
        for content in unreadable:
            with pytest.raises(ReadError, match="folder/name") as refusal:
                _read(reader, content)
            assert refusal.value.hint, content

    def test_an_option_that_it_does_not_have_is_refused(self, reader: Reader) -> None:
        options = {"no such option": "1"}
        with pytest.raises(ConfigError):
            reader.read(b"", doc_id="name", language="en", origin="name", options=options)


class WriterContract:
    """Laws of every `Writer`. Provide fixtures `reader`, `writer`, and `files` as for a reader.

    Override `texts`, a strategy of translations, where such files cannot hold every text.
    """

    @pytest.fixture
    def texts(self) -> Texts:
        return _TEXTS

    def check_outside(self, before: tuple[Document, bytes], after: tuple[Document, bytes]) -> None:
        """What stands outside the places of units is as before.

        Override it where that cannot be compared so: files that are no text, places that differ.
        """
        assert _outside(*after) == _outside(*before)

    @_anything
    @given(data=st.data())
    def test_without_translations_the_bytes_stay(
        self, reader: Reader, writer: Writer, files: Files, data: st.DataObject
    ) -> None:
        content = data.draw(files)
        assert writer.write(_read(reader, content), content, {}) == content

    @_anything
    @given(data=st.data())
    def test_translations_are_read_back_and_nothing_else_changed(
        self, reader: Reader, writer: Writer, files: Files, texts: Texts, data: st.DataObject
    ) -> None:
        content = data.draw(files)
        before = _read(reader, content)
        places = {n: unit for n, unit in enumerate(before.units) if unit.slot is not None}
        chosen = data.draw(st.sets(st.sampled_from(sorted(places)))) if places else set()
        given = {number: data.draw(texts) for number in sorted(chosen)}
        asked = {places[number].unit_id: text for number, text in given.items()}
        try:
            written = writer.write(before, content, asked)
        except WriteError:
            reject()  # the file's encoding lacks a sign
        after = _read(reader, written)
        assert len(after.units) == len(before.units)
        for number, (old, new) in enumerate(zip(before.units, after.units, strict=True)):
            if before.bilingual:
                assert new.text == old.text
                assert new.unit_id == old.unit_id
                expected = given.get(number, old.target.text if old.target else None)
                assert (new.target.text if new.target else None) == expected
            else:
                assert new.text == given.get(number, old.text)
        self.check_outside((before, content), (after, written))

    @_anything
    @given(data=st.data())
    def test_a_unit_that_is_not_there_is_refused(
        self, reader: Reader, writer: Writer, files: Files, data: st.DataObject
    ) -> None:
        content = data.draw(files)
        with pytest.raises(ConfigError, match="no such unit"):
            writer.write(_read(reader, content), content, {"no such unit": "x"})

    @_anything
    @given(data=st.data())
    def test_other_bytes_than_were_read_are_refused(
        self, reader: Reader, writer: Writer, files: Files, data: st.DataObject
    ) -> None:
        content = data.draw(files)
        with pytest.raises(HarnessError):
            writer.write(_read(reader, content), content + b"\n", {})


def _outside(document: Document, data: bytes) -> list[str]:
    """What stands between the places of translations."""
    text = data.decode(document.encoding)
    slots = [unit.slot for unit in document.units if unit.slot is not None]
    starts = (0, *(slot.end for slot in slots))
    ends = (*(slot.start for slot in slots), len(text))
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]
