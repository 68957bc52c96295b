"""HTML (`.html`, `.htm`, `.xhtml`), read and written: pages and fragments."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from harness.core.values import Document, Unit, WordPairs
from harness.formats import splice
from harness.formats.encoding import Decoded, decode
from harness.formats.html_text import HtmlPen, in_quotes
from harness.formats.html_units import HtmlText, html_texts
from harness.formats.inline import Coded, has_words
from harness.formats.keys import Occurrences
from harness.formats.lines import Lines
from harness.formats.markup.base import same_language
from harness.formats.markup.inline import Content, placed
from harness.formats.options import ReaderOptions, refuse_options

_CHARSET = re.compile(
    rb"""<meta\s[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})"""
    rb"""|^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})""",
    re.IGNORECASE,
)
_XML = re.compile(r"\ufeff?\s*(?:<\?xml\s|(?:<!DOCTYPE[^>]*>\s*)?<html\s[^>]*\bxmlns\s*=)", re.I)
_LANGUAGE = re.compile(r"<html\s[^>]*?\blang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-\w{2,8})*)", re.I)
_HEAD = 4096  # bytes in which browsers look for the name of a character set, and some more
_WITHIN = "attribute"


class Html:
    """Reads and writes HTML. What stands between two tags of blocks is a unit, as people read it.

    Tags within a text are codes; what stands in `code` and its like stays in the text, in
    backticks. `alt`, `title` and other attributes that people read are units where their tag stands
    in no text. A `<br>` is a line break. Not read: scripts, styles, `pre`, `textarea`, what is
    marked `translate="no"`; instructions of templates (`{% … %}`) end a text.
    """

    suffixes = (".html", ".htm", ".xhtml", ".xht")

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError for bytes that are no text, and for tags that are never closed."""
        refuse_options("html", options, ())
        decoded = _decoded(data, origin)
        lines = Lines(decoded.text, origin)
        found = html_texts(lines, decoded.start, is_xml=is_xml(decoded.text))
        return Document(
            doc_id,
            language,
            units_of(found, lines, Occurrences()),
            origin,
            encoding=decoded.encoding,
            data_digest=splice.data_digest(data),
            remarks=(*decoded.remarks, *_language_remark(decoded.text, language, origin)),
        )

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
        """Raises as `write`."""
        pen = pen_of(data.decode(document.encoding), document.encoding)

        def encoder(unit: Unit) -> splice.Encoder:
            is_value = any(kind == _WITHIN for kind, _ in unit.context)
            slot = HtmlSlot(Coded(unit.text, unit.codes), is_value, pen)
            pairs = links.get(unit.unit_id, ())
            return lambda text, raw: slot.written(text, raw, pairs)

        return splice.spliced_each(document, data, translations, encoder)


def is_xml(text: str) -> bool:
    """Whether a file is XHTML: then `<a/>` is an element without an end tag."""
    return _XML.match(text) is not None


def pen_of(text: str, encoding: str) -> HtmlPen:
    """How texts are written into a file that holds `text`."""
    return HtmlPen(encoding, "<br/>" if is_xml(text) else "<br>")


def units_of(found: list[HtmlText], lines: Lines, ids: Occurrences) -> tuple[Unit, ...]:
    """The units of the texts of one file."""
    return tuple(
        Unit(
            ids.unit_id(each.content.text),
            each.content.text,
            each.content.codes,
            context=((_WITHIN, each.attribute.name),) if each.attribute else (),
            line=lines.number(each.slot.start),
            slot=each.slot,
        )
        for each in found
    )


@dataclass(frozen=True, slots=True)
class HtmlSlot:
    """What stands at a place of a file, and how a translation is written there."""

    content: Coded
    is_value: bool  # of an attribute
    pen: HtmlPen

    def written(self, text: str, raw: str, pairs: WordPairs = ()) -> str:
        """A translation in place of `raw`. Raises: ValueError for what would not be read again."""
        if text == self.content.text:
            return raw
        if not has_words(text):
            raise ValueError("a text without a letter would not be found again")
        if self.is_value:
            return in_quotes(text, "'" if raw.startswith("'") else '"', self.pen.encoding)
        return placed(text, Content(self.content.text, self.content.codes), self.pen, pairs)


def _language_remark(text: str, language: str, origin: str) -> tuple[str, ...]:
    """What a user must know where the page says that it is in another language."""
    found = _LANGUAGE.search(text[:_HEAD])
    if found is None or same_language(found[1], language):
        return ()
    return (f"{origin} says that its text is in {found[1]}; taken for {language}.",)


def _decoded(data: bytes, origin: str) -> Decoded:
    named = _CHARSET.search(data[:_HEAD])
    name = (named[1] or named[2]).decode("ascii") if named else None
    return decode(data, origin, name)
