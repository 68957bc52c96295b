"""Books in TEI: the sentences of their paragraphs, without notes, pictures and headings."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from formats._prose import folded, whole_sentences

_UNREAD = {"note", "figure", "head", "table", "list", "graphic", "bibl", "teiHeader"}


def sentences(files: Sequence[Path], language: str) -> Iterator[str]:
    """The whole sentences of all paragraphs."""
    for path in files:
        for paragraph in _paragraphs(ET.parse(path).getroot()):
            yield from whole_sentences(folded(_text(paragraph)), language)


def _paragraphs(element: ET.Element) -> Iterator[ET.Element]:
    if _name(element) == "p":
        yield element
    elif _name(element) not in _UNREAD:
        for child in element:
            yield from _paragraphs(child)


def _text(element: ET.Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += ["" if _name(child) in _UNREAD else _text(child), child.tail or ""]
    return "".join(parts)


def _name(element: ET.Element) -> str:
    """The tag without its namespace; comments and instructions count as notes."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "note"
