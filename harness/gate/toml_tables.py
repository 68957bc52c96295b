"""TOML that people write: read with the line of every key, so that an error can name it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from harness.core.errors import ConfigError, unreadable

T = TypeVar("T")
Path_ = tuple[str | int, ...]

_LARGEST = 1e9  # of any number that is written by hand; infinity would switch a gate off
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*(?:\.|=)""")


def read_table(path: Path) -> "TomlTable":
    """The whole file as a table.

    Raises:
        ConfigError: it is not TOML, naming file and line; or there is no file.
        ReadError: it cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8")
        data = tomllib.loads(text)
    except OSError as cause:
        raise unreadable(path, cause) from cause
    except tomllib.TOMLDecodeError as cause:
        line = re.search(r"line (\d+)", str(cause))
        where = f":{line[1]}" if line else ""
        raise ConfigError(f"{path}{where}: not TOML: {cause}", hint="mend that line") from cause
    except UnicodeDecodeError as cause:
        raise ConfigError(f"{path}: not UTF-8", hint="save it as UTF-8") from cause
    except (ValueError, RecursionError) as cause:  # a number without end, tables within tables
        raise ConfigError(
            f"{path}: not TOML that anybody writes: {cause}", hint="mend the file"
        ) from cause
    return TomlTable(path, text, data)


@dataclass(slots=True)
class TomlTable:
    """One table of a file. Every key must be asked for before `done`, which refuses the rest."""

    file: Path
    source: str
    data: Mapping[str, Any]
    place: Path_ = ()
    _asked: set[str] = field(default_factory=set)

    def text(self, key: str, default: str | None = None) -> str | None:
        return self._typed(key, str, default, "text in quotes")

    def need(self, key: str) -> str:
        """Text that must be there."""
        value = self.text(key)
        if value is None:
            raise self.error(f"{key} is missing", f"add {key} = …")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._typed(key, list, [], "a list of texts")
        if not all(isinstance(item, str) for item in value or ()):
            raise self.error(f"{key} is not a list of texts", f'write {key} = ["…"]', key)
        return tuple(value or ())

    def flag(self, key: str) -> bool:
        return bool(self._typed(key, bool, False, "true or false"))

    def count(self, key: str) -> int | None:
        value = self._typed(key, int, None, "a whole number")
        if value is not None and (isinstance(value, bool) or value < 0):
            raise self.error(f"{key} is not a number from 0 up", "write a whole number", key)
        return value

    def day(self, key: str) -> date | None:
        value = self._typed(key, date, None, "a day such as 2027-01-31")
        return value.date() if isinstance(value, datetime) else value

    def numbers(self, key: str) -> Mapping[str, float]:
        value = self._typed(key, dict, {}, "a table of numbers") or {}
        for name, number in value.items():
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise self.error(f"{name} is not a number", "write a number", key, name)
            if not 0 <= number <= _LARGEST:  # nor is nan
                raise self.error(f"{name} is not a number from 0 up", "write such a one", key, name)
        return {name: float(number) for name, number in value.items()}

    def table(self, key: str) -> "TomlTable":
        value = self._typed(key, dict, {}, f"a table: [{key}]")
        return TomlTable(self.file, self.source, value or {}, (*self.place, key))

    def tables(self, key: str) -> "list[TomlTable]":
        value = self._typed(key, list, [], f"tables: [[{key}]]") or []
        if not all(isinstance(item, dict) for item in value):
            raise self.error(f"{key} is not a list of tables", f"write [[{key}]]", key)
        return [
            TomlTable(self.file, self.source, item, (*self.place, key, number))
            for number, item in enumerate(value)
        ]

    def done(self) -> None:
        """Raises: ConfigError for a key that was not asked for."""
        for key in self.data:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, n=1)
                known = f"did you mean {near[0]}?" if near else f"known: {', '.join(self._asked)}"
                raise self.error(f"there is no key {key}", known, key)

    def error(self, message: str, hint: str, *keys: str) -> ConfigError:
        """An error that names the file and the line of the key, or of the table."""
        line = _line(self.source, (*self.place, *keys))
        return ConfigError(f"{self.file}:{line}: {message}", hint=hint)

    def _typed(self, key: str, kind: type[T], default: T | None, wanted: str) -> T | None:
        self._asked.add(key)
        value = self.data.get(key, default)
        if value is default or isinstance(value, kind):
            return value
        raise self.error(f"{key} is not {wanted}", f"write {key} as {wanted}", key)


def _line(source: str, place: Path_) -> int:
    """The line of the deepest part of `place` that the text shows."""
    best, depth = 1, 0
    for number, here in _places(source):
        same = 0
        for one, other in zip(here, place, strict=False):
            if one != other:
                break
            same += 1
        if same > depth and same == len(here):
            best, depth = number, same
    return best


def _places(source: str) -> Iterator[tuple[int, Path_]]:
    counts: dict[Path_, int] = {}
    current: Path_ = ()
    for number, line in enumerate(source.split("\n"), start=1):
        if header := _HEADER.match(line):
            current = _resolved(header[2], counts, array=header[1] == "[[")
            yield number, current
        elif key := _KEY.match(line):
            yield number, (*current, key[1] or key[2] or key[3])


def _resolved(name: str, counts: dict[Path_, int], *, array: bool) -> Path_:
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    path: Path_ = ()
    for depth, part in enumerate(parts, start=1):
        path = (*path, part)
        if array and depth == len(parts):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
