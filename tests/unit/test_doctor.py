"""What `harness doctor` says of settings that somebody wrote down."""

from pathlib import Path

import pytest

from harness.cli import doctor


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "retranslation-harness/harness.toml"
    file.parent.mkdir()
    return file


def test_without_a_file_nothing_is_said_of_settings(file: Path) -> None:
    assert list(doctor._settings()) == []


def test_a_sound_file_is_named(file: Path) -> None:
    file.write_text("[argos]\nbeam = 2\n")
    assert [(each.state, each.detail) for each in doctor._settings()] == [("ok", str(file))]


@pytest.mark.parametrize("content", ["[comet]\nmodle = 'x'\n", "[argoss]\nbeam = 2\n", "[argos\n"])
def test_a_file_that_cannot_be_heeded_is_a_problem_with_a_remedy(file: Path, content: str) -> None:
    file.write_text(content)
    (told,) = doctor._settings()
    assert (told.state, bool(told.remedy)) == ("problem", True)
    assert "harness.toml" in told.detail
    list(doctor._engines())  # and the rest is still looked at


def test_a_variable_that_sets_nothing_known_is_a_problem(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARNESS_COMET_MODLE", "x")
    (told,) = doctor._settings()
    assert "HARNESS_COMET_MODLE" in told.detail
