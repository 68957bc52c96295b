"""How often a server may be asked: learnt from its refusals, shared by all who ask it here."""

import re
import time
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from threading import Lock

from harness.core import interruption

USUAL_WAIT = 60.0  # seconds, where a refusal does not say how long
_TICK = 0.25  # seconds between two looks at Ctrl-C
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "month": 30 * 86400}
# As LibreTranslate words it: "Slowdown: 8 per 1 minute".
_RATE = re.compile(r"\b(\d{1,9}) per (?:(\d{1,4}) )?(second|minute|hour|day|month)s?\b")


class Pace:
    """Requests to one server in this process: no more than it said that it allows.

    Two hops may be served by one server; each refusal, by some of them, counts towards a ban.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._allowed: tuple[int, float] | None = None  # requests, in so many seconds
        self._asked: deque[float] = deque()
        self._not_before = 0.0

    def wait_for_turn(self) -> None:
        """Returns when one more request may be made; it then counts. Raises: KeyboardInterrupt."""
        while left := self._left():
            pause(left)

    def refused(self, wait: float, rate: tuple[int, float] | None) -> None:
        """The server refused a request: nobody asks for `wait` seconds, then at this rate."""
        with self._lock:
            now = time.monotonic()
            self._allowed = rate or self._allowed
            self._asked.clear()
            self._not_before = max(self._not_before, now + wait)

    def _left(self) -> float:
        """Seconds to wait; 0, and the request is counted, where it may be made."""
        with self._lock:
            now = time.monotonic()
            if now < self._not_before:
                return self._not_before - now
            if self._allowed:
                most, seconds = self._allowed
                while self._asked and self._asked[0] <= now - seconds:
                    self._asked.popleft()
                if len(self._asked) >= most:
                    return self._asked[0] + seconds - now
                self._asked.append(now)
            return 0.0


@lru_cache(maxsize=64)
def pace_at(address: str) -> Pace:  # noqa: ARG001  (what the cache goes by)
    """The pace of the server at an address, the same for all who ask."""
    return Pace()


def pause(seconds: float) -> None:
    """Wait; Ctrl-C ends it. Raises: KeyboardInterrupt."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        interruption.check()
        time.sleep(min(_TICK, left))


def told_rate(text: str) -> tuple[int, float] | None:
    """Requests and seconds, where a refusal names them: "8 per 1 minute". At least one request."""
    found = _RATE.search(text)
    if not found or not int(found[1]):
        return None
    return int(found[1]), float(int(found[2] or 1) * _SECONDS[found[3]])


def told_wait(headers: Mapping[str, str], text: str) -> float:
    """Seconds to wait: what `Retry-After` says, else what the words say, else `USUAL_WAIT`."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit() and len(said) < 10:
        return float(said)
    try:
        date = parsedate_to_datetime(said)
    except (ValueError, OverflowError):  # no date, or one of no calendar
        rate = told_rate(text)
        return rate[1] if rate else USUAL_WAIT
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
