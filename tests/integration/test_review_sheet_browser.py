"""The review sheet in a real browser: filled in, saved by its own button, and read back."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.review import sheet_html
from harness.review.sheet import COLUMNS, FILLED, Sheet, decisions_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ROW = dict.fromkeys(COLUMNS, "") | {
    "Unit": "drops",
    "Source": "Take <b>15</b> & more.",
    "Translation": "Tome 50.",
    "Severity": "critical",
}


def test_what_people_type_is_in_the_copy_that_they_save(
    open_report: "Callable[[str], Page]", tmp_path: Path
) -> None:
    page = open_report("".join(sheet_html.written(Sheet((("Notice", "N."),), (ROW,)), "a.po")))
    cell = page.locator(f'td[data-column="{FILLED["comment"]}"]')
    cell.click()
    page.keyboard.type("Fünf, <i>not</i> fifty.")
    page.keyboard.press("Enter")
    page.keyboard.type("Ask again.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    download.value.save_as(tmp_path / "copy.html")
    ((unit_id, said),) = decisions_in(sheet_html.read(tmp_path / "copy.html"))
    assert unit_id == "drops"
    assert said.comment == "Fünf, <i>not</i> fifty.\nAsk again."
    (row,) = sheet_html.read(tmp_path / "copy.html")
    assert row["Source"] == ROW["Source"]


def test_all_columns_are_in_sight_at_1400_pixels(open_report: "Callable[[str], Page]") -> None:
    full = ROW | {"Context": "menu: File", "Back-translation": "B.", "Since the last round": "new"}
    page = open_report("".join(sheet_html.written(Sheet((("Notice", "N."),), (full,)), "a.po")))
    page.set_viewport_size({"width": 1400, "height": 900})
    width = page.evaluate("document.querySelector('#sheet').getBoundingClientRect().right")
    assert width <= 1400
