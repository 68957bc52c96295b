"""Runs over servers, through the program: what a user sees when they misbehave."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from program import FAST, Program
from servers import Asked, Says, serving, shouting

ROUTE = ("-r", "en:es@libretranslate:en@libretranslate")
TEXT = "We left.\nNobody came.\nIt costs 3 euros.\n"
KEY = "xyzzy-secret-key"


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Program]:
    (tmp_path / "t.en.txt").write_text(TEXT, "utf-8")

    def at(address: str, **more: str) -> Program:
        return Program(tmp_path, {"HARNESS_LIBRETRANSLATE_ADDRESS": address, **more})

    return at


def remembered(folder: Path) -> int:
    (memory,) = folder.glob("home/**/memory.sqlite")
    with sqlite3.connect(memory) as open_memory:
        tables = [name for (name,) in open_memory.execute("SELECT name FROM sqlite_master")]
        assert "outcomes" in tables, tables
        (count,) = open_memory.execute("SELECT count(*) FROM outcomes").fetchone()
    return int(count)


def test_a_run_over_a_server_is_remembered_while_the_same_model_answers(
    program: Callable[..., Program],
) -> None:
    with serving(shouting) as server:
        harness = program(server.address)
        first = harness("run", "t.en.txt", *ROUTE, "-o", "one", *FAST)
        assert first.returncode == 0, first.stderr
        asked = len([each for each in server.asked if each.method == "POST"])
        second = harness("run", "t.en.txt", *ROUTE, "-o", "two", *FAST)
        assert "0 of 6 translations made in this run" in second.stderr
        again = len([each for each in server.asked if each.method == "POST"]) - asked
        assert again == 2 * 2 * 4  # the probe of each hop, twice


def test_the_key_is_in_no_file_and_in_no_line(
    program: Callable[..., Program], tmp_path: Path
) -> None:
    def wants_a_key(asked: Asked) -> Says:
        if asked.method == "POST" and asked.data.get("api_key") != KEY:
            return Says({"error": f"Invalid API key: {asked.data.get('api_key')}"}, 403)
        return shouting(asked)

    with serving(wants_a_key) as server:
        harness = program(server.address, HARNESS_LIBRETRANSLATE_API_KEY=KEY)
        fine = harness("run", "t.en.txt", *ROUTE, "-o", "run", *FAST)
        assert fine.returncode == 0, fine.stderr
        assert harness("report", "run", "-o", "run.html").returncode == 0
        wrong = program(server.address, HARNESS_LIBRETRANSLATE_API_KEY=f"{KEY}-no")
        refused = wrong("run", "t.en.txt", *ROUTE, "-o", "no", *FAST)
        assert refused.returncode == 3
        assert "Invalid API key" in refused.stderr
        told = harness(
            "run", "t.en.txt", *ROUTE, "-o", "x", "--option", f"libretranslate.api_key={KEY}"
        )
        assert told.returncode == 2
    for done in (fine, refused, told):
        assert KEY not in done.stdout + done.stderr
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert KEY.encode() not in file.read_bytes(), file


def test_another_model_in_the_middle_measures_nothing_and_is_not_remembered(
    program: Callable[..., Program], tmp_path: Path
) -> None:
    changed = []

    def changes(asked: Asked) -> Says:
        if asked.method == "POST" and asked.data["q"] == "Nobody came.":
            changed.append(True)
        if changed and asked.method == "POST":
            return Says({"translatedText": f"otherwise {asked.data['q']}"})
        return shouting(asked)

    with serving(changes) as server:
        done = program(server.address)("run", "t.en.txt", *ROUTE, "-o", "run", *FAST)
    assert done.returncode == 3
    assert "another model is behind the server now" in done.stderr
    assert "--force" in done.stderr
    assert not list((tmp_path / "run").glob("*.jsonl"))
    assert remembered(tmp_path) == 0


def test_a_ban_ends_a_run_that_can_be_completed_later(
    program: Callable[..., Program], tmp_path: Path
) -> None:
    banned = [True]

    def bans(asked: Asked) -> Says:
        if banned and asked.method == "POST" and asked.data["q"] == "NOBODY CAME.":
            return Says({"error": "Too many request limits violations"}, 403)
        return shouting(asked)

    with serving(bans) as server:
        harness = program(server.address)
        done = harness("run", "t.en.txt", *ROUTE, "-o", "run", *FAST)
        assert done.returncode == 3
        assert "Too many request limits violations" in done.stderr
        assert "harness run --resume -o run" in done.stderr
        banned.clear()
        later = harness("run", "--resume", "-o", "run")
        assert later.returncode == 0, later.stderr
        assert "3 of 6 translations made in this run" in later.stderr


def test_a_server_that_is_not_there_is_named(program: Callable[..., Program]) -> None:
    with serving(shouting) as server:
        pass
    done = program(server.address)("run", "t.en.txt", *ROUTE, "-o", "run", *FAST)
    assert done.returncode == 3
    assert f"{server.address} gives no answer" in done.stderr
    asked = program(server.address)("engines", "--ask", "libretranslate")
    assert asked.returncode == 0
    assert "gives no answer" in asked.stdout


def test_another_machine_is_not_asked_without_leave(program: Callable[..., Program]) -> None:
    done = program("http://192.0.2.7:5000")("run", "t.en.txt", *ROUTE, "-o", "run", *FAST)
    assert done.returncode == 2
    assert "your texts would leave this one" in done.stderr


def test_a_language_model_that_chats_leaves_rows_unmeasured(
    program: Callable[..., Program],
) -> None:
    def chats(asked: Asked) -> Says:
        reply = shouting(asked)
        if asked.method == "POST" and "Nobody came." in asked.data["messages"][0]["content"]:
            said = "Sure! Here is the translation:\nNadie vino."
            return Says({"choices": [{"message": {"content": said}, "finish_reason": "stop"}]})
        return reply

    with serving(chats) as server:
        harness = program("", HARNESS_OPENAI_ADDRESS=server.address)
        done = harness("run", "t.en.txt", "-r", "en:es@openai:en@openai", "-o", "run", *FAST)
    assert done.returncode == 3
    assert "NOT MEASURED: 1" in done.stdout
    assert "the model talks about its answer" in done.stdout
