"""`harness import`: which files it takes, and what it says where it cannot."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harness.cli import app
from harness.core.errors import ConfigError

TABLE = "source\tdeepl\tgoogle\nYes.\tSí.\tClaro.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "systems.tsv").write_text(TABLE, "utf-8")
    return tmp_path


def imported(*arguments: str) -> tuple[str, str]:
    """What is printed, and what is said beside it."""
    done = CliRunner().invoke(app, ["import", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout, done.stderr


@pytest.mark.parametrize(
    ("name", "content", "options"),
    [
        (
            "t.tmx",
            '<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="block" '
            'o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/><body><tu>'
            '<tuv xml:lang="en"><seg>Yes.</seg></tuv><tuv xml:lang="es"><seg>Sí.</seg></tuv>'
            "</tu></body></tmx>",
            (),
        ),
        (
            "t.xlf",
            '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="f" '
            'source-language="en" target-language="es" datatype="plaintext"><body>'
            '<trans-unit id="a"><source>Yes.</source><target>Sí.</target></trans-unit>'
            "</body></file></xliff>",
            (),
        ),
        ("t.jsonl", '{"source": "Yes.", "mine": "Sí."}\n', ("--column", "mine")),
        ("t.tsv", "source\ttarget\nYes.\tSí.\n", ()),
        ("app.es.po", 'msgid ""\nmsgstr ""\n\nmsgid "Yes."\nmsgstr "Sí."\n', ()),
    ],
)
def test_files_of_many_kinds_are_imported(
    folder: Path, name: str, content: str, options: tuple[str, ...]
) -> None:
    (folder / name).write_text(content, "utf-8")
    printed, _ = imported(name, "--to", "es", *options, "-o", "out")
    written = folder / printed.strip()
    lines = list(map(json.loads, written.read_text("utf-8").splitlines()))
    assert lines[1] == {"source": "Yes.", "hypothesis": "Sí."}
    assert (lines[0]["source"], lines[0]["target"]) == ("en", "es")


def test_lines_of_two_texts(folder: Path) -> None:
    (folder / "news.en.txt").write_text("Yes.\nNo.\n")
    (folder / "cloud.es.txt").write_text("Sí.\nNo.\n")
    _, said = imported("news.en.txt", "--lines", "cloud.es.txt", "--to", "es", "-o", "c.jsonl")
    assert "en:es@cloud:en --pack c.jsonl --segmenter lines" in said


def test_what_has_no_translation_is_counted(folder: Path) -> None:
    (folder / "t.tsv").write_text("source\ttarget\nA\t\nOpen\tAbrir\nOpen\tAbierto\n")
    _, said = imported("t.tsv", "--to", "es", "-o", "t.jsonl")
    assert "1 of 2 texts without a translation" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("systems.tsv", "--to", "en", "-o", "x"), "both en"),
        (("systems.tsv", "--to", "es", "--column", "bing", "-o", "x"), "bing"),
        (
            ("systems.tsv", "--to", "es", "--column", "deepl", "--system", "x", "-o", "x"),
            "names the system itself",
        ),
        (("systems.tsv", "--to", "es", "--system", "argos", "-o", "x"), "name of an engine"),
        (("no.tsv", "--to", "es", "-o", "x"), "no such file"),
        (("systems.tsv", "--to", "elvish", "-o", "x"), "elvish"),
    ],
)
def test_what_cannot_be_imported_says_why_and_writes_nothing(
    folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        imported(*arguments)
    assert not (folder / "x").exists()
