"""Where text stands in a file that a person can open."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Lines of a file, counted from 1, the last one included. `file` is a path with slashes."""

    file: str
    line: int
    last: int

    def __post_init__(self) -> None:
        if not 1 <= self.line <= self.last:
            raise ValueError(f"lines {self.line} to {self.last} of {self.file}")
