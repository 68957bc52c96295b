"""Text as XML 1.0 can carry it, and the elements that hold it.

One rule for all that is written as XML. Tabs and line ends stay. U+FFFD stands for what XML 1.0
(section 2.2) forbids: control characters, halves of characters, U+FFFE and U+FFFF; for the controls
that it allows and advises against (U+007F to U+009F without U+0085), which steer terminals; and for
the bidirectional controls that open or close a stretch (embeddings, overrides, isolates), which
would let a text turn round what stands beside it in a reader's window. Marks of direction and
joiners reach no further than the letters beside them, and stay.
"""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

Attributes = Iterable[tuple[str, str]]

_FORBIDDEN = re.compile(
    "[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\u202a-\u202e\u2066-\u2069]"
)


def content(text: str) -> str:
    """`text` as the content of an element; characters that cannot stand there become U+FFFD."""
    return escape(_FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"})


def attribute(text: str) -> str:
    """`text` as the value of an attribute, in its quotation marks."""
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))


def start(name: str, attributes: Attributes = ()) -> str:
    """The start tag of an element: `<name key="value">`."""
    written = "".join(f" {key}={attribute(value)}" for key, value in attributes)
    return f"<{name}{written}>"


def element(name: str, attributes: Attributes = (), text: str = "") -> str:
    """A whole element with no other in it; without text an empty one: `<name/>`."""
    opening = start(name, attributes)
    return f"{opening}{content(text)}</{name}>" if text else f"{opening[:-1]}/>"
