"""What was not measured, or was asked for wrongly, never becomes a figure, a pass or a baseline."""

import subprocess
import sys
from pathlib import Path

import pytest
from program import Program
from support import suite_by_replay, transcript

from harness.core.values import Direction, Signature, Translated
from harness.engines.transcript import write_transcript

SOURCE = ("The boat left at 10:30.", "She did not sign.")
AWAY = {each: f"es {each}" for each in SOURCE}
HOME = {away: each for each, away in AWAY.items()}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    (tmp_path / "t.en.txt").write_text("\n".join(SOURCE) + "\n", "utf-8")
    transcript(tmp_path / "out.jsonl", "en:es", AWAY)
    transcript(tmp_path / "back.jsonl", "es:en", HOME)
    lost = dict(list(HOME.items())[:1])
    transcript(tmp_path / "lost.jsonl", "es:en", lost)
    (tmp_path / "s.toml").write_text(suite_by_replay(), "utf-8")
    return Program(tmp_path)


def accepted(program: Program) -> int:
    return (program.folder / "s.baseline.toml").read_text("utf-8").count("[[segment.output]]")


def test_two_texts_whose_runs_would_lie_in_one_folder_are_refused(program: Program) -> None:
    (program.folder / "t.en").write_text("She did not sign.\n", "utf-8")
    more = suite_by_replay() + '\n[[corpus]]\nfile = "t.en"\nsegmenter = "lines"\n'
    (program.folder / "s.toml").write_text(more, "utf-8")
    refused = program("check", "s.toml")
    assert refused.returncode == 2
    assert "in one folder" in refused.stderr


def test_what_was_not_measured_is_not_trimmed(program: Program) -> None:
    program("check", "s.toml")
    assert program("accept", "s.toml", "--gold", "--reason", "read").returncode == 0
    before = accepted(program)
    (program.folder / "s.toml").write_text(suite_by_replay("lost.jsonl"), "utf-8")
    assert program("check", "s.toml").returncode == 3
    assert program("accept", "s.toml", "--trim").returncode == 0
    assert accepted(program) == before == 2


@pytest.mark.parametrize("option", ["--segment", "--kind", "--corpus"])
def test_an_empty_filter_is_refused(program: Program, option: str) -> None:
    program("check", "s.toml")
    refused = program("accept", "s.toml", option, "", "--reason", "only one")
    assert refused.returncode == 2
    assert option in refused.stderr
    assert not (program.folder / "s.baseline.toml").exists()


def test_noise_of_what_was_not_measured_is_not_stored(program: Program) -> None:
    (program.folder / "s.toml").write_text(suite_by_replay("lost.jsonl"), "utf-8")
    measured = program("noise", "s.toml")
    assert measured.returncode == 3
    assert "1 not measured" in measured.stdout
    assert not (program.folder / "s.baseline.toml").exists()


def test_an_engine_that_says_nothing_breaks_no_probe(program: Program) -> None:
    transcript(program.folder / "none.jsonl", "en:es", {})
    asked = ("probe", "replay", "--direction", "en:es", "--pack", "none.jsonl")
    silent = program(*asked, "--known", "known.toml", "--reason", "as it is")
    assert silent.returncode == 3
    assert "not measured" in silent.stdout
    assert "no new one is broken" in silent.stdout
    assert not (program.folder / "known.toml").exists()


def test_two_routes_over_the_same_languages_are_accepted(program: Program) -> None:
    for name in ("one", "other"):
        said = [(away, Translated(home)) for away, home in HOME.items()]
        path = program.folder / f"{name}.jsonl"
        write_transcript(path, Signature(name), Direction("es", "en"), said)
    suite = suite_by_replay("one.jsonl")
    suite = suite.replace('"one.jsonl"', '"one.jsonl", "other.jsonl"')
    two = 'routes = ["en:es@replay:en@one", "en:es@replay:en@other"]'
    (program.folder / "s.toml").write_text(
        suite.replace('routes = ["en:es@replay:en@replay"]', two), "utf-8"
    )
    assert program("check", "s.toml").returncode == 1  # new outputs
    done = program("accept", "s.toml", "--reason", "read")
    assert done.returncode == 0, done.stderr
    assert program("check", "s.toml").returncode == 0


def test_runs_that_were_not_measured_whole_are_not_said_to_be_equal(program: Program) -> None:
    way = ("run", "t.en.txt", "-r", "en:es@replay:en@replay", "--segmenter", "lines")
    for name, back in (("a", "back.jsonl"), ("b", "lost.jsonl")):
        program(*way, "--metric", "chrf", "--pack", "out.jsonl", "--pack", back, "-o", name)
    compared = program("bisect", "a", "b")
    assert compared.returncode == 3
    assert "1 segment not measured" in compared.stdout
    shown = program("trend", "a", "b").stdout
    assert "not measured" in shown


@pytest.mark.parametrize("level", ["nan", "inf", "1e400"])
def test_no_level_of_noise_switches_the_gate_off(program: Program, level: str) -> None:
    program("check", "s.toml")
    program("accept", "s.toml", "--reason", "read")
    path = program.folder / "s.baseline.toml"
    path.write_text(path.read_text("utf-8") + f'\n[noise."en:es:en"]\nchrf = {level}\n', "utf-8")
    refused = program("check", "s.toml")
    assert refused.returncode == 2
    assert "s.baseline.toml:" in refused.stderr


def test_a_baseline_that_lacks_a_stop_is_named_by_line(program: Program) -> None:
    program("check", "s.toml")
    program("accept", "s.toml", "--reason", "read")
    path = program.folder / "s.baseline.toml"
    path.write_text(path.read_text("utf-8").replace('  "es She did not sign.",\n', ""), "utf-8")
    refused = program("check", "s.toml")
    assert refused.returncode == 2
    assert "s.baseline.toml:" in refused.stderr
    assert "a route of 2 hops" in refused.stderr


def test_a_baseline_in_a_file_is_none(program: Program) -> None:
    suite = f'baseline = "t.en.txt/x.toml"\n{suite_by_replay()}'
    (program.folder / "s.toml").write_text(suite, "utf-8")
    assert program("check", "s.toml").returncode == 2


def test_a_recording_stays_in_its_folder_whatever_its_engine_is_called(program: Program) -> None:
    said = [(source, Translated(away)) for source, away in AWAY.items()]
    home = [(away, Translated(source)) for away, source in HOME.items()]
    elsewhere = f"{program.folder}/elsewhere/x\x1b]0;OWN\x07"
    for name, way, pairs in (
        ("../../escaped/x", ("en", "es"), said),
        (elsewhere, ("es", "en"), home),
    ):
        path = program.folder / f"named.{way[0]}.jsonl"
        write_transcript(path, Signature(name), Direction(*way), pairs)
    packs = ("--pack", "named.en.jsonl", "--pack", "named.es.jsonl")
    route = ("-r", "en:es@replay:en@replay", "--segmenter", "lines", "--metric", "chrf")
    program("run", "t.en.txt", *route, *packs, "-o", "inside/r")
    before = {path for path in program.folder.parent.rglob("*") if path.is_file()}
    recorded = program("record", "inside/r", "-o", "inside/kept")
    assert recorded.returncode == 0, recorded.stderr
    after = {path for path in program.folder.parent.rglob("*") if path.is_file()}
    kept = program.folder / "inside" / "kept"
    assert len(after - before) == 2
    assert all(path.parent == kept for path in after - before)
    assert "\x1b" not in recorded.stdout + recorded.stderr


def test_what_is_noted_is_not_live(program: Program) -> None:
    hostile = "x\x1b]0;OWN\x07\u202e.en.txt"
    (program.folder / hostile).write_text("\n".join(SOURCE) + "\n", "utf-8")
    packs = ("--pack", "out.jsonl", "--pack", "back.jsonl", "--metric", "chrf")
    ended = program("run", hostile, "-r", "en:es@replay:en@replay", "--segmenter", "lines", *packs)
    assert ended.returncode in (0, 1)
    assert "translations made in this run" in ended.stderr
    assert not {"\x1b", "\x07", "\u202e"} & set(ended.stderr)


def test_the_exit_code_stays_when_nobody_reads_the_output(program: Program) -> None:
    transcript(
        program.folder / "damaged.jsonl", "es:en", HOME | {"es She did not sign.": "She signed."}
    )
    (program.folder / "s.toml").write_text(suite_by_replay("damaged.jsonl"), "utf-8")
    assert program("check", "s.toml", "-q").returncode == 1
    code, _ = by_shell(program, "check s.toml -q", "| true")
    assert code == 1
    code, errors = by_shell(program, "check s.toml -q", ">&-")
    assert (code, errors) == (1, "")


def by_shell(program: Program, command: str, then: str) -> tuple[int, str]:
    """The command's own exit code, and its errors, with its output led elsewhere."""
    line = f"({sys.executable} -m harness {command} {'' if '|' in then else then}; echo $? >code)"
    line += then if "|" in then else ""
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=program.folder,
        env=program.environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return int((program.folder / "code").read_text()), done.stderr
