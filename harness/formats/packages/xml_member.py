"""Members in XML: elements found by expat, each with the texts in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from harness.core.values import InlineCode, Span, WordPairs
from harness.formats.markup.elements import Asked, Found, elements
from harness.formats.markup.inline import Content, Pen, Rules, content, placed
from harness.formats.markup.source import Source
from harness.formats.markup.tree import Element, parsed
from harness.formats.packages.members import MemberFile


def xml_file(data: bytes, origin: str) -> MemberFile:
    """A member in XML, decoded. Raises: ReadError."""
    source = Source.of_bytes(data, origin)
    return MemberFile(data.decode(source.encoding), source.encoding, origin)


def found_in(file: MemberFile, asked: Asked) -> Iterator[tuple[Found, Element]]:
    """The elements asked for. Raises: ReadError as `elements`."""
    source = Source(file.origin, file.text.encode(), "utf-8")
    for found in elements(source, asked):
        yield found, parsed(found.raw)


@dataclass(frozen=True, slots=True)
class ElementText:
    """The text of an element; the translation goes between its tags."""

    content: Content
    slot: Span
    pen: Pen

    @classmethod
    def of(cls, element: Element, base: int, rules: Rules, pen: Pen) -> "ElementText":
        slot = Span(base + element.inner, base + element.inner_end)
        return cls(content(element, rules), slot, pen)

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def codes(self) -> tuple[InlineCode, ...]:
        return self.content.codes

    def written(self, text: str, raw: str, pairs: WordPairs) -> str:  # noqa: ARG002
        return placed(text, self.content, self.pen, pairs)


def within(element: Element, *kinds: str) -> Iterator[Element]:
    """The elements of some kinds in an element, but not what is in these."""
    for child in element.elements():
        if child.kind in kinds:
            yield child
        else:
            yield from within(child, *kinds)
