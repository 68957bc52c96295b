"""Suites and baselines as people write them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from run_samples import drifts, plain, run_of
from support import texts

from harness.core.errors import ConfigError
from harness.core.values import Severity
from harness.gate.baseline import (
    GOLD,
    NOISE,
    Accepted,
    Baseline,
    BaselineEntry,
    read_baseline,
    trimmed,
    with_output,
    write_baseline,
)
from harness.gate.suite_file import Suite, read_suite

GOOD = """\
routes = ["en:es:en"]
metrics = ["chrf"]

[[corpus]]
file = "boats.en.txt"
segmenter = "lines"

[options.argos]
beam = 2

[policy]
fail_on = "critical"
[policy.drop]
chrf = 1.5

[[policy.allow]]
category = "accuracy/omission"
severity = "major"
count = 3

[[policy.keep]]
source = "Tarnwind"

[[policy.ignore]]
segment = "3f2a9c11"
reason = "a known bug"
until = 2027-01-31
"""


def suite_of(folder: Path, text: str = GOOD) -> Suite:
    (folder / "boats.en.txt").write_text("A boat.\n")
    path = folder / "boats.harness.toml"
    path.write_text(text, "utf-8")
    return read_suite(path)


def test_a_suite_says_what_to_run_and_what_to_accept(tmp_path: Path) -> None:
    suite = suite_of(tmp_path)
    assert suite.name == "boats"
    assert suite.baseline == tmp_path / "boats.baseline.toml"
    assert suite.settings.options == {"argos": {"beam": "2"}}
    assert (suite.policy.fail_on, suite.policy.drop) == (Severity.CRITICAL, {"chrf": 1.5})
    assert suite.policy.allowed[0].count == 3
    assert suite.policy.terms[0].kept == "Tarnwind"
    assert suite.policy.ignores[0].until == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('"en:es:en"', '"en:es"', 1, "at least two hops"),
        ('metrics = ["chrf"]', 'metric = ["chrf"]', 2, "did you mean metrics"),
        ('"boats.en.txt"', '"ships.en.txt"', 5, "no such file"),
        ('"critical"', '"awful"', 12, "no severity"),
        ("chrf = 1.5", 'chrf = "x"', 14, "not a number"),
        ("accuracy/omission", "accuracy/omisson", 17, "no kind of finding"),
        ("count = 3", "count = -1", 19, "from 0 up"),
        ("until = 2027-01-31", "", 24, "until is missing"),
        ("until = 2027-01-31", 'until = "soon"', 27, "not a day"),
        ('"boats.en.txt"', f'"{"x" * 300}"', 5, "no such file"),
        ("beam = 2", "beam = ", 9, "not TOML"),
    ],
)
def test_an_error_names_file_line_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        suite_of(tmp_path, GOOD.replace(old, new, 1))
    message = f"{caught.value} {caught.value.hint}"
    assert f"boats.harness.toml:{line}:" in message
    assert said in message
    assert caught.value.hint


def test_a_suite_needs_a_text_and_a_route(tmp_path: Path) -> None:
    for text in ('routes = ["en:es:en"]', '[[corpus]]\nfile = "boats.en.txt"'):
        with pytest.raises(ConfigError, match="without"):
            suite_of(tmp_path, text)


@given(st.lists(texts, min_size=1, max_size=3), texts)
def test_a_baseline_reads_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, outputs: list[str], source: str
) -> None:
    accepted = tuple(
        Accepted((text, f"back {n}"), "why not", "2026-11-22", "argos 1a", kind)
        for n, (text, kind) in enumerate(zip(outputs, ("", NOISE, GOLD), strict=False))
    )
    baseline = Baseline(
        {("en:es:en", "0123"): BaselineEntry("a.txt", source or "x", accepted)},
        {"en:es:en": {"chrf": 0.25}},
    )
    path = tmp_path_factory.mktemp("baseline") / "b.toml"
    write_baseline(path, baseline)
    assert read_baseline(path) == baseline


def test_the_same_output_is_kept_once_and_trimming_keeps_gold() -> None:
    row = drifts(run_of(plain(1)))[0]
    key = "en:es:en", row.row_id
    made = Baseline()
    for texts_, kind in ((("a", "b"), ""), (("a", "b"), ""), (("c", "d"), ""), (("g", "g"), GOLD)):
        made = with_output(made, key, row, Accepted(texts_, "r", "", "", kind))
    assert [output.texts[0] for output in made.outputs(key)] == ["a", "c", "g"]
    kept = trimmed(made, {key: ("c", "d")})
    assert [output.texts[0] for output in kept.outputs(key)] == ["c", "g"]
    assert trimmed(made, {}).entries == {}


def test_a_broken_baseline_is_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "b.toml"
    path.write_text('schema = 1\n[[segment]]\nid = "1"\nroute = "en:es:en"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"b\.toml:2: source is missing"):
        read_baseline(path)
    path.write_text("schema = 7\n", "utf-8")
    with pytest.raises(ConfigError, match=r"b\.toml:1: not schema 1"):
        read_baseline(path)
    assert read_baseline(tmp_path / "none.toml") == Baseline()


def test_a_text_in_place_of_a_suite_is_told_from_a_suite_with_a_slip(tmp_path: Path) -> None:
    text = tmp_path / "boats.en.txt"
    text.write_text("Tickets cost 12 euros.\n")
    with pytest.raises(ConfigError, match="this is no suite") as raised:
        read_suite(text)
    assert raised.value.hint == "name a *.harness.toml (harness init writes one)"
    with pytest.raises(ConfigError, match=r"boats\.harness\.toml:1: not TOML"):
        suite_of(tmp_path, "routes en:es:en\n")
