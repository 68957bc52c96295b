"""Commands for people colour what they print where that is wished for; the words are the same."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harness.cli import app

TEXT = "He said said that.\nA stand-in {{id_0000}} was left.\n"
DIFF = ["diff", "before.en.txt", "after.en.txt", "--metric", "chrf"]


def _printed(arguments: list[str], **environment: str) -> str:
    unset = dict.fromkeys(("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"))
    return CliRunner().invoke(app, arguments, env={**unset, **environment}).stdout


@pytest.mark.parametrize("arguments", [["lint", "text.en.txt"], DIFF], ids=["lint", "diff"])
def test_colours_are_there_when_wished_for_and_change_no_word(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text.en.txt").write_text(TEXT)
    (tmp_path / "before.en.txt").write_text("It cost 12 euros.\n")
    (tmp_path / "after.en.txt").write_text("It cost 21 euros.\n")
    monkeypatch.chdir(tmp_path)
    plain, coloured = _printed(arguments), _printed(arguments, FORCE_COLOR="1")
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert _printed(arguments, FORCE_COLOR="1", NO_COLOR="1") == plain
