"""What commands say of a file of another kind than theirs."""

from pathlib import Path

import pytest

from harness.cli.explain import explain
from harness.cli.trend import trend
from harness.core.errors import ConfigError, RecordError


def test_a_trend_of_a_suite_says_how_its_runs_are_kept(tmp_path: Path) -> None:
    suite = tmp_path / "my boats.harness.toml"
    suite.write_text('routes = ["en:es:en"]\n')
    with pytest.raises(ConfigError, match="this is a suite, and trend takes run folders") as raised:
        trend([suite])
    assert f"cp -r '{tmp_path}/runs/my boats' versions/1.0" in raised.value.hint


def test_a_suite_in_place_of_a_run_is_no_damaged_record(tmp_path: Path) -> None:
    suite = tmp_path / "boats.harness.toml"
    suite.write_text('routes = ["en:es:en"]\n')
    with pytest.raises(RecordError, match="this is a suite, and no run") as raised:
        explain(suite)
    assert str(tmp_path / "runs" / "boats") in raised.value.hint
