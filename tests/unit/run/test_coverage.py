"""What is looked at in a language is said, and what is not."""

import json
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from harness import machine
from harness.cli import app
from harness.core.values import ExitCode
from harness.gate.policy import Policy
from harness.gate.route_gates import coverage_gates
from harness.run import assembly
from harness.run.coverage import coverage

AINU = "ain"  # a language that the CLDR names and has no data of


@pytest.fixture(scope="module")
def detectors():
    found, _ = assembly.open_detectors(assembly.detector_names(), machine.site())
    return found


@pytest.mark.parametrize("language", ["en", "es", "pt", "pt-BR"])
def test_nothing_is_missed_in_the_languages_of_the_packs(detectors, language: str) -> None:
    covered = coverage(detectors, language)
    assert covered.unseen == ()
    assert covered.caveats == ()
    assert covered.share == 1


def test_a_language_without_data_is_said_to_be_without(detectors) -> None:
    covered = coverage(detectors, AINU)
    assert covered.seen == ()
    assert {"denials", "months and weekdays", "pronouns", "names"} <= set(covered.unseen)
    (caveat,) = covered.caveats
    assert caveat.startswith("Not looked at in Ainu (ain): ")


def diff(tmp_path, *arguments: str):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Mosir ta an.\n")
    texts = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    return CliRunner().invoke(app, ["diff", *texts, "--metric", "chrf", *arguments])


def test_a_diff_says_it_and_can_be_asked_to_fail(tmp_path) -> None:
    done = diff(tmp_path, "--language", AINU, "--json")
    assert done.exit_code == 0
    header = json.loads(next(line for line in done.output.splitlines() if line.startswith("{")))
    assert "denials" in header["unseen"]
    assert any("denials" in caveat for caveat in header["caveats"])
    assert diff(tmp_path, "--language", AINU, "--fail-on-unseen").exit_code == 3
    assert diff(tmp_path, "--language", "english", "--fail-on-unseen").exit_code == 0


def test_the_command_tells_all_languages_and_one() -> None:
    told = json.loads(CliRunner().invoke(app, ["languages", "--json"]).stdout)
    by_tag = {each["language"]: each for each in told["languages"]}
    assert by_tag["en"]["unseen"] == []
    one = CliRunner().invoke(app, ["languages", AINU])
    assert one.exit_code == 0
    assert "denials" in one.stdout


def test_the_command_says_what_it_is_about_and_what_its_words_mean() -> None:
    for arguments in (["languages"], ["languages", "ja"]):
        told = CliRunner().invoke(app, arguments).stdout
        assert "harness engines" in told
        for subject in ("by when", "how often", "who said it"):
            assert f"  {subject}: “" in told


@pytest.mark.parametrize(("asked", "gates"), [(True, 1), (False, 0)])
def test_a_suite_that_asks_to_see_all_is_not_measured_where_something_is_unseen(
    asked: bool, gates: int
) -> None:
    identity = SimpleNamespace(doc_id="a.txt")
    case = SimpleNamespace(run=SimpleNamespace(identity=identity, unseen=("denials",)), route="r")
    found = list(coverage_gates(case, Policy(fail_on_unseen=asked)))
    assert len(found) == gates
    assert all(gate.exit_code is ExitCode.NOT_MEASURED for gate in found)
    assert all("denials" in gate.reason for gate in found)
