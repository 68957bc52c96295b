"""Android's string resources, read and written."""

import re
from collections.abc import Iterator

from harness.core.values import Unit
from harness.formats.android_text import AndroidEscapes, AndroidPen
from harness.formats.keys import unit_key
from harness.formats.markup.base import Place, Placed, Reading, XmlFormat
from harness.formats.markup.elements import Asked, Found
from harness.formats.markup.inline import Code, Rules, content, standalone
from harness.formats.markup.tree import Element, parsed

_REFERENCE = re.compile(r"\s*(?:@\+?(?:[\w.]+:)?\w+/[\w.]+|@null|@empty|\?[\w.:/]+)\s*")


class _Strings(Reading):
    """One file of resources being read."""

    def placed(self, found: Found) -> Iterator[Placed]:
        whole = parsed(found.raw)
        name = whole.attributes.get("name")
        line = found.tag.line
        if not name:
            raise self.error(line, f"a <{whole.name}> has no name", "give it one, or delete it")
        if whole.kind == "string":
            form = whole.attributes.get("product")
            yield self._unit(found, whole, whole, (name, form, ""))
            return
        for number, item in enumerate(whole.elements("item")):
            plural = whole.kind == "plurals"
            form = item.attributes.get("quantity", "") if plural else str(number)
            yield self._unit(found, whole, item, (name, form, "plural form" if plural else ""))

    def _unit(
        self, found: Found, whole: Element, element: Element, key: tuple[str, str | None, str]
    ) -> Placed:
        name, form, kind = key
        line = element.line(found.tag.line)
        rules = Rules(_taken, keeps_space=True, entities=found.entities, escapes=AndroidEscapes)
        try:
            text = content(element, rules)
        except ValueError as cause:
            what = f"<{element.name}> {name!r}: {cause}"
            raise self.error(line, what, "correct the escape") from cause
        fixed = whole.attributes.get("translatable") == "false"
        translate = not fixed and not _REFERENCE.fullmatch(element.words())
        made = Unit(
            self.only(unit_key(name, form=form), line, f"the <{whole.name}>"),
            text.text,
            text.codes,
            context=((kind, form),) if kind and form else (),
            notes=(("comment", found.comment),) if found.comment else (),
            group=unit_key(name) if kind else None,
            translate=translate,
            line=line,
        )
        pen = AndroidPen(self.source.encoding, element.is_cdata)
        place = Place.over(found, element, text, text, pen) if translate else None
        return Placed(made, place)


class Android(XmlFormat):
    """Reads and writes `strings.xml`: strings, items of arrays and forms of plurals are units.

    A translation takes the place of the text. The id is the name, with the product, the number of
    the item or the quantity behind. Escapes and blank space are read as aapt2 reads them; tags and
    `xliff:g` are codes. References (`@string/ok`) and what is not translatable stay as they are.
    """

    name = "android"
    suffixes = (".xml",)
    bilingual = False
    asked = Asked(
        "string file of Android", "resources", ("string", "string-array", "plurals"), entities=True
    )
    reading = _Strings


def _taken(element: Element) -> Code:
    if element.is_empty_tag or element.kind == "br":
        return standalone("", element.kind)
    return Code(parts=True)
