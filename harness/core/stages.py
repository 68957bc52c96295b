"""Where a run's processor time goes, by stage.

Code names what it is about to do: `with stage("memory"): …`. That costs nothing to speak of unless
somebody profiles this process. A stage within another counts for itself only.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import get_ident
from time import process_time

_NOTHING: AbstractContextManager[None] = nullcontext()
_profiles: "list[Profile]" = []  # none, or the one that is being made


class Profile:
    """Processor seconds of this process by stage, those of libraries' own threads included.

    One thread at a time is profiled: it must not let others work meanwhile.
    """

    def __init__(self) -> None:
        self._owner = get_ident()
        self._seconds: dict[str, float] = {}
        self._open: list[str] = []
        self._since = process_time()
        self.before = self._since  # seconds of the process before it was profiled

    @property
    def seconds(self) -> Mapping[str, float]:
        """By stage, in the order in which they were met first."""
        return dict(self._seconds)

    @property
    def total(self) -> float:
        """All seconds of the process so far: also before it was profiled, and outside stages."""
        return process_time()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What is done within counts for `name`."""
        self._charge()
        self._open.append(name)
        try:
            yield
        finally:
            self._charge()
            self._open.pop()

    def is_owner(self) -> bool:
        """Whether the calling thread is the one that is profiled."""
        return self._owner == get_ident()

    def _charge(self) -> None:
        now = process_time()
        if self._open:
            name = self._open[-1]
            self._seconds[name] = self._seconds.get(name, 0.0) + now - self._since
        self._since = now


def stage(name: str) -> AbstractContextManager[None]:
    """What is done within counts for `name`, if this process is being profiled."""
    if _profiles and _profiles[-1].is_owner():
        return _profiles[-1].stage(name)
    return _NOTHING


@contextmanager
def profiled() -> Iterator[Profile]:
    """Profile what this thread does within."""
    _profiles.append(Profile())
    try:
        yield _profiles[-1]
    finally:
        _profiles.pop()
