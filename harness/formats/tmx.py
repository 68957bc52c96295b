"""Translation memories in TMX 1.1 to 1.4, read and written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from harness.core.errors import ReadError
from harness.core.settings import Setting
from harness.core.values import CodeKind, Document, Span, Target, Unit
from harness.core.values.packed_units import gathered
from harness.formats.keys import Occurrences, unit_key
from harness.formats.markup.base import (
    Place,
    Placed,
    Reading,
    XmlFormat,
    language_tag,
    same_language,
)
from harness.formats.markup.elements import Asked, Found
from harness.formats.markup.inline import Code, Content, Rules, XmlPen, content, standalone
from harness.formats.markup.source import Source
from harness.formats.markup.tree import Element, parsed
from harness.formats.options import ReaderOptions

_ENDS = {"bpt": CodeKind.OPEN, "ept": CodeKind.CLOSE}


@dataclass(frozen=True, slots=True)
class _Variant:
    """A `tuv`: one language's text of a unit."""

    language: str
    element: Element
    text: Element  # its `seg`


class _Memory(Reading):
    """One memory being read."""

    def __init__(
        self,
        source: Source,
        language: str,
        target: str | None = None,
        options: ReaderOptions = None,
    ) -> None:
        super().__init__(source, language, target, options)
        if "target" in self.options:
            self.target = language_tag(self.options["target"])
        self._nameless = Occurrences()
        self._languages: dict[str, None] = {}
        self._left_out = 0

    def placed(self, found: Found) -> Iterator[Placed]:
        unit = parsed(found.raw)
        variants = list(self._variants(unit, found.tag.line))
        self._languages.update(dict.fromkeys(each.language for each in variants))
        source = _side(variants, self.language)
        if source is None:
            self._left_out += 1
            return
        others = [each for each in variants if each is not source]
        yield self._unit(found, unit, source, others)

    def finished(self, document: Document) -> Document:
        """Raises: ReadError where no text is in the document's language."""
        if self._left_out and not document.units:
            raise ReadError(
                f"{document.origin}: no text is in {document.language}; there is "
                f"{', '.join(self._languages) or 'none at all'}",
                hint="name the language of the texts in the route, as in --route fr:es@file:fr",
            )
        remarks = document.remarks
        if self._left_out:
            what = "unit has" if self._left_out == 1 else "units have"
            remarks += (
                f"{document.origin}: {self._left_out} {what} no text in {document.language}, and "
                "no row.",
            )
        units = document.units
        if document.target_language is None:  # then only what is there can be written over
            units = gathered(unit if unit.target else replace(unit, slot=None) for unit in units)
        return replace(document, units=units, remarks=remarks)

    def _variants(self, unit: Element, line: int) -> Iterator[_Variant]:
        for each in unit.elements():
            if each.kind == "tuv":
                tag = each.attributes.get("xml:lang") or each.attributes.get("lang")
                text = next((child for child in each.elements() if child.kind == "seg"), None)
                if not tag or text is None:
                    missing = "<seg>" if tag else "language (xml:lang)"
                    raise self.error(
                        each.line(line), f"a <tuv> has no {missing}", "complete it, or delete it"
                    )
                yield _Variant(language_tag(tag), each, text)

    def _unit(
        self, found: Found, unit: Element, source: _Variant, others: Sequence[_Variant]
    ) -> Placed:
        text = content(source.text, _RULES)
        target = self._target(others)
        if target:
            self.targets.add(target.language)
        place = None
        if target:
            place = self._old_place(found, unit, target, text)
        elif self.target or not others:
            place = self._new_place(found, unit, source, text)
        return Placed(
            Unit(
                self._unit_id(unit, text.text, found.tag.line),
                text.text,
                text.codes,
                target=_read(target),
                notes=tuple(
                    ("note", words)
                    for each in unit.elements()
                    if each.kind == "note" and (words := each.words())
                ),
                references={
                    each.language: read.text
                    for each in reversed(others)
                    if each is not target and (read := content(each.text, _RULES)).text
                },
                line=found.tag.line,
            ),
            place,
        )

    def _unit_id(self, unit: Element, text: str, line: int) -> str:
        key = unit.attributes.get("tuid", "")
        if not key:
            return self._nameless.unit_id(text)
        return self.distinct(unit_key(key), line, "the tuid")

    def _target(self, others: Sequence[_Variant]) -> _Variant | None:
        if self.target:
            return _side(others, self.target)
        return others[0] if len(others) == 1 else None

    def _old_place(self, found: Found, unit: Element, target: _Variant, text: Content) -> Place:
        """From the element before the variant to the variant's end."""
        children = list(unit.elements())
        number = children.index(target.element)
        start = children[number - 1].end if number else unit.inner
        pen = XmlPen(self.source.encoding, cdata=target.text.is_cdata)
        old = content(target.text, _RULES)
        end = target.element.end
        return Place.over(found, target.text, text, old, pen, start=start, end=end)

    def _new_place(self, found: Found, unit: Element, source: _Variant, text: Content) -> Place:
        """Behind the last element, with the space that stands before the source."""
        last = list(unit.elements())[-1]
        tuv, seg = source.element, source.text
        space = _space_before(tuv, unit)
        named = "xml:lang" if "xml:lang" in tuv.attributes else "lang"
        inner = _space_before(seg, tuv)
        closing = _space_behind(seg, tuv)
        before = f'{space}<{tuv.name} {named}="{self.target}">{inner}<{seg.name}>'
        at = found.start + last.end
        return Place(
            Span(at, at),
            before,
            f"</{seg.name}>{closing}</{tuv.name}>",
            text,
            None,
            XmlPen(self.source.encoding),
        )


class Tmx(XmlFormat):
    """Reads and writes TMX. A unit is a `tu`; its id is the `tuid`, else a fingerprint of the text.

    The text is the variant in the document's language. The translation is the one in the language
    of the setting `target`; without the setting it is the only other variant, and of several all
    are references. Blind to who made a variant, and when.
    """

    name = "tmx"
    suffixes = (".tmx",)
    settings = (Setting("target", "the language of the translations, as in es-419"),)
    asked = Asked("translation memory (TMX)", "tmx", ("tu",))
    reading = _Memory


def _taken(element: Element) -> Code:
    kind = element.kind
    if kind in ("hi", "sub"):
        return Code(parts=True)
    pair = element.attributes.get("i")
    words = element.words()
    if kind == "it":
        begins = element.attributes.get("pos") == "begin"
        return Code(CodeKind.OPEN if begins else CodeKind.CLOSE, shown=words)
    if kind in _ENDS:
        return Code(_ENDS[kind], pair, shown=words)
    return standalone(words, element.attributes.get("type", ""))


_RULES = Rules(_taken)


def _space_before(child: Element, parent: Element) -> str:
    """The blank space before an element."""
    before = parent.root[parent.inner : child.start]
    return before[len(before.rstrip()) :]


def _space_behind(child: Element, parent: Element) -> str:
    behind = parent.root[child.end : parent.inner_end]
    return behind if behind.isspace() else ""


def _side(variants: Sequence[_Variant], language: str) -> _Variant | None:
    """The variant in a language; where none is in that very one, the first in another region's."""
    tag = language_tag(language)
    same = (each for each in variants if each.language == tag)
    near = (each for each in variants if same_language(each.language, tag))
    return next(same, None) or next(near, None)


def _read(target: _Variant | None) -> Target | None:
    if target is None:
        return None
    read = content(target.text, _RULES)
    return Target(read.text, target.language, codes=read.codes) if read.text.strip() else None
