"""What a user overrules in the table of grades, and how a slip is told."""

from pathlib import Path

import pytest

from harness.core.errors import ConfigError
from harness.gate.severities import read_severities


def written(folder: Path, text: str) -> Path:
    path = folder / "grades.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        'names = "minor"\n"numbers.lost" = "major"\n',
        'names = "minor"\nnumbers.lost = "major"\n',
        'names = "minor"\n[numbers]\nlost = "major"\n',
    ],
)
def test_kinds_may_be_written_in_one_piece_or_in_tables(tmp_path: Path, text: str) -> None:
    said = read_severities(written(tmp_path, text))
    assert said == {"names": "minor", "numbers.lost": "major"}


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('names = "minor"\n"numbers.lots" = "major"\n', 2, "numbers.lost"),
        ('[numbers]\n\nlots = "major"\n', 3, "numbers.lost"),
        ('names = "bad"\n', 1, "minor, major or critical"),
        ("names = 3\n", 1, "minor, major or critical"),
    ],
)
def test_a_slip_is_told_with_its_line_and_what_is_near(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_severities(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert told in caught.value.hint


def test_kinds_of_detectors_that_are_not_built_in_are_left_to_who_loads_these(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, '"honorifics.lost" = "minor"\n')
    assert read_severities(path) == {"honorifics.lost": "minor"}


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: no such file"):
        read_severities(tmp_path / "none.toml")
