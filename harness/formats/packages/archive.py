"""A zip file from a stranger: read within bounds, and written with some members changed.

Nothing is ever unpacked to disk. Members that do not change are copied as they are compressed, with
their headers, so that all but the changed ones stays byte for byte.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from harness.core.errors import ReadError, WriteError
from harness.core.zips import is_encrypted, unpacks_in_pieces

_MOST_MEMBERS = 10_000
_LARGEST = 256 << 20  # bytes of one member that is read
_LARGEST_PART = 100  # how many times a member may grow when it is larger than _SMALL
_SMALL = 1 << 20
# What zipfile raises for files that are none, or are damaged.
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError),
)
_LOCAL = struct.Struct("<4s5H3I2H")  # the header before a member
_CENTRAL = struct.Struct("<4s6H3I5H2I")  # its entry in the directory
_END = struct.Struct("<4s4H2IH")  # the end of the directory
_SIZES_BEHIND = 0x8  # flag: sizes stand behind the member
_HINT = "open it in the program that made it, and save it anew"


@dataclass(frozen=True)
class Archive:
    """The bytes of a zip file.

    Raises:
        ReadError: no zip file, damaged, encrypted, or hostile: names that lead outside, two members
            of one name, members that grow without measure.
    """

    data: bytes
    origin: str

    def __post_init__(self) -> None:
        for info in self._infos:
            self._check(info)
        self._check_places()
        names = [info.filename for info in self._infos]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise self.error(f"it has two members called {twice!r}")

    @property
    def names(self) -> tuple[str, ...]:
        """All members, in the order of the directory."""
        return tuple(info.filename for info in self._infos)

    def read(self, name: str) -> bytes:
        """A member's bytes. Raises: ReadError where there is none, or it is damaged."""
        info = next((each for each in self._infos if each.filename == name), None)
        if info is None:
            raise self.error(f"it has no member {name}")
        try:
            with self._file.open(info) as member:
                content = member.read(_LARGEST + 1)
        except _FAULTS as cause:
            raise self.error(f"its member {name} is damaged ({cause})") from cause
        if len(content) > _LARGEST:
            raise self.error(f"its member {name} is larger than {_LARGEST >> 20} MiB")
        return content

    def with_members(self, changed: Mapping[str, bytes]) -> bytes:
        """The file with other bytes in some of its members.

        Raises: WriteError for a file in a form that is read only (zip64), and for a directory that
            can be read, but that says other places than it has.
        """
        if not changed:
            return self.data
        try:
            return self._with(changed)
        except (struct.error, IndexError) as cause:
            raise WriteError(f"{self.origin}: its directory is damaged", hint=_HINT) from cause

    def _with(self, changed: Mapping[str, bytes]) -> bytes:
        entries, end = _directory(self)
        starts = {entry.start for entry in entries}
        pieces, at = [], 0
        moved: list[bytes] = []
        for entry in sorted(entries, key=lambda each: each.start):
            following = min((start for start in starts if start > entry.start), default=end.start)
            pieces.append(self.data[at : entry.start])
            shift = sum(map(len, pieces)) - entry.start
            if entry.name in changed:
                made = _compressed(self.data, entry, changed[entry.name])
                pieces.append(made.local)
                moved.append(made.record(entry, entry.offset + shift))
            else:
                pieces.append(self.data[entry.start : following])
                moved.append(_moved(entry, entry.offset + shift))
            at = following
        pieces.append(self.data[at : end.start])
        size = sum(map(len, pieces))
        order = {entry.start: record for entry, record in zip(
            sorted(entries, key=lambda each: each.start), moved, strict=True)}  # fmt: skip
        directory = b"".join(order[entry.start] for entry in entries)
        fields = list(_END.unpack_from(self.data, end.end))
        fields[5], fields[6] = len(directory), end.offset + size - end.start
        tail = self.data[end.end + _END.size :]
        return b"".join([*pieces, directory, _END.pack(*fields), tail])

    def error(self, what: str) -> ReadError:
        """What is wrong with this file."""
        return ReadError(f"{self.origin}: {what}", hint=_HINT)

    @cached_property
    def _file(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(io.BytesIO(self.data))
        except _FAULTS as cause:
            what = "it is empty" if not self.data else f"it is no zip file, or damaged ({cause})"
            raise self.error(what) from cause

    @cached_property
    def _infos(self) -> list[zipfile.ZipInfo]:
        infos = self._file.infolist()
        if len(infos) > _MOST_MEMBERS:
            raise self.error(f"it has more than {_MOST_MEMBERS} members")
        return infos

    def _check_places(self) -> None:
        """Members must lie one behind the other: some harmful files let them share their bytes."""
        end = 0
        for info in sorted(self._infos, key=lambda each: each.header_offset):
            if info.header_offset < end:
                raise self.error(f"its member {info.filename} lies where another one does")
            end = info.header_offset + _LOCAL.size + info.compress_size
        if end > len(self.data):
            raise self.error("it is cut off, or damaged")

    def _check(self, info: zipfile.ZipInfo) -> None:
        name = info.filename
        parts = name.rstrip("/").split("/")
        if any(part in {"", ".", ".."} for part in parts) or set(name) & set("\\:\0"):
            raise self.error(f"the name of its member {name!r} could lead outside of it")
        if is_encrypted(info):
            raise self.error(f"its member {name} is encrypted")
        if not unpacks_in_pieces(info):
            raise self.error(f"its member {name} is compressed as no such file is")
        if info.file_size > max(_SMALL, _LARGEST_PART * info.compress_size):
            raise self.error(
                f"its member {name} would grow from {info.compress_size} to {info.file_size} "
                "bytes, which is how harmful files do"
            )


# ── the parts of a zip file ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the directory: `start` is where its member begins, `offset` what it says."""

    name: str
    record: bytes
    offset: int
    start: int


@dataclass(frozen=True, slots=True)
class _Directory:
    """Where the directory stands: `start` to `end` in the file; `offset` is what the file says."""

    start: int
    end: int
    offset: int


def _directory(archive: Archive) -> tuple[list[_Entry], _Directory]:
    data, file = archive.data, archive._file
    end = data.rfind(b"PK\5\6")
    _, _, _, _, total, size, offset, _ = _END.unpack_from(data, end)
    if 0xFFFF in (total,) or 0xFFFFFFFF in (size, offset):
        raise WriteError(f"{archive.origin}: zip64 files are read only", hint=_HINT)
    start = end - size
    entries, at = [], start
    for info in file.infolist():
        fields = _CENTRAL.unpack_from(data, at)
        length = _CENTRAL.size + fields[10] + fields[11] + fields[12]
        record = data[at : at + length]
        if 0xFFFFFFFF in fields[8:10] or fields[16] == 0xFFFFFFFF:
            raise WriteError(f"{archive.origin}: zip64 files are read only", hint=_HINT)
        entries.append(_Entry(info.filename, record, fields[16], info.header_offset))
        at += length
    return entries, _Directory(start, end, offset)


def _moved(entry: _Entry, offset: int) -> bytes:
    fields = list(_CENTRAL.unpack_from(entry.record))
    fields[16] = offset
    return _CENTRAL.pack(*fields) + entry.record[_CENTRAL.size :]


@dataclass(frozen=True, slots=True)
class _Compressed:
    """A member with new bytes: its header with them, and what the directory must say."""

    local: bytes
    checksum: int
    size: int
    whole: int

    def record(self, entry: _Entry, offset: int) -> bytes:
        fields = list(_CENTRAL.unpack_from(entry.record))
        fields[3] &= ~_SIZES_BEHIND
        fields[7:10] = self.checksum, self.size, self.whole
        fields[16] = offset
        return _CENTRAL.pack(*fields) + entry.record[_CENTRAL.size :]


def _compressed(data: bytes, entry: _Entry, content: bytes) -> _Compressed:
    """A member with new bytes, compressed as it was."""
    fields = list(_LOCAL.unpack_from(data, entry.start))
    names = fields[9] + fields[10]
    rest = data[entry.start + _LOCAL.size : entry.start + _LOCAL.size + names]
    packed = content
    if fields[3] != zipfile.ZIP_STORED:
        packer = zlib.compressobj(wbits=-15)
        packed = packer.compress(content) + packer.flush()
    checksum = zlib.crc32(content)
    fields[2] &= ~_SIZES_BEHIND
    fields[6:9] = checksum, len(packed), len(content)
    local = _LOCAL.pack(*fields) + rest + packed
    return _Compressed(local, checksum, len(packed), len(content))
