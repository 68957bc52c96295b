"""`harness review` as translators use it: on files with translations, with engines and without."""

import json
from pathlib import Path

import pytest
from program import ROOT, Program

pytestmark = pytest.mark.engine

APP = ROOT / "corpora" / "app.es.po"


@pytest.fixture(scope="module")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests here: the models are converted once."""
    return tmp_path_factory.mktemp("caches")


@pytest.fixture
def harness(tmp_path: Path, caches: Path) -> Program:
    (tmp_path / "home").mkdir()
    return Program(tmp_path, extra={"XDG_CACHE_HOME": str(caches)})


def test_the_fault_of_the_file_is_the_first_thing_that_is_shown(harness: Program) -> None:
    done = harness("review", APP, "-o", "out", "--report", "out.html")
    assert done.returncode == 0, done.stderr
    first, *rest = done.stdout.splitlines()
    assert first == "1 of 5 translations needs a look: 1 critical."
    assert any("1 empty, 1 fuzzy" in line for line in rest)
    shown = done.stdout[done.stdout.index("critical  unit") :]
    assert "El archivo se guardó. Inténtelo de nuevo." in shown
    assert "negation" in shown
    assert "es-419" in done.stdout
    page = (harness.folder / "out.html").read_text("utf-8")
    assert "El archivo se guardó." in page
    assert harness("review", APP, "-o", "out", "--fail-on", "critical").returncode == 1
    again = harness("review", "--resume", "-o", "out", "--json")
    found = json.loads(again.stdout)
    assert found["to_look_at"] == 1
    assert found["units"]["empty"] == 1
    (bad,) = [row for row in found["rows"] if row["severity"] == "critical"]
    assert bad["back_translation"].startswith("The file was saved.")
    assert {each["of"] for row in found["rows"] for each in row["findings"]} == {
        "translation",
        "way back",
    }


def test_without_an_engine_only_what_shows_by_itself_is_found(harness: Program) -> None:
    (harness.folder / "t.csv").write_text(
        "key,en,es\na,Take 15 drops.,Tome 50 gotas.\nb,Open the door.,Abra la puerta.\n"
    )
    done = harness("review", "t.csv", "--no-engine", "--fail-on", "major", "--report", "t.html")
    assert done.returncode == 1, done.stderr
    assert "1 of 2 translations needs a look: 1 critical." in done.stdout
    assert "“15” is “50” in the translation." in done.stdout
    assert "no engine was asked" in done.stdout
    page = (harness.folder / "t.html").read_text("utf-8")
    assert "Abra la puerta." in page
    assert "compared without an engine" in page
    assert not (harness.folder / "runs").exists()


def test_a_text_and_its_translation_in_two_files(harness: Program) -> None:
    (harness.folder / "a.en.txt").write_text("It costs 12 euros.\nNobody came.\n")
    (harness.folder / "a.es.txt").write_text("Cuesta 21 euros.\nNo vino nadie.\n")
    done = harness("review", "a.en.txt", "a.es.txt", "-o", "out")
    assert done.returncode == 0, done.stderr
    assert "1 of 2 translations needs a look" in done.stdout
    again = harness("review", "--resume", "-o", "out")
    assert again.returncode == 0, again.stderr
    assert again.stdout.splitlines()[2:] == done.stdout.splitlines()[2:]


def test_rows_that_slipped_are_suspected(harness: Program) -> None:
    numbers = range(100, 130)
    slipped = "".join(f"It costs {n} euros.\tCuesta {n + 1} euros.\n" for n in numbers)
    done = harness(
        "review",
        "-",
        "--reader",
        "tsv",
        "--to",
        "es",
        "--no-engine",
        stdin=b"source\ttarget\n" + slipped.encode(),
    )
    assert "30 of 30 translations need a look" in done.stdout
    assert "wrong rows" in done.stdout


def test_standard_input_is_read(harness: Program) -> None:
    table = b"source\ttarget\nIt costs 12 euros.\tCuesta 21 euros.\n"
    done = harness("review", "-", "--reader", "tsv", "--to", "es", "--no-engine", stdin=table)
    assert done.returncode == 0, done.stderr
    assert "“12” is “21”" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["review", "none.po"], "no such file"),
        (["review", APP, "--to", "fr"], "not into fr"),
        (["review", APP, "-r", "en:es:en"], "begins with the file's own translations"),
        (["review", "--resume"], "-o FOLDER"),
        (["review", "a.en.txt"], "no translations in it"),
        (["review", APP, "--no-engine", "--report", "x.csv"], ".html only"),
    ],
)
def test_wrong_usage_is_told(harness: Program, arguments: list[str], said: str) -> None:
    (harness.folder / "a.en.txt").write_text("A text.\n")
    done = harness(*arguments)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr


def test_notes_are_written_where_translators_read_them_and_only_when_asked(
    harness: Program,
) -> None:
    done = harness("review", APP, "-o", "out", "--write-notes", "noted.po", "--mark-fuzzy")
    assert done.returncode == 0, done.stderr
    lines = (harness.folder / "noted.po").read_text("utf-8").splitlines()
    added = [line for line in lines if line not in APP.read_text("utf-8").splitlines()]
    assert len(lines) == len(APP.read_text("utf-8").splitlines()) + len(added) + 1  # and a flag
    assert [line.split(":")[0] for line in added] == ["# harness", "# harness"]
    assert lines[lines.index(added[-1]) + 1].startswith("#. The denial is missing")
    assert lines.count("#, fuzzy") == 2


def test_people_fill_in_a_sheet_and_it_survives_the_next_round(harness: Program) -> None:
    done = harness("review", APP, "-o", "out", "--no-engine", "--sheet", "s.html")
    assert done.returncode == 0, done.stderr
    page = (harness.folder / "s.html").read_text("utf-8")
    assert "not the back-translation of record" in page
    assert page.count("<tr") == 8  # the columns' names, and seven units
    empty = 'aria-label="Comment"></td>'
    assert empty in page
    filled = page.replace(empty, 'aria-label="Comment">As in the manual.</td>', 1)
    (harness.folder / "filled.html").write_text(filled, "utf-8")
    done = harness("review", APP, "-o", "out", "--no-engine", "--import", "filled.html")
    assert "1 of 7 rows were filled in" in done.stderr
    done = harness("review", APP, "-o", "out", "--no-engine", "--sheet", "next.html")
    again = (harness.folder / "next.html").read_text("utf-8")
    assert "As in the manual." in again
    assert "unchanged" in again
    wrong = harness("review", APP, "-o", "out", "--no-engine", "--sheet", "x.docx")
    assert wrong.returncode == 2
    assert ".xlsx or .html" in wrong.stderr


def test_a_changed_file_is_reviewed_again_in_the_same_folder(harness: Program) -> None:
    path = harness.folder / "a.es.po"
    path.write_bytes(APP.read_bytes())
    assert harness("review", "a.es.po", "-o", "out", "--fail-on", "major").returncode == 1
    path.write_bytes(APP.read_bytes().replace(b"El archivo se", b"El archivo no se"))
    done = harness("review", "a.es.po", "-o", "out", "--fail-on", "major")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Nothing above minor was found in 5 translations.")


def test_reviewing_from_python(tmp_path: Path) -> None:
    import harness

    review = harness.review_translations(APP, engine=False, memory=tmp_path / "m.sqlite")
    assert (len(review.counted), len(review.to_look_at)) == (5, 0)
    table = tmp_path / "t.csv"
    table.write_text("key,en,es\na,Take 15 drops.,Tome 50 gotas.\n")
    review = harness.review_translations(table, engine=False, memory=tmp_path / "m.sqlite")
    (each,) = review.to_look_at
    assert [finding.message for finding in each.of_translation] == [
        "“15” is “50” in the translation."
    ]


def test_a_run_over_the_files_translations_has_the_checks_too(harness: Program) -> None:
    (harness.folder / "t.csv").write_text("key,en,es\na,Take 15 drops.,Tome 50 gotas.\n")
    done = harness("run", "t.csv", "-r", "en:es@file:en@argos", "-o", "out")
    assert done.returncode == 0, done.stderr
    (record,) = Path(harness.folder / "out").glob("*.jsonl")
    rows = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    (row,) = [row for row in rows if row["kind"] == "measured"]
    assert "translation.numbers.changed" in {each["kind"] for each in row["findings"]}
