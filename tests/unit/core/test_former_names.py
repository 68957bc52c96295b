"""Names of before work wherever a person or a file says them, and mean what they meant."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harness.cli import app
from harness.core import former_names
from harness.core.errors import ConfigError
from harness.core.route_syntax import parse_route
from harness.gate.baseline import read_baseline
from harness.gate.suite_file import read_suite
from harness.run.plan import RunPlan, load_plan, save_plan
from harness.settings import RunSettings, from_data

SUITE = """\
routes = ["en:es:en"]
metrics = ["{metric}", "chrf"]
{likelihood} = true
[[corpus]]
file = "news.en.txt"
[policy.drop]
{metric} = 0.01
{score} = 0.02
"""


def suite(folder: Path, *, metric: str, likelihood: str, score: str) -> Path:
    (folder / "news.en.txt").write_text("One line.\n", "utf-8")
    path = folder / "news.harness.toml"
    path.write_text(SUITE.format(metric=metric, likelihood=likelihood, score=score), "utf-8")
    return path


def test_an_old_suite_asks_for_the_same_as_a_new_one(tmp_path: Path) -> None:
    new = read_suite(
        suite(tmp_path, metric="similarity", likelihood="likelihood", score="adequacy")
    )
    assert new.notes == ()
    old = read_suite(suite(tmp_path, metric="meaning", likelihood="judge", score="sameness"))
    assert (old.settings, old.corpora, old.policy) == (new.settings, new.corpora, new.policy)
    assert old.settings.likelihood
    assert old.policy.drop == {"similarity": 0.01, "adequacy": 0.02}
    assert set(old.notes) == {
        "judge is now written likelihood",
        "meaning is now written similarity",
        "sameness is now written adequacy",
    }


def test_a_suite_that_says_a_setting_by_both_its_names_is_refused(tmp_path: Path) -> None:
    path = suite(tmp_path, metric="chrf", likelihood="judge", score="adequacy")
    path.write_text(f"likelihood = false\n{path.read_text('utf-8')}", "utf-8")
    with pytest.raises(ConfigError, match="judge"):
        read_suite(path)


def test_an_old_baseline_has_its_noise_by_the_names_of_now(tmp_path: Path) -> None:
    path = tmp_path / "news.baseline.toml"
    noise = '[noise."en:es:en"]\n"changed" = 0.02\n"meaning" = 0.001\n"sameness" = 0.03\n'
    path.write_text(f"schema = 1\n{noise}", "utf-8")
    levels = read_baseline(path).noise["en:es:en"]
    assert levels == {"changed": 0.02, "similarity": 0.001, "adequacy": 0.03}


def test_an_old_plan_is_resumed(tmp_path: Path) -> None:
    asked = RunSettings(routes=(parse_route("en:es:en"),), metrics=("similarity",), likelihood=True)
    save_plan(RunPlan("news.en.txt", asked), b"One line.\n", tmp_path)
    place = tmp_path / "plan.json"
    body = json.loads(place.read_text("utf-8"))
    body["judge"] = body.pop("likelihood")
    body["metrics"] = ["meaning"]
    place.write_text(json.dumps(body), "utf-8")
    assert load_plan(tmp_path)[0].settings == asked


def test_settings_have_metrics_by_the_names_of_now() -> None:
    asked = from_data(RunSettings, {"routes": "en:es:en", "metrics": ["meaning", "similarity"]})
    assert asked.metrics == ("similarity",)


def test_the_command_line_says_how_a_metric_is_written_now(tmp_path: Path) -> None:
    text = tmp_path / "news.en.txt"
    text.write_text("One line.\n", "utf-8")
    # An unknown metric ends the command before anything is measured.
    asked = ["diff", str(text), str(text), "--metric", "meaning", "--metric", "nonesuch"]
    said = CliRunner().invoke(app, asked)
    assert "meaning is now written similarity" in said.output


def test_judge_is_likelihood_and_says_so(tmp_path: Path) -> None:
    asked = ["run", "--resume", "--judge", "-o", str(tmp_path)]  # refused: nothing is run
    assert "--judge is now written --likelihood" in CliRunner().invoke(app, asked).output
    assert "--judge" not in CliRunner().invoke(app, ["run", "--help"]).output


def test_a_name_of_now_wins_over_its_old_one() -> None:
    assert former_names.by_measure({"meaning": 1, "similarity": 2, "chrf": 3}) == {
        "similarity": 2,
        "chrf": 3,
    }
    assert former_names.by_measure({"similarity": 2, "meaning": 1}) == {"similarity": 2}
    assert former_names.settings({"likelihood": 1, "judge": 2, "other": 3}) == {
        "likelihood": 1,
        "other": 3,
    }
