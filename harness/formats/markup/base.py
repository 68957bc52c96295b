"""What all readers and writers of XML formats share: from elements to a document, and back."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from harness.core.errors import ReadError
from harness.core.route_syntax import base_language, canonical_tag
from harness.core.settings import Setting
from harness.core.values import Document, Span, Unit, WordPairs
from harness.core.values.packed_units import gathered
from harness.formats import splice
from harness.formats.markup.elements import Asked, Found, elements
from harness.formats.markup.inline import Content, Pen, placed
from harness.formats.markup.source import Source
from harness.formats.markup.tree import Element
from harness.formats.options import ReaderOptions, refuse_options


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit's translation stands or goes: `before` and `after` it is what stays.

    `model` is the text with the codes that a translation needs, `old` the text that is there.
    """

    span: Span
    before: str
    after: str
    model: Content
    old: str | None
    pen: Pen

    def written(self, text: str, raw: str, pairs: WordPairs = ()) -> str:
        """What to put there for a text; `pairs` are its words and those of the model.

        Raises: ValueError for what XML cannot hold.
        """
        if text == self.old:
            return raw
        return f"{self.before}{placed(text, self.model, self.pen, pairs)}{self.after}"

    @classmethod
    def over(
        cls, found: Found, element: Element, model: Content, old: Content, pen: Pen, **around: int
    ) -> "Place":
        """The place of what stands in an element of the one found.

        `start` and `end` are where the place begins and ends, if that is not the element's own.
        """
        start, end = around.get("start", element.start), around.get("end", element.end)
        root, base = element.root, found.start
        before = root[start : element.start] + element.opened
        after = f"</{element.name}>" + root[element.end : end]
        return cls(Span(base + start, base + end), before, after, model, old.text, pen)


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit, and its place in the file; None where nothing may be written."""

    unit: Unit
    place: Place | None


class Reading(ABC):
    """One reading of one file: what is known, and what is learnt on the way.

    `language` is that of the texts, as asked; `target` that of the translations, where it is asked
    or known. `targets` gathers the languages that translations say they are in.
    """

    def __init__(
        self,
        source: Source,
        language: str,
        target: str | None = None,
        options: ReaderOptions = None,
    ) -> None:
        self.source, self.language, self.target = source, language, target
        self.options = options or {}
        self.targets: set[str] = set()
        self.remarks: list[str] = []
        self._lines: dict[str, int] = {}
        self._again: list[tuple[int, str, str]] = []

    @abstractmethod
    def placed(self, found: Found) -> Iterator[Placed]:
        """The units of one element, in the order of their places."""

    def finished(self, document: Document) -> Document:
        """The document, once the file's end is known."""
        return document

    def error(self, line: int, what: str, hint: str) -> ReadError:
        """A fault in this file."""
        return ReadError(f"{self.source.origin}:{line}: {what}", hint=hint)

    def only(self, unit_id: str, line: int, what: str) -> str:
        """An id that must be the only one of its kind. Raises: ReadError at the second."""
        if unit_id in self._lines:
            raise self.error(
                line,
                f"{what} {unit_id!r} for the second time (first on line {self._lines[unit_id]})",
                "give it a name of its own, or delete one",
            )
        self._lines[unit_id] = line
        return unit_id

    def distinct(self, unit_id: str, line: int, what: str) -> str:
        """An id that files may give twice: then it ends in its number, and users are told."""
        made, number = unit_id, 1
        while made in self._lines:
            number += 1
            made = f"{unit_id}|[#{number}]"
        if number > 1:
            self._again.append((line, what, unit_id))
        self._lines[made] = line
        return made

    def all_remarks(self) -> tuple[str, ...]:
        """What a user must know of this file."""
        made = [*self.source.remarks, *self.remarks]
        if self._again:
            line, what, unit_id = self._again[0]
            made.append(
                f"{self.source.origin}:{line}: {what} {unit_id!r} comes again (first on line "
                f"{self._lines[unit_id]}); {len(self._again)} such ids end in a number."
            )
        return tuple(made)

    def sole_target(self) -> str | None:
        """The language of all translations, None where there are several or none."""
        return self.target or (next(iter(self.targets)) if len(self.targets) == 1 else None)


class XmlFormat:
    """Reads and writes one kind of XML file."""

    name: ClassVar[str]
    suffixes: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    bilingual: ClassVar[bool] = True
    asked: ClassVar[Asked]
    reading: ClassVar[type[Reading]]

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError, naming line, column and element."""
        self._refuse(options)
        reading = self.reading(Source.of_bytes(data, origin), language, None, options)
        units = gathered(each.unit for each in self._placed(reading))
        document = Document(
            doc_id,
            language,
            units,
            origin,
            target_language=reading.sole_target(),
            bilingual=self.bilingual,
            encoding=reading.source.encoding,
            data_digest=splice.data_digest(data),
            remarks=reading.all_remarks(),
        )
        return reading.finished(document)

    def units(
        self, path: str | Path, *, language: str, options: ReaderOptions = None
    ) -> Iterator[Unit]:
        """The units of a file one by one: files of any size in the memory of one unit.

        As `read` gives them, but for what only the end of the file could tell. Raises as `read`,
        where the fault stands.
        """
        self._refuse(options)
        source = Source.of_file(Path(path), str(path))
        reading = self.reading(source, language, None, options)
        return (each.unit for each in self._placed(reading))

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """Raises as `splice.spliced`."""
        return self.write_linked(document, data, translations, {})

    def write_linked(
        self,
        document: Document,
        data: bytes,
        translations: Mapping[str, str],
        links: Mapping[str, WordPairs],
    ) -> bytes:
        """Raises as `splice.spliced`."""
        places: dict[str, Place] = {}
        if translations and splice.data_digest(data) == document.data_digest:
            source = Source.of_bytes(data, document.origin)
            reading = self.reading(source, document.language, document.target_language)
            places = {
                each.unit.unit_id: each.place
                for each in self._placed(reading)
                if each.place and each.unit.unit_id in translations
            }

        def encoder(unit: Unit) -> splice.Encoder:
            place, pairs = places[unit.unit_id], links.get(unit.unit_id, ())
            return lambda text, raw: place.written(text, raw, pairs)

        return splice.spliced_each(document, data, translations, encoder)

    def _refuse(self, options: ReaderOptions) -> None:
        refuse_options(self.name, options, [setting.name for setting in self.settings])

    def _placed(self, reading: Reading) -> Iterator[Placed]:
        for found in elements(reading.source, self.asked):
            for each in reading.placed(found):
                place = each.place
                yield Placed(replace(each.unit, slot=place.span), place) if place else each


def language_tag(tag: str) -> str:
    """A file's tag as BCP 47 in its usual case: `EN_us` becomes `en-US`."""
    return canonical_tag(tag.strip().replace("_", "-"))


def same_language(one: str, other: str) -> bool:
    """Whether two tags are of one language, be it two regions'."""
    return base_language(one) == base_language(other)
