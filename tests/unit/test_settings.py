"""Settings of a run: every field survives wherever it is written, and none can be forgotten."""

import json
from dataclasses import MISSING, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command
from typer.testing import CliRunner

from harness.cli import app
from harness.cli.run import _OPEN_WHEN_RESUMED
from harness.core.errors import ConfigError, RecordError, WriteError
from harness.core.route_syntax import parse_route
from harness.core.values import Route
from harness.gate.suite_file import read_suite
from harness.pytest_plugin.fixtures import _plan
from harness.run import runner
from harness.run.plan import RunPlan, load_plan, save_plan
from harness.settings import (
    Options,
    RunSettings,
    Severities,
    as_data,
    field_types,
    from_data,
    settings_of_a_text,
)

# A value of each type, and none of them any field's default: a field of a new type needs one here.
SAMPLES: dict[Any, Any] = {
    str: "lines",
    str | None: "plain",
    bool: True,
    bool | None: True,
    tuple[str, ...]: ("apertium", "bergamot"),
    tuple[Path, ...]: (Path("pack"),),
    tuple[Route, ...]: (parse_route("en:es@argos:en"), parse_route("en:pt:en")),
    Options: {"argos": {"beam": "2"}, "bergamot": {"batch": "single"}},
    Severities: {"names": "minor", "numbers.lost": "major"},
    Path | None: Path("memory.sqlite"),
}
SETTINGS = tuple(field_types(RunSettings))


def filled(kind: type, folder: Path) -> Any:
    """A value of the class with every field set to something that is not its default."""
    values: dict[str, Any] = {}
    for each in fields(kind):
        of = field_types(kind)[each.name]
        values[each.name] = filled(of, folder) if is_dataclass(of) else SAMPLES[of]
        if of == tuple[Path, ...] or of == Path | None:
            values[each.name] = _in(folder, SAMPLES[of])
        assert values[each.name] != default_of(each), each.name
    return kind(**values)


def _in(folder: Path, sample: Any) -> Any:
    if isinstance(sample, Path):
        return folder / sample
    for path in sample:
        (folder / path).touch()
    return tuple(folder / path for path in sample)


def default_of(each: Any) -> Any:
    return each.default if each.default_factory is MISSING else each.default_factory()


def test_every_field_of_a_plan_survives_its_folder(tmp_path: Path) -> None:
    plan = filled(RunPlan, tmp_path)
    save_plan(plan, b"text \xff\r\n", tmp_path / "run")
    assert load_plan(tmp_path / "run") == (plan, b"text \xff\r\n")


@pytest.mark.parametrize("name", SETTINGS)
def test_no_field_of_a_plan_hides_behind_another(name: str, tmp_path: Path) -> None:
    """Each alone: what a file holds of two plans that differ in one field differs."""
    usual = RunSettings(routes=(parse_route("en:es:en"),))
    other = replace(usual, **{name: getattr(filled(RunSettings, tmp_path), name)})
    assert as_data(RunPlan("a", usual)) != as_data(RunPlan("a", other))
    assert from_data(RunPlan, as_data(RunPlan("a", other))).settings == other


def test_every_setting_can_stand_in_a_suite(tmp_path: Path) -> None:
    settings = filled(RunSettings, tmp_path)
    (tmp_path / "a.en.txt").write_text("One line.\n")
    of_a_text = settings_of_a_text()
    data = as_data(settings)
    lines = [_toml(name, data[name]) for name in SETTINGS if name not in of_a_text]
    lines.sort(key=lambda line: line.startswith("["))  # tables come last
    corpus = "\n".join(_toml(name, data[name]) for name in of_a_text)
    path = tmp_path / "a.harness.toml"
    path.write_text("\n".join([*lines, '[[corpus]]\nfile = "a.en.txt"', corpus]))
    suite = read_suite(path)
    assert suite.corpora[0].settings == settings


def _toml(name: str, value: Any) -> str:
    if name == "severity":
        return "\n".join([f"[{name}]", *(f"{key} = {json.dumps(v)}" for key, v in value.items())])
    if isinstance(value, dict):
        return "\n".join(
            f"[{name}.{key}]\n" + "\n".join(f"{k} = {json.dumps(v)}" for k, v in own.items())
            for key, own in value.items()
        )
    return f"{name} = {json.dumps(value)}"


def test_every_setting_is_an_argument_of_the_fixtures(tmp_path: Path) -> None:
    settings = filled(RunSettings, tmp_path)
    data = {name: getattr(settings, name) for name in SETTINGS}
    assert _plan("a.txt", data, tmp_path).settings == settings
    assert _plan("a.txt", as_data(settings), tmp_path).settings == settings


def test_fixtures_take_one_for_a_list_of_one(tmp_path: Path) -> None:
    (tmp_path / "pack").touch()
    made = _plan(
        "a", {"route": "en:pt:en", "packs": tmp_path / "pack", "metrics": "chrf"}, tmp_path
    )
    assert made.settings.packs == (tmp_path / "pack",)
    assert made.settings.metrics == ("chrf",)


@pytest.mark.parametrize("settings", [{"likelihood": "yes"}, {"options": {"argos": {"beam": [2]}}}])
def test_fixtures_refuse_values_of_the_wrong_kind(settings: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="wrong kind"):
        _plan("a", settings, tmp_path)


# What a person types for each setting that `filled` fills. A setting without an option is missed.
TYPED = (
    *("--route", "en:es@argos:en", "--route", "en:pt:en", "--segmenter", "lines"),
    *("--metric", "chrf", "--detector", "numbers", "--pack", "pack", "--option", "argos.beam=2"),
    *("--witness", "apertium", "--likelihood", "--locate-minor", "--reader", "plain"),
    *("--grades", "grades.toml", "--send-codes", "--glossary", "pack"),
)


def test_every_setting_has_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pack").touch()
    (tmp_path / "a.en.txt").write_text("One line.\n")
    (tmp_path / "grades.toml").write_text('names = "minor"\n')
    asked: list[RunPlan] = []
    monkeypatch.setattr(runner, "run_plan", lambda plan, *_, **__: asked.append(plan) or ())
    result = CliRunner().invoke(app, ["run", "a.en.txt", *TYPED, "--quiet"])
    assert result.exit_code == 0, result.output
    for each in fields(RunSettings):
        assert getattr(asked[0].settings, each.name) != default_of(each), each.name


def _settling() -> list[str]:
    """What can be typed after `harness run`, but where a run is and how its result is told."""
    command = get_command(app).commands["run"]  # type: ignore[attr-defined]
    return [each.name for each in command.params if each.name not in _OPEN_WHEN_RESUMED]


@pytest.mark.parametrize("name", _settling())
def test_a_run_that_is_resumed_takes_nothing_from_the_command_line(name: str, tmp_path) -> None:
    save_plan(filled(RunPlan, tmp_path), b"One line.", tmp_path / "run")
    command = get_command(app).commands["run"]  # type: ignore[attr-defined]
    (option,) = (each for each in command.params if each.name == name)
    words = [option.opts[0]] if option.param_type_name == "option" else []
    if not getattr(option, "is_flag", False):
        words.append("2")
    result = CliRunner().invoke(app, ["run", "--resume", "-o", str(tmp_path / "run"), *words])
    assert isinstance(result.exception, ConfigError)
    assert "--resume takes" in str(result.exception)
    assert option.opts[0] in str(result.exception)


@given(
    st.builds(
        RunSettings,
        routes=st.just((parse_route("en:es:en"),)),
        segmenter=st.text(),
        metrics=st.lists(st.text()).map(tuple),
        detectors=st.lists(st.text()).map(tuple),
        options=st.dictionaries(st.text(), st.dictionaries(st.text(), st.text())),
        likelihood=st.none() | st.booleans(),
    )
)
def test_settings_come_back_from_json(settings: RunSettings) -> None:
    assert from_data(RunSettings, json.loads(json.dumps(as_data(settings)))) == settings


# ── plans ───────────────────────────────────────────────────────────────────────────────────────


def plan(**changes: Any) -> RunPlan:
    return RunPlan("a.txt", RunSettings(**{"routes": (parse_route("en:es:en"),)} | changes))


def test_a_plan_of_a_later_version_is_not_resumed_without_what_it_asks(tmp_path: Path) -> None:
    save_plan(plan(), b"a", tmp_path)
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"thesaurus": "words.tbx"}))
    with pytest.raises(RecordError, match="thesaurus"):
        load_plan(tmp_path)


def test_a_plan_from_before_there_were_witnesses_is_read(tmp_path: Path) -> None:
    save_plan(plan(), b"a", tmp_path)
    path = tmp_path / "plan.json"
    body = json.loads(path.read_text())
    del body["witnesses"], body["likelihood"], body["reader"]
    path.write_text(json.dumps(body))
    assert load_plan(tmp_path)[0] == plan()


@pytest.mark.parametrize("content", [None, "{", '{"schema": 99}', "[]", '{"schema": 1}'])
def test_a_folder_without_a_sound_plan_cannot_be_resumed(tmp_path: Path, content) -> None:
    if content is not None:
        (tmp_path / "plan.json").write_text(content)
        (tmp_path / "source.txt").write_text("a")
    with pytest.raises(RecordError) as refusal:
        load_plan(tmp_path)
    assert refusal.value.hint


def test_a_plan_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WriteError):
        save_plan(plan(), b"a", tmp_path / "file")


def test_routes_of_one_plan_start_in_one_language() -> None:
    with pytest.raises(ConfigError, match="different languages"):
        plan(routes=(parse_route("en:es:en"), parse_route("es:en:es")))


def test_a_pack_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such pack"):
        plan(packs=(tmp_path / "none.argosmodel",))


@pytest.mark.parametrize("way", ["pt:en", "es:fr", "es@x:en", "", "a@b"])
def test_a_witness_that_leads_nowhere_is_refused(way: str) -> None:
    with pytest.raises(ConfigError):
        plan(routes=(parse_route("en:es:en"),), witnesses=(way,))


def test_a_witness_of_one_route_may_be_none_of_another() -> None:
    routes = (parse_route("en:es:en"), parse_route("en:pt:en"))
    assert plan(routes=routes, witnesses=("es:pt:en",)).settings.witnesses == ("es:pt:en",)
