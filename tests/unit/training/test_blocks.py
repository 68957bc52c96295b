"""Blocks of lines: each is given once, also where a run was stopped."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

import blocks


def read(text: Path, out: Path, most: int = 9) -> list[list[str]]:
    given = []
    for block, counts in blocks.blocks(text, out, None):
        counts["kept"] += len(block)
        given.append(block)
        if len(given) == most:
            break  # as if interrupted: what was given last is not counted
    return given


@pytest.fixture
def text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(blocks, "BLOCK", 2)
    path = tmp_path / "a.txt"
    path.write_text("".join(f"{n}\n" for n in range(5)), "utf-8")
    return path


def test_a_run_goes_on_with_the_block_that_was_not_finished(text: Path) -> None:
    out = text.with_name("a.tsv")
    assert read(text, out, most=2) == [["0", "1"], ["2", "3"]]
    assert read(text, out) == [["2", "3"], ["4"]]
    assert read(text, out) == []
    assert json.loads(out.with_suffix(".counts.json").read_text()) == {"kept": 5, "lines": 5}


def test_a_share_of_the_lines_is_the_same_each_time(text: Path) -> None:
    def some(name: str) -> Iterable[str]:
        for block, _ in blocks.blocks(text, text.with_name(name), 3):
            yield from block

    first = list(some("a.tsv"))
    assert len(first) == 3
    assert list(some("b.tsv")) == first
