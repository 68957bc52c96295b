"""Files with units and translations, carried by real engines as a user does it."""

import csv
import json
from pathlib import Path

import pytest
from program import FAST, ROOT, Program

from harness.plugin import read_document, write_document
from harness.run import inputs

pytestmark = pytest.mark.engine

APP = ROOT / "corpora" / "app.es.po"


def rows(folder: Path) -> dict[str, dict]:
    (record,) = folder.glob("*.jsonl")
    lines = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    found = [line for line in lines if line["kind"] in ("measured", "unmeasured")]
    return {(line.get("segments") or [line.get("segment")])[0]["unit_id"]: line for line in found}


def test_the_translations_of_a_po_file_come_home(harness: Program) -> None:
    done = harness("run", APP, "-r", "en:es@file:en@argos", "-o", "out", *FAST)
    assert done.returncode == 3, done.stderr  # one message has no translation
    assert "unit Discard" in done.stdout
    found = rows(harness.folder / "out")
    assert found["menu|Open"]["texts"][1]["text"] == "Abrir"
    assert found["sign|Open"]["texts"][1]["text"] == "Abierto"
    assert found["Discard"]["reason"] == "the file has no translation of unit Discard"
    wrong = found["The file was not saved. Try again."]
    assert wrong["texts"][1]["text"].startswith("El archivo se guardó.")  # the file's own mistake
    assert "accuracy/mistranslation/negation" in {each["category"] for each in wrong["findings"]}
    assert "es-419; taken for es" in done.stdout

    table = harness("report", "out", "-f", "csv", "-o", "out.csv")
    assert table.returncode == 0, table.stderr
    with (harness.folder / "out.csv").open(newline="", encoding="utf-8") as stream:
        assert {row["unit_id"] for row in csv.DictReader(stream)} == set(found)

    again = harness("run", "--resume", "-o", "out")
    assert again.returncode == 3, again.stderr
    assert (harness.folder / "out" / "source.po").read_bytes() == APP.read_bytes()
    assert rows(harness.folder / "out") == found


def test_engines_translate_units_and_the_file_takes_them(harness: Program) -> None:
    done = harness("run", APP, "-r", "en:es:en", "-o", "out", *FAST)
    assert done.returncode == 0, done.stderr
    found = rows(harness.folder / "out")
    made = {unit: row["texts"][1]["text"] for unit, row in found.items()}
    document, data = read_document(APP), APP.read_bytes()
    assert write_document(document, data, {}) == data
    with_them = write_document(document, data, {"Discard": made["Discard"]})
    path = harness.folder / "new.po"
    path.write_bytes(with_them)
    (discard,) = [unit for unit in read_document(path).units if unit.unit_id == "Discard"]
    assert discard.target is not None
    assert discard.target.text == made["Discard"]


def test_what_a_file_says_is_not_remembered_as_an_engines_answer(harness: Program) -> None:
    memory = ("--memory", "memory.sqlite")
    assert harness("run", APP, "-r", "en:es@file:en", "-o", "a", *memory, *FAST).returncode == 3
    data = APP.read_bytes()
    changed = inputs.write_document(read_document(APP), data, {"menu|Open": "Cerrar"})
    (harness.folder / "app.es.po").write_bytes(changed)
    run = harness("run", "app.es.po", "-r", "en:es@file:en", "-o", "b", *memory, *FAST)
    assert run.returncode == 3, run.stderr
    assert rows(harness.folder / "b")["menu|Open"]["texts"][1]["text"] == "Cerrar"


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ("en:fr@file:en", "not into fr"),
        ("en:es:en@file", "only the first hop"),
    ],
)
def test_a_route_that_the_file_cannot_serve_is_wrong_usage(
    harness: Program, route: str, said: str
) -> None:
    done = harness("run", APP, "-r", route, "-o", "out", *FAST)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert not (harness.folder / "out").exists()


def test_a_table_is_read_by_its_columns(harness: Program) -> None:
    (harness.folder / "t.csv").write_text("key,English,es\nopen,Open the door.,Abra la puerta.\n")
    refused = harness("run", "t.csv", "-r", "en:es@file:en", "-o", "out", *FAST)
    assert refused.returncode == 3
    assert "csv.source" in refused.stderr
    option = ("--option", "csv.source=English")
    done = harness("run", "t.csv", "-r", "en:es@file:en", "-o", "out", *FAST, *option)
    assert done.returncode == 0, done.stderr
    assert set(rows(harness.folder / "out")) == {"open"}
    assert harness("run", "--resume", "-o", "out").returncode == 0


def test_lint_names_the_unit_and_its_line(harness: Program) -> None:
    (harness.folder / "t.po").write_text('\nmsgid "The pаypal page."\nmsgstr ""\n', "utf-8")
    done = harness("lint", "t.po", "--json")
    (found,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (found["line"], found["unit_id"]) == (2, "The pаypal page.")


def test_lint_looks_at_the_side_of_the_language_that_the_name_states(harness: Program) -> None:
    data = 'msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "Hat"\nmsgstr "El sombrerо."\n'
    (harness.folder / "t.es.po").write_text(data, "utf-8")
    done = harness("lint", "t.es.po", "--json")
    (found,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (found["line"], found["unit_id"]) == (4, "Hat")
    assert harness("lint", "t.es.po", "--language", "en").stdout == ""


def test_a_suite_knows_a_unit_again_wherever_it_stands(harness: Program) -> None:
    (harness.folder / "app.es.po").write_bytes(APP.read_bytes())
    (harness.folder / "app.harness.toml").write_text(
        'routes = ["en:es:en"]\nmetrics = ["chrf"]\n\n[[corpus]]\nfile = "app.es.po"\n'
    )
    assert harness("check", "app.harness.toml").returncode in (0, 1)
    accepted = harness("accept", "app.harness.toml", "--reason", "a start")
    assert accepted.returncode == 0, accepted.stderr
    head, *messages = APP.read_text("utf-8").split("\n\n")
    moved = [head, *reversed(messages[:-1]), messages[-1]]
    (harness.folder / "app.es.po").write_text("\n\n".join(moved), "utf-8")
    done = harness("check", "app.harness.toml")
    assert done.returncode == 0, done.stdout
    assert "nothing is accepted yet" not in done.stdout
    assert (harness.folder / "runs" / "app" / "app.es.po" / "source.po").exists()


def test_reports_of_verdicts_name_the_unit(harness: Program) -> None:
    (harness.folder / "app.es.po").write_bytes(APP.read_bytes())
    (harness.folder / "app.harness.toml").write_text(
        'routes = ["en:es@file:en@argos"]\nmetrics = ["chrf"]\n\n[[corpus]]\nfile = "app.es.po"\n'
    )
    done = harness("check", "app.harness.toml")
    assert done.returncode == 3, done.stdout
    assert "unit Discard" in done.stdout
    assert "the file has no translation of unit Discard" in done.stdout


def test_bisect_tells_files_from_engines(harness: Program) -> None:
    for route, folder in (("en:es@file:en@argos", "a"), ("en:es@argos:en@argos", "b")):
        harness("run", APP, "-r", route, "--segmenter", "units", "-o", folder, *FAST)
    done = harness("bisect", "a", "b")
    assert done.returncode == 0, done.stderr
    assert "engine of hop 1" in done.stdout


def test_commands_for_texts_hand_settings_to_the_reader(harness: Program) -> None:
    (harness.folder / "t.csv").write_text("key,English\nrain,It rains.\n")
    for command in (("lint", "t.csv"), ("diff", "t.csv", "t.csv"), ("align", "t.csv", "t.csv")):
        assert harness(*command).returncode == 3, command
        done = harness(*command, "--option", "csv.source=English")
        assert done.returncode == 0, done.stderr
