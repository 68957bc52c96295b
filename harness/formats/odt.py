"""OpenDocument text (`.odt`, `.ott`), read and written."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from harness.formats.inline import has_words
from harness.formats.markup.elements import Asked
from harness.formats.markup.inline import Code, Rules, XmlPen
from harness.formats.markup.tree import Element
from harness.formats.packages.archive import Archive
from harness.formats.packages.members import Member, MemberFile, PackageFormat
from harness.formats.packages.xml_member import ElementText, found_in, within, xml_file

_MIMETYPE = "application/vnd.oasis.opendocument.text"
_CONTENT, _STYLES = "content.xml", "styles.xml"
_PARAGRAPHS = ("p", "h")
_SPACE = re.compile(r"[ \t\r\n]+")
_STYLE = re.compile(
    r"<style:style\s[^>]*?style:name=\"([^\"]*)\"[^>]*>\s*<style:text-properties\s([^>]*?)/>\s*"
    r"</style:style>"
)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=")
_MOST_SPACES = 1000


class Odt(PackageFormat):
    """Reads and writes ODT. A paragraph or heading is a unit, wherever it stands.

    Read are the text, footnotes, text boxes, headers and footers. Spans and links are codes; spans
    that only say who typed what are none. Blind to tracked deletions, and to names of pictures.
    """

    name = "odt"
    suffixes = (".odt", ".ott")

    def members(self, archive: Archive) -> Sequence[Member]:
        if "mimetype" in archive.names:
            kind = archive.read("mimetype").decode("latin-1").strip()
            if not kind.startswith(_MIMETYPE):
                raise archive.error(f"it is no OpenDocument text, but calls itself {kind[:80]!r}")
        if "META-INF/manifest.xml" in archive.names and (
            b"encryption-data" in archive.read("META-INF/manifest.xml")
        ):
            raise archive.error("it is encrypted with a password")
        if _CONTENT not in archive.names:
            raise archive.error(f"it is no OpenDocument text: it has no {_CONTENT}")
        made = [Member(_CONTENT, _Paragraphs("document-content"))]
        if _STYLES in archive.names:
            made.append(Member(_STYLES, _Paragraphs("document-styles"), "headers and footers"))
        return made


@dataclass(frozen=True, slots=True)
class _Paragraphs:
    """A member with paragraphs; `root` is the name of its root element."""

    root: str

    def file(self, data: bytes, origin: str) -> MemberFile:
        return xml_file(data, origin)

    def texts(self, file: MemberFile) -> list[ElementText]:
        asked = Asked("OpenDocument text", self.root, ("text:p", "text:h"))
        rules = Rules(_taker(_plain_styles(file.text)), keeps_space=True, escapes=_Spaces)
        made: list[ElementText] = []
        for found, element in found_in(file, asked):
            if not any(each.name == "text:tracked-changes" for each in found.parents):
                made += _texts(element, found.start, rules, OdfPen(file.encoding))
        return made


def _texts(element: Element, base: int, rules: Rules, pen: "OdfPen") -> Iterator[ElementText]:
    """The text of a paragraph, and of those in it: in footnotes and boxes."""
    made = ElementText.of(element, base, rules, pen)
    if has_words(made.text):
        yield made
    for each in within(element, *_PARAGRAPHS):
        yield from _texts(each, base, rules, pen)


def _plain_styles(text: str) -> frozenset[str]:
    """Styles that only say in which session something was typed."""
    return frozenset(
        name
        for name, properties in _STYLE.findall(text)
        if all(
            each.endswith("rsid") or each.startswith("xmlns")
            for each in _ATTRIBUTE.findall(properties)
        )
    )


def _taker(plain: frozenset[str]) -> Callable[[Element], Code]:
    def taken(element: Element) -> Code:
        kind = element.kind
        if kind == "span":
            dropped = element.attributes.get("text:style-name") in plain
            return Code(parts=True, may_drop=dropped)
        if kind in ("a", "meta", "ruby", "ruby-base"):
            return Code(parts=True)
        if kind == "s":
            count = element.attributes.get("text:c", "1")
            return Code(covers=" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        if kind == "tab":
            return Code(covers="\t")
        return Code(covers="\n") if kind == "line-break" else Code(shown=element.kind)

    return taken


class _Spaces:
    """Blank space as OpenDocument reads it: any run is one space, and none at the start."""

    def __init__(self) -> None:
        self._after_space = True

    def meant(self, piece: str) -> str:
        text = _SPACE.sub(" ", piece)
        if self._after_space and text.startswith(" "):
            text = text[1:]
        if text:
            self._after_space = text.endswith(" ")
        return text

    def covered(self) -> None:
        self._after_space = False

    def loose_end(self) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class OdfPen:
    """Writes text so that blank space comes back: tabs, line breaks and spaces have elements."""

    encoding: str = "utf-8"

    def written(self, text: str, start: int, end: int) -> str:
        pen = XmlPen(self.encoding, keeps_space=True)
        made = []
        for at in range(start, end):
            sign = text[at]
            if sign == "\r":
                raise ValueError("OpenDocument cannot hold a carriage return")
            if sign == " " and (at == 0 or text[at - 1] in " \t\n"):
                made.append("<text:s/>")
            elif sign in "\t\n":
                made.append("<text:tab/>" if sign == "\t" else "<text:line-break/>")
            else:
                made.append(pen.written(text, at, at + 1))
        return "".join(made)
