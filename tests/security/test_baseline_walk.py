"""The walk that once put a damaged pack's output into a baseline ends in a refusal."""

from pathlib import Path

from program import Program
from support import suite_by_replay, transcript

SOURCE = ("The boat left at 10:30.", "She did not sign.")


def project(folder: Path) -> Program:
    """A suite that was checked with a damaged pack, which was then taken out of it."""
    (folder / "t.en.txt").write_text("\n".join(SOURCE) + "\n", "utf-8")
    transcript(folder / "out.jsonl", "en:es", {each: f"es {each}" for each in SOURCE})
    home = {f"es {each}": each for each in SOURCE}
    transcript(folder / "back.jsonl", "es:en", home)
    transcript(folder / "damaged.jsonl", "es:en", home | {"es She did not sign.": "She signed."})
    program = Program(folder)
    (folder / "s.toml").write_text(suite_by_replay("damaged.jsonl"), "utf-8")
    assert "critical" in program("check", "s.toml").stdout
    (folder / "s.toml").write_text(suite_by_replay(), "utf-8")
    return program


def baseline(folder: Path) -> str:
    path = folder / "s.baseline.toml"
    return path.read_text("utf-8") if path.exists() else ""


def test_what_a_pack_said_that_is_gone_is_not_accepted(tmp_path: Path) -> None:
    program = project(tmp_path)
    refused = program("accept", "s.toml", "--reason", "as it is")
    assert refused.returncode == 2, refused.stderr
    assert "transcript" in refused.stderr  # the field that differs
    assert "She signed." not in baseline(tmp_path)


def test_nor_after_the_noise_was_measured(tmp_path: Path) -> None:
    program = project(tmp_path)
    program("noise", "s.toml")
    program("accept", "s.toml", "--reason", "as it is")
    assert "She signed." not in baseline(tmp_path)


def test_what_the_suite_gives_now_is_accepted(tmp_path: Path) -> None:
    program = project(tmp_path)
    program("check", "s.toml")
    accepted = program("accept", "s.toml", "--reason", "as it is")
    assert accepted.returncode == 0, accepted.stderr
    assert "She did not sign." in baseline(tmp_path)


def test_nothing_is_said_to_be_accepted_that_could_not_be_written(tmp_path: Path) -> None:
    program = project(tmp_path)
    program("check", "s.toml")
    program("noise", "s.toml")
    (tmp_path / "s.baseline.toml").chmod(0o444)
    failed = program("accept", "s.toml", "--reason", "as it is")
    assert failed.returncode == 3
    assert "read-only" in failed.stderr
    assert "accepted" not in failed.stdout
