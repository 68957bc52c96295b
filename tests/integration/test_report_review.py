"""What is marked as reviewed in the browser is what `harness accept` takes into the baseline."""

import json
from pathlib import Path
from typing import Any

import pytest
from program import Program

from harness.core.values import Direction, Run, Signature, Translated
from harness.engines.transcript import write_transcript
from harness.run.record import find_records, read_run

pytestmark = pytest.mark.browser

OUT = {
    "The ferry leaves at 7:30.": "El barco sale a las 7:30.",
    "She did not sign it.": "Ella no lo firmó.",
    "They paid 90 euros on 3 May.": "Pagaron 90 euros el 3 de mayo.",
}
BACK = {
    "El barco sale a las 7:30.": "The ferry leaves at 8:30.",
    "Ella no lo firmó.": "She did not sign it.",
    "Pagaron 90 euros el 3 de mayo.": "They paid 19 euros on 5 May.",
}
SUITE = """\
routes = ["en:es:en"]
metrics = ["chrf"]
detectors = ["numbers", "dates"]
packs = ["out.jsonl", "back.jsonl"]
[[corpus]]
file = "boats.en.txt"
segmenter = "lines"
"""


@pytest.fixture
def checked(harness: Program) -> tuple[Program, Run]:
    """A suite that was checked once, with nothing accepted yet; and its run."""
    folder = harness.folder
    (folder / "boats.harness.toml").write_text(SUITE, "utf-8")
    (folder / "boats.en.txt").write_text("\n".join(OUT) + "\n", "utf-8")
    for name, way, table in (("out", ("en", "es"), OUT), ("back", ("es", "en"), BACK)):
        pairs = [(source, Translated(text)) for source, text in table.items()]
        write_transcript(folder / f"{name}.jsonl", Signature("recorded"), Direction(*way), pairs)
    assert harness("check", "boats.harness.toml").returncode in (0, 1)
    (record,) = [
        path
        for folder in harness.folder.rglob("source.txt")
        for path in find_records(folder.parent)
    ]
    return harness, read_run(record)


def _export(page: Any, path: Path) -> None:
    page.locator(".more summary").click()
    with page.expect_download() as download:
        page.locator("[data-act=export]").click()
    download.value.save_as(path)


def test_reviewed_rows_are_accepted_with_their_reasons(
    checked: tuple[Program, Run], open_report: Any
) -> None:
    harness, run = checked
    page = open_report([run])
    first = page.locator(".row", has_text="7:30").locator(".findings li")
    for number in range(first.count()):
        first.nth(number).locator(".review input").check()
        first.nth(number).locator(".reason").fill("the timetable changed")
    half = page.locator(".row", has_text="90 euros").locator(".findings li")
    assert half.count() > 1
    half.first.locator(".review input").check()
    exported = harness.folder / "review.json"
    _export(page, exported)

    done = harness("accept", "boats.harness.toml", "--reviewed", "review.json")
    assert done.returncode == 0, done.stderr
    assert "1 accepted" in done.stdout
    assert f"1 of {half.count()} findings reviewed" in done.stdout
    baseline = (harness.folder / "boats.baseline.toml").read_text("utf-8")
    assert "The ferry leaves at 8:30." in baseline
    assert "the timetable changed" in baseline
    assert "90 euros" not in baseline

    foreign = json.loads(exported.read_text("utf-8"))
    for mark in foreign["reviewed"]:
        mark["run"] = "another"
    exported.write_text(json.dumps(foreign), "utf-8")
    refused = harness("accept", "boats.harness.toml", "--reviewed", "review.json")
    assert refused.returncode == 2
    assert "none of the findings reviewed there is of these runs" in refused.stderr
