"""Which setting of which engine changed since the outputs were accepted."""

from pathlib import Path

import pytest
from run_samples import drifts, plain, run_of

from harness.core.errors import ConfigError
from harness.core.values import Run
from harness.gate.baseline import (
    Accepted,
    Baseline,
    makers_of,
    read_baseline,
    settings_of_engines,
    texts_of,
    with_engines,
    with_output,
    write_baseline,
)
from harness.gate.engine_changes import engine_changes


def _baseline(before: Run, *, known: bool = True, made_by: str | None = None) -> Baseline:
    baseline = Baseline()
    for row in drifts(before):
        maker = makers_of(before) if made_by is None else made_by
        output = Accepted(texts_of(row), "because", "2026-11-01", maker)
        baseline = with_output(baseline, ("en:es:en", row.row_id), row, output)
    return with_engines(baseline, settings_of_engines(before)) if known else baseline


def _keys(run: Run) -> list[tuple[str, str]]:
    return [("en:es:en", row.row_id) for row in drifts(run)]


def test_a_setting_that_differs_is_named_hop_by_hop() -> None:
    before, now = run_of(plain(3)), run_of(plain(3), beam="1")
    found = engine_changes([now], _baseline(before), _keys(now))
    assert [(each.hop, each.direction) for each in found] == [(1, "en→es"), (2, "es→en")]
    assert {
        (each.field, each.baseline, each.candidate) for one in found for each in one.differences
    } == {("beam", "4", "1")}


def test_of_an_old_baseline_only_the_identity_is_known() -> None:
    before, now = run_of(plain(3)), run_of(plain(3), beam="1")
    found = engine_changes([now], _baseline(before, known=False), _keys(now))
    assert {each.field for one in found for each in one.differences} == {"identity"}


def test_another_engine_is_named_and_not_its_settings() -> None:
    now = run_of(plain(3))
    baseline = _baseline(now, made_by="apertium 01234567, argos 01234567; judged by similarity")
    first, _ = engine_changes([now], baseline, _keys(now))
    assert [(each.field, each.baseline, each.candidate) for each in first.differences] == [
        ("engine", "apertium", "argos")
    ]


def test_nothing_is_said_where_nothing_changed_or_nothing_is_known() -> None:
    before, now = run_of(plain(3)), run_of(plain(3), beam="1")
    assert engine_changes([before], _baseline(before), _keys(before)) == ()
    assert engine_changes([now], _baseline(before), []) == (), "no row reads otherwise"
    assert engine_changes([now], _baseline(before, made_by=""), _keys(now)) == ()


def test_a_baseline_keeps_the_settings_of_engines_that_it_names(tmp_path: Path) -> None:
    before = run_of(plain(2))
    baseline = with_engines(_baseline(before), {"old 99999999": {"beam": "9"}})
    path = tmp_path / "boats.baseline.toml"
    write_baseline(path, baseline)
    kept = read_baseline(path)
    assert kept.engines == settings_of_engines(before), "what nothing was made by is dropped"
    assert kept.entries == baseline.entries


def test_a_setting_that_is_no_text_is_an_error_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "boats.baseline.toml"
    path.write_text('schema = 1\n[engine."argos 1"]\nbeam = 4\n', "utf-8")
    with pytest.raises(ConfigError, match=r"boats\.baseline\.toml:3"):
        read_baseline(path)
