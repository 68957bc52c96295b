"""DOCX, ODT and EPUB: what is a text in them, and how translations are written."""

import io
import re
import subprocess
import zipfile
from contextlib import suppress
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_packages import MIMETYPE, STYLES, docx, epub, harmful, odt, zipped

from harness.core.errors import ConfigError, HarnessError, ReadError, WriteError
from harness.core.protocols import Reader
from harness.core.values import Document, Span
from harness.formats.docx import Docx
from harness.formats.epub import Epub
from harness.formats.odt import Odt
from harness.formats.packages.archive import Archive

P, END = "<w:p>", "</w:p>"
BOLD = "<w:rPr><w:b/></w:rPr>"


def run(text: str, shape: str = "") -> str:
    return f'<w:r w:rsidR="00A1">{shape}<w:t xml:space="preserve">{text}</w:t></w:r>'


def read(part: Reader, data: bytes) -> Document:
    return part.read(data, doc_id="a", language="en", origin="a.zip")


def member(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name).decode()


def texts(body: str) -> list[str]:
    return [unit.text for unit in read(Docx(), docx(body)).units]


def rewritten(body: str, new: str, links: list[tuple[Span, Span]] | None = None) -> str:
    data = docx(body)
    document = read(Docx(), data)
    (unit_id,) = (unit.unit_id for unit in document.units)
    made = Docx().write_linked(document, data, {unit_id: new}, {unit_id: links or []})
    whole = member(made, "word/document.xml")
    return whole[whole.index("<w:body>") + 8 : whole.index("</w:body>")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (P + run("Pre") + "<w:proofErr/>" + run("ss it") + END, ["Press it"]),
        (P + run("A ") + run("bold", BOLD) + run(" word") + END, ["A bold word"]),
        (f"{P}<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/></w:r>{run('x')}{END}",
         ["one\ttwo\nx"]),
        (f"{P}<w:del><w:r><w:delText>no</w:delText></w:r></w:del>{run('yes')}{END}", ["yes"]),
        (f"{P}<w:ins>{run('new')}</w:ins>{END}", ["new"]),
        (f"{P}{run('12 –')}{END}{P}{END}", []),
        (f"<w:tbl><w:tr><w:tc>{P}{run('cell')}{END}</w:tc></w:tr></w:tbl>", ["cell"]),
        (f"{P}{run('out')}<w:r><w:pict><w:txbxContent>{P}{run('in')}{END}</w:txbxContent></w:pict></w:r>"
         f"{END}", ["out", "in"]),
        (f"{P}<w:sdt><w:sdtPr/><w:sdtContent>{run('held')}</w:sdtContent></w:sdt>{END}", ["held"]),
    ],
)  # fmt: skip
def test_a_paragraph_of_word_is_a_text(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def field(orders: str, shown: str) -> str:
    return "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>', f"<w:instrText>{orders}</w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>', f"<w:t>{shown}</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )  # fmt: skip


def test_the_words_of_a_link_are_text_and_those_of_other_fields_are_not() -> None:
    link = P + run("See ") + field('HYPERLINK "x"', "the page") + run(".") + END
    page = P + run("Page ") + field("PAGE", "seven") + run(".") + END
    assert texts(link) == ["See the page."]
    assert texts(page) == ["Page ."]


def test_runs_are_written_in_their_formats() -> None:
    body = P + "<w:pPr><w:jc/></w:pPr>" + run("The ") + run("red", BOLD) + run(" house") + END
    links = [(Span(4, 7), Span(8, 12)), (Span(8, 13), Span(3, 7))]
    t = '<w:t xml:space="preserve">'
    assert rewritten(body, "La casa roja", links) == (
        f"<w:p><w:pPr><w:jc/></w:pPr><w:r>{t}La casa </w:t></w:r>"
        f"<w:r>{BOLD}{t}roja</w:t></w:r></w:p>"
    )
    whole = P + run("All bold", BOLD) + END
    assert rewritten(whole, "Todo & <b>") == (
        f"<w:p><w:r>{BOLD}{t}Todo &amp; &lt;b&gt;</w:t></w:r></w:p>"
    )
    lines = P + run("one") + END
    assert rewritten(lines, "uno\ndos\tx") == (
        f"<w:p><w:r>{t}uno</w:t><w:br/>{t}dos</w:t><w:tab/>{t}x</w:t></w:r></w:p>"
    )


def test_footnotes_of_word_are_read_behind_the_text() -> None:
    data = docx(P + run("Text") + END, notes=f"<w:footnote>{P}{run('Note')}{END}</w:footnote>")
    units = read(Docx(), data).units
    assert [(unit.text, unit.context) for unit in units] == [
        ("Text", ()),
        ("Note", (("part", "footnotes"),)),
    ]


def test_texts_within_texts_are_both_written() -> None:
    note = "<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note>"
    data = odt(f"<text:p>The text{note} goes on.</text:p>")
    document = read(Odt(), data)
    outer, inner = document.units
    assert (outer.text, inner.text) == ("The text goes on.", "A note.")
    new = Odt().write(
        document, data, {outer.unit_id: "El texto sigue.", inner.unit_id: "Una nota."}
    )
    content = member(new, "content.xml")
    assert content.count("Una nota.") == 1
    assert [unit.text for unit in read(Odt(), new).units] == ["El texto sigue.", "Una nota."]


def test_spans_that_only_say_when_something_was_typed_are_no_codes() -> None:
    body = '<text:p>Pre<text:span text:style-name="T2">ss it</text:span></text:p>'
    data = odt(body, STYLES)
    document = read(Odt(), data)
    new = Odt().write(document, data, {document.units[0].unit_id: "Púlselo"})
    assert "<text:p>Púlselo</text:p>" in member(new, "content.xml")


def test_blank_space_is_read_as_programs_read_it() -> None:
    body = (
        '<text:p>  one\n   two<text:s text:c="2"/>three<text:tab/>four<text:line-break/>x</text:p>'
    )
    assert [unit.text for unit in read(Odt(), odt(body)).units] == ["one two  three\tfour\nx"]


def test_deleted_text_is_no_text() -> None:
    body = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p>here</text:p>"
    assert [unit.text for unit in read(Odt(), odt(body)).units] == ["here"]


def test_a_book_is_read_in_its_order_and_its_contents_last() -> None:
    data = epub("<p>One</p>", "<p>Two<img alt='dog'/></p>")
    document = read(Epub(), data)
    assert [unit.text for unit in document.units] == ["One", "Two", "A table"]
    assert document.units[0].context == (("part", "OPS/page 0.xhtml"),)
    new = Epub().write(document, data, {unit.unit_id: f"x {unit.text}" for unit in document.units})
    assert [unit.text for unit in read(Epub(), new).units] == ["x One", "x Two", "x A table"]
    assert new[:60] == data[:60]  # the type of the file stands first, not compressed


DRM = (
    '<encryption><EncryptedData><CipherData><CipherReference URI="OPS/page%200.xhtml"/>'
    "</CipherData></EncryptedData></encryption>"
)


@pytest.mark.parametrize(
    ("part", "data", "said"),
    [
        (Docx(), b"", "a.zip: it is empty"),
        (Docx(), b"x", "a.zip: it is no zip file"),
        (Docx(), docx("")[:-40], "a.zip: it is no zip file"),
        (Docx(), zipped({"a/../../b": "x"}), "could lead outside"),
        (Docx(), harmful(docx(""))[5], "would grow from"),
        (Docx(), harmful(docx(""))[-1], "is encrypted"),
        (Docx(), harmful(docx(""))[-2], "is compressed as no such file is"),
        (Docx(), docx(f"{P}\n<w:r>{END}"), r"a.zip:word/document.xml:3:\d+: mismatched tag"),
        (Docx(), odt(""), "no Word document"),
        (Docx(), docx("").replace(b"word/document", b"word/documint"), "no main part"),
        (Odt(), zipped({"mimetype": "application/x-other"}), "calls itself"),
        (Odt(), odt("<text:p>é</text:p>").replace(b"PK\1\2", b"PK\1\3"), "damaged"),
        (Epub(), epub("<p>a</p>", **{"META-INF/encryption.xml": DRM}), "is encrypted"),
        (Epub(), epub("<!DOCTYPE x [<!ENTITY a 'b'>]>&a;"), "0.xhtml:1: an entity is"),
        (Epub(), zipped({"META-INF/container.xml": "<container/>"}), "is not there"),
    ],
)  # fmt: skip
def test_a_damaged_or_hostile_file_is_told_with_its_member(
    part: Reader, data: bytes, said: str
) -> None:
    with pytest.raises(ReadError, match=said) as error:
        read(part, data)
    assert error.value.hint


@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY a "ha"><!ENTITY b "&a;&a;">'],
)
def test_entities_are_refused(declared: str) -> None:
    content = f"<!DOCTYPE d [{declared}]><office:document-content xmlns:office='o'/>"
    data = zipped({"mimetype": MIMETYPE, "content.xml": content})
    with pytest.raises(ReadError, match=r"content\.xml:1:"):
        read(Odt(), data)


def test_two_members_of_one_name_are_refused() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        file.writestr("content.xml", "a")
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("content.xml", "b")
    with pytest.raises(ReadError, match="two members called"):
        read(Odt(), whole.getvalue())


def test_members_that_share_their_bytes_are_refused() -> None:
    data = bytearray(docx(P + run("a") + END))
    first, second = (m.start() for m in list(re.finditer(rb"PK\x01\x02", bytes(data)))[:2])
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    with pytest.raises(ReadError, match="lies where another one does"):
        read(Docx(), bytes(data))


GOOD = {
    "docx": (Docx(), docx(P + run("One") + run("two", BOLD) + END)),
    "odt": (Odt(), odt("<text:p>One</text:p>")),
    "epub": (Epub(), epub("<p>One <b>two</b></p>")),
}


@pytest.mark.parametrize("kind", sorted(GOOD))
@given(damage=st.data())
def test_whatever_is_damaged_is_read_or_refused(kind: str, damage: st.DataObject) -> None:
    """Nothing else happens: and what was read can be written."""
    part, good = GOOD[kind]
    data = bytearray(good)
    for _ in range(damage.draw(st.integers(1, 4))):
        at, length = damage.draw(st.integers(0, len(data))), damage.draw(st.integers(0, 40))
        data[at : at + length] = damage.draw(st.binary(max_size=8))
    with suppress(HarnessError):
        document = read(part, bytes(data))
        assert part.write(document, bytes(data), {}) == data
        part.write(document, bytes(data), {unit.unit_id: "Uno" for unit in document.units})


def test_a_translation_without_words_is_refused() -> None:
    data = docx(P + run("Text") + END)
    document = read(Docx(), data)
    with pytest.raises(ConfigError, match="without a letter"):
        Docx().write(document, data, {document.units[0].unit_id: "…"})


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_libreoffice_reads_what_is_written(kind: str, tmp_path: Path) -> None:
    body = P + run("The ") + run("red", BOLD) + run(" house") + END
    data = docx(body) if kind == "docx" else odt("<text:p>The <text:s/>house</text:p>")
    part = Docx() if kind == "docx" else Odt()
    document = read(part, data)
    new = part.write(document, data, {document.units[0].unit_id: "La casa roja & más"})
    (tmp_path / f"a.{kind}").write_bytes(new)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "txt:Text (encoded):UTF8", "--outdir", tmp_path, tmp_path / f"a.{kind}"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert "La casa roja & más" in (tmp_path / "a.txt").read_text("utf-8-sig")


def test_a_directory_that_can_be_read_but_not_rewritten_is_told() -> None:
    """Two fields that readers pass over look like the end of another directory."""
    data = bytearray(docx(f"{P}{run('a')}{END}"))
    end = data.rindex(b"PK\5\6")
    data[end + 4 : end + 8] = b"PK\5\6"
    document = read(Docx(), bytes(data))
    (unit,) = document.units
    assert unit.text == "a"
    with pytest.raises(WriteError, match="its directory is damaged"):
        Archive(bytes(data), "a.zip").with_members({"word/document.xml": b"<x/>"})
