"""JSON with the place of every string: RFC 8259, strictly, and without recursion."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from harness.core.values import Span
from harness.formats.lines import Lines

_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    r'(?P<sign>[{}\[\],:])|(?P<string>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+")'
    r"|(?P<other>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)\b)"
)
_HALF = re.compile(r"[\ud800-\udfff]")
_DEEPEST = 100
_REPAIR = "correct the file; python -m json.tool FILE shows what is wrong in it"


@dataclass(slots=True)
class Value:
    """A value: a string has a `text`, an object `members`, an array `items`, others nothing."""

    span: Span
    text: str | None = None
    members: dict[str, "Value"] | None = None
    items: list["Value"] | None = None

    def string(self, *path: str) -> str:
        """The string at the end of a path of keys; "" where there is none."""
        found = self.at(*path)
        return found.text or "" if found else ""

    def at(self, *path: str) -> "Value | None":
        """The value at the end of a path of keys, if it is there."""
        value: Value | None = self
        for key in path:
            value = value.members.get(key) if value and value.members else None
        return value

    def pairs(self) -> Iterator[tuple[str, "Value"]]:
        """The members of an object in their order; none of anything else."""
        yield from (self.members or {}).items()


def parsed(lines: Lines, start: int, end: int | None = None) -> tuple[Value, tuple[str, ...]]:
    """The value that the text is, from `start` to `end`, and a remark on each repeated key.

    Of values of one key the last counts, as for programs.

    Raises:
        ReadError: it is no JSON, or it is nested too deep; names line and column.
    """
    parser = _Parser(lines, start, len(lines.text) if end is None else end)
    return parser.value(), tuple(parser.remarks)


def written(text: str, before: str, *, ascii_only: bool) -> str:
    """`text` as a string of JSON; with `\\/` where `before` has that."""
    made = json.dumps(text, ensure_ascii=ascii_only)
    return made.replace("/", "\\/") if "\\/" in before else made


def is_ascii_only(text: str) -> bool:
    """Whether a file writes other signs as `\\u00e9`: it does so, and has no other sign."""
    return text.isascii() and bool(re.search(r"\\u(?!00[0-7])[0-9A-Fa-f]{4}", text))


class _Next(Enum):
    """What may come next."""

    VALUE = "a value"
    VALUE_OR_END = "a value or ]"
    KEY = "a key in double quotes"
    KEY_OR_END = "a key in double quotes or }"
    COLON = "a colon"
    COMMA_OR_END = "a comma or the end of what it stands in"
    NOTHING = "the end of the file"


@dataclass(slots=True)
class _Parser:
    lines: Lines
    at: int
    end: int
    open: list[Value] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)  # of the open objects, whose values are to come
    root: Value | None = None
    awaited: _Next = _Next.VALUE
    remarks: list[str] = field(default_factory=list)

    def value(self) -> Value:
        while True:
            space = _SPACE.match(self.lines.text, self.at, self.end)
            self.at = space.end() if space else self.at
            if self.at >= self.end:
                break
            token = _TOKEN.match(self.lines.text, self.at, self.end)
            if token is None:
                raise self._unexpected()
            self._take(token)
            self.at = token.end()
        if self.root is None or self.awaited is not _Next.NOTHING:
            raise self.lines.error(
                self.at, f"the file ends, but {self.awaited.value} must come", _REPAIR
            )
        return self.root

    def _take(self, token: re.Match[str]) -> None:
        sign = token["sign"]
        if self.awaited in (_Next.KEY, _Next.KEY_OR_END) and token["string"]:
            self._key(token)
        elif self.awaited is _Next.COLON and sign == ":":
            self.awaited = _Next.VALUE
        elif self.awaited is _Next.COMMA_OR_END and sign == ",":
            self.awaited = _Next.VALUE if self.open[-1].members is None else _Next.KEY
        elif sign in ("}", "]") and self._ends(sign):
            self._close(token.end())
        elif self.awaited in (_Next.VALUE, _Next.VALUE_OR_END) and sign not in (",", ":", "}", "]"):
            self._begin(token)
        else:
            raise self._unexpected()

    def _ends(self, sign: str) -> bool:
        """Whether the innermost open value may end here with this sign."""
        if self.awaited not in (_Next.COMMA_OR_END, _Next.KEY_OR_END, _Next.VALUE_OR_END):
            return False
        return sign == ("]" if self.open[-1].members is None else "}")

    def _key(self, token: re.Match[str]) -> None:
        key = self._text(token)
        first = (self.open[-1].members or {}).pop(key, None)
        if first is not None:
            line = self.lines.number(token.start())
            said = f"the key {key!r} comes again on line {line}, and the last one counts."
            self.remarks.append(self.lines.remark(first.span.start, said))
        self.keys.append(key)
        self.awaited = _Next.COLON

    def _begin(self, token: re.Match[str]) -> None:
        made = Value(Span(*token.span()))
        self._add(made)
        if token["sign"]:
            if len(self.open) == _DEEPEST:
                raise self.lines.error(
                    token.start(), f"nested more than {_DEEPEST} deep", "flatten the file"
                )
            is_object = token["sign"] == "{"
            made.members, made.items = ({}, None) if is_object else (None, [])
            self.open.append(made)
            self.awaited = _Next.KEY_OR_END if is_object else _Next.VALUE_OR_END
        else:
            made.text = self._text(token) if token["string"] else None
            self._after()

    def _add(self, value: Value) -> None:
        if not self.open:
            self.root = value
        elif (members := self.open[-1].members) is not None:
            members[self.keys.pop()] = value
        elif (items := self.open[-1].items) is not None:
            items.append(value)

    def _close(self, end: int) -> None:
        value = self.open.pop()
        value.span = Span(value.span.start, end)
        self._after()

    def _after(self) -> None:
        self.awaited = _Next.COMMA_OR_END if self.open else _Next.NOTHING

    def _text(self, token: re.Match[str]) -> str:
        text: str = json.loads(token["string"])
        if _HALF.search(text):
            raise self.lines.error(
                token.start(), "the string has half of a surrogate pair", "write both halves"
            )
        return text

    def _unexpected(self) -> Exception:
        shown = self.lines.text[self.at : min(self.end, self.at + 20)].split("\n")[0]
        return self.lines.error(
            self.at, f"{shown!r} stands where {self.awaited.value} must come", _REPAIR
        )
