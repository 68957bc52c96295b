"""Electronic books (`.epub`), read and written: EPUB 2 and 3."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from harness.core.errors import ReadError
from harness.core.values import InlineCode, Span, WordPairs
from harness.formats.encoding import decode
from harness.formats.html import HtmlSlot, pen_of
from harness.formats.html_text import HtmlPen
from harness.formats.html_units import HtmlText, html_texts
from harness.formats.inline import has_words
from harness.formats.lines import Lines
from harness.formats.markup.elements import Asked
from harness.formats.markup.inline import Code, Rules, XmlPen
from harness.formats.packages.archive import Archive
from harness.formats.packages.members import Member, MemberFile, PackageFormat
from harness.formats.packages.xml_member import ElementText, found_in, xml_file

_CONTAINER = "META-INF/container.xml"
_PAGE, _CONTENTS = "application/xhtml+xml", "application/x-dtbncx+xml"
_NAMED = re.compile(rb"\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_ENCRYPTED = re.compile(r"<(?:\w+:)?CipherReference\s[^>]*?URI\s*=\s*[\"']([^\"']*)")


class Epub(PackageFormat):
    """Reads and writes EPUB. The texts of its pages are units, as in HTML, in the order of reading.

    The table of contents is read, too, in both of its forms. Blind to metadata, and to what
    pictures show.
    """

    name = "epub"
    suffixes = (".epub",)

    def members(self, archive: Archive) -> Sequence[Member]:
        if _CONTAINER not in archive.names:
            raise archive.error(f"it is no book: it has no {_CONTAINER}")
        found = list(_Book(archive).members())
        if not any(isinstance(member.kind, _Page) for member in found):
            raise archive.error("it is a book without pages of text")
        hidden = _encrypted(archive)
        for member in found:
            if member.name in hidden:
                raise archive.error(f"its page {member.name} is encrypted (DRM)")
        return found


class _Book:
    """What the package document of a book says: its pages, in order."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        container = self._xml(_CONTAINER)
        roots = [
            element.attributes.get("full-path", "")
            for _, element in found_in(container, Asked("book", "container", ("rootfile",)))
        ]
        self._root = next((each for each in roots if each in archive.names), "")
        if not self._root:
            raise archive.error("it is no book: the package document that it names is not there")

    def members(self) -> Iterator[Member]:
        """Pages in the order of reading, then the table of contents."""
        items: dict[str, Mapping[str, str]] = {}
        order: list[str] = []
        asked = Asked("package document of a book", "package", ("item", "itemref"))
        for _, element in found_in(self._xml(self._root), asked):
            if element.kind == "item":
                items[element.attributes.get("id", "")] = element.attributes
            else:
                order.append(element.attributes.get("idref", ""))
        seen = set[str]()
        for name in (*order, *items):
            member = self._member(items.get(name, {}), in_order=name in order)
            if member is not None and member.name not in seen:
                seen.add(member.name)
                yield member

    def _member(self, item: Mapping[str, str], *, in_order: bool) -> Member | None:
        folder = posixpath.dirname(self._root)
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        kind = item.get("media-type", "")
        if name not in self._archive.names:
            return None
        if kind == _CONTENTS:
            return Member(name, _TableOfContents(), name)
        is_page = kind == _PAGE and (in_order or "nav" in item.get("properties", "").split())
        return Member(name, _Page(), name) if is_page else None

    def _xml(self, name: str) -> MemberFile:
        return xml_file(self._archive.read(name), f"{self._archive.origin}:{name}")


def _encrypted(archive: Archive) -> set[str]:
    """Members that are encrypted; fonts that are only veiled are among them."""
    name = "META-INF/encryption.xml"
    if name not in archive.names:
        return set()
    text = archive.read(name).decode("utf-8", "replace")
    return {unquote(each) for each in _ENCRYPTED.findall(text)}


class _Page:
    """A page in XHTML."""

    def file(self, data: bytes, origin: str) -> MemberFile:
        named = _NAMED.match(data.removeprefix(b"\xef\xbb\xbf"))
        decoded = decode(data, origin, named[1].decode("ascii") if named else None)
        if found := _ENTITY.search(decoded.text):
            line = decoded.text.count("\n", 0, found.start()) + 1
            raise ReadError(
                f"{origin}:{line}: an entity is declared, which could hide a bomb",
                hint="remove the DOCTYPE's declarations; pages of books need none",
            )
        return MemberFile(decoded.text, decoded.encoding, origin)

    def texts(self, file: MemberFile) -> list["_PageText"]:
        lines = Lines(file.text, file.origin)
        start = int(file.text.startswith("\ufeff"))
        pen = pen_of(file.text, file.encoding)
        return [_PageText(each, pen) for each in html_texts(lines, start, is_xml=True)]


@dataclass(frozen=True, slots=True)
class _PageText:
    found: HtmlText
    pen: HtmlPen

    @property
    def text(self) -> str:
        return self.found.content.text

    @property
    def codes(self) -> tuple[InlineCode, ...]:
        return self.found.content.codes

    @property
    def slot(self) -> Span:
        return self.found.slot

    def written(self, text: str, raw: str, pairs: WordPairs) -> str:
        is_value = self.found.attribute is not None
        return HtmlSlot(self.found.content, is_value, self.pen).written(text, raw, pairs)


class _TableOfContents:
    """The table of contents of EPUB 2 (`toc.ncx`)."""

    _rules = Rules(lambda _: Code(parts=True))

    def file(self, data: bytes, origin: str) -> MemberFile:
        return xml_file(data, origin)

    def texts(self, file: MemberFile) -> list[ElementText]:
        asked = Asked("table of contents", "ncx", ("text",))
        made = (
            ElementText.of(element, found.start, self._rules, XmlPen(file.encoding))
            for found, element in found_in(file, asked)
        )
        return [each for each in made if has_words(each.text)]
