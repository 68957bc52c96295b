"""`harness.toml`: what it may say, and which of several places decides."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command

from harness import machine
from harness.cli import app
from harness.configuration import (
    KEYS,
    Configuration,
    from_variable,
    merged,
    project_file,
    read_configuration,
    variable,
)
from harness.core.errors import ConfigError
from harness.gate.severities import read_severities

BY_NAME = {key.name: key for key in KEYS}


def written(folder: Path, content: str) -> Path:
    file = folder / "harness.toml"
    file.write_text(content, "utf-8")
    return file


def test_a_file_says_defaults_and_settings_of_parts(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        'routes = ["en:es:en"]\nmetrics = "chrf"\npacks = ["a", "/b"]\nmemory = "m.sqlite"\n'
        'workers = 2\n[severity]\nnames = "minor"\n[argos]\nbeam = 2\n[csv]\nheader = false\n',
    )
    found = read_configuration(file)
    assert found.defaults == {
        "routes": ("en:es:en",),
        "metrics": ("chrf",),
        "packs": (str(tmp_path / "a"), "/b"),
        "memory": str(tmp_path / "m.sqlite"),
        "workers": 2,
        "grades": str(file),
    }
    assert found.parts == {"argos": {"beam": "2"}, "csv": {"header": "false"}}
    assert read_severities(file) == {"names": "minor"}


def test_a_table_of_grades_in_a_file_of_its_own_counts_more(tmp_path: Path) -> None:
    file = written(tmp_path, 'grades = "mine.toml"\n[severity]\nnames = "minor"\n')
    assert read_configuration(file).defaults["grades"] == str(tmp_path / "mine.toml")


def test_a_file_that_is_not_there_sets_nothing(tmp_path: Path) -> None:
    assert read_configuration(tmp_path / "no.toml") == Configuration(tmp_path / "no.toml")


@pytest.mark.parametrize(
    ("content", "place", "hint"),
    [
        ('\nrotes = ["en:es:en"]\n', ":2:", "'routes'"),
        ("routes = 3\n", ":1:", "routes ="),
        ("routes = [3]\n", ":1:", "routes ="),
        ("memory = 3\n", ":1:", "memory"),
        ('workers = "two"\n', ":1:", "workers"),
        ("workers = -1\n", ":1:", "number"),
        ("[argos]\nbeam = [2]\n", ":2:", "beam ="),
        ('[severity]\nnames = "minro"\n', ":2:", "minor"),
        ("routes = [\n", "harness.toml", "mend"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_remedy(
    tmp_path: Path, content: str, place: str, hint: str
) -> None:
    with pytest.raises(ConfigError) as refusal:
        read_configuration(written(tmp_path, content))
    assert place in str(refusal.value)
    assert hint in refusal.value.hint


def test_every_default_is_an_option_of_its_commands() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for key in KEYS:
        for command, option in key.options.items():
            (parameter,) = (each for each in commands[command].params if each.name == option)
            assert parameter.multiple == key.many, (command, option)


PLACES = ("environment", "project", "user")


@given(st.sets(st.sampled_from(PLACES)), st.sampled_from(["segmenter", "routes", "packs"]))
def test_the_first_place_that_sets_a_default_decides(places: set[str], name: str) -> None:
    key = BY_NAME[name]

    def said(place: str) -> tuple[str, ...] | str:
        text = f"/{place}" if key.paths else place
        return (text,) if key.many else text

    files = {
        place: Configuration(Path(f"/{place}.toml"), {name: said(place)} if place in places else {})
        for place in ("project", "user")
    }
    text = "/environment" if key.paths else "environment"
    environment = {variable(key): text} if "environment" in places else {}
    found = merged(environment, files["project"], files["user"])
    first = next((place for place in PLACES if place in places), None)
    if first is None:
        assert not found
    else:
        assert found[name].value == said(first)
        assert found[name].origin == (variable(key) if first == "environment" else f"/{first}.toml")
        assert found[name].of_project == (first == "project")


def test_an_empty_variable_sets_nothing() -> None:
    assert not merged({"HARNESS_ROUTES": ""}, None, Configuration(Path("x")))


def test_several_texts_in_a_variable() -> None:
    assert from_variable(BY_NAME["routes"], "en:es:en  en:pt:en") == ("en:es:en", "en:pt:en")
    assert from_variable(BY_NAME["packs"], "/a b:/c") == ("/a b", "/c")
    assert from_variable(BY_NAME["workers"], "3") == 3
    with pytest.raises(ConfigError, match="HARNESS_WORKERS"):
        from_variable(BY_NAME["workers"], "many")


def test_a_project_s_file_is_looked_for_upwards_within_the_project(tmp_path: Path) -> None:
    outer = written(tmp_path, "")
    below = tmp_path / "project/src/deep"
    below.mkdir(parents=True)
    assert project_file(below, None) == outer
    (tmp_path / "project/.git").mkdir()
    assert project_file(below, None) is None
    inner = written(tmp_path / "project", "")
    assert project_file(below, None) == inner
    assert project_file(tmp_path / "project/src", tmp_path / "project/src") is None


def test_the_user_s_own_file_is_no_project_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "retranslation-harness"
    folder.mkdir()
    written(folder, 'segmenter = "lines"\n')
    monkeypatch.chdir(folder)
    environment = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert machine.project_settings_file(environment) is None
    assert not machine.defaults(environment)["segmenter"].of_project


def test_the_memory_that_is_set_is_that_of_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    usual = {"XDG_CACHE_HOME": "/cache", "XDG_CONFIG_HOME": "/nowhere"}
    assert machine.default_memory(usual) == Path("/cache/retranslation-harness/memory.sqlite")
    written(tmp_path, 'memory = "ours.sqlite"\n')
    assert machine.default_memory(usual) == tmp_path / "ours.sqlite"
    assert machine.default_memory({**usual, "HARNESS_MEMORY": "/mine"}) == Path("/mine")


def test_a_folder_that_was_deleted_has_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert machine.project_settings_file({}) is None


@pytest.mark.parametrize(
    "setting",
    ["libretranslate.allow_remote", "openai.api_key", "openai.api_key_file", "comet.python"],
)
def test_a_project_cannot_send_texts_away_or_start_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    part, _, name = setting.partition(".")
    monkeypatch.chdir(tmp_path)
    written(tmp_path, f'[{part}]\n{name} = "yes"\n')
    here = machine.site(environment={"XDG_CONFIG_HOME": "/nowhere"})
    with pytest.raises(ConfigError, match="only you may set this"):
        here.of(part)
