"""Qt Linguist's translation sources (`.ts`), read and written."""

from collections.abc import Iterator

from harness.core.values import CodeKind, Target, TargetState, Unit
from harness.formats.keys import unit_key
from harness.formats.markup.base import Place, Placed, Reading, XmlFormat, language_tag
from harness.formats.markup.elements import Asked, Found, local
from harness.formats.markup.inline import Code, Content, Rules, XmlPen, content
from harness.formats.markup.tree import Element, parsed

_GONE = ("vanished", "obsolete")
_ALSO = {ord('"'): "&quot;", ord("'"): "&apos;"}  # as lupdate writes


class _Messages(Reading):
    """One file being read."""

    _context = ""

    def placed(self, found: Found) -> Iterator[Placed]:
        whole = parsed(found.raw)
        if whole.kind == "name":
            self._context = whole.words()
            return
        line = found.tag.line
        source, translation = whole.first("source"), whole.first("translation")
        if source is None and not whole.attributes.get("id"):
            raise self.error(line, "a <message> has no <source>", "complete it, or delete it")
        if translation is None or translation.attributes.get("type") not in _GONE:
            yield from self._units(found, whole, translation)

    def _units(self, found: Found, whole: Element, translation: Element | None) -> Iterator[Placed]:
        """The message, or every form of it that the file has a place for."""
        source = whole.first("source")
        text = content(source, _RULES) if source else Content("")
        if translation is None:
            yield self._unit(found, whole, None, (None, None), text)
        elif whole.attributes.get("numerus") != "yes":
            variant = next(translation.elements("lengthvariant"), translation)
            yield self._unit(found, whole, translation, (variant, None), text)
        else:
            for number, form in enumerate(translation.elements("numerusform")):
                yield self._unit(found, whole, translation, (form, str(number)), text)

    def _unit(
        self,
        found: Found,
        whole: Element,
        translation: Element | None,
        slot: tuple[Element | None, str | None],
        text: Content,
    ) -> Placed:
        element, form = slot
        line = found.tag.line
        comment = _words(whole, "comment")
        old = content(element, _RULES) if element else Content("")
        tag = found.parents[0].attributes.get("language", "")
        language = language_tag(tag) if tag else None
        if language:
            self.targets.add(language)
        key = whole.attributes.get("id") or text.text
        scope = "/".join(part for part in (self._context, comment) if part) or None
        made = Unit(
            self.distinct(unit_key(key, scope, form), line, "the message"),
            text.text,
            text.codes,
            _target(translation, whole, old, language),
            context=_facts(("context", self._context), ("comment", comment), ("plural form", form)),
            notes=_facts(
                ("developer", _words(whole, "extracomment")),
                ("translator", _words(whole, "translatorcomment")),
            ),
            locations=tuple(_locations(whole)),
            group=unit_key(key, scope) if form else None,
            keep_space=True,
            line=line,
        )
        pen = XmlPen(self.source.encoding, keeps_space=True, also=_ALSO)
        return Placed(made, Place.over(found, element, text, old, pen) if element else None)


class QtLinguist(XmlFormat):
    """Reads and writes `.ts`. A unit is a message, of a plural every form that has a place.

    Its id is the message's own, else the source with its context and comment before. Messages that
    vanished or are obsolete are none. A translation stays unfinished when one is written.
    """

    name = "qt"
    suffixes = (".ts",)
    asked = Asked("Qt Linguist file", "TS", ("name", "message"))
    reading = _Messages


def _taken(element: Element) -> Code:
    """`<byte value="x1b"/>` stands for a character that XML cannot hold."""
    value = element.attributes.get("value", "")
    if local(element.name) != "byte" or not value:
        return Code(CodeKind.ALONE)
    return Code(shown=value)


_RULES = Rules(_taken, keeps_space=True)


def _target(
    translation: Element | None, whole: Element, read: Content, language: str | None
) -> Target | None:
    if translation is None or not read.text.strip():
        return None
    previous = _words(whole, "oldsource")
    state = TargetState.TRANSLATED
    if translation.attributes.get("type") == "unfinished":
        state = TargetState.FUZZY if previous else TargetState.DRAFT
    return Target(read.text, language, state, codes=read.codes, previous_source=previous or None)


def _words(whole: Element, name: str) -> str:
    found = whole.first(name)
    return found.words() if found else ""


def _facts(*pairs: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, value) for kind, value in pairs if value)


def _locations(whole: Element) -> Iterator[str]:
    for each in whole.elements("location"):
        if file := each.attributes.get("filename"):
            line = each.attributes.get("line")
            yield f"{file}:{line}" if line else file
