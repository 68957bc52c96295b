"""Textbooks in CNXML, the format of OpenStax: a translation keeps the identifiers of the original.

Paragraphs, captions, list items and definitions are paired by identifier. Formulas other than
plain numbers, cross-references and subscripts have no text, so their sentences are left out.
"""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from xml.etree import ElementTree as ET

from formats._parallel import LOST, sentence_pairs
from formats._prose import whole_sentences

_OWN = re.compile(r"\D*-\d{1,5}$")  # numbered anew in each language: para-00012
_BLOCKS = {"list", "figure", "equation", "table", "note", "exercise", "example", "media", "code"}
_RAISED = {"2": "²", "3": "³", "o": "°"}
_FIGURES = {"math", "mrow", "mn", "mtext", "mspace", "semantics", "mstyle"}


def _tag(element: ET.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _formula(element: ET.Element) -> str:
    """A formula that is only a number and a unit, as text."""
    if any(_tag(e) not in _FIGURES for e in element.iter()):
        return LOST
    return " ".join(t.strip() for t in element.itertext() if t.strip()) or LOST


def _inline(element: ET.Element) -> str:
    """What an element inside a paragraph reads as."""
    match _tag(element):
        case "math":
            return _formula(element)
        case "footnote" | "title" | "label":
            return ""
        case "newline" | "space":
            return " "
        case "sup":
            return _RAISED.get("".join(element.itertext()), LOST)
        case name if name in _BLOCKS | {"sub"}:
            return LOST
        case _:
            return _text(element) or LOST


def _text(element: ET.Element) -> str:
    """The running text of an element, without the blocks that stand inside it."""
    parts = [element.text or ""]
    for child in element:
        parts += [_inline(child), child.tail or ""]
    return "".join(parts)


def _paragraphs(module: Path, every: bool = False) -> Iterator[tuple[str, str]]:
    """Identifier and text of everything in a module that can be prose."""
    for element in ET.parse(module).getroot().iter():
        identifier = element.get("id", "")
        match _tag(element):
            case "para" | "meaning" | "item" if every or (
                identifier and not _OWN.match(identifier)
            ):
                yield identifier, _text(element)
            case "figure" | "list" if every or (identifier and not _OWN.match(identifier)):
                for number, child in enumerate(element):
                    if _tag(child) in {"caption", "item"} and not child.findall("./{*}para"):
                        yield f"{identifier}/{number}", _text(child)


def sentences(files: Sequence[Path], language: str, *, every: bool = False) -> Iterator[str]:
    """The sentences of books that have no counterpart: the prose of all modules.

    Args:
        files: the modules.
        language: their language.
        every: whether paragraphs are read too that are numbered anew in each language.
    """
    for file in files:
        for _, prose in _paragraphs(file, every):
            yield from (s for s in whole_sentences(prose, language) if LOST not in s)


def pairs(files: Sequence[Path], *, english: str) -> Iterator[tuple[str, str]]:
    """Sentence pairs of books and their translations.

    Args:
        files: the modules of both languages.
        english: pattern that the paths of the English modules match.
    """
    ours = {
        identifier: original
        for file in files
        if fnmatch(str(file), english)
        for identifier, original in _paragraphs(file)
    }
    for file in files:
        if not fnmatch(str(file), english):
            for identifier, translation in _paragraphs(file):
                if identifier in ours and translation:
                    yield from sentence_pairs(ours[identifier], translation)
