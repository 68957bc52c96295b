"""Several connections to one server, each with one question at a time."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Protocol

from harness.engines.servers.probe import Said


class Asker(Protocol):
    """Asks a server for one text after the other."""

    def say(self, text: str) -> Said:
        """What the server makes of a text. Raises: EngineError when it gives up as a whole."""
        ...

    def close(self) -> None:
        """May be called twice."""
        ...


class SideBySide:
    """As many questions at once as there are `askers`; answers come in the order of the texts."""

    def __init__(self, askers: Sequence[Asker]) -> None:
        self._askers = tuple(askers)

    def say(self, texts: Sequence[str]) -> list[Said]:
        """Raises: EngineError, the first that any of them raised."""
        if len(self._askers) == 1:
            return [self._askers[0].say(text) for text in texts]
        idle: SimpleQueue[Asker] = SimpleQueue()
        for asker in self._askers:
            idle.put(asker)

        def one(text: str) -> Said:
            asker = idle.get()
            try:
                return asker.say(text)
            finally:
                idle.put(asker)

        with ThreadPoolExecutor(len(self._askers)) as pool:
            asked = [pool.submit(one, text) for text in texts]
            try:
                return [each.result() for each in asked]
            except BaseException:
                for each in asked:
                    each.cancel()  # those that have begun are waited for
                raise

    def close(self) -> None:
        """Let all connections go. May be called twice."""
        for asker in self._askers:
            asker.close()
