"""The syntax of Project Fluent (`.ftl`): messages, terms and attributes with their patterns.

Follows the grammar of Fluent 1.0. What is no entry is junk, which programs skip.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.core.values import Span

_ID = r"[A-Za-z][\w-]*"
_NUMBER = r"-?\d+(?:\.\d+)?"
_QUOTED = r'"(?:[^"\\\r\n]|\\["\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{6})*+"'
_SIMPLE = rf"(?:{_NUMBER}|{_QUOTED}|\$(?:{_ID})|-?{_ID}(?:\.{_ID})?)"
_ARGUMENT = rf"(?:{_ID}\s*:\s*(?:{_NUMBER}|{_QUOTED})|{_SIMPLE})"
_CALL = rf"\(\s*(?:{_ARGUMENT}\s*(?:,\s*{_ARGUMENT}\s*)*,?\s*)?\)"
# What a translation may hold, too: all but branches, strings and braces within braces.
REFERENCE = re.compile(
    rf"\{{\s*(?:{_NUMBER}|\${_ID}|-{_ID}(?:{_CALL})?|[A-Z][A-Z0-9_-]*{_CALL}"
    rf"|{_ID}(?:\.{_ID})?)\s*\}}",
    re.ASCII,
)
LITERAL = re.compile(rf"\{{\s*({_QUOTED})\s*\}}")
_SELECTOR = re.compile(
    rf"\s*(?:{_NUMBER}|{_QUOTED}|\${_ID}|-{_ID}\.{_ID}(?:{_CALL})?|[A-Z][A-Z0-9_-]*{_CALL})\s*",
    re.ASCII,
)
_ENTRY = re.compile(rf"(-?{_ID}) *= *", re.ASCII)
_ATTRIBUTE = re.compile(rf"(?: *\r?\n)+ *\.({_ID}) *= *", re.ASCII)
_TEXT = re.compile(r"[^{}\r\n]*(?:\r(?!\n)[^{}\r\n]*)*")
_NEXT_LINE = re.compile(r"(?: *\r?\n)+( *)")
_EXPRESSION = re.compile(rf"(?:[^\"{{}}\r\n>-]|{_QUOTED}|-(?!>)|\s)*+")
_VARIANT = re.compile(rf"\s*\*?\[\s*((?:{_NUMBER})|(?:{_ID}))\s*\] *", re.ASCII)
_SPACE = re.compile(r"\s*")
_NEXT_ENTRY = re.compile(r"^(?=[A-Za-z#-])", re.MULTILINE)
_COMMENT = re.compile(r"(#{1,3})(?: ([^\r\n]*))?(?:\r?\n|\Z)")
_BLANK = re.compile(r"(?: *(?:\r?\n|\Z))+")
_DEEPEST = 20


@dataclass(slots=True)
class Placeable:
    """What stands in braces; of one with branches the variants, by their keys."""

    span: Span
    variants: list[tuple[str, "Pattern"]] = field(default_factory=list)


@dataclass(slots=True)
class Pattern:
    """A text: where it stands, with the white space before it, and its placeables."""

    span: Span
    placeables: list[Placeable]


@dataclass(slots=True)
class Entry:
    """A message or a term, the latter with a hyphen in front of its name."""

    name: str
    at: int
    pattern: Pattern | None
    attributes: list[tuple[str, Pattern]]
    comment: str


@dataclass(slots=True)
class Junk:
    """What is no entry, and why."""

    at: int
    why: str


class _Broken(Exception):
    def __init__(self, at: int, why: str) -> None:
        super().__init__(why)
        self.at, self.why = at, why


def entries(text: str, start: int) -> Iterator[Entry | Junk]:
    """Entries and junk in their order."""
    at, comment = start, ""
    while at < len(text):
        if (blank := _BLANK.match(text, at)) and blank.end() > at:
            at, comment = blank.end(), ""
        elif match := _COMMENT.match(text, at):
            words = match[2] or ""
            comment = f"{comment}\n{words}".strip() if match[1] == "#" else ""
            at = match.end()
        else:
            try:
                entry, at = _entry(text, at, comment)
                yield entry
            except _Broken as broken:
                yield Junk(broken.at, broken.why)
                found = _NEXT_ENTRY.search(text, at + 1)
                at = found.start() if found else len(text)
            comment = ""


def _entry(text: str, at: int, comment: str) -> tuple[Entry, int]:
    match = _ENTRY.match(text, at)
    if match is None:
        raise _Broken(at, "neither an entry (name = text) nor a comment")
    pattern, end = _pattern(text, match.end(), 0)
    attributes = []
    while attribute := _ATTRIBUTE.match(text, end):
        value, end = _pattern(text, attribute.end(), 0)
        if not _says(text, value):
            raise _Broken(attribute.start(1), f"the attribute {attribute[1]} has no text")
        attributes.append((attribute[1], value))
    rest = _BLANK.match(text, end)
    if rest is None:
        raise _Broken(end, f"{text[end : end + 1]!r} may not stand here")
    says = _says(text, pattern)
    if not says and (not attributes or match[1].startswith("-")):
        raise _Broken(at, f"{match[1]} has no text")
    return Entry(match[1], at, pattern if says else None, attributes, comment), end


def _says(text: str, pattern: Pattern) -> bool:
    return bool(pattern.span.of(text).strip(" \r\n"))


def _pattern(text: str, at: int, depth: int) -> tuple[Pattern, int]:
    """The pattern that begins behind a sign of equality or a key, and where it ends."""
    start = end = at
    placeables: list[Placeable] = []
    while True:
        piece = _TEXT.match(text, at)
        at = piece.end() if piece else at
        if piece and piece.group().strip(" "):
            end = piece.start() + len(piece.group().rstrip(" "))
        if text.startswith("{", at):
            placeable = _placeable(text, at, depth)
            placeables.append(placeable)
            at = end = placeable.span.end
            continue
        line = _NEXT_LINE.match(text, at) if not text.startswith("}", at) else None
        sign = text[line.end() : line.end() + 1] if line else ""
        if line is None or not sign or not (sign == "{" or (line[1] and sign not in "[*.}\r\n")):
            return Pattern(Span(start, end), placeables), end if line or at >= len(text) else at
        at = line.end()


def _placeable(text: str, start: int, depth: int) -> Placeable:
    """What the brace at `start` opens. Raises: _Broken where it does not end."""
    if depth == _DEEPEST:
        raise _Broken(start, f"nested more than {_DEEPEST} deep")
    at, nests = start + 1, False
    while True:
        expression = _EXPRESSION.match(text, at)
        at = expression.end() if expression else at
        if text.startswith("{", at):
            at, nests = _placeable(text, at, depth + 1).span.end, True
        elif text.startswith("->", at) and _SELECTOR.fullmatch(text, start + 1, at):
            return _branches(text, start, at + 2, depth)
        elif text.startswith("}", at) and (nests or _is_known(text, start, at + 1)):
            return Placeable(Span(start, at + 1))
        else:
            what = "no expression of Fluent" if at < len(text) else "not closed"
            raise _Broken(start, f"what this brace opens is {what}")


def _is_known(text: str, start: int, end: int) -> bool:
    return bool(REFERENCE.fullmatch(text, start, end) or LITERAL.fullmatch(text, start, end))


def _branches(text: str, start: int, at: int, depth: int) -> Placeable:
    variants = []
    while variant := _VARIANT.match(text, at):
        pattern, at = _pattern(text, variant.end(), depth + 1)
        variants.append((variant[1], pattern))
    space = _SPACE.match(text, at)
    at = space.end() if space else at
    if not variants or not text.startswith("}", at):
        raise _Broken(at if at < len(text) else start, "branches that do not end with a brace")
    return Placeable(Span(start, at + 1), variants)
