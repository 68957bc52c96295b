"""Plain text, UTF-8 with or without a byte order mark, any line ends."""

import codecs

from harness.core.errors import ReadError
from harness.core.values import Document

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class PlainText:
    """Reads UTF-8 text. Line ends and paragraphs stay as they are; a byte order mark is no text."""

    suffixes = (".txt", ".text", ".md", "")

    def read(self, data: bytes, *, doc_id: str, language: str, origin: str) -> Document:
        """The text of `data`, exactly.

        Raises:
            ReadError: empty or blank, binary, UTF-16, or not UTF-8; names the line.
        """
        if data.startswith(_UTF16):
            raise ReadError(
                f"{origin}: the text is UTF-16, not UTF-8",
                hint=f"convert it: iconv -f UTF-16 -t UTF-8 {origin} > converted.txt",
            )
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
        return Document.of_text(text, doc_id=doc_id, language=language, origin=origin)
