"""`--glossary`, in runs, reviews and suites."""

import json

import pytest
from program import FAST, ROOT, Program

pytestmark = pytest.mark.engine

TERMS = "source,es,keep\nhouse,casa,\nnotes,apuntes,\nMarta,,yes\n"
TEXT = "Nobody left the house.\nMarta keeps your notes.\n"
SUITE = """routes = ["en:es:en"]
metrics = ["chrf"]
[[corpus]]
file = "a.en.txt"
"""


@pytest.fixture
def prepared(harness: Program) -> Program:
    (harness.folder / "terms.csv").write_text(TERMS)
    (harness.folder / "a.en.txt").write_text(TEXT)
    return harness


def found(program: Program) -> list[dict]:
    (record,) = (program.folder / "out").glob("*.jsonl")
    lines = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    findings = [each for line in lines if line["kind"] == "measured" for each in line["findings"]]
    return [each for each in findings if each["detector"] == "glossary"]


def test_a_run_names_terms_and_the_line_of_the_glossary(prepared: Program) -> None:
    done = prepared(
        "run", "a.en.txt", "-r", "en:es:en", "-o", "out", "--glossary", "terms.csv", *FAST
    )
    assert done.returncode == 0, done.stderr
    (finding,) = found(prepared)
    assert finding["category"] == "terminology/wrong-term"
    assert finding["severity"] == "major"
    assert "terms.csv:3" in finding["message"]
    again = prepared("run", "--resume", "-o", "out")
    assert again.returncode == 0, again.stderr
    assert found(prepared) == [finding]
    regraded = prepared("regrade", "out", "-o", "graded")
    assert regraded.returncode == 0, regraded.stderr


def test_translations_that_exist_are_held_to_it_without_an_engine(prepared: Program) -> None:
    (prepared.folder / "g.tsv").write_text("Open\tcerrar\n", "utf-8")
    app = ROOT / "corpora" / "app.es.po"
    done = prepared("review", app, "--no-engine", "--glossary", "g.tsv", "--json", "--all")
    assert done.returncode in (0, 3), done.stderr
    assert "g.tsv:1" in done.stdout


def test_a_suite_keeps_terms_whatever_was_accepted(prepared: Program) -> None:
    suite = prepared.folder / "a.harness.toml"
    suite.write_text(SUITE)
    assert prepared("check", suite.name).returncode in (0, 1)
    assert prepared("accept", suite.name, "--reason", "a start").returncode == 0
    assert prepared("check", suite.name).returncode == 0
    suite.write_text(SUITE + '[[policy.keep]]\nglossary = "terms.csv"\n')
    done = prepared("check", suite.name)
    assert done.returncode == 1, done.stdout
    assert "terms.csv:3" in done.stdout


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('glossary = "none.csv"\n' + SUITE, "none.csv"),
        (SUITE + '[[policy.keep]]\nglossary = "none.csv"\n', "none.csv"),
    ],
)
def test_a_glossary_that_is_not_there_is_wrong_usage(
    prepared: Program, written: str, said: str
) -> None:
    (prepared.folder / "a.harness.toml").write_text(written)
    done = prepared("check", "a.harness.toml")
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
