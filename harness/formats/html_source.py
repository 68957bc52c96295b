"""The parts of an HTML file with their places: tags, comments, text, as browsers tell them apart.

One pass, and every character belongs to one part. html.parser of the standard library gives places,
too, but 60 kB of `<a <a <a` take it twenty seconds; here what is never closed is an error at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from harness.formats.lines import Lines

_PART = re.compile(
    r"<!--(?:>|->|.*?(?:--!?>))|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<%.*?%>|<![A-Za-z][^>]*+>"
    r"|</(?P<close>[A-Za-z][^\s/>]*+)[^>]*+>"
    r"|<(?P<open>[A-Za-z][^\s/>]*+)"
    r"(?P<rest>(?:[^>=]|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?=[^\"'\s])[^\s>]*+|(?=>)))*+)>"
    r"|(?P<text>(?:[^<]++|<(?![A-Za-z!?/%])|</(?![A-Za-z])|<!(?!--|\[CDATA\[|[A-Za-z]))++)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"([^\s=/>\"']+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"']+))"
)
_RAW = {"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes"}


class PartKind(Enum):
    """What a part of a file is."""

    OPEN = "open"
    CLOSE = "close"
    TEXT = "text"
    OTHER = "other"  # comment, declaration, instruction


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute's value as it is written; `start` is where that begins in the file."""

    name: str
    written: str
    start: int
    quote: str  # empty where it has none


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file: `raw` from `start` on. `name` is a tag's, lower case."""

    kind: PartKind
    raw: str
    start: int
    name: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.raw)

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written `<name/>`."""
        return self.kind is PartKind.OPEN and self.raw.endswith("/>")

    def attributes(self) -> Iterator[Attribute]:
        """Those with a value, in order."""
        for found in _ATTRIBUTE.finditer(self.raw, 1 + len(self.name)):
            kind = found.lastgroup or ""
            quote = {"double": '"', "single": "'"}.get(kind, "")
            yield Attribute(found[1].lower(), found[kind], self.start + found.start(kind), quote)

    def attribute(self, name: str) -> str | None:
        """The first attribute of a name, as it is written."""
        return next((each.written for each in self.attributes() if each.name == name), None)


def parts(lines: Lines, start: int) -> Iterator[Part]:
    """All parts from a place on, in order. What is in `script` and its like is one text.

    Raises:
        ReadError: a tag, a comment or such an element that is never closed; names the line.
    """
    text, at = lines.text, start
    while at < len(text):
        found = _PART.match(text, at)
        if found is None:
            what = re.match(r"<!?-{0,2}[\w:.-]{0,20}", text[at:])
            raise lines.error(
                at,
                f"what begins here with {what[0] if what else text[at]!r} is never closed",
                "complete the file, or write &lt; for a sign that begins no tag",
            )
        part = _part(found)
        yield part
        at = part.end
        if part.kind is PartKind.OPEN and part.name in _RAW and not part.is_empty_tag:
            inner = _until_closed(lines, part)
            if inner.raw:
                yield inner
            at = inner.end


def _part(found: re.Match[str]) -> Part:
    if name := found["open"]:
        return Part(PartKind.OPEN, found[0], found.start(), name.lower())
    if name := found["close"]:
        return Part(PartKind.CLOSE, found[0], found.start(), name.lower())
    kind = PartKind.TEXT if found["text"] is not None else PartKind.OTHER
    return Part(kind, found[0], found.start())


def _until_closed(lines: Lines, part: Part) -> Part:
    """What stands in an element in which no tags are, up to its end tag."""
    end = re.compile(rf"</{re.escape(part.name)}(?=[\s/>])", re.IGNORECASE)
    found = end.search(lines.text, part.end)
    if found is None:
        raise lines.error(
            part.start,
            f"the element <{part.name}> is never closed",
            f"complete the file: </{part.name}> is missing",
        )
    return Part(PartKind.OTHER, lines.text[part.end : found.start()], part.end)
