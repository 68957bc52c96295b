"""Archives that somebody made to do harm, byte for byte; each is written when it is asked for."""

import bz2
import json
import lzma
import random
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

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
    "absolute from inside": b"es_en//etc/cron.d/evil",
    "home": b"es_en/~/../../evil",
    "up, then down": b"es_en/model/../README.md",
    "up, backslash": b"es_en/..\\evil-pack.txt",
    "drive with a backslash": b"C:\\evil-pack.txt",
    "drive, small": b"es_en/d:",
    "device path": b"\\\\.\\COM1",
    "long path prefix": b"\\\\?\\C:\\evil",
    "NUL in front": b"\0es_en/evil",
    "NUL between": b"es_en/\0/evil",
    "carriage return": b"es_en/evil\rpack",
    "tab": b"es_en/evil\tpack",
    "bell": b"es_en/evil\x07",
    "backspace": b"es_en/evil\x08\x08\x08good",
    "isolate": "es_en/\u2066evil\u2069".encode(),
    "left-to-right mark": "es_en/ev\u200eil".encode(),
    "line separator": "es_en/evil\u2028pack".encode(),
    "byte order mark": "es_en/\ufeffevil".encode(),
    "soft hyphen": "es_en/ev\u00adil".encode(),
    "tag characters": "es_en/\U000e0041evil".encode(),
    "no character": "es_en/\ufdd0".encode(),
    "overlong slash": b"es_en/..\xc0\xaf..\xc0\xafevil",
    "alone in UTF-8": b"es_en/\x80",
    "cut in UTF-8": b"es_en/\xe4\xb8",
    "255 letters and more": b"es_en/" + b"a" * 256,
    "long folder": b"es_en/" + b"a" * 300 + b"/b",
    "many long parts": b"es_en/" + b"/".join([b"a" * 100] * 8),
    "serial port": b"es_en/com9",
    "printer": b"es_en/PRN.json",
    "clock": b"es_en/CLOCK$",
    "dots": b"es_en/...",
    "dot folder": b"es_en/evil./x",
    "less": b"es_en/<evil>",
    "other case of the metadata": b"es_en/METADATA.JSON",
    "ligature": "es_en/o\ufb03ce".encode() + b"/../x",
    "metadata below metadata": b"es_en/metadata.json/metadata.json",
    "model inside the model": b"es_en/model/model.bin/x",
    "receipt from outside": b"es_en/../receipt",
    "root with a slash in front": b"/es_en/evil",
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
    yield "name: no text at the file", lambda: instead("README.md", local_name=b"es_en/\xcaEADME")


def _kinds() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for what, mode in (("link", 0o120777), ("link without rights", 0o120000)):
        link = Member(b"es_en/x", b"/etc/passwd", attributes=mode << 16)
        yield f"kind: {what}", lambda link=link: beside(link)
    for what, mode in (("link upwards", 0o120777), ("link to itself", 0o120755)):
        target = b"../.." if what == "link upwards" else b"x"
        link = Member(b"es_en/x", target, attributes=mode << 16)
        yield f"kind: {what}", lambda link=link: beside(link)
    yield (
        "kind: link as the model",
        lambda: instead("model/model.bin", content=b"/dev/zero", attributes=0o120777 << 16),
    )
    yield (
        "kind: link as a folder",
        lambda: beside(
            Member(b"es_en/up", b"..", attributes=0o120777 << 16), Member(b"es_en/up/x", b"evil")
        ),
    )
    for bits in (1, 9, 0x2001):
        yield f"kind: encrypted, {bits:#x}", lambda bits=bits: instead("README.md", flags=bits)
    yield "kind: encrypted", lambda: instead("model/model.bin", flags=UTF_8 | 1)
    yield "kind: strongly encrypted", lambda: instead("model/model.bin", flags=UTF_8 | 0x41)
    yield "kind: patch", lambda: instead("model/model.bin", flags=UTF_8 | 0x20)
    for method in (1, 2, 6, 7, 9, 10, 12, 14, 18, 93, 94, 95, 96, 97, 98, 99, 0xFFFF):
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
    for method, name in ((93, "zstd"), (95, "xz")):
        packed = zlib.compress(_ZEROS)  # nobody comes so far as to unpack it
        yield (
            f"bomb: {name}",
            lambda method=method, packed=packed: instead(
                "model/model.bin", method=method, packed=packed, claimed=400
            ),
        )
    yield "bomb: nested", lambda: beside(Member(b"es_en/x.zip", _nested(_ZEROS * 2), DEFLATED))
    yield (
        "bomb: sizes that add up beyond 64 bits",
        lambda: beside(*(Member(b"es_en/%d" % n, claimed=0xFFFFFFFE) for n in range(900))),
    )
    for what, size, packed in (
        ("a file of 2^63 bytes", 1 << 63, 1 << 63),
        ("nothing packed into 2^40 bytes", 1 << 40, 0),
        ("less than nothing", (1 << 64) - 1, 7),
    ):
        extra = struct.pack("<HHQQ", 1, 16, size, packed)
        yield (
            f"zip64: {what}",
            lambda extra=extra: instead("model/model.bin", claimed=0xFFFFFFFF, extra=extra),
        )
    yield (
        "zip64: a short field",
        lambda: instead("README.md", claimed=0xFFFFFFFF, extra=struct.pack("<HH", 1, 16) + b"x"),
    )
    yield "zip64: no field", lambda: instead("README.md", claimed=0xFFFFFFFF)
    yield (
        "zip64: end that lies",
        lambda: zipped(SOUND)[:-22] + _end_64(1 << 40, 1 << 50) + zipped(SOUND)[-22:],
    )
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


def _nested(content: bytes) -> bytes:
    """An archive in an archive in an archive: what the innermost unpacks to is never unpacked."""
    for name in (b"c", b"b", b"a"):
        content = zipped([Member(name + b".zip", content, DEFLATED)])
    return content + bytes(40 << 20)  # but this would be


def _end_64(count: int, offset: int) -> bytes:
    """The end of a large archive's list, and where it stands, which is not true."""
    end = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, 100, offset)
    return end + struct.pack("<IIQI", 0x07064B50, 0, offset, 1)


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
    yield "offset: within another", lambda: instead("README.md", offset=40)
    yield "offset: two on one header", lambda: instead("sentencepiece.model", offset=0)
    yield "twice: the model", lambda: beside(Member(b"es_en/model/model.bin", b"other"))
    yield "twice: the metadata", lambda: beside(Member(b"es_en/metadata.json", b"{}"))
    yield "twice: in another case", lambda: beside(Member(b"es_en/Metadata.json", b"{}"))
    yield (
        "deflate: cut",
        lambda: instead("README.md", method=DEFLATED, packed=deflated(b"x" * 99)[:3]),
    )
    yield (
        "deflate: stored in truth",
        lambda: instead("README.md", method=DEFLATED, packed=b"# A package"),
    )
    yield "deflate: a block that copies from before", _copies_from_before
    yield "size: one less", lambda: instead("README.md", claimed=10)
    yield "size: one more", lambda: instead("README.md", claimed=12)
    yield "size: none", lambda: instead("model/model.bin", claimed=0)
    yield "list: of another archive", lambda: zipped(SOUND, directory=zipped(SOUND)[-400:-22])
    yield "end: cut off", lambda: zipped(SOUND)[:-22]
    yield "tar", lambda: b"x" * 257 + b"ustar\x0000" + b"x" * 1_000
    yield "gzip", lambda: b"\x1f\x8b\x08" + deflated(b"x" * 1_000)
    yield "pickle", lambda: b"cos\nsystem\n(S'id'\ntR."
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


def _copies_from_before() -> bytes:
    """A fixed block whose first code is a copy from before the first byte."""
    return instead("README.md", method=DEFLATED, packed=bytes([0x03 | 0b1000000 << 1, 0x02, 0x00]))


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
        "two codes of one language": b'{"from_code": "pb", "to_code": "pt_BR"}',
        "long code": b'{"from_code": "es%s", "to_code": "en"}' % (b"-aa" * 2000),
        "code is a number": b'{"from_code": 1, "to_code": "en"}',
        "code is a list": b'{"from_code": ["es"], "to_code": "en"}',
        "code with a line feed": b'{"from_code": "es\\n", "to_code": "en"}',
        "code with an escape": b'{"from_code": "e\\u001b[31m", "to_code": "en"}',
        "NaN": b'{"from_code": "es", "to_code": NaN}',
        "infinite": b'{"from_code": Infinity, "to_code": "en"}',
        "true": b"true",
        "text": b'"es_en"',
        "two documents": b'{"from_code": "es", "to_code": "en"}{}',
        "byte order mark": b'\xef\xbb\xbf{"from_code": "es", "to_code": "en"}'[:-1],
        "NUL": b'{"from_code": "es\x00", "to_code": "en"}',
        "cut": b'{"from_code": "es", "to_c',
        "comment": b'{/* */"from_code": "es", "to_code": "en"}',
        "code is null": b'{"from_code": null, "to_code": "en"}',
        "code is empty": b'{"from_code": "", "to_code": "en"}',
        "code with a slash": b'{"from_code": "e/s", "to_code": "en"}',
        "code with a dot": b'{"from_code": "..", "to_code": "en"}',
        "code with half a character": b'{"from_code": "\\udc80", "to_code": "en"}',
        "code right to left": '{"from_code": "\u202ees", "to_code": "en"}'.encode(),
        "deep in a key": b'{"from_code": "es", "to_code": "en", "x": {"y": %s}}'
        % (b"[" * 3_000 + b"]" * 3_000),
        "many keys": b"{%s}" % b",".join(b'"%d":0' % n for n in range(60_000)),
        "many values": b'{"from_code": "es", "to_code": "en", "x": [%s0]}' % (b"0," * 50_000),
    }
    for what, content in contents.items():
        yield f"metadata: {what}", lambda content=content: metadata(content)
    nested = "[" * 60 + "]" * 60
    for what, fields in {
        "number of 5,000 digits": '"x": ' + "9" * 5_000,
        "number of 100 digits": '"x": -' + "9" * 100,
        "not a number": '"x": NaN',
        "infinite, unread": '"x": -Infinity',
        "exponent": '"x": 1e99999999999999999999',
        "nested": f'"x": {nested}',
        "version is a list": '"package_version": ["1"]',
        "version is true": '"package_version": true',
        "version is null": '"package_version": null',
        "version right to left": '"package_version": "\u202e1.9"',
        "version with a blank": '"package_version": "1 .9"',
        "version with a slash": '"package_version": "1/9"',
        "prefix is a list": '"target_prefix": ["a"]',
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


def models(folder: Path) -> dict[str, Callable[[], bytes]]:
    """Packs whose model is damaged, in a great many ways; `folder` is used to make a sound one."""
    sound = tiny_pack(folder)
    made: dict[str, Callable[[], bytes]] = {}
    draw = random.Random(19)
    for name in ("model/model.bin", "sentencepiece.model"):
        size = len(sound[name])
        for place in sorted(draw.randrange(size) for _ in range(25)):
            made[f"cut: {name} at {place}"] = partial(_changed, sound, name, sound[name][:place])
        for place in sorted(draw.randrange(size // (1 + 9 * (n % 2))) for n in range(25)):
            flipped = bytearray(sound[name])
            flipped[place] ^= 1 << draw.randrange(8)
            made[f"flip: {name} at {place}"] = partial(_changed, sound, name, bytes(flipped))
    for what, (name, content) in _vocabularies(sound).items():
        made[f"vocabulary: {what}"] = partial(_changed, sound, name, content)
    return made


def tiny_pack(folder: Path) -> dict[str, bytes]:
    """The files of a small pack whose model opens, and answers anything to anything."""
    from ct2_models import pieces, tiny

    model = tiny(folder, pieces_as=None)
    said = {"package_version": "1.1", "from_code": "es", "to_code": "en", "target_prefix": ""}
    files = {f"model/{path.name}": path.read_bytes() for path in sorted(model.iterdir())}
    return {"metadata.json": json.dumps(said).encode(), **files, "sentencepiece.model": pieces()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """An archive of these files."""
    return zipped(Member(f"es_en/{name}".encode(), content) for name, content in files.items())


def _changed(files: Mapping[str, bytes], name: str, content: bytes | None) -> bytes:
    kept = {each: data for each, data in files.items() if each != name}
    return packed(kept if content is None else {**kept, name: content})


def _vocabularies(sound: Mapping[str, bytes]) -> dict[str, tuple[str, bytes | None]]:
    name = next(each for each in sound if "vocabulary" in each)
    rows: list[str] = json.loads(sound[name])
    contents: dict[str, object] = {
        "of one row": rows[:1],
        "half of it": rows[: len(rows) // 2],
        "one row less": rows[:-1],
        "one row more": [*rows, "evil"],
        "ten times as long": rows * 10,
        "doubles": [rows[0]] * len(rows),
        "last row doubled": [*rows[:-1], rows[0]],
        "backwards": rows[::-1],
        "numbers": list(range(len(rows))),
        "nothing": [],
        "an object": {"a": 1},
        "half a character": [*rows[:-1], "\ud800"],
        "long row": [*rows[:-1], "a" * 5_000_000],
        "controls": [*rows[:-1], "\x1b[31m\u202e"],
        "deep": [[[[rows]]]],
    }
    made: dict[str, tuple[str, bytes | None]] = {
        what: (name, json.dumps(content).encode()) for what, content in contents.items()
    }
    made["no JSON"] = name, b"["
    made["no UTF-8"] = name, b'["\xff\xfe"]'
    made["missing"] = name, None
    config = "model/config.json"
    made["settings: deep"] = config, b"[" * 50_000 + b"]" * 50_000
    made["settings: a list"] = config, b"[1]"
    made["settings: NaN"] = config, b'{"layer_norm_epsilon": NaN}'
    made["settings: wide numbers"] = config, b'{"x": %s}' % (b"9" * 5_000)
    made["settings: other tokens"] = config, b'{"bos_token": 7, "unk_token": []}'
    made["settings: missing"] = config, None
    made["pieces: text"] = "sentencepiece.model", b"pieces"
    made["pieces: nothing"] = "sentencepiece.model", b""
    made["pieces: missing"] = "sentencepiece.model", None
    made["pieces: the model"] = "sentencepiece.model", sound["model/model.bin"]
    made["model: nothing"] = "model/model.bin", b""
    made["model: zeros"] = "model/model.bin", bytes(1 << 20)
    made["model: the pieces"] = "model/model.bin", sound["sentencepiece.model"]
    huge = bytearray(sound["model/model.bin"])
    huge[40:80] = b"\x7f" * 40
    made["model: huge shapes"] = "model/model.bin", bytes(huge)
    return made
