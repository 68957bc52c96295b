"""Word documents (`.docx`, `.docm`, `.dotx`), read and written."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.formats.docx_runs import ParagraphText, paragraph_texts
from harness.formats.markup.elements import Asked
from harness.formats.packages.archive import Archive
from harness.formats.packages.members import Member, MemberFile, PackageFormat
from harness.formats.packages.xml_member import found_in, xml_file

_TYPES = "[Content_Types].xml"
_OVERRIDE = re.compile(r"<(?:\w+:)?Override\s([^>]*?)/?>")
_NAME = re.compile(r"PartName\s*=\s*[\"']/([^\"']*)[\"']")
_KIND = re.compile(
    r"ContentType\s*=\s*[\"'][^\"']*?(?:wordprocessingml|ms-word)\.[^\"']*?"
    r"(?P<kind>\bmain|\bheader|\bfooter|\bfootnotes|\bendnotes|\bcomments)\+xml[\"']",
    re.IGNORECASE,
)
_ROOTS = {"header": "hdr", "footer": "ftr", "footnotes": "footnotes", "endnotes": "endnotes",
          "comments": "comments"}  # fmt: skip


class Docx(PackageFormat):
    """Reads and writes DOCX. A paragraph is a unit, wherever it stands.

    Read are the text, tables, text boxes, headers, footers, notes and comments. Runs of one format
    are one stretch of text; other formats, links and fields are codes. Text that was deleted with
    changes tracked stays as it is. Blind to charts, diagrams and formulas.
    """

    name = "docx"
    suffixes = (".docx", ".docm", ".dotx", ".dotm")

    def members(self, archive: Archive) -> Sequence[Member]:
        if "EncryptedPackage" in archive.names or _TYPES not in archive.names:
            raise archive.error(f"it is no Word document: it has no {_TYPES}")
        types = xml_file(archive.read(_TYPES), f"{archive.origin}:{_TYPES}").text
        found = []
        for attributes in _OVERRIDE.findall(types):
            name, kind = _NAME.search(attributes), _KIND.search(attributes)
            if name and kind and name[1] in archive.names:
                found.append(_member(name[1], kind["kind"]))
        if not any(not member.part for member in found):
            raise archive.error("it is no Word document: it names no main part")
        places = {name: place for place, name in enumerate(archive.names)}
        return sorted(found, key=lambda member: (bool(member.part), places[member.name]))


def _member(name: str, kind: str) -> Member:
    root = _ROOTS.get(kind, "document")
    return Member(name, _Paragraphs(root), kind if kind in _ROOTS else "")


@dataclass(frozen=True, slots=True)
class _Paragraphs:
    """A member with paragraphs; `root` is the name of its root element."""

    root: str

    def file(self, data: bytes, origin: str) -> MemberFile:
        return xml_file(data, origin)

    def texts(self, file: MemberFile) -> list[ParagraphText]:
        return list(self._texts(file))

    def _texts(self, file: MemberFile) -> Iterator[ParagraphText]:
        for found, element in found_in(file, Asked("Word document", self.root, ("p",))):
            yield from paragraph_texts(element, found.start, file.encoding)
