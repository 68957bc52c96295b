"""Resources of .NET (`.resx`), read and written."""

from collections.abc import Iterator

from harness.core.values import Unit
from harness.formats.keys import unit_key
from harness.formats.markup.base import Place, Placed, Reading, XmlFormat
from harness.formats.markup.elements import Asked, Found
from harness.formats.markup.inline import Code, Rules, XmlPen, content
from harness.formats.markup.tree import Element, parsed


class _Resources(Reading):
    """One file being read."""

    def placed(self, found: Found) -> Iterator[Placed]:
        whole = parsed(found.raw)
        name, line = whole.attributes.get("name"), found.tag.line
        if name is None:
            raise self.error(line, "a <data> has no name", "give it one, or delete it")
        value = whole.first("value")
        if value is None or _is_no_text(whole, name):
            return
        text = content(value, _RULES)
        comment = whole.first("comment")
        made = Unit(
            self.only(unit_key(name), line, "the name"),
            text.text,
            text.codes,
            notes=(("comment", comment.words()),) if comment and comment.words() else (),
            keep_space=True,
            line=line,
        )
        pen = XmlPen(self.source.encoding, keeps_space=True, cdata=value.is_cdata)
        yield Placed(made, Place.over(found, value, text, text, pen))


class Resx(XmlFormat):
    """Reads and writes `.resx`. A unit is a `data` that is a text; its id is the name.

    A translation takes the place of the text. Blind to what has a type (images, sizes) and to what
    designers of forms keep for themselves (`>>button.Name`).
    """

    name = "resx"
    suffixes = (".resx", ".resw")
    bilingual = False
    asked = Asked("resource file of .NET", "root", ("data",))
    reading = _Resources


def _is_no_text(whole: Element, name: str) -> bool:
    return bool({"type", "mimetype"} & set(whole.attributes)) or name.startswith(">>")


def _taken(_: Element) -> Code:
    return Code(parts=True)


_RULES = Rules(_taken, keeps_space=True)
