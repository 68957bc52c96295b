"""Review sheets: what is in them, that nothing in them acts, and that they are read back."""

import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import ReadError
from harness.core.values import (
    BeadText,
    Category,
    Document,
    Finding,
    LocalText,
    MeasuredRow,
    Severity,
    Signature,
    Target,
    Unit,
)
from harness.review import decisions, sheet_html, sheet_xlsx
from harness.review.decisions import Decision
from harness.review.review import Review
from harness.review.sheet import COLUMNS, FILLED, NOTICE, Sheet, decisions_in, sheet_of
from harness.review.units import ReviewedUnit, UnitState

PAGE = "xl/worksheets/sheet1.xml"

openpyxl = pytest.importorskip("openpyxl", reason="the extra `sheets` is not installed")
pytest.importorskip("xlsxwriter", reason="the extra `sheets` is not installed")

BAD = Finding("translation", Category.NUMBER, Severity.CRITICAL, "“15” is “50”.")


def reviewed(
    name: str, source: str, translation: str, *found: Finding, home: str = ""
) -> ReviewedUnit:
    unit = Unit(name, source, target=Target(translation, "es"), line=3)
    stops = [LocalText("en", source), LocalText("es", translation)]
    stops += [LocalText("en", home)] if home else []
    row = MeasuredRow((), BeadText(tuple(stops)), findings=found)
    return ReviewedUnit(unit, UnitState.DONE, row)


REVIEW = Review(
    Document("a.po", "en", (), "a.po", data_digest="12ab"),
    "es",
    (
        reviewed("drops", "Take 15 drops.", "Tome 50 gotas.", BAD, home="Take 50 drops."),
        reviewed("door", "Open it.", "Ábrala.", home="Open it."),
        reviewed("sum", '=HYPERLINK("x")', "@SUM(1+1)*cmd|' /C calc'!A0", home="-1+1"),
        ReviewedUnit(Unit("empty", "Quit"), UnitState.EMPTY),
    ),
    (("engine", Signature("argos", (("package", "1.0"),))),),
    ("A caveat.",),
)
SHEET = sheet_of(REVIEW, "2026-11-29", "1.2")


def xlsx(sheet: Sheet, path: Path) -> Path:
    path.write_bytes(sheet_xlsx.written(sheet))
    return path


def page(sheet: Sheet, path: Path) -> Path:
    path.write_text("".join(sheet_html.written(sheet, "a.po")), "utf-8")
    return path


FORMS = pytest.mark.parametrize(
    ("write", "read", "ending"),
    [(xlsx, sheet_xlsx.read, "xlsx"), (page, sheet_html.read, "html")],
    ids=["xlsx", "html"],
)
Write = Callable[[Sheet, Path], Path]
Read = Callable[[Path], object]


def test_every_unit_has_a_row_in_order_and_says_what_is_to_be_known() -> None:
    drops, door, _, empty = SHEET.rows
    assert [row["Unit"] for row in SHEET.rows] == ["drops", "door", "sum", "empty"]
    assert (drops["Difference"], drops["Severity"], drops["Category"]) == (
        "meaning",
        "critical",
        "number",
    )
    assert drops["Finding"] == "“15” is “50”."
    assert (door["Difference"], door["Severity"]) == ("none", "")
    assert (empty["State"], empty["Translation"], empty["Difference"]) == ("empty", "", "")
    head = dict(SHEET.head)
    assert head["Notice"] == NOTICE
    assert (head["Date"], head["Engine"], head["Note"]) == (
        "2026-11-29",
        str(REVIEW.judges[0][1]),
        "A caveat.",
    )
    assert head["Languages"] == "English (en) → Spanish (es)"


@FORMS
def test_what_was_written_is_read_back(
    write: Write, read: Read, ending: str, tmp_path: Path
) -> None:
    rows = list(read(write(SHEET, tmp_path / f"a.{ending}")))  # type: ignore[call-overload]
    assert rows == [{column: row[column] for column in COLUMNS} for row in SHEET.rows]


def test_cells_are_strings_and_never_formulas(tmp_path: Path) -> None:
    path = xlsx(SHEET, tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page.casefold()
    cells = openpyxl.load_workbook(path).active
    assert {cell.data_type for row in cells.iter_rows() for cell in row if cell.value} == {"s"}


def test_nothing_of_a_text_acts_in_the_page(tmp_path: Path) -> None:
    bad = replace(REVIEW, units=(reviewed("<b>", "<script>alert(1)</script>", "</td><img src=x>"),))
    text = page(sheet_of(bad, "", ""), tmp_path / "a.html").read_text("utf-8")
    assert "<script>alert" not in text
    assert "<img" not in text
    assert text.count("<script>") == 1


def filled(row: Mapping[str, str], **said: str) -> Mapping[str, str]:
    return {**row, **{FILLED[name]: value for name, value in said.items()}}


@FORMS
def test_decisions_survive_the_next_round(
    write: Write, read: Read, ending: str, tmp_path: Path
) -> None:
    said = filled(SHEET.rows[0], decision="Accept", comment="As the\nleaflet has it.", who="N. N.")
    sheet = replace(SHEET, rows=(said, *SHEET.rows[1:]))
    imported = decisions_in(read(write(sheet, tmp_path / f"a.{ending}")))  # type: ignore[arg-type]
    decisions.save(tmp_path, decisions.merged({}, imported))
    known = decisions.load(tmp_path)
    assert list(known) == ["drops"]
    again = REVIEW.decided(known)
    assert again.to_look_at == ()
    assert [each.unit.unit_id for each in again.accepted] == ["drops"]
    (row, *_) = sheet_of(again, "", "").rows
    assert (row["Comment"], row["Since the last round"]) == ("As the\nleaflet has it.", "unchanged")
    other = replace(REVIEW, units=(reviewed("drops", "Take 15 drops.", "Tome 5 gotas.", BAD),))
    changed = other.decided(known)
    assert len(changed.to_look_at) == 1  # what was accepted is another translation
    assert sheet_of(changed, "", "").rows[0]["Since the last round"] == "changed"


def test_an_empty_row_forgets_nothing_and_a_filled_one_goes_before() -> None:
    known = {"a": Decision(decision="change"), "b": Decision(comment="old")}
    made = decisions.merged(known, [("a", Decision()), ("b", Decision(comment="new"))])
    assert (made["a"].decision, made["b"].comment) == ("change", "new")


@FORMS
def test_what_is_no_sheet_is_refused(write: Write, read: Read, ending: str, tmp_path: Path) -> None:
    for number, data in enumerate((b"", b"PK\3\4", b"<html></html>", b"\xff\xfe")):
        path = tmp_path / f"{number}.{ending}"
        path.write_bytes(data)
        with pytest.raises(ReadError, match="no review sheet"):
            list(read(path))  # type: ignore[call-overload]
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(ReadError, match="no row begins"):
        list(sheet_xlsx.read(tmp_path / "other.xlsx"))


def test_a_hostile_workbook_is_refused(tmp_path: Path) -> None:
    path = xlsx(SHEET, tmp_path / "a.xlsx")
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {one} "{f"&{two};" * 50}">'
        for one, two in zip("bcdefgh", "abcdefg", strict=True)
    )
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    page = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = (
        page.replace("<worksheet", f"{bomb}]><worksheet", 1)
        .replace("<sheetData>", "<sheetData>&h;", 1)
        .encode()
    )
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(ReadError, match="no review sheet"):
        list(sheet_xlsx.read(tmp_path / "bomb.xlsx"))


@pytest.mark.parametrize("far", ["XFD1048576", "XFD20", "A1048576"])
def test_a_cell_far_away_costs_little(tmp_path: Path, far: str) -> None:
    path = xlsx(SHEET, tmp_path / "a.xlsx")
    row = "".join(filter(str.isdigit, far))
    more = f'<row r="{row}"><c r="{far}"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each).decode() for each in archive.namelist()}
    page = re.sub(r"<dimension[^>]*>", '<dimension ref="A1:XFD1048576"/>', parts[PAGE])
    parts[PAGE] = page.replace("</sheetData>", more)
    with zipfile.ZipFile(tmp_path / "far.xlsx", "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    started = time.process_time()
    with suppress(ReadError):
        list(sheet_xlsx.read(tmp_path / "far.xlsx"))
    assert time.process_time() - started < 20


@pytest.mark.parametrize("cell", [f"&#{'9' * 6000};", "<![x", "<![<![x[<![", "<!x" * 5000])
def test_odd_markup_in_a_page_is_refused_or_read(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<table><tr><th>Key</th></tr><tr><td>{cell}</td></tr></table>{cell}", "utf-8")
    with suppress(ReadError):
        list(sheet_html.read(path))


def test_a_workbook_that_cannot_be_unpacked_in_pieces_is_refused(tmp_path: Path) -> None:
    path = xlsx(SHEET, tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("more", "x")
    with pytest.raises(ReadError, match="compressed as no workbook is"):
        list(sheet_xlsx.read(path))


def test_a_workbook_with_names_that_are_no_text_is_none(tmp_path: Path) -> None:
    path = xlsx(SHEET, tmp_path / "a.xlsx")
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")  # of the archive's directory
    data[entry + 9] |= 0x08  # its name is in UTF-8
    data[entry + 46] = 0x8F  # and is not
    path.write_bytes(data)
    with pytest.raises(ReadError, match="no review sheet"):
        list(sheet_xlsx.read(path))


def test_a_damaged_store_of_decisions_is_told(tmp_path: Path) -> None:
    for body in ("", "[]", '{"schema": 9}', '{"schema": 1, "units": {"a": 1}}'):
        (tmp_path / "decisions.json").write_text(body)
        with pytest.raises(ReadError, match=r"decisions\.json"):
            decisions.load(tmp_path)


def test_dates_and_numbers_that_a_spreadsheet_made_of_words_are_read_as_words(
    tmp_path: Path,
) -> None:
    import datetime

    path = xlsx(SHEET, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    line = len(SHEET.head) + 3
    for column, value in ((FILLED["when"], datetime.datetime(2026, 11, 29)), (FILLED["who"], 7.0)):
        book.active.cell(line, COLUMNS.index(column) + 1, value)
    book.save(path)
    first = dict(decisions_in(sheet_xlsx.read(path)))["drops"]
    assert (first.when, first.who) == ("2026-11-29", "7")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_can_stand_in_a_sheet(text: str) -> None:
    rows = (dict.fromkeys(COLUMNS, text),)
    assert sheet_xlsx.written(Sheet((("Notice", text),), rows)).startswith(b"PK")
    assert "".join(sheet_html.written(Sheet((("Notice", text),), rows), text))


@pytest.mark.slow
def test_libreoffice_opens_fills_and_saves_the_sheet(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice on PATH")
    said = filled(SHEET.rows[0], decision="change", comment="Fünf, not fifty.")
    path = xlsx(replace(SHEET, rows=(said, *SHEET.rows[1:])), tmp_path / "a.xlsx")
    out = tmp_path / "out"
    subprocess.run(
        [
            *(office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    rows = list(sheet_xlsx.read(out / "a.xlsx"))
    assert [row["Unit"] for row in rows] == ["drops", "door", "sum", "empty"]
    assert rows[2]["Source"] == '=HYPERLINK("x")'
    assert dict(decisions_in(rows))["drops"].comment == "Fünf, not fifty."


def test_the_page_folds_what_made_the_sheet_and_hides_what_is_empty_everywhere(
    tmp_path: Path,
) -> None:
    text = page(SHEET, tmp_path / "a.html").read_text("utf-8")
    head, folded = text.partition("<details>")[::2]
    assert "A caveat." in head
    assert NOTICE in head
    assert str(REVIEW.judges[0][1]) not in head
    assert str(REVIEW.judges[0][1]) in folded
    assert '<th scope="col" data-column="Context" class="void">' in text
    assert '<th scope="col" data-column="Back-translation">' in text
    assert '<th scope="col" data-column="Decision" class="free">' in text
