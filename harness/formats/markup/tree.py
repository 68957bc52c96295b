"""One element taken apart into its parts, each with its place in the raw characters.

For elements that expat has read already: they are well-formed, so patterns are exact.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from harness.formats.markup.elements import local

_PART = re.compile(
    r"<!--(?P<comment>.*?)-->|<!\[CDATA\[(?P<cdata>.*?)\]\]>|(?P<instruction><\?.*?\?>)"
    r"|</(?P<close>[^\s>]++)\s*>"
    r"|<(?P<open>[^\s/>]++)(?P<attributes>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|(?P<text>[^<]++)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(r"&(?:#(\d+)|#x([0-9A-Fa-f]+)|([^;\s&#]+));")
_LINE_END = re.compile(r"\r\n?")
PREDEFINED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


@dataclass(frozen=True, slots=True)
class Text:
    """Characters between tags: `raw` as they stand, CDATA without its brackets."""

    raw: str
    is_cdata: bool = False


@dataclass(eq=False)
class Element:
    """An element and its children; `start` to `end` is all of it, `inner` to `inner_end` within.

    `root` is the raw text that all these places count in. Comments and instructions are left out.
    """

    name: str
    written_attributes: str
    root: str
    start: int
    inner: int
    inner_end: int = 0
    end: int = 0
    children: list["Element | Text"] = field(default_factory=list)

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written `<name/>`."""
        return self.end == self.inner

    @cached_property
    def attributes(self) -> Mapping[str, str]:
        """By their names as written, prefix included."""
        return {
            name: resolved(double or single, {})
            for name, double, single in _ATTRIBUTE.findall(self.written_attributes)
        }

    @property
    def raw(self) -> str:
        return self.root[self.start : self.end]

    @property
    def opening(self) -> str:
        """Its start tag."""
        return self.root[self.start : self.inner]

    @property
    def closing(self) -> str:
        """Its end tag; empty for `<name/>`."""
        return self.root[self.inner_end : self.end]

    @property
    def opened(self) -> str:
        """Its start tag, as one that an end tag follows."""
        return self.opening[:-2].rstrip() + ">" if self.is_empty_tag else self.opening

    @property
    def is_cdata(self) -> bool:
        """Whether a CDATA section is all that is in it."""
        return (
            len(self.children) == 1
            and isinstance(self.children[0], Text)
            and (self.children[0].is_cdata)
        )

    @property
    def kind(self) -> str:
        """Its name without a prefix."""
        return local(self.name)

    def elements(self, *names: str) -> Iterator["Element"]:
        """Its children of these names (as written), or all."""
        for child in self.children:
            if isinstance(child, Element) and (not names or child.name in names):
                yield child

    def first(self, name: str) -> "Element | None":
        """Its first child of a name (as written)."""
        return next(self.elements(name), None)

    def words(self) -> str:
        """All characters in it, as they are meant; blank space at its ends is left out."""
        pieces = []
        for child in self.children:
            if isinstance(child, Element):
                pieces.append(child.words())
            else:
                pieces.append(child.raw if child.is_cdata else resolved(child.raw, {}))
        return "".join(pieces).strip()

    def line(self, first: int) -> int:
        """The line on which it starts, where its root starts on line `first`."""
        before = self.root[: self.start]
        return first + before.count("\n") + before.count("\r") - before.count("\r\n")


def parsed(raw: str) -> Element:
    """The parts of one element, as the file holds it."""
    top = Element("", "", raw, 0, 0)
    around = [top]
    for part in _PART.finditer(raw):
        kind = part.lastgroup
        if kind in {"text", "cdata"}:
            around[-1].children.append(Text(part[kind], kind == "cdata"))
        elif kind == "attributes":
            written = part["attributes"]
            made = Element(part["open"], written, raw, part.start(), part.end())
            around[-1].children.append(made)
            if written.endswith("/"):
                made.inner_end = made.end = part.end()
            else:
                around.append(made)
        elif kind == "close":
            done = around.pop()
            done.inner_end, done.end = part.span()
    (element,) = top.elements()
    return element


def resolved(raw: str, entities: Mapping[str, str]) -> str:
    """What characters between tags mean: line ends as XML reads them, references replaced."""
    text = _LINE_END.sub("\n", raw) if "\r" in raw else raw
    if "&" not in text:
        return text

    def meant(reference: re.Match[str]) -> str:
        decimal, hexadecimal, name = reference.groups()
        if name:
            return PREDEFINED.get(name) or entities.get(name, reference[0])
        return chr(int(decimal) if decimal else int(hexadecimal, 16))

    return _REFERENCE.sub(meant, text)
