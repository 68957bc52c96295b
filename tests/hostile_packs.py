"""Archives that somebody made to do harm, byte for byte; each is written when it is asked for."""

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from argos_packages import FILES

STORED, DEFLATED, BZIP2, LZMA = 0, 8, 12, 14
UTF_8 = 0x800


@dataclass(frozen=True)
class Member:
    """One member as it is written, true or not. What is None is told as it is."""

    name: bytes
    content: bytes = b""
    method: int = STORED
    packed: bytes | None = None
    claimed: int | None = None
    crc: int | None = None
    flags: int = UTF_8
    attributes: int = 0o100644 << 16
    local_name: bytes | None = None
    extra: bytes = b""
    offset: int | None = None

    def data(self) -> bytes:
        if self.packed is not None:
            return self.packed
        if self.method == DEFLATED:
            return deflated(self.content)
        return self.content


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def zipped(members: Iterable[Member], *, directory: bytes | None = None) -> bytes:
    """A zip archive of these members. `directory` stands in for the list of them."""
    body, listed, count = bytearray(), bytearray(), 0
    for member in members:
        data = member.data()
        size = len(member.content) if member.claimed is None else member.claimed
        crc = zlib.crc32(member.content) if member.crc is None else member.crc
        facts = struct.pack("<HHHHIII", member.flags, member.method, 0, 33, crc, len(data), size)
        offset = len(body) if member.offset is None else member.offset
        local = member.name if member.local_name is None else member.local_name
        body += b"PK\3\4" + struct.pack("<H", 20) + facts
        body += struct.pack("<HH", len(local), 0) + local + data
        listed += b"PK\1\2" + struct.pack("<HH", (3 << 8) | 20, 20) + facts
        listed += struct.pack("<HHHHH", len(member.name), len(member.extra), 0, 0, 0)
        listed += struct.pack("<II", member.attributes, offset) + member.name + member.extra
        count += 1
    if directory is not None:
        listed = bytearray(directory)
    end = struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, len(listed), len(body), 0)
    return bytes(body + listed + b"PK\5\6" + end)


SOUND = tuple(Member(f"es_en/{name}".encode(), content) for name, content in FILES.items())


def beside(*more: Member) -> bytes:
    """A sound pack, and these members."""
    return zipped((*SOUND, *more))


def instead(name: str, **change: object) -> bytes:
    """A sound pack, but for what one of its members is."""
    wanted = f"es_en/{name}".encode()
    return zipped(replace(m, **change) if m.name == wanted else m for m in SOUND)  # type: ignore[arg-type]


def metadata(content: bytes) -> bytes:
    return instead("metadata.json", content=content)


def said(fields: str) -> bytes:
    """A pack whose metadata says this beside its languages."""
    return metadata(b'{"from_code": "es", "to_code": "en", %s}' % fields.encode())


_ZEROS = bytes(32 << 20)
_NAMES = {
    "two slashes": b"es_en//tmp/evil-pack.txt",
    "three slashes": b"es_en///tmp/evil-pack.txt",
    "two slashes before a file": b"es_en//evil-pack.txt",
    "two slashes inside": b"es_en/model//evil-pack.txt",
    "two slashes, other root": b"other//tmp/evil-pack.txt",
    "absolute": b"/tmp/evil-pack.txt",
    "up": b"../evil-pack.txt",
    "up from inside": b"es_en/../../evil-pack.txt",
    "up at the end": b"es_en/model/..",
    "a dot": b"es_en/./evil-pack.txt",
    "only a dot": b".",
    "only two dots": b"..",
    "empty": b"",
    "only a slash": b"/",
    "drive": b"C:/evil-pack.txt",
    "drive inside": b"es_en/C:evil-pack.txt",
    "stream": b"es_en/README.md:evil",
    "backslash": b"es_en\\..\\..\\evil-pack.txt",
    "server": b"\\\\server\\share\\evil-pack.txt",
    "NUL": b"es_en/README.txt\0../../evil-pack.txt",
    "NUL at the end": b"es_en/README.txt\0",
    "line feed": b"es_en/evil\npack.txt",
    "escape": b"es_en/\x1b[31mevil",
    "delete": b"es_en/evil\x7f",
    "C1": "es_en/evil\x9b31m".encode(),
    "right to left": "es_en/evil\u202etxt.exe".encode(),
    "zero width": "es_en/mo\u200bdel".encode(),
    "no UTF-8": b"es_en/\xff\xfe",
    "half a character": b"es_en/\xed\xa0\x80",
    "long": b"es_en/" + b"a" * 300,
    "long in bytes": b"es_en/" + "\u4e2d".encode() * 90,
    "64 KB": b"es_en/" + b"a" * 65_000,
    "deep": b"es_en/" + b"a/" * 20 + b"b",
    "very deep": b"es_en/" + b"a/" * 30_000 + b"b",
    "deep folder": b"es_en/" + b"a/" * 20,
    "device": b"es_en/nul",
    "device with an ending": b"es_en/COM1.txt",
    "device as a folder": b"es_en/aux/x",
    "device with a blank": b"es_en/con .txt",
    "console": b"es_en/CONIN$",
    "superscript device": "es_en/lpt\u00b9".encode(),
    "dot at the end": b"es_en/evil.",
    "blank at the end": b"es_en/evil ",
    "blank in front": b"es_en/ evil",
    "blank folder": b"es_en/ /evil",
    "wildcard": b"es_en/evil*",
    "question": b"es_en/evil?",
    "pipe": b"es_en/evil|sh",
    "quote": b'es_en/"evil"',
    "other case": b"es_en/README.MD",
    "other case of a folder": b"es_en/MODEL/evil.txt",
    "other spelling": "es_en/\uff2d\uff2f\uff24\uff25\uff2c/evil.txt".encode(),
    "same name": b"es_en/README.md",
    "file where a folder is": b"es_en/model",
    "folder where a file is": b"es_en/README.md/evil.txt",
    "second package": b"en_es/metadata.json",
}


def _named() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for what, name in _NAMES.items():
        yield f"name: {what}", lambda name=name: beside(Member(name, b"evil"))
    folder = Member(b"es_en//", attributes=0o040755 << 16)
    yield "name: folder with two slashes", lambda: beside(folder)
    # Python believes this field, where it knows it, more than the name.
    field = struct.pack("<HHBI", 0x7075, 5 + 16, 1, zlib.crc32(b"es_en/a")) + b"es_en//tmp/evil-"
    yield (
        "name: another in a field",
        lambda: beside(Member(b"es_en//a", b"evil", extra=field, local_name=b"es_en//a")),
    )
    yield "name: other at the file", lambda: instead("README.md", local_name=b"es_en/README.MD")


def _kinds() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for what, mode in (("link", 0o120777), ("link without rights", 0o120000)):
        link = Member(b"es_en/x", b"/etc/passwd", attributes=mode << 16)
        yield f"kind: {what}", lambda link=link: beside(link)
    yield "kind: encrypted", lambda: instead("model/model.bin", flags=UTF_8 | 1)
    yield "kind: strongly encrypted", lambda: instead("model/model.bin", flags=UTF_8 | 0x41)
    yield "kind: patch", lambda: instead("model/model.bin", flags=UTF_8 | 0x20)
    for method in (1, 6, 9, 93, 95, 98, 99):
        yield f"method: {method}", lambda method=method: instead("README.md", method=method)


def _bombs() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for what, method, pack in (("bzip2", BZIP2, bz2.compress), ("LZMA", LZMA, _lzma)):
        for name in ("model/model.bin", "metadata.json", "README.md"):
            yield (
                f"bomb: {what}, {name}",
                lambda method=method, pack=pack, name=name: instead(
                    name, method=method, packed=pack(_ZEROS * 4), claimed=400
                ),
            )
    big = deflated(_ZEROS)
    for name in ("model/model.bin", "README.md", "sentencepiece.model"):
        yield (
            f"bomb: deflate, {name}",
            lambda name=name: instead(name, method=DEFLATED, content=_ZEROS),
        )
        yield (
            f"bomb: deflate that lies, {name}",
            lambda name=name: instead(name, method=DEFLATED, packed=big, claimed=400),
        )
        yield f"bomb: claim, {name}", lambda name=name: instead(name, claimed=0xFFFFFFF0)
        yield f"bomb: little more, {name}", lambda name=name: instead(name, claimed=900)
    yield "bomb: metadata", lambda: instead("metadata.json", content=b" " * (2 << 20))
    yield (
        "bomb: metadata that lies",
        lambda: instead("metadata.json", method=DEFLATED, packed=big, claimed=400),
    )
    yield (
        "bomb: many",
        lambda: beside(
            *(Member(b"es_en/%d" % n, bytes(8 << 20), DEFLATED) for n in range(4)),
        ),
    )
    yield "bomb: shared bytes", _overlapping
    yield "members: 1,001", lambda: beside(*(Member(b"es_en/%d" % n) for n in range(1_001)))
    yield "members: 60,000", lambda: beside(*(Member(b"es_en/%d" % n) for n in range(60_000)))
    folders = (Member(b"es_en/%d/" % n, attributes=0o040755 << 16) for n in range(2_000))
    yield "members: folders", lambda: beside(*folders)
    yield "list: 100 MB", lambda: zipped(SOUND, directory=bytes(100 << 20))


def _overlapping() -> bytes:
    """Members that all stand on the bytes of the first: 120 times 4 MiB from 4 MiB."""
    first = Member(b"es_en/0", bytes(4 << 20))
    others = (Member(b"es_en/%d" % n, first.content, packed=b"", offset=0) for n in range(1, 120))
    return zipped((first, *others, *SOUND))


def _lzma(content: bytes) -> bytes:
    filters = [{"id": lzma.FILTER_LZMA1, "preset": 1, "dict_size": 1 << 20}]
    packed = lzma.compress(content, lzma.FORMAT_RAW, filters=filters)
    return struct.pack("<BBH", 9, 4, 5) + struct.pack("<BI", 93, 1 << 20) + packed


def _damaged() -> Iterator[tuple[str, Callable[[], bytes]]]:
    sound = zipped(SOUND)
    for cut in (0, 1, 10, 100, len(sound) // 2, len(sound) - 40, len(sound) - 1):
        yield f"cut: {cut} bytes", lambda cut=cut: sound[:cut]
    yield "crc: of the model", lambda: instead("model/model.bin", crc=1)
    yield "crc: of the metadata", lambda: instead("metadata.json", crc=1)
    yield (
        "deflate: garbage",
        lambda: instead("model/model.bin", method=DEFLATED, packed=b"\xff" * 9),
    )
    yield "offset: behind the end", lambda: instead("model/model.bin", offset=1 << 30)
    yield "offset: of another", lambda: instead("model/model.bin", offset=0)
    yield "no archive", lambda: b"no zip at all"
    yield "nothing in it", lambda: zipped(())
    yield "list: garbage", lambda: zipped(SOUND, directory=b"garbage" * 20)
    for name in ("metadata.json", "model/model.bin", "sentencepiece.model"):
        wanted = f"es_en/{name}".encode()
        without = [member for member in SOUND if member.name != wanted]
        yield f"without {name}", lambda without=without: zipped(without)
    yield "no folder", lambda: zipped(Member(name.encode(), b) for name, b in FILES.items())
    for root in (b".hidden", b"-rf", b"a b", b"~", b"$(id)", b"a'b", b"\xc3\xa4"):
        members = [replace(m, name=m.name.replace(b"es_en", root)) for m in SOUND]
        yield f"root: {root!r}", lambda members=members: zipped(members)


def _metadata() -> Iterator[tuple[str, Callable[[], bytes]]]:
    contents = {
        "not JSON": b"not JSON",
        "empty": b"",
        "no UTF-8": b"\xff\xfe\x00",
        "UTF-16": '{"from_code": "es", "to_code": "en"}'.encode("utf-16"),
        "list": b"[]",
        "number": b"1",
        "null": b"null",
        "nothing said": b"{}",
        "deep list": b"[" * 100_000,
        "deep list, closed": b"[" * 50_000 + b"]" * 50_000,
        "deep objects": b'{"a":' * 30_000,
        "path": b'{"from_code": "../en", "to_code": "es"}',
        "one language": b'{"from_code": "es", "to_code": "es"}',
        "long code": b'{"from_code": "es%s", "to_code": "en"}' % (b"-aa" * 2000),
        "code is a number": b'{"from_code": 1, "to_code": "en"}',
        "code is a list": b'{"from_code": ["es"], "to_code": "en"}',
        "code with a line feed": b'{"from_code": "es\\n", "to_code": "en"}',
        "code with an escape": b'{"from_code": "e\\u001b[31m", "to_code": "en"}',
        "many values": b'{"from_code": "es", "to_code": "en", "x": [%s0]}' % (b"0," * 50_000),
    }
    for what, content in contents.items():
        yield f"metadata: {what}", lambda content=content: metadata(content)
    nested = "[" * 60 + "]" * 60
    for what, fields in {
        "number of 5,000 digits": '"x": ' + "9" * 5_000,
        "number of 100 digits": '"x": -' + "9" * 100,
        "nested": f'"x": {nested}',
        "long text": f'"x": "{"a" * 50_000}"',
        "long key": f'"{"a" * 50_000}": 1',
        "half a character": '"x": "\\ud800"',
        "half a character as a key": '"\\ud800": 1',
        "version of 5,000 digits": f'"package_version": "{"9" * 5_000}"',
        "version of 33 digits": f'"package_version": "{"9" * 33}"',
        "version is a number": '"package_version": 1.9',
        "version with an escape": '"package_version": "1\\u001b[31m"',
        "version with half a character": '"package_version": "\\ud800"',
        "version with other digits": '"package_version": "\u0661.\u0669"',
        "version with a line feed": '"package_version": "1.9\\n"',
        "version with a path": '"package_version": "../1"',
        "prefix is a number": '"target_prefix": 3',
        "prefix is long": f'"target_prefix": "{"a" * 65}"',
        "prefix with half a character": '"target_prefix": "\\ud800"',
        "prefix with an escape": '"target_prefix": "\\u001b[31m"',
        "prefix is null": '"target_prefix": null',
    }.items():
        yield f"metadata: {what}", lambda fields=fields: said(fields)


HOSTILE: dict[str, Callable[[], bytes]] = dict(
    (*_named(), *_kinds(), *_bombs(), *_damaged(), *_metadata())
)

MANIFESTS = {
    "deep list": "z = " + "[" * 20_000,
    "deep list, closed": "z = " + "[" * 900 + "]" * 900,
    "deep tables": "z = " + "{a = " * 5_000,
    "long key": "a." * 20_000 + "b = 1",
    "long header": "[" + "a." * 20_000 + "b]",
    "number of 5,000 digits": "bytes = " + "9" * 5_000,
    "number of 100 digits": "bytes = " + "9" * 100,
    "hexadecimal": "bytes = 0x" + "f" * 10_000,
    "large": "# " + "a" * (1 << 20),
    "many values": f"z = [{'0, ' * 50_000}]",
    "no UTF-8": b"\xff\xfe",
    "half": 'summary = "\\ud800"',
    "unclosed": 'summary = """' * 3_000,
    "wrong kinds": 'file = 1\nbytes = "x"\nsha256 = []',
    "nothing": "",
    "date": "bytes = 2026-01-01",
    "infinite": "bytes = inf",
}
"""What may stand beside a pack as `pack.toml`, each beyond what a manifest may be."""
