"""How a server is left alone for as long as it asks."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from harness.engines.servers import pace
from harness.engines.servers.pace import Pace, told_rate, told_wait


class Clock:
    """Time that passes only where somebody waits."""

    def __init__(self, monkeypatch):
        self.now = 1000.0
        monkeypatch.setattr(pace.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(pace, "pause", self.wait)

    def wait(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.mark.parametrize(
    ("headers", "text", "seconds"),
    [
        ({}, "Slowdown: 8 per 1 minute", 60),
        ({}, "Slowdown: 100 per 2 hour", 7200),
        ({}, "1000 per day", 86400),
        ({}, "slow down", pace.USUAL_WAIT),
        ({}, "0 per minute", pace.USUAL_WAIT),
        ({"retry-after": "7"}, "Slowdown: 8 per 1 minute", 7),
        ({"retry-after": "soon"}, "", pace.USUAL_WAIT),
        ({"retry-after": "-1"}, "", pace.USUAL_WAIT),
        ({"retry-after": f"Fri, 31 Dec {'9' * 20} 23:59:59 GMT"}, "", pace.USUAL_WAIT),
        ({"retry-after": "Mon, 01 Jan 2001 00:00:00 GMT"}, "", 0),
    ],
)
def test_how_long_a_refusal_asks_to_wait(headers, text, seconds):
    assert told_wait(headers, text) == seconds


def test_a_date_to_wait_for():
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=90))
    assert 85 < told_wait({"retry-after": then}, "") <= 90


def test_the_rate_that_a_refusal_names():
    assert told_rate("Slowdown: 8 per 1 minute") == (8, 60.0)
    assert told_rate("Slowdown") is None


def test_nobody_waits_before_a_refusal(clock):
    one = Pace()
    for _ in range(1000):
        one.wait_for_turn()
    assert clock.now == 1000


def test_after_a_refusal_no_window_holds_more_than_the_rate(clock):
    one = Pace()
    one.refused(60, (8, 60.0))
    turns = []
    for _ in range(30):
        one.wait_for_turn()
        turns.append(clock.now)
    assert turns[0] == 1060
    for turn in turns:
        assert sum(turn - 60 < each <= turn for each in turns) <= 8
    assert turns[-1] == 1060 + 3 * 60


def test_all_who_ask_one_address_share_its_pace():
    assert pace.pace_at("http://127.0.0.1:1") is pace.pace_at("http://127.0.0.1:1")
    assert pace.pace_at("http://127.0.0.1:1") is not pace.pace_at("http://127.0.0.1:2")
