"""The characters of Android's string resources: escapes and blank space, as aapt2 reads them."""

import re
from dataclasses import dataclass

from harness.formats.markup.inline import with_references, writable

_PART = re.compile(
    r"(?P<unit>(?:\\u[0-9A-Fa-f]{4})+)|\\(?P<escape>.?)|(?P<quote>\")|(?P<space>[ \t\r\n]+)"
    r"|(?P<plain>[^\\\" \t\r\n]+)",
    re.DOTALL,
)
_MEANT = {"n": "\n", "t": "\t", "\n": " "}
_WRITTEN = {
    "\\": "\\\\", '"': '\\"', "'": "\\'", "\n": "\\n", "\t": "\\t", "\r": "\\u000D",
}  # fmt: skip
_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# What XML cannot hold, and what an editor would not show.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")


class AndroidEscapes:
    """Reads one string. Blank space is one space, and none at the ends; but not in quotes."""

    def __init__(self) -> None:
        self._quoted = False
        self._after_space = True
        self._something = False

    def meant(self, piece: str) -> str:
        """Raises: ValueError for `\\u` without four digits, or half a character."""
        return "".join(map(self._part, _PART.finditer(piece)))

    def covered(self) -> None:
        self._after_space, self._something = False, True

    def loose_end(self) -> int:
        return int(self._after_space and self._something)

    def _part(self, part: re.Match[str]) -> str:
        kind, written = part.lastgroup, part[0]
        if kind == "quote":
            self._quoted = not self._quoted
            return ""
        if kind == "space" and not self._quoted:
            text = "" if self._after_space else " "
            self._after_space = True
            return text
        self.covered()
        if kind == "unit":
            data = bytes.fromhex(written.replace("\\u", ""))
            try:
                return data.decode("utf-16-be")
            except UnicodeDecodeError as cause:
                raise ValueError(f"{written} is half a character") from cause
        if kind == "escape":
            if part["escape"] == "u":
                raise ValueError("\\u is not followed by four hexadecimal digits")
            return _MEANT.get(part["escape"], part["escape"])
        return written


@dataclass(frozen=True, slots=True)
class AndroidPen:
    """Writes strings so that aapt2 reads them as they are; `cdata` within a CDATA section."""

    encoding: str = "utf-8"
    cdata: bool = False

    def written(self, text: str, start: int, end: int) -> str:
        made = [self._sign(text, at) for at in range(start, end)]
        plain = "".join(made)
        if self.cdata and writable(plain, self.encoding):
            return f"<![CDATA[{plain.replace(']]>', ']]]]><![CDATA[>')}]]>"
        escaped = "".join(_XML.get(sign, sign) for sign in plain)
        return with_references(escaped, self.encoding)

    def _sign(self, text: str, at: int) -> str:
        sign = text[at]
        if sign == " ":
            loose = at in (0, len(text) - 1) or text[at - 1] == " "
            return "\\u0020" if loose else sign
        if sign in "@?" and at == 0:
            return "\\" + sign
        if sign in _WRITTEN:
            return _WRITTEN[sign]
        if "\ud800" <= sign <= "\udfff":
            raise ValueError(f"half a character (U+{ord(sign):04X}) is no text")
        return f"\\u{ord(sign):04X}" if _HIDDEN.match(sign) else sign
