"""XLIFF, read and written: 1.0 to 1.2 with the dialects of translators' tools, and 2.0 to 2.2."""

from collections.abc import Iterator
from dataclasses import replace

from harness.core.values import Document
from harness.formats.markup.base import Placed, Reading, XmlFormat, language_tag, same_language
from harness.formats.markup.elements import Asked, Found, local
from harness.formats.markup.source import Source
from harness.formats.options import ReaderOptions
from harness.formats.xliff1 import TransUnits
from harness.formats.xliff2 import Units


class _Xliff(Reading):
    """One file being read, of whichever version its units are."""

    def __init__(
        self,
        source: Source,
        language: str,
        target: str | None = None,
        options: ReaderOptions = None,
    ) -> None:
        super().__init__(source, language, target, options)
        self._kinds: dict[str, TransUnits | Units] = {
            "trans-unit": TransUnits(self),
            "unit": Units(self),
        }
        self._stated: set[str] = set()

    def placed(self, found: Found) -> Iterator[Placed]:
        kind = self._kinds[local(found.tag.name)]
        if stated := kind.languages(found)[0]:
            self._stated.add(language_tag(stated))
        yield from kind.placed(found)

    def finished(self, document: Document) -> Document:
        asked = document.language
        if len(self._stated) == 1:
            document = replace(document, stated_language=next(iter(self._stated)))
        sides = {*self._stated, *self.targets}
        if not self._stated or any(same_language(side, asked) for side in sides):
            return document
        remark = (
            f"{document.origin} says that its texts are in {', '.join(sorted(self._stated))}; "
            f"taken for {asked}."
        )
        return replace(document, remarks=(*document.remarks, remark))


class Xliff(XmlFormat):
    """Reads and writes XLIFF. A unit is a segment of a `trans-unit` (1.x) or of a `unit` (2.x).

    Its id is the file's own, with the name of its `file` before and that of its segment behind.
    States are read and stay as they are. What is locked, or not to be translated, cannot be
    written. Blind to `alt-trans`, to binary units, and to texts within codes (`sub`).
    """

    name = "xliff"
    suffixes = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff")
    asked = Asked("XLIFF file", "xliff", ("trans-unit", "unit"))
    reading = _Xliff
