"""Folders, patterns and several files are one text."""

import json
from pathlib import Path

import pytest
from made_packages import docx
from program import FAST, ROOT, Program

pytestmark = pytest.mark.engine

WRITE = ("-r", "en:es:en", "-o", "out", "--write", "es", *FAST)


@pytest.fixture
def folder(harness: Program) -> Path:
    docs = harness.folder / "docs"
    (docs / "sub").mkdir(parents=True)
    (docs / "page.md").write_text("# The house\n\nThe **red house** is old.\n", "utf-8")
    (docs / "page.es.md").write_text("# La casa\n", "utf-8")
    (docs / "sub" / "a.en.txt").write_text("The house burns.\n", "utf-8")
    (docs / "sub" / "bad.html").write_text("<p title='x>", "utf-8")
    (docs / "sub" / "w.docx").write_bytes(docx("<w:p><w:r><w:t>The house</w:t></w:r></w:p>"))
    (docs / "app.es.po").write_bytes((ROOT / "corpora" / "app.es.po").read_bytes())
    (docs / ".hidden.md").write_text("Hidden.\n", "utf-8")
    (docs / "picture.png").write_bytes(b"\x89PNG\0")
    return docs


def units(out: Path) -> dict[str, dict]:
    (record,) = out.glob("*.jsonl")
    lines = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    rows = [line for line in lines if line["kind"] == "measured"]
    return {row["segments"][0]["unit_id"]: row for row in rows}


def test_a_folder_is_read_and_written_file_by_file(harness: Program, folder: Path) -> None:
    done = harness("run", "docs", *WRITE)
    assert done.returncode == 0, done.stderr
    found = units(harness.folder / "out")
    files = {unit_id.partition("|")[0] for unit_id in found}
    assert files == {"page.md", "sub/a.en.txt", "sub/w.docx", "app.es.po"}
    assert ["file", "sub/a.en.txt"] in found["sub/a.en.txt"]["segments"][0]["context"]
    assert "2 files were left out" in done.stdout
    assert "bad.html:1:1" in done.stdout
    assert "page.es.md says that it is es" in done.stdout
    written = harness.folder / "es"
    assert {each.name for each in written.rglob("*") if each.is_file()} == {
        "page.md", "a.en.txt", "w.docx", "app.es.po",
    }  # fmt: skip
    assert "**casa roja**" in (written / "page.md").read_text("utf-8")
    assert (written / "sub" / "w.docx").read_bytes()[:2] == b"PK"

    before = (harness.folder / "out").glob("*.jsonl")
    kept = {path: path.read_bytes() for path in before}
    again = harness("run", "--resume", "-o", "out")
    assert again.returncode == 0, again.stderr
    assert units(harness.folder / "out").keys() == found.keys()
    assert kept.keys() == set((harness.folder / "out").glob("*.jsonl"))


@pytest.mark.parametrize(
    "names", [("docs/**/*.md", "docs/sub/a.en.txt"), ("docs/page.md", "docs/sub/a.en.txt")]
)
def test_a_pattern_or_names_are_one_text(
    harness: Program, folder: Path, names: tuple[str, ...]
) -> None:
    done = harness("run", *names, "-r", "en:es:en", "-o", "out", *FAST)
    assert done.returncode == 0, done.stderr
    files = {unit_id.partition("|")[0] for unit_id in units(harness.folder / "out")}
    assert files == {"page.md", "sub/a.en.txt"}


@pytest.mark.parametrize(
    ("names", "more", "code", "said"),
    [
        (("docs/*.none",), (), 2, "no file that could be read"),
        (("docs", "none.txt"), (), 2, "none.txt: no file"),
        (("docs",), ("--reader", "plain"), 2, "--reader is for one file"),
        (("docs/sub/*.html",), (), 3, "bad.html:1:1"),
    ],
)
def test_what_is_no_set_of_files_is_told(
    harness: Program, folder: Path, names: tuple[str, ...], more: tuple[str, ...], code: int,
    said: str,
) -> None:  # fmt: skip
    done = harness("run", *names, "-r", "en:es:en", "-o", "out", *more, *FAST)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert not (harness.folder / "out").exists()
