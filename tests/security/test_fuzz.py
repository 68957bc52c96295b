"""Readers of files on damaged files: an error of the harness, or a document, and nothing else.

A short walk of what `make fuzz` does for as long as one likes; with other files at each change of
`NUMBER` only, so that a failure is seen again.
"""

import random
import sys

import pytest
from program import ROOT

from harness import plugins

sys.path.insert(0, str(ROOT / "scripts/fuzz"))

from mutants import KINDS, mutant
from run import by_turns, tried
from targets import TARGETS, Target, sealed

NUMBER = 1
EACH = 12  # files a target


@pytest.mark.parametrize("name", TARGETS)
def test_what_a_target_begins_from_is_read(name: str) -> None:
    for seed in TARGETS[name].seeds:
        assert tried(TARGETS[name], seed) == "read"


@pytest.mark.parametrize("name", TARGETS)
def test_damage_is_refused_or_read(name: str) -> None:
    draw = random.Random(f"{name} {NUMBER}")
    for _ in range(EACH):
        data = mutant(draw, draw.choice(TARGETS[name].seeds))
        assert tried(TARGETS[name], data) in ("read", "refused"), data[:2_000]


def test_every_reader_is_a_target() -> None:
    assert {f"format {name}" for name in plugins.names("readers")} <= TARGETS.keys()


def test_damage_is_of_many_kinds() -> None:
    seed = b'{"a": 1, "b": ["x"]}\n{"c": 2}\n'
    made = {kind(random.Random(3), seed) for kind in KINDS}
    assert len(made - {seed}) >= len(KINDS) - 2


def test_a_sealed_record_hides_its_damage() -> None:
    seed = TARGETS["sealed record"].seeds[0]
    other = seed.replace(b"The boat", b"The ship")
    assert tried(TARGETS["record"], other) == "refused"
    assert tried(TARGETS["record"], sealed(other)) == "read"


def test_a_bug_is_found_and_kept(tmp_path, monkeypatch, capsys) -> None:
    def read(data: bytes, _: object) -> None:
        data.decode("utf-8")

    monkeypatch.setattr("run.FOUND", tmp_path / "found")
    monkeypatch.setitem(TARGETS, "new", Target(read, (b"caf\xc3\xa9",)))
    assert by_turns(["new"], 1.0, 0) >= 1
    assert "UnicodeDecodeError" in capsys.readouterr().err
    (kept, *_) = (tmp_path / "found").iterdir()
    assert kept.name.startswith("new-")
