"""Notes in XML files: `note` of XLIFF, `prop` of TMX."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from harness.core.values import Document, Span
from harness.formats.markup.base import XmlFormat
from harness.formats.markup.elements import elements
from harness.formats.markup.inline import XmlPen
from harness.formats.markup.source import Source
from harness.formats.markup.tree import Element, parsed
from harness.formats.notes.edits import AUTHOR, Edit, one_line
from harness.formats.tmx import Tmx
from harness.formats.xliff import Xliff

_FORMATS: Mapping[str, type[XmlFormat]] = {"xliff": Xliff, "tmx": Tmx}


def edits(
    document: Document, text: str, notes: Mapping[str, Sequence[str]], fuzzy: Collection[str]
) -> Iterator[Edit]:
    """A note for each sentence, in the element of its unit."""
    del fuzzy  # no XML file has the mark
    form = _FORMATS[document.format]
    source = Source.of_bytes(text.encode(document.encoding), document.origin)
    reading = form.reading(source, document.language, document.target_language)
    pen = XmlPen(document.encoding, keeps_space=True)
    for found in elements(source, form.asked):
        ids = [each.unit.unit_id for each in reading.placed(found)]
        said = dict.fromkeys(note for unit_id in ids for note in notes.get(unit_id, ()))
        whole = parsed(found.raw)
        for edit in _of_element(whole, [_written(note, pen) for note in said]):
            yield Edit(edit.span.shifted(found.start), edit.text)


def _written(note: str, pen: XmlPen) -> str:
    line = one_line(note)
    return pen.written(line, 0, len(line))


def _of_element(whole: Element, notes: Sequence[str]) -> Iterator[Edit]:
    yield from _WRITERS[whole.kind](whole, notes)


def _in_trans_unit(whole: Element, notes: Sequence[str]) -> Iterator[Edit]:
    """XLIFF 1: behind the target, as its schema wants it."""
    yield from _without_ours(whole, "note", "from")
    texts = [each for each in whole.elements() if each.kind in ("source", "seg-source", "target")]
    if not texts:
        return
    layout, name = _layout(whole, texts[0]), _named(whole, "note")
    words = "".join(f'{layout}<{name} from="{AUTHOR}">{note}</{name}>' for note in notes)
    yield from _at(texts[-1].end, words)


def _in_unit(whole: Element, notes: Sequence[str]) -> Iterator[Edit]:
    """XLIFF 2: among its notes, which come before its segments."""
    known = next((each for each in whole.elements() if each.kind == "notes"), None)
    name = _named(whole, "note")
    written = [f'<{name} category="{AUTHOR}">{note}</{name}>' for note in notes]
    if known is not None:
        others = [each for each in known.elements() if each.attributes.get("category") != AUTHOR]
        if not others and not notes:
            yield Edit(Span(known.start - len(_layout(whole, known)), known.end), "")
            return
        yield from _without_ours(known, "note", "category")
        first = next(known.elements(), None)
        layout = _layout(known, first) if first else ""
        end = known.inner_end - len(_space_at_end(known))
        yield from _at(end, "".join(layout + each for each in written))
        return
    parts = ("originalData", "segment", "ignorable")
    first = next((each for each in whole.elements() if each.kind in parts), None)
    if first is not None and notes:
        layout, group = _layout(whole, first), _named(whole, "notes")
        deeper = f"{layout}  " if "\n" in layout else layout
        inner = "".join(deeper + each for each in written)
        at = first.start - len(layout)
        yield from _at(at, f"{layout}<{group}>{inner}{layout}</{group}>")


def _in_translation_unit(whole: Element, notes: Sequence[str]) -> Iterator[Edit]:
    """TMX: before its variants."""
    yield from _without_ours(whole, "prop", "type", f"x-{AUTHOR}")
    first = next((each for each in whole.elements() if each.kind == "tuv"), None)
    if first is None:
        return
    layout = _layout(whole, first)
    words = "".join(f'{layout}<prop type="x-{AUTHOR}">{note}</prop>' for note in notes)
    yield from _at(first.start - len(layout), words)


_WRITERS: Mapping[str, Callable[[Element, Sequence[str]], Iterator[Edit]]] = {
    "trans-unit": _in_trans_unit,
    "unit": _in_unit,
    "tu": _in_translation_unit,
}


def _without_ours(
    parent: Element, kind: str, attribute: str, author: str = AUTHOR
) -> Iterator[Edit]:
    """Take out the notes of an earlier round, with the space before them."""
    for each in parent.elements():
        if each.kind == kind and each.attributes.get(attribute) == author:
            yield Edit(Span(each.start - len(_layout(parent, each)), each.end), "")


def _at(place: int, words: str) -> Iterator[Edit]:
    if words:
        yield Edit(Span(place, place), words)


def _layout(parent: Element, child: Element) -> str:
    """The blank space before an element."""
    before = parent.root[parent.inner : child.start]
    return before[len(before.rstrip()) :]


def _space_at_end(parent: Element) -> str:
    inner = parent.root[parent.inner : parent.inner_end]
    return inner[len(inner.rstrip()) :]


def _named(whole: Element, kind: str) -> str:
    """A name with the prefix that the file's own elements have."""
    return whole.name[: -len(whole.kind)] + kind
