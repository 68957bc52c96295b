"""Plain text, UTF-8 with or without a byte order mark, any line ends."""

import codecs
from collections.abc import Mapping

from harness.core.errors import ReadError
from harness.core.values import WHOLE_TEXT, Document, Span, Unit
from harness.formats.options import refuse_options
from harness.formats.splice import data_digest, spliced

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class PlainText:
    """Reads and writes UTF-8 text, one unit. Line ends stay; a byte order mark is no text."""

    suffixes = (".txt", ".text", "")

    def read(
        self,
        data: bytes,
        *,
        doc_id: str,
        language: str,
        origin: str,
        options: Mapping[str, str] | None = None,
    ) -> Document:
        """The text of `data`, exactly.

        Raises:
            ReadError: empty or blank, binary, UTF-16, or not UTF-8; names the line.
        """
        refuse_options("plain", options, ())
        digest = data_digest(data)
        if data.startswith(_UTF16):
            raise ReadError(
                f"{origin}: the text is UTF-16, not UTF-8",
                hint=f"convert it: iconv -f UTF-16 -t UTF-8 {origin} > converted.txt",
            )
        mark = int(data.startswith(codecs.BOM_UTF8))
        data = data.removeprefix(codecs.BOM_UTF8)
        if b"\0" in data:
            line = data.count(b"\n", 0, data.index(b"\0")) + 1
            raise ReadError(
                f"{origin}:{line}: this is a binary file, not text (it holds a NUL byte)",
                hint="give a plain text file in UTF-8",
            )
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as cause:
            line = data.count(b"\n", 0, cause.start) + 1
            raise ReadError(
                f"{origin}:{line}: byte 0x{data[cause.start]:02X} is not UTF-8",
                hint=f"convert it: iconv -f WINDOWS-1252 -t UTF-8 {origin} > converted.txt",
            ) from cause
        if not text.strip():
            raise ReadError(
                f"{origin}: there is no text in it",
                hint="give a file with at least one sentence",
            )
        unit = Unit(WHOLE_TEXT, text, slot=Span(mark, mark + len(text)))
        return Document(doc_id, language, (unit,), origin, data_digest=digest)

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """A translation takes the place of the text. Raises as `splice.spliced`."""
        return spliced(document, data, translations, lambda text, _: text)
