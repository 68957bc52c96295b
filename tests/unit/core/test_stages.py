"""Processor time by stage: a stage within another counts for itself, and nobody else is counted."""

from threading import Thread
from time import process_time
from types import SimpleNamespace

import pytest

from harness.cli.profile import shares
from harness.core.stages import profiled, stage


def busy(seconds: float) -> None:
    end = process_time() + seconds
    while process_time() < end:
        pass


def test_a_stage_counts_what_is_done_within_but_for_the_stages_inside() -> None:
    with profiled() as profile:
        with stage("outer"):
            busy(0.02)
            with stage("inner"):
                busy(0.06)
            busy(0.02)
        busy(0.03)
    assert list(profile.seconds) == ["outer", "inner"]
    assert profile.seconds["outer"] == pytest.approx(0.04, abs=0.015)
    assert profile.seconds["inner"] == pytest.approx(0.06, abs=0.015)


def test_a_stage_that_fails_is_counted_and_left() -> None:
    def fails() -> None:
        with stage("inner"):
            busy(0.01)
            raise ValueError("no")

    with profiled() as profile, stage("outer"):
        with pytest.raises(ValueError, match="no"):
            fails()
        busy(0.02)
    assert profile.seconds["inner"] >= 0.01
    assert profile.seconds["outer"] >= 0.02


def test_without_a_profile_and_in_other_threads_nothing_is_counted() -> None:
    def elsewhere() -> None:
        with stage("elsewhere"):
            busy(0.01)

    elsewhere()
    with profiled() as profile:
        other = Thread(target=elsewhere)
        other.start()
        other.join()
    elsewhere()
    assert profile.seconds == {}


def test_shares_are_of_all_processor_time_the_dearest_first() -> None:
    known = SimpleNamespace(seconds={"hop 1": 2.0, "readings": 4.0}, total=10.0, before=1.0)
    assert list(shares(known)) == [
        "processor time: 10.0 s",
        "   40.0 %     4.00 s  paraphrase model",
        "   20.0 %     2.00 s  hop 1",
        "   10.0 %     1.00 s  start of the program",
        "   30.0 %     3.00 s  all else",
    ]
