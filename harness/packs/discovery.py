"""Discovered models: valid or broken, named by the user or found on the search path."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from harness.core.errors import ReadError
from harness.core.protocols import Obstacle

Model = TypeVar("Model")


@dataclass(frozen=True, slots=True)
class Broken:
    """A model that cannot be read, and whether the user asked for it."""

    path: Path
    error: ReadError
    named: bool

    @property
    def obstacle(self) -> Obstacle:
        return Obstacle(str(self.error), self.error.hint or f"replace {self.path}")


def read_models(
    paths: Iterable[Path], read: Callable[[Path], Model | None], *, named: bool
) -> Iterator[Model | Broken]:
    """What lies at each path, read one at a time; nothing where `read` gives None."""
    for path in paths:
        try:
            model = read(path)
        except ReadError as error:
            yield Broken(path, error, named)
        else:
            if model is not None:
                yield model


def sound_models(found: Iterable[Model | Broken]) -> Iterator[Model]:
    """The models that can be used, in order. A broken one found in a folder is passed over.

    Raises: ReadError at a broken one that the user named: another must not stand in for it.
    """
    for item in found:
        if not isinstance(item, Broken):
            yield item
        elif item.named:
            raise item.error
