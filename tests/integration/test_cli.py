"""The command line's edges: wrong usage, standard output that ends early, devices, signals."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from program import CORPORA, FAST, HARNESS, Program, remembered

pytestmark = pytest.mark.engine


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("frobnicate",),
        ("run", "--bogus"),
        ("run", "a.txt", "-r", "en:es:en", "--fail-on", "bogus"),
        ("run", "a.txt", "-r", "en:es:en", "-o"),
        ("run", "a.txt", "-r", "en:es:en", "-r", "en:es:en"),
        ("report",),
        ("diff", "a.txt"),
        ("lint",),
        ("lint", "none.txt"),
        ("diff", "-", "-"),
        ("run", "--resume", "-o", "out", "--metric", "chrf"),
        ("run", "a.txt", "--resume", "-o", "out"),
    ],
)
def test_wrong_usage_exits_2_without_a_traceback(harness: Program, arguments) -> None:
    (harness.folder / "a.txt").write_text("A dog barks.")
    done = harness(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.fixture
def record(harness: Program) -> str:
    (harness.folder / "a.txt").write_text("A dog barks.\nIt rains.")
    assert harness("run", "a.txt", "-r", "en:es:en", "-o", "out", *FAST).returncode == 0
    return "out"


def test_a_format_that_nobody_reads_is_an_error_with_a_way_round(harness: Program) -> None:
    (harness.folder / "film.sub").write_text("{25}{50}It rains.\n")
    for command in (
        ("run", "film.sub", "-r", "en:es:en", *FAST),
        ("diff", "film.sub", "film.sub", *FAST),
        ("align", "film.sub", "film.sub"),
        ("lint", "film.sub"),
    ):
        refused = harness(*command)
        assert refused.returncode == 2, command
        assert "no reader" in refused.stderr, command
        assert "--reader plain" in refused.stderr, command
        assert harness(*command, "--reader", "plain").returncode == 0, command


def shell(harness: Program, line: str) -> subprocess.CompletedProcess[bytes]:
    program = " ".join(HARNESS)
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line.replace("harness ", f"{program} ")],
        cwd=harness.folder,
        env=harness.environment,
        capture_output=True,
        check=False,
    )


def test_a_reader_that_goes_away_is_no_failure(harness: Program, record: str) -> None:
    done = shell(harness, f"harness report {record} -f html | head -1")
    assert done.stdout == b"<!doctype html>\n"
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", ["engines", "doctor", "report out", "--version"])
def test_a_full_standard_output_is_one_clear_error(
    harness: Program, record: str, command: str
) -> None:
    done = shell(harness, f"harness {command} > /dev/full")
    assert done.returncode == 3
    assert b"standard output: No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_terminal_without_the_letters_is_no_failure(harness: Program, record: str) -> None:
    done = shell(harness, f"PYTHONIOENCODING=ascii harness report {record}")
    assert done.returncode == 0, done.stderr


def test_a_report_is_written_through_links_and_into_devices(harness: Program, record: str) -> None:
    (harness.folder / "real.html").write_text("old")
    (harness.folder / "link.html").symlink_to("real.html")
    assert harness("report", record, "-o", "link.html").returncode == 0
    assert (harness.folder / "link.html").is_symlink()
    assert (harness.folder / "real.html").read_text("utf-8").startswith("<!doctype html>")
    assert harness("report", record, "-f", "html", "-o", "/dev/null").returncode == 0
    assert Path("/dev/null").is_char_device()


def test_a_report_into_a_place_that_is_none_is_one_clear_error(
    harness: Program, record: str
) -> None:
    done = harness("report", record, "-o", "a.txt/x.html")
    assert done.returncode == 3
    assert "a.txt/x.html" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_edited_record_is_not_shown(harness: Program, record: str) -> None:
    path = next((harness.folder / record).glob("*.jsonl"))
    path.write_text(path.read_text("utf-8").replace("It rains.", "It pours."), "utf-8")
    done = harness("report", record)
    assert done.returncode == 3
    assert path.name in done.stderr


def test_kill_says_what_is_kept_and_how_to_go_on(harness: Program) -> None:
    text = CORPORA / "leaflet.en.txt"
    slow = ("--option", "argos.batch=single")
    process = harness.start("run", text, "-r", "en:es:en", "-o", "o u t", *slow)
    limit = time.monotonic() + 120
    while not remembered(harness.memory()) and time.monotonic() < limit:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "harness run --resume -o 'o u t'" in errors.decode()


def test_a_transcript_never_becomes_the_engines_own_memory(harness: Program) -> None:
    (harness.folder / "a.txt").write_text("The moon is bright.")
    arguments = ("run", "a.txt", "-r", "en:es:en", "--json", *FAST)
    first = json.loads(harness(*arguments, "-o", "one").stdout)["runs"][0]
    header = json.loads((harness.folder / first["record"]).read_text("utf-8").split("\n")[0])
    engine = header["identity"]["engines"][0]
    lines = [
        {
            "kind": "transcript",
            "source": "en",
            "target": "es",
            "signature": {"name": engine["name"], "fields": dict(engine["fields"])},
        },
        {"source": "The moon is bright.", "hypothesis": "No compré 99 caballos."},
        {"kind": "end of transcript", "outcomes": 1},
    ]
    transcript = harness.folder / "claim.jsonl"
    transcript.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    claimed = harness(*arguments, "-o", "two", "--pack", transcript)
    assert claimed.returncode == 0, claimed.stderr
    assert json.loads(claimed.stdout)["runs"][0]["route"] == "en:es@replay:en@argos"
    again = json.loads(harness(*arguments, "-o", "three").stdout)["runs"][0]
    assert again["findings"] == first["findings"]
    assert again["scores"] == first["scores"]


@pytest.mark.parametrize("content", [b"garbage", b'{"kind": "transcript"}\n'])
@pytest.mark.parametrize("name", ["x.argosmodel", "x.jsonl", "x.bin"])
def test_a_pack_that_cannot_be_used_is_never_passed_over(
    harness: Program, name: str, content: bytes
) -> None:
    (harness.folder / "a.txt").write_text("A dog barks.")
    (harness.folder / name).write_bytes(content)
    done = harness("run", "a.txt", "-r", "en:es:en", "-o", "out", "--pack", name)
    assert done.returncode in (2, 3)
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_what_could_not_be_measured_is_tried_again(harness: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A dog barks.\nIt rains.")

    def transcript(*sources: str) -> None:
        header = {"kind": "transcript", "source": "en", "target": "es"}
        lines = [
            {**header, "signature": {"name": "argos", "fields": {"beam": "4"}}},
            *({"source": source, "hypothesis": "Llueve."} for source in sources),
            {"kind": "end of transcript", "outcomes": len(sources)},
        ]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (tmp_path / "t.jsonl").write_text(text, "utf-8")

    arguments = ("run", "a.txt", "-r", "en:es:en", "--pack", "t.jsonl", "-o", "out", *FAST)
    transcript("It rains.")
    done = harness(*arguments)
    assert done.returncode == 3
    assert "sentence 1, hop 1: not in the transcript" in done.stdout
    transcript("A dog barks.", "It rains.")
    assert harness(*arguments, "--force").returncode == 0
