"""JSON and TOML from strangers, read within bounds: size, depth, length, width of numbers.

Python's own readers give up at some depth and some number of digits, with errors of several kinds,
and need the square of the time for some kinds of text. What is refused here harms nobody later.
"""

import json
import math
import tomllib
from collections.abc import Callable, Iterable
from reprlib import Repr
from typing import Any

from harness.core.errors import ReadError

MOST_BYTES = 512 << 10  # a real manifest has 8 KB, real metadata some hundred bytes

_DEEPEST = 12
_LONGEST_TEXT = 20_000  # characters
_WIDEST_NUMBER = 1 << 63
_MOST_VALUES = 20_000
# Keys that are written with dots cost the square of their number.
_MOST_DOTS = 200  # in a line; weaknesses in prose have some twenty
_LONGEST_REASON = 200  # characters of a message of Python's own

_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = 80


def read_json(where: str, content: bytes) -> Any:
    """The value that `content` holds. `where` says in messages which file it is.

    Raises:
        ReadError: it is no JSON, or beyond the bounds.
    """
    return _read(where, "JSON", content, lambda text: json.loads(text, parse_int=_number))


def read_toml(where: str, content: bytes) -> dict[str, Any]:
    """The table that `content` holds. Raises as `read_json`."""
    table: dict[str, Any] = _read(where, "TOML", content, _toml)
    return table


def shown(value: object) -> str:
    """A value of a stranger's as Python writes it, cut to what fits into a message."""
    return _SHORT.repr(value)


def _read(where: str, kind: str, content: bytes, parse: Callable[[str], Any]) -> Any:
    if len(content) > MOST_BYTES:
        raise ReadError(f"{where} claims {len(content)} bytes")
    try:
        value = parse(content.decode("utf-8-sig"))
        _check(value)
    except RecursionError as cause:
        raise ReadError(f"{where} is nested too deep") from cause
    except ValueError as cause:
        reason = str(cause)[:_LONGEST_REASON]
        raise ReadError(f"{where} is not {kind}, or not as it should be: {reason}") from cause
    return value


def _toml(text: str) -> dict[str, Any]:
    if any(line.count(".") > _MOST_DOTS for line in text.split("\n")):
        raise ValueError(f"a line with more than {_MOST_DOTS} dots")
    return tomllib.loads(text)


def _number(digits: str) -> int:
    if len(digits) > len(str(_WIDEST_NUMBER)):
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _check(value: Any) -> None:
    """Raises: ValueError for a value beyond the bounds. Goes through it without recursion."""
    level: list[Any] = [value]
    values = 0
    for _ in range(_DEEPEST):
        values += len(level)
        if values > _MOST_VALUES:
            raise ValueError(f"more than {_MOST_VALUES} values")
        for item in level:
            _check_one(item)
        level = [inside for item in level for inside in _inside(item)]
        if not level:
            return
    raise ValueError(f"nested more than {_DEEPEST} deep")


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return (*value.keys(), *value.values())
    return value if isinstance(value, list) else ()


def _check_one(value: Any) -> None:
    if isinstance(value, str):
        if len(value) > _LONGEST_TEXT:
            raise ValueError(f"a text of {len(value)} characters")
        value.encode("utf-8")  # raises a kind of ValueError at half a character
    elif isinstance(value, int) and abs(value) > _WIDEST_NUMBER:
        raise ValueError("a number that is too large")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number that is not finite")  # no JSON, though Python reads NaN
