"""Characters that act on a terminal, escaped in what is printed there: data for programs, mostly.

To a file or a pipe a format is written as it is; on a terminal the same text could clear the
screen, forge a line or turn one round. JSON's escapes mean the same to whoever reads them again,
and so do XML's; CSV has none, and HTML not everywhere.
"""

import re
from collections.abc import Iterable, Iterator

from harness.core.errors import ConfigError

# C0 but for tabs and line ends, DEL, C1, marks and controls of direction. An escape that only
# colours is one of ours: formats escape theirs, or are refused.
_LIVE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    r"|\r(?!\n)|\x1b(?!\[[0-9;]*m)"
)
_ANY = re.compile(f"\x1b|{_LIVE.pattern}")  # in a format of ours nothing is coloured

_XML = frozenset({"junit", "tmx"})
_WITHOUT_ESCAPES = frozenset({"csv", "html"})


def shown(text: str) -> str:
    """Text for a terminal; what is alive in it as JSON escapes it."""
    return _LIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def for_terminal(form: str, pieces: Iterable[str]) -> Iterator[str]:
    """A document in a format, so that a terminal shows it and programs still read the same.

    Raises: ConfigError before anything is given, where the format could not say it.
    """
    if form in _XML:
        return (_ANY.sub(lambda found: f"&#x{ord(found[0]):X};", piece) for piece in pieces)
    if form not in _WITHOUT_ESCAPES:
        return (shown(piece) for piece in pieces)
    whole = "".join(pieces)
    if found := _ANY.search(whole):
        raise ConfigError(
            f"this {form.upper()} holds a character that steers terminals (U+{ord(found[0]):04X}),"
            " and the format cannot escape it",
            hint=f"write it to a file (-o FILE.{form}) or to a pipe",
        )
    return iter((whole,))
