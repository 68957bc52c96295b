"""The text of an element without its inline codes, and a new text with these codes in it again.

Reading: a code leaves the text, but for what is a line break or stands for text of its own, which
stays as that text, protected (`CodeKind.PROTECTED`; `shown` is what it covers).

Writing: where links between words are known, codes follow their words (`by_links`). Else protected
codes go where their text is found again, in order; so do pairs, if all they held is there again (a
placeholder, a name). Of the others, what stood at an end stays there; what stood within goes to the
edge of a word, as far into the text as it was.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from harness.core.values import CodeKind, InlineCode, WordPairs
from harness.formats.by_links import by_links
from harness.formats.markup.tree import PREDEFINED, Element, Text, resolved

_LAYOUT = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]+")
_FIRST = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_LAST = re.compile(r"[ \t\r\n]*[\r\n][ \t]*\Z")
_NAMED = re.compile(r"&([^#;\s&][^;\s&]*);")
_BREAK_KIND = re.compile(r"(?:x-|xlf:)?(?:lb|(?:html-)?br|line-?break)", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|\\n|\r?\n", re.IGNORECASE)
_WORD = re.compile(r"\S+")
# What XML 1.0 cannot hold, not even by a reference.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


@dataclass(frozen=True, slots=True)
class Code:
    """How an element within text is to be taken.

    `parts`: its tags are a pair of codes around text. `shown` is what people see for it, `covers`
    the text that it stands for and that the text must have.
    """

    kind: CodeKind = CodeKind.ALONE
    pair: str | None = None
    shown: str = ""
    covers: str = ""
    parts: bool = False
    may_drop: bool = False


Taken = Callable[[Element], Code]


def standalone(shown: str, kind: str) -> Code:
    """A code that stands for itself, by what it shows or by the kind that its file calls it.

    A line break is one in the text, too: the words before and behind it are two lines. So is a
    placeholder that a program fills in (`{name}`, `%s`): without it the sentence would lack a part.
    """
    if _BREAK_KIND.fullmatch(kind) or _BREAK.fullmatch(shown):
        return Code(covers="\n")
    if shown and _is_placeholder(shown):
        return Code(covers=shown)
    return Code(CodeKind.ALONE, shown=shown)


@lru_cache(maxsize=4096)  # files repeat the same few
def _is_placeholder(shown: str) -> bool:
    from harness.text.facts.placeables import (  # noqa: PLC0415  (a third of a second of patterns)
        PlaceableKind,
        placeables_in,
    )

    return any(each.text == shown for each in placeables_in(shown)[PlaceableKind.PLACEHOLDER])


@dataclass(frozen=True, slots=True)
class Content:
    """A text and the codes that were taken out of it."""

    text: str
    codes: tuple[InlineCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """How the text of a format is written.

    `taken` says what an element in a text is. Without `keeps_space` a line break with indentation
    behind is the file's layout. `escapes` makes what reads the format's own escapes in one text.
    """

    taken: Taken
    keeps_space: bool = False
    entities: Mapping[str, str] | None = None
    escapes: Callable[[], "Escapes"] | None = None


class Escapes(Protocol):
    """What characters mean in a format with escapes of its own, piece by piece of one text."""

    def meant(self, piece: str) -> str:
        """The text of the next piece. Raises: ValueError for an escape that is none."""
        ...

    def covered(self) -> None:
        """Text came that is not of these escapes: a code that stands for text."""

    def loose_end(self) -> int:
        """How many characters at the end of the text so far do not count, if it ends here."""
        ...


def content(element: Element, rules: Rules) -> Content:
    """The text in an element, and its codes. Raises: ValueError for an escape that is none."""
    taker = _Taker(rules)
    taker.walk(element.children, is_whole=True)
    return taker.content()


class _Taker:
    def __init__(self, rules: Rules) -> None:
        self.pieces: list[str] = []
        self.codes: list[InlineCode] = []
        self._rules = rules
        self._escapes = rules.escapes() if rules.escapes else None
        self._length = 0
        self._pairs = 0

    def content(self) -> Content:
        text = "".join(self.pieces)
        if self._escapes and (loose := self._escapes.loose_end()):
            text = text[:-loose]
            self.codes = [replace(code, at=min(code.at, len(text))) for code in self.codes]
        return Content(text, tuple(self.codes))

    def walk(self, children: Sequence[Element | Text], *, is_whole: bool) -> None:
        for number, child in enumerate(children):
            if isinstance(child, Element):
                self._element(child)
            elif child.is_cdata:
                self._add(child.raw.replace("\r\n", "\n").replace("\r", "\n"))
            else:
                last = is_whole and child is children[-1]
                self._text(child.raw, first=is_whole and not number, last=last)

    def _text(self, raw: str, *, first: bool, last: bool) -> None:
        if not self._rules.keeps_space and ("\n" in raw or "\r" in raw):
            raw = _FIRST.sub("", raw, count=1) if first and _FIRST.match(raw) else raw
            raw = _LAST.sub("", raw) if last else raw
            raw = _LAYOUT.sub(" ", raw)
        entities = self._rules.entities
        if not entities or "&" not in raw:
            self._add(resolved(raw, {}))
            return
        end = 0
        for reference in _NAMED.finditer(raw):
            if reference[1] not in PREDEFINED:
                self._add(resolved(raw[end : reference.start()], {}))
                value = entities.get(reference[1], "")
                self._covering(reference[0], value)
                end = reference.end()
        self._add(resolved(raw[end:], {}))

    def _element(self, element: Element) -> None:
        code = self._rules.taken(element)
        if code.covers:
            self._covering(element.raw, code.covers)
        elif code.parts and not element.is_empty_tag:
            self._pairs += 1
            pair = code.pair or f"{element.kind} {self._pairs}"
            self._code(element.opening, CodeKind.OPEN, code, pair)
            self.walk(element.children, is_whole=False)
            self._code(element.closing, CodeKind.CLOSE, code, pair)
        else:
            kind = CodeKind.ALONE if code.parts else code.kind
            self._code(element.raw, kind, code, code.pair)

    def _code(self, raw: str, kind: CodeKind, code: Code, pair: str | None) -> None:
        self.codes.append(InlineCode(self._length, kind, raw, pair, code.shown, code.may_drop))

    def _covering(self, raw: str, text: str) -> None:
        self.codes.append(InlineCode(self._length, CodeKind.PROTECTED, raw, shown=text))
        if self._escapes:
            self._escapes.covered()
        self._put(text)

    def _add(self, text: str) -> None:
        self._put(self._escapes.meant(text) if self._escapes else text)

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self._length += len(text)


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


class Pen(Protocol):
    """How a text is written between the tags of one file."""

    def written(self, text: str, start: int, end: int) -> str:
        """A stretch of a text. Raises: ValueError for a character that cannot be held."""
        ...


@dataclass(frozen=True, slots=True)
class XmlPen:
    """Writes what XML escapes; `also` are more characters to escape, as `str.translate` takes them.

    Characters that `encoding` lacks are written as references. Line breaks are, too, where the
    file's layout could be taken for them. `cdata`: in a CDATA section, if that can hold the text.
    """

    encoding: str = "utf-8"
    keeps_space: bool = False
    cdata: bool = False
    also: Mapping[int, str] | None = None

    def written(self, text: str, start: int, end: int) -> str:
        piece = text[start:end]
        if wrong := _FORBIDDEN.search(piece):
            raise ValueError(f"XML cannot hold the character U+{ord(wrong[0]):04X}")
        if self.cdata and "\r" not in piece and writable(piece, self.encoding):
            return f"<![CDATA[{piece.replace(']]>', ']]]]><![CDATA[>')}]]>"
        made = piece.translate(_ESCAPED)
        if self.also:
            made = made.translate(self.also)
        if not self.keeps_space:
            made = made.replace("\n", "&#10;")
        return with_references(made, self.encoding)


def writable(text: str, encoding: str) -> bool:
    """Whether an encoding has all characters of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def with_references(text: str, encoding: str) -> str:
    """A text in which `&#233;` stands for what the encoding lacks."""
    return text.encode(encoding, "xmlcharrefreplace").decode(encoding)


def placed(text: str, model: Content, pen: Pen, pairs: WordPairs = ()) -> str:
    """`text` as the content of an element, with the codes of `model` in it.

    `pairs` are words of the model and of `text` that stand for each other, where they are known.
    Codes that may be dropped (remarks on the words of the model) are. Raises as `pen`.
    """
    pieces, at = [], 0
    for start, stop, code in places(text, model, pairs):
        if start > at:
            pieces.append(pen.written(text, at, start))
        pieces.append(code.raw)
        at = stop
    if at < len(text):
        pieces.append(pen.written(text, at, len(text)))
    return "".join(pieces)


def places(
    text: str, model: Content, pairs: WordPairs = ()
) -> Iterator[tuple[int, int, InlineCode]]:
    """Where each code goes, and from where the text goes on behind it; in order."""
    codes = [code for code in model.codes if not code.may_drop]
    if (linked := by_links(model.text, codes, text, pairs)) is not None:
        for code in linked:
            covers = code.kind is CodeKind.PROTECTED
            yield code.at, code.at + len(code.shown) * covers, code
        return
    covered, edges = _covered(text, codes), _Edges(text, codes, model.text)
    at = 0
    for number, code in enumerate(codes):
        if code.kind is CodeKind.PROTECTED:
            if number in covered:
                start = covered[number]
                at = start + len(code.shown)
                yield start, at, code
            continue
        most = min((start for each, start in covered.items() if each > number), default=len(text))
        at = min(max(at, edges.nearest(number, _wanted(code, model, text), at)), most)
        edges.placed(number, at)
        yield at, at, code


class _Edges:
    """The edges of words, where codes may go. A pair that held words is to hold a word again."""

    def __init__(self, text: str, codes: Sequence[InlineCode], before: str) -> None:
        words = list(_WORD.finditer(text))
        self._text, self._codes = text, codes
        self._starts = [0, *(word.start() for word in words), len(text)]
        self._ends = [0, *(word.end() for word in words), len(text)]
        closes = {code.pair: code.at for code in codes if code.kind is CodeKind.CLOSE}
        self._held = {
            code.pair: before[code.at : closes[code.pair]]
            for code in codes
            if code.kind is CodeKind.OPEN and code.pair and closes.get(code.pair, 0) > code.at
        }
        self._opened: dict[str | None, int] = {}

    def nearest(self, number: int, wanted: float, least: int) -> int:
        """The best edge for a code that would stand at `wanted`, and not before `least`."""
        code = self._codes[number]
        held, opened = self._held.get(code.pair or "", ""), self._opened.get(code.pair)
        if code.kind is CodeKind.CLOSE:
            edges = self._ends
            if held and opened is not None:
                if self._text.startswith(held, opened):
                    return opened + len(held)
                edges = [edge for edge in edges if edge > opened]
        else:
            if held.strip() and (again := self._text.find(held, least)) >= 0:
                return again
            edges = self._starts[:-1] if held else self._starts
        return min(edges or self._ends[-1:], key=lambda edge: abs(edge - wanted))

    def placed(self, number: int, at: int) -> None:
        if self._codes[number].kind is CodeKind.OPEN:
            self._opened[self._codes[number].pair] = at


def _wanted(code: InlineCode, model: Content, text: str) -> float:
    whole = len(model.text)
    if code.at >= whole:
        return len(text) if whole or code.kind is CodeKind.CLOSE else 0
    return code.at / whole * len(text)


def _covered(text: str, codes: Sequence[InlineCode]) -> dict[int, int]:
    """Where protected codes find their text again, by the code's number."""
    found: dict[int, int] = {}
    end = 0
    for number, code in enumerate(codes):
        if code.kind is CodeKind.PROTECTED:
            start = text.find(code.shown, end)
            if start >= 0:
                found[number] = start
                end = start + len(code.shown)
    return found
