"""Options that commands share: help texts list what is registered; one rule for every output."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import transcript
from typer.main import get_command
from typer.testing import CliRunner

from harness import plugins
from harness.cli import app
from harness.cli.options import LISTS, Command, filled, on_device
from harness.cli.output import deliver, form_of
from harness.core.errors import ConfigError

# Options and arguments that name a registered part, by command.
NAMING = [
    *(("run", name) for name in ("segmenter", "metric", "detector", "reader")),
    *(("diff", name) for name in ("segmenter", "metric", "reader")),
    *(("align", name) for name in ("segmenter", "reader")),
    *(
        ("lint", "reader"),
        ("compare", "metric"),
        ("report", "form"),
        ("probe", "engine"),
        ("compare", "form"),
        ("check", "form"),
    ),
]
# Where it is not the name of the option with an s.
KIND_OF = {
    ("report", "form"): "reporters",
    ("compare", "form"): "comparison_reporters",
    ("check", "form"): "verdict_reporters",
}


def commands() -> Iterator[tuple[str, Any]]:
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        yield name, command
        yield from getattr(command, "commands", {}).items()


def parameter(command: str, name: str) -> Any:
    return next(each for each in dict(commands())[command].params if each.name == name)


@pytest.mark.parametrize(("command", "name"), NAMING)
def test_a_help_text_lists_exactly_the_registered_names(
    command: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = parameter(command, name).help
    kind = KIND_OF.get((command, name), f"{name}s")
    assert ", ".join(plugins.names(kind)) in filled(text)
    monkeypatch.setattr(plugins, "names", lambda kind: (f"one-of-{kind}", "zebra"))
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "300"}).output
    assert f"one-of-{kind}, zebra" in " ".join(shown.replace("│", " ").split())


def test_every_list_of_a_help_text_is_known_and_every_command_fills_them() -> None:
    for name, command in commands():
        if not hasattr(command, "commands"):
            assert isinstance(command, Command), name
        for each in command.params:
            assert "{" not in filled(getattr(each, "help", None) or ""), (name, each.name)


def test_no_help_text_is_swallowed_as_markup() -> None:
    """Square brackets are markup of the terminal: what stands in them would not be shown."""
    for name, command in commands():
        for each in command.params:
            assert "[" not in (getattr(each, "help", None) or ""), (name, each.name)


def test_the_list_of_commands_looks_up_no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "_entries", lambda kind: pytest.fail(f"looked up {kind}"))
    assert CliRunner().invoke(app, ["--help"]).exit_code == 0


@pytest.mark.parametrize(
    "name", ["--segmenter", "--reader", "--detector", "--pack", "--option", "--language"]
)
def test_one_option_has_one_help_text(name: str) -> None:
    texts = {
        getattr(each, "help", "")
        for _, command in commands()
        for each in command.params
        if name in each.opts and command.name != "noise"  # there an option is one more repetition
    }
    assert len(texts) == 1


def test_every_command_that_prints_json_can_be_asked_in_one_way() -> None:
    for name, command in commands():
        for each in command.params:
            if "--json" in each.opts:
                assert each.help.startswith("Print the result as JSON"), name


@pytest.mark.parametrize("kind", ["segmenter", "detector", "metric", "reader"])
def test_an_unknown_name_is_refused_with_the_nearest(kind: str, tmp_path: Path) -> None:
    (tmp_path / "a.en.txt").write_text("One line.\n")
    near = plugins.names(f"{kind}s")[0]
    text = str(tmp_path / "a.en.txt")
    words = ["run", text, "-r", "en:es:en", f"--{kind}", f"{near}x", "-o", str(tmp_path / "out")]
    refusal = CliRunner().invoke(app, words).exception
    assert isinstance(refusal, ConfigError)
    assert refusal.hint == f"did you mean {near!r}?"


# ── outputs ─────────────────────────────────────────────────────────────────────────────────────

ENDINGS = {"text": ".txt", "json": ".json", "github": ""}


@pytest.mark.parametrize(
    ("given", "output", "form"),
    [
        (None, None, "text"),
        (None, "a.JSON", "json"),
        ("text", "a.json", "text"),
        ("json", None, "json"),
        ("json", "a", "json"),
    ],
)
def test_the_form_is_what_is_asked_for_else_what_the_ending_says(given, output, form) -> None:
    assert form_of(given, Path(output) if output else None, ENDINGS, "text") == form


@pytest.mark.parametrize("output", ["a", "a.html", "/dev/null"])
def test_an_ending_that_tells_no_form_is_refused(output: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        form_of(None, Path(output), ENDINGS, "text")
    assert ".txt, .json, or give a --format: text, json, github" in refusal.value.hint


def test_an_unknown_form_is_refused_with_the_nearest() -> None:
    with pytest.raises(ConfigError) as refusal:
        form_of("jsno", None, ENDINGS, "text")
    assert refusal.value.hint == "did you mean 'json'?"


def test_a_result_is_printed_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deliver(None, ["a", "b\n"])
    assert capsys.readouterr() == ("ab\n", "")
    deliver(tmp_path / "new" / "a.txt", ["a", "b\n"])
    assert (tmp_path / "new" / "a.txt").read_text() == "ab\n"
    assert capsys.readouterr().err == f"wrote {tmp_path / 'new' / 'a.txt'}\n"


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    Path("a.en.txt").write_text("It has 3 floors.\nIt rains.\n")
    Path("b.en.txt").write_text("It has 5 floors.\nIt rains.\n")
    return ["a.en.txt", "b.en.txt"]


def test_a_difference_goes_where_the_output_says(texts: list[str]) -> None:
    runner = CliRunner()
    words = ["diff", *texts, "--metric", "chrf"]
    printed = runner.invoke(app, words)
    assert "[-3-]{+5+}" in printed.stdout
    for name in ("a.txt", "a.json", "a.html"):
        assert runner.invoke(app, [*words, "-o", name]).stdout == ""
    assert Path("a.txt").read_text() == printed.stdout
    assert Path("a.json").read_text() == runner.invoke(app, [*words, "--json"]).stdout
    assert json.loads(Path("a.json").read_text().splitlines()[0])["kind"] == "header"
    assert Path("a.html").read_text().startswith("<!doctype html>")


def test_one_text_goes_where_the_output_says(texts: list[str]) -> None:
    runner = CliRunner()
    Path("a.en.txt").write_text("It it it it it it rains.\nAnd rains “so.\n")
    printed = runner.invoke(app, ["lint", "a.en.txt"])
    assert "a.en.txt:" in printed.stdout
    for name in ("a.txt", "a.json", "a.html"):
        assert runner.invoke(app, ["lint", "a.en.txt", "-o", name]).stdout == ""
    assert Path("a.txt").read_text() == printed.stdout
    assert Path("a.json").read_text() == runner.invoke(app, ["lint", texts[0], "--json"]).stdout
    assert Path("a.html").read_text().startswith("<!doctype html>")
    refused = runner.invoke(app, ["lint", *texts, "-o", "b.html"])
    assert isinstance(refused.exception, ConfigError)


@pytest.mark.parametrize("command", [("diff", "a.en.txt", "b.en.txt"), ("lint", "a.en.txt")])
@pytest.mark.usefixtures("texts")
def test_the_old_spelling_of_a_page_works_and_says_the_new_one(command: tuple[str, ...]) -> None:
    words = [*command, *(("--metric", "chrf") if command[0] == "diff" else ())]
    done = CliRunner().invoke(app, [*words, "--html", "old.html"])
    assert "--html FILE is now written -o FILE.html" in done.stderr
    assert done.stdout == CliRunner().invoke(app, words).stdout
    assert Path("old.html").read_text().startswith("<!doctype html>")
    assert "--html" not in CliRunner().invoke(app, [command[0], "--help"]).stdout


def test_lists_are_names(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, names in LISTS.items():
        assert list(names()), name
        assert all(isinstance(each, str) for each in names()), name


def test_a_device_is_short_for_a_setting_of_the_engine() -> None:
    assert on_device(None) == ()
    assert on_device("auto") == ("argos.device=auto",)


# ── what a shell completes ──────────────────────────────────────────────────────────────────────


def listing() -> Iterator[tuple[str, str, str]]:
    """Every option and argument whose help lists names: command, parameter, the list."""
    for command, made in commands():
        for each in made.params:
            if found := re.search(r"\{(\w+)\}", getattr(each, "help", None) or ""):
                yield command, each.name, found[1]


@pytest.mark.parametrize(("command", "name", "kind"), list(listing()))
def test_what_a_help_text_lists_a_shell_completes(command: str, name: str, kind: str) -> None:
    made = dict(commands())[command]
    with made.make_context(command, [], resilient_parsing=True) as context:
        offered = [each.value for each in parameter(command, name).shell_complete(context, "")]
    assert offered == list(LISTS[kind]())


def test_a_shell_completes_what_was_begun() -> None:
    made = dict(commands())["diff"]
    with made.make_context("diff", [], resilient_parsing=True) as context:
        offered = parameter("diff", "form").shell_complete(context, "h")
        assert [each.value for each in offered] == ["html"]
        assert parameter("diff", "form").shell_complete(context, "zzz") == []


# ── results for programs ────────────────────────────────────────────────────────────────────────


def test_a_scorecard_is_data(tmp_path: Path) -> None:
    pairs = [
        {"source": "It costs 12 euros.", "back_translation": "It costs 21 euros."},
        {"source": "Nobody came.", "back_translation": "Nobody came."},
    ]
    pairs[0]["category"] = "accuracy/mistranslation/number"
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps(pair) + "\n" for pair in pairs))
    done = CliRunner().invoke(app, ["scorecard", str(file), "--json"])
    body = json.loads(done.stdout)
    assert (body["damaged"], body["harmless"]) == (1, 1)
    assert body["detectors"]["numbers"] == {"findings": 1, "right": 1, "alarms": 0}
    assert body["damage"] == {"accuracy/mistranslation/number": {"pairs": 1, "caught": 1}}


def test_a_finding_is_explained_as_data(tmp_path: Path) -> None:
    out = {"It costs 12 euros.": "Cuesta 12 euros.", "Nobody came.": "Nadie vino."}
    back = {"Cuesta 12 euros.": "It costs 21 euros.", "Nadie vino.": "Nobody came."}
    packs = [
        transcript(tmp_path / "out.jsonl", "en:es", out),
        transcript(tmp_path / "back.jsonl", "es:en", back),
    ]
    (tmp_path / "a.en.txt").write_text("\n".join(out) + "\n")
    named = [word for pack in packs for word in ("--pack", str(pack))]
    run = ["run", str(tmp_path / "a.en.txt"), "-r", "en:es:en", "--segmenter", "lines", "--quiet"]
    memory = ["--metric", "chrf", "--memory", str(tmp_path / "memory"), "-o", str(tmp_path / "run")]
    assert CliRunner().invoke(app, [*run, *named, *memory]).exit_code == 0
    done = CliRunner().invoke(app, ["explain", str(tmp_path / "run"), "--json"])
    (known,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert known["finding"]["category"] == "accuracy/mistranslation/number"
    assert known["row"]["source"]["text"] == "It costs 12 euros."
    assert (known["before"], known["after"]) == (None, "Nobody came.")
    assert "Blind to" in known["detector"] or "blind" in known["detector"].lower()


@pytest.mark.usefixtures("texts")
def test_a_text_without_a_finding_is_told_beside_what_is_piped() -> None:
    Path("fine.en.txt").write_text("The boat is late today.\n")
    done = CliRunner().invoke(app, ["lint", "fine.en.txt"])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "nothing found\n")
    assert CliRunner().invoke(app, ["lint", "fine.en.txt", "--json"]).stderr == ""
    Path("odd.en.txt").write_text("It it it it it it rains.\n")
    assert CliRunner().invoke(app, ["lint", "odd.en.txt"]).stderr == ""
