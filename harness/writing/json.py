"""Values as JSON that any UTF-8 file can hold, lists of any length item by item."""

import json
from collections.abc import Iterable, Iterator, Mapping


def json_text(value: object, *, ascii_only: bool = False) -> str:
    """`value` as JSON on one line. Raises: ValueError for a number that is not finite.

    Letters are written as they are, but for lone surrogates, which no UTF-8 file can hold: those
    are escaped. With `ascii_only` all are, so that no character can mislead a viewer.
    """
    text = json.dumps(value, ensure_ascii=ascii_only, allow_nan=False, separators=(",", ":"))
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text)


def json_stream(
    head: Mapping[str, object],
    name: str,
    items: Iterable[Iterable[str]],
    *,
    ascii_only: bool = False,
) -> Iterator[str]:
    """An object that ends in a list called `name`, its items one a line, never all in memory.

    An item is JSON in pieces: `(json_text(value),)`, or such a stream again.
    """
    opening = json_text({**head, name: []}, ascii_only=ascii_only)
    yield opening.removesuffix("]}")
    for place, pieces in enumerate(items):
        yield ",\n" if place else "\n"
        yield from pieces
    yield "\n]}"
