"""The characters of an XML file, by the one rule for all formats (`harness.formats.encoding`).

What XML adds: the character set is named in the declaration, and UTF-16 without a byte order mark
is known by its first `<`.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.core.errors import ReadError
from harness.formats.encoding import MARKS, decode

_DECLARED = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_HEAD = 1000  # bytes that hold a declaration, if there is one
_BLOCK = 1 << 18
_BLANK = b" \t\r\n\0" + codecs.BOM_UTF8 + codecs.BOM_UTF16_LE


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes, in memory or on disk, and Python's name of their encoding."""

    origin: str
    data: bytes | Path
    encoding: str
    remarks: tuple[str, ...] = ()

    @classmethod
    def of_bytes(cls, data: bytes, origin: str) -> "Source":
        """Raises: ReadError for bytes that are no text, or not what the file calls itself."""
        if not data[:_HEAD].strip(_BLANK) and not data.strip(_BLANK):
            raise ReadError(f"{origin}: the file is empty", hint="give an XML file")
        for start, encoding in _UNMARKED:
            if data.startswith(start):
                _check(data, encoding, origin)
                return cls(origin, data, encoding)
        declared = _DECLARED.match(data[: _HEAD + 3].removeprefix(codecs.BOM_UTF8))
        named = declared[1].decode("ascii") if declared else "utf-8"
        if named.lower() == "utf-8" and _is_utf8(data):
            return cls(origin, data, "utf-8")  # as `decode` has it, without all of it decoded
        decoded = decode(data, origin, named if declared else None)
        return cls(origin, data, decoded.encoding, decoded.remarks)

    @classmethod
    def of_file(cls, path: Path, origin: str) -> "Source":
        """As `of_bytes`, without ever holding the file, if it is UTF-8 or has a byte order mark."""
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        marked = next((name for mark, name in MARKS if head.startswith(mark)), "utf-8")
        made = cls(origin, path, marked)
        try:
            for _ in made.chunks():
                pass
        except UnicodeDecodeError:
            return cls.of_bytes(path.read_bytes(), origin)
        return made if head else cls.of_bytes(head, origin)

    def chunks(self) -> Iterator[bytes]:
        """The file in UTF-8, block by block, a byte order mark included."""
        decoder = codecs.getincrementaldecoder(self.encoding)()
        for block in self._blocks():
            yield decoder.decode(block).encode()
        yield decoder.decode(b"", final=True).encode()

    def _blocks(self) -> Iterator[bytes]:
        if isinstance(self.data, bytes):
            for start in range(0, len(self.data), _BLOCK):
                yield self.data[start : start + _BLOCK]
            return
        with self.data.open("rb") as stream:
            while block := stream.read(_BLOCK):
                yield block


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 without a NUL; looked at block by block."""
    if 0 in data:
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _BLOCK):
            decoder.decode(data[start : start + _BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _check(data: bytes, encoding: str, origin: str) -> None:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as cause:
        raise ReadError(
            f"{origin}: byte {cause.start} is not {encoding}, which the file begins as",
            hint="restore the file, or convert it to UTF-8",
        ) from cause
