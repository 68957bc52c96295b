"""TOML as a manifest needs it: keys, texts, whole numbers, truth values, lists, lists of tables."""

import json
from collections.abc import Iterable, Mapping


def table(entries: Iterable[tuple[str, object]]) -> str:
    """A table's lines, `key = value`, in the order given."""
    return "".join(f"{key} = {value(entry)}\n" for key, entry in entries)


def tables(name: str, rows: Iterable[Mapping[str, object]]) -> str:
    """A list of tables: `[[name]]` and its lines for each, with an empty line between them."""
    return "\n".join(f"[[{name}]]\n{table(row.items())}" for row in rows)


def value(written: object) -> str:
    """A text, a whole number, a truth value, or a list of such.

    Raises:
        TypeError: anything else.
    """
    match written:
        case bool():
            return "true" if written else "false"
        case int():
            return str(written)
        case str():
            # A basic string of TOML is one of JSON, save that DEL must be escaped too.
            return json.dumps(written, ensure_ascii=False).replace("\x7f", "\\u007f")
        case list() | tuple():
            return "".join(["[\n", *(f"  {value(item)},\n" for item in written), "]"])
    raise TypeError(f"{written!r} has no place in TOML here")
