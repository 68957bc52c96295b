"""Values as text that any UTF-8 file can hold."""

import json


def json_text(value: object) -> str:
    """`value` as JSON on one line. Raises: ValueError for a number that is not finite.

    Letters are written as they are, but for lone surrogates, which no UTF-8 file can hold: those
    are escaped.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text)
