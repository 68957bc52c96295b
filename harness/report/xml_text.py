"""Text as XML 1.0 can carry it, for the reporters that write XML."""

import re
from xml.sax.saxutils import escape, quoteattr

# All that XML 1.0 (section 2.2) forbids, and the bidirectional controls, which would let a text
# turn round what stands beside it in a reader's window.
_FORBIDDEN = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)


def content(text: str) -> str:
    """`text` as the content of an element; characters that cannot stand there become U+FFFD."""
    return escape(_FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"})


def attribute(text: str) -> str:
    """`text` as the value of an attribute, in its quotation marks."""
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))
