"""Defaults as users meet them: in the project, in their own file, in the environment, overruled."""

from pathlib import Path

import pytest
from program import Program
from support import transcript

TEXTS = {"One.": "Uno.", "Two.": "Dos."}


@pytest.fixture
def harness(tmp_path: Path) -> Program:
    (tmp_path / "t.en.txt").write_text("One. Two.\n")
    (tmp_path / "project/texts").mkdir(parents=True)
    transcript(tmp_path / "project/there.jsonl", "en:es", TEXTS)
    transcript(tmp_path / "project/back.jsonl", "es:en", {b: a for a, b in TEXTS.items()})
    (tmp_path / "project/harness.toml").write_text(
        'routes = ["en:es@replay:en@replay"]\npacks = ["there.jsonl", "back.jsonl"]\n'
        'memory = "shared.sqlite"\nmetrics = ["chrf"]\n'
    )
    config = tmp_path / "home/.config/retranslation-harness/harness.toml"
    config.parent.mkdir(parents=True)
    config.write_text('segmenter = "lines"\nmetrics = ["ter"]\n')
    return Program(tmp_path / "project/texts", {"HOME": str(tmp_path / "home")})


def test_a_run_needs_no_option_where_all_is_set(harness: Program, tmp_path: Path) -> None:
    done = harness("run", "../../t.en.txt", "-o", "r")
    assert done.returncode == 3, done.stderr  # the user's segmenter takes the line as one
    assert "not in the transcript" in done.stdout
    done = harness("run", "../../t.en.txt", "-o", "s", "--segmenter", "sentencex")
    assert done.returncode == 0, done.stderr
    assert "chrF2" in done.stdout
    assert "TER" not in done.stdout
    assert f"{tmp_path}/project/harness.toml sets routes, packs, metrics" in done.stderr
    assert (tmp_path / "project/shared.sqlite").exists()
    assert "sets" not in harness("run", "--resume", "-o", "s", "-q").stderr


def test_the_environment_overrules_files_and_the_command_line_all(harness: Program) -> None:
    loud = Program(harness.folder, {**harness.extra, "HARNESS_METRICS": "bleu"})
    options = ("run", "../../t.en.txt", "--segmenter", "sentencex", "-q")
    assert "BLEU" in loud(*options, "-o", "r").stdout
    shown = loud(*options, "-o", "s", "--metric", "ter").stdout
    assert "TER" in shown
    assert "BLEU" not in shown


def test_help_is_shown_whatever_the_configuration_says(harness: Program) -> None:
    (harness.folder / "harness.toml").write_text("rotes = 1\n")
    assert harness("run", "--help").returncode == 0
    done = harness("run", "../../t.en.txt", "-o", "r")
    assert done.returncode == 2
    assert "did you mean 'routes'?" in done.stderr
