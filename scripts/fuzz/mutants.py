"""Kinds of damage that files come with, by hand or by malice, drawn from a seed."""

import json
import random
import re
from collections.abc import Callable
from typing import Any

_ODD = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n", b'"', b"'", b"\\", b"<",
    b"]]>", b"&", b"{", b"}", b"[", b"]", b"\xe2\x80\xae", b"\x1b[31m", b"..", b"//",
    b"\\ud800", b"\\u0000",
    b"NaN", b"1e999", b"-0", b"null", b"true", b"=", b"#", b"\t", b"%s", b"--->", b"-->",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 1.5, 10**30, "", "x", "\ud800", "\u202e\x1b[31m", [], [[]], [0], {},
    {"x": 1}, "a/../../b", "9" * 5_000, float("nan"),
)  # fmt: skip
_DEEP = (b"[", b"{", b"(", b'{"a":', b"<a>", b"a=[", b"<x/>")
_TOKEN = re.compile(rb'"[^"\n]*"|\d+(?:\.\d+)?|true|false|null')

Mutate = Callable[[random.Random, bytes], bytes]


def mutant(draw: random.Random, seed: bytes) -> bytes:
    """The seed with one to three kinds of damage."""
    for _ in range(draw.choice((1, 1, 2, 3))):
        seed = draw.choice(KINDS)(draw, seed)
    return seed


def _flipped(draw: random.Random, seed: bytes) -> bytes:
    made = bytearray(seed)
    for _ in range(draw.choice((1, 4, 16))):
        if made:
            made[draw.randrange(len(made))] ^= 1 << draw.randrange(8)
    return bytes(made)


def _cut(draw: random.Random, seed: bytes) -> bytes:
    return seed[: draw.randrange(len(seed) + 1)]


def _without(draw: random.Random, seed: bytes) -> bytes:
    start = draw.randrange(len(seed) + 1)
    return seed[:start] + seed[start + draw.choice((1, 2, 10, 100)) :]


def _with_odd(draw: random.Random, seed: bytes) -> bytes:
    at = draw.randrange(len(seed) + 1)
    return seed[:at] + draw.choice(_ODD) * draw.choice((1, 1, 2, 50)) + seed[at:]


def _doubled(draw: random.Random, seed: bytes) -> bytes:
    lines = seed.splitlines(keepends=True) or [b""]
    at = draw.randrange(len(lines))
    return b"".join((*lines[: at + 1], *lines[at:]))


def _shuffled(draw: random.Random, seed: bytes) -> bytes:
    lines = seed.splitlines(keepends=True)
    draw.shuffle(lines)
    return b"".join(lines)


def _deep(draw: random.Random, seed: bytes) -> bytes:
    at = draw.randrange(len(seed) + 1)
    return seed[:at] + draw.choice(_DEEP) * draw.choice((50, 3_000, 100_000)) + seed[at:]


def _other_token(draw: random.Random, seed: bytes) -> bytes:
    """A string, number or name of a value replaced by a value of any other type."""
    found = list(_TOKEN.finditer(seed))
    if not found:
        return _with_odd(draw, seed)
    token = draw.choice(found)
    return seed[: token.start()] + json.dumps(draw.choice(_VALUES)).encode() + seed[token.end() :]


def _long_number(draw: random.Random, seed: bytes) -> bytes:
    found = list(re.finditer(rb"\d+", seed))
    if not found:
        return seed + b"9" * 5_000
    number = draw.choice(found)
    return seed[: number.start()] + b"9" * draw.choice((20, 400, 5_000)) + seed[number.end() :]


def _long(draw: random.Random, seed: bytes) -> bytes:
    at = draw.randrange(len(seed) + 1)
    return seed[:at] + draw.choice((b"a", b"boat ", b"\n", b"\xe6\x97\xa5")) * 100_000 + seed[at:]


def _other_coding(draw: random.Random, seed: bytes) -> bytes:
    text = seed.decode("utf-8", "replace")
    return text.encode(
        draw.choice(("utf-16", "utf-32", "cp037", "utf-16-be", "latin-1")), "replace"
    )


KINDS: tuple[Mutate, ...] = (
    _flipped, _cut, _without, _with_odd, _doubled, _shuffled, _deep, _other_token, _other_token,
    _long_number, _long, _other_coding,
)  # fmt: skip
