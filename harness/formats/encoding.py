"""Which characters a file's bytes are, by one rule for all formats.

1. A byte order mark decides: UTF-8 or UTF-16.
2. Bytes that are UTF-8 are read as UTF-8, whatever the file calls itself; ASCII alone, which is
   UTF-8 too, is written on as the file calls itself.
3. Else the character set that the file names, if it can hold the bytes and give them back.
4. Else it is an error that names the first wrong byte. Nothing is guessed.

Decoded text keeps its byte order mark, so that encoding it again gives the very bytes.
"""

import codecs
import re
from dataclasses import dataclass

from harness.core.errors import ReadError, WriteError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ASCII = "".join(map(chr, range(32, 127)))
_LINE_END = re.compile(r"\r\n|\r|\n")
MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, Python's name of its encoding, and what a user must know of it."""

    text: str
    encoding: str
    remarks: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Where the text begins behind a byte order mark."""
        return int(self.text.startswith(MARK))


def decode(data: bytes, origin: str, named: str | None = None) -> Decoded:
    """The text of `data`; `named` is the character set that the file itself names.

    Raises:
        ReadError: the bytes are no text of any of these; names the line and the byte.
    """
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    if marked:
        return Decoded(_strictly(data, marked, origin), marked)
    own = _usable(named) if named else None
    if data.isascii():
        return Decoded(_strictly(data, "ascii", origin), own or "utf-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if own is None or not _round(data, own):
            _refuse(data, origin, named)
        return Decoded(_strictly(data, own or "", origin), own or "")
    remarks: tuple[str, ...] = ()
    if named and _name(named) not in (None, "utf-8"):
        remarks = (f"{origin} calls itself {named}, but is UTF-8, and was read as that.",)
    return Decoded(_whole(text, origin), "utf-8", remarks)


def encode(text: str, encoding: str, origin: str) -> bytes:
    """The bytes of `text`. Raises: WriteError where the encoding has no such character."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as cause:
        raise WriteError(
            f"{origin}: its encoding {encoding} has no character {text[cause.start]!r}",
            hint=f"convert the file first: iconv -f {encoding} -t UTF-8 (and name UTF-8 in it)",
        ) from cause


def line_of(text: str, place: int) -> int:
    """The line on which a place of a text stands, counted from 1."""
    return len(_LINE_END.findall(text, 0, place)) + 1


def _usable(named: str) -> str | None:
    """Python's name of a character set that holds ASCII as it is; None for any other."""
    try:
        name = codecs.lookup(named).name
        return name if _ASCII.encode(name).decode("ascii") == _ASCII else None
    except (LookupError, UnicodeError, ValueError):
        return None


def _name(named: str) -> str | None:
    try:
        return codecs.lookup(named).name
    except LookupError:
        return None


def _round(data: bytes, encoding: str) -> bool:
    """Whether an encoding can read the bytes, and writes them again as they are."""
    try:
        return data.decode(encoding).encode(encoding) == data
    except UnicodeError:
        return False


def _strictly(data: bytes, encoding: str, origin: str) -> str:
    try:
        return _whole(data.decode(encoding), origin)
    except UnicodeDecodeError as cause:
        line = data.count(b"\n", 0, cause.start) + 1
        raise ReadError(
            f"{origin}:{line}: byte {cause.start} is not {encoding}, which the file begins as",
            hint="restore the file, or convert it to UTF-8",
        ) from cause


def _whole(text: str, origin: str) -> str:
    if "\0" in text:
        raise ReadError(
            f"{origin}:{line_of(text, text.index(chr(0)))}: this is a binary file, not text "
            "(it holds a NUL)",
            hint="give a text file",
        )
    return text


def _refuse(data: bytes, origin: str, named: str | None) -> None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as cause:
        line = data.count(b"\n", 0, cause.start) + 1
        other = f", nor {named}, as the file calls itself" if named else ""
        raise ReadError(
            f"{origin}:{line}: byte {cause.start} (0x{data[cause.start]:02X}) is not UTF-8{other}",
            hint=f"convert it: iconv -f WINDOWS-1252 -t UTF-8 {origin} > converted",
        ) from cause
