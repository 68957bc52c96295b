"""A paragraph of Word: runs of text with their formats, as one text with codes, and back.

The format with the fewest properties is the paragraph's own; a stretch in another one stands
between codes (`raw` is the format, that of the closing one is empty). Links and what else holds
runs are pairs of codes, too. What is no text is a code alone, with the run around it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.core.values import CodeKind, InlineCode, Span, WordPairs
from harness.formats.inline import Mark, has_words
from harness.formats.markup.inline import Content, XmlPen, places
from harness.formats.markup.tree import Element, Text, resolved
from harness.formats.packages.xml_member import within

_HOLDERS = {"hyperlink", "ins", "smartTag", "moveTo", "dir", "bdo", "customXml"}
_DROPPED = {"proofErr", "pPr", "lastRenderedPageBreak"}
_STARTS = {"bookmarkStart": "bookmark", "commentRangeStart": "comment", "permStart": "perm"}
_ENDS = {"bookmarkEnd": "bookmark", "commentRangeEnd": "comment", "permEnd": "perm"}
_COVERS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_UNSEEN = re.compile(r"<(?:\w+:)?(?:lang|noProof)\b[^>]*?/>")  # of a format, but not to be seen
_PROPERTY = re.compile(r"<(?!/)")


@dataclass(frozen=True, slots=True)
class _Words:
    """A piece of text in one format: the raw `rPr`, or nothing."""

    text: str
    format: str
    raw: str = ""  # of an element that stands for the text


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a child of the paragraph brings: its place, and words and codes in order."""

    start: int
    end: int
    items: tuple[_Words | Mark, ...]


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """The text of a paragraph, and where its runs stand. `base` is the paragraph's own format."""

    content: Content
    slot: Span
    base: str
    prefix: str
    encoding: str

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def codes(self) -> tuple[InlineCode, ...]:
        return self.content.codes

    def written(self, text: str, raw: str, pairs: WordPairs) -> str:  # noqa: ARG002
        """The runs of a translation. Raises: ValueError for what XML cannot hold."""
        pen = _RunPen(self.prefix, self.encoding, [self.base])
        at = 0
        for start, stop, code in places(text, self.content, pairs):
            pen.words(text[at:start])
            pen.code(code)
            at = stop
        pen.words(text[at:])
        return "".join(pen.pieces)


def paragraph_texts(paragraph: Element, base: int, encoding: str) -> Iterator[ParagraphText]:
    """The text of a paragraph, if it has one, and of those in its text boxes.

    `base` is where the root of the element starts in the file.
    """
    prefix = paragraph.name[: -len(paragraph.kind)]
    pieces = list(_Runs(paragraph.children).pieces())
    words = [item for piece in pieces for item in piece.items if isinstance(item, _Words)]
    if words and has_words("".join(item.text for item in words)):
        own = _own_format(words)
        slot = Span(base + pieces[0].start, base + pieces[-1].end)
        yield ParagraphText(_content(pieces, own), slot, own, prefix, encoding)
    for each in within(paragraph, "p"):
        yield from paragraph_texts(each, base, encoding)


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


class _Runs:
    """Walks through the children of a paragraph, or of a link in it."""

    def __init__(self, children: Sequence[Element | Text]) -> None:
        self._children = [child for child in children if isinstance(child, Element)]

    def pieces(self) -> Iterator[_Piece]:
        at = 0
        while at < len(self._children):
            child = self._children[at]
            last = _end_of_field(self._children, at) if _begins_field(child) else at
            items = tuple(self._items(self._children[at : (last or at) + 1]))
            if child.kind not in _DROPPED:
                yield _Piece(child.start, self._children[last or at].end, items)
            at = (last or at) + 1

    def _items(self, elements: Sequence[Element]) -> Iterator[_Words | Mark]:
        first = elements[0]
        if len(elements) > 1:
            yield from _field_items(elements)
        elif first.kind == "r":
            yield from _run_items(first)
        elif first.kind in _HOLDERS or first.kind == "sdt":
            yield from _holder_items(first)
        elif first.kind in _STARTS:
            yield Mark(CodeKind.OPEN, first.raw, _named(first, _STARTS))
        elif first.kind in _ENDS:
            yield Mark(CodeKind.CLOSE, first.raw, _named(first, _ENDS))
        elif first.kind not in _DROPPED:
            yield Mark(CodeKind.ALONE, first.raw, shown=first.kind)


def _named(element: Element, kinds: dict[str, str]) -> str:
    number = next((v for n, v in element.attributes.items() if n.endswith("id")), "")
    return f"{kinds[element.kind]} {number}"


def _holder_items(element: Element) -> Iterator[_Words | Mark]:
    inner: Element | None = element
    if element.kind == "sdt":
        inner = next((each for each in element.elements() if each.kind == "sdtContent"), None)
    if inner is None or inner.is_empty_tag:
        yield Mark(CodeKind.ALONE, element.raw, shown=element.kind)
        return
    name = f"{element.kind} {element.start}"
    yield Mark(CodeKind.OPEN, element.root[element.start : inner.inner], name, element.kind)
    for piece in _Runs(inner.children).pieces():
        yield from piece.items
    yield Mark(CodeKind.CLOSE, element.root[inner.inner_end : element.end], name, element.kind)


def _run_items(run: Element) -> Iterator[_Words | Mark]:
    shape = next((each.raw for each in run.elements() if each.kind == "rPr"), "")
    shape = _UNSEEN.sub("", shape)
    shape = shape if len(_PROPERTY.findall(shape)) > 1 else ""
    prefix = run.name[:-1]
    for child in run.elements():
        kind = child.kind
        if kind == "t":
            yield _Words("".join(_said(child)), shape)
        elif kind in _COVERS or (kind == "br" and not _breaks_page(child)):
            yield _Words(_COVERS.get(kind, "\n"), shape, child.raw)
        elif kind != "rPr" and kind not in _DROPPED:
            raw = f"<{prefix}r>{shape}{child.raw}</{prefix}r>"
            yield Mark(CodeKind.ALONE, raw, shown=kind)


def _said(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, Text):
            yield child.raw if child.is_cdata else resolved(child.raw, {})


def _breaks_page(element: Element) -> bool:
    kinds = [value for name, value in element.attributes.items() if name.endswith("type")]
    return bool(kinds) and kinds[0] != "textWrapping"


def _field_kinds(run: Element) -> list[str]:
    """What the field characters in a run do: begin, separate, end."""
    return [
        value
        for child in run.elements()
        if child.kind == "fldChar"
        for name, value in child.attributes.items()
        if name.endswith("fldCharType")
    ]


def _begins_field(element: Element) -> bool:
    return element.kind == "r" and "begin" in _field_kinds(element)


def _end_of_field(elements: Sequence[Element], at: int) -> int | None:
    """The run in which a field ends that begins in one; None where it goes on behind them."""
    depth = 0
    for place in range(at, len(elements)):
        for kind in _field_kinds(elements[place]) if elements[place].kind == "r" else ():
            depth += {"begin": 1, "end": -1}.get(kind, 0)
        if depth <= 0:
            return place
    return None


def _field_items(elements: Sequence[Element]) -> Iterator[_Words | Mark]:
    """A field: that of a link is a pair around its text, every other one a code alone."""
    root, start, end = elements[0].root, elements[0].start, elements[-1].end
    kinds = [_field_kinds(each) if each.kind == "r" else [] for each in elements]
    parted = [place for place, each in enumerate(kinds) if each == ["separate"]]
    orders = "".join(each.raw for each in elements if each.kind == "r" and "instrText" in each.raw)
    if "HYPERLINK" not in orders or len(parted) != 1 or kinds[-1] != ["end"]:
        yield Mark(CodeKind.ALONE, root[start:end], shown="field")
        return
    name = f"field {start}"
    yield Mark(CodeKind.OPEN, root[start : elements[parted[0]].end], name, "link")
    inner = elements[parted[0] + 1 : -1]
    for piece in _Runs(inner).pieces():
        yield from piece.items
    yield Mark(CodeKind.CLOSE, elements[-1].raw, name, "link")


# ── one text ────────────────────────────────────────────────────────────────────────────────────


def _own_format(words: Sequence[_Words]) -> str:
    """The format with the fewest properties: what others add stands between codes."""
    formats = {word.format for word in words if word.text.strip()}
    return min(formats, key=lambda each: (len(_PROPERTY.findall(each)), each), default="")


def _content(pieces: Sequence[_Piece], own: str) -> Content:
    made = _Gathered(own)
    for piece in pieces:
        for item in piece.items:
            if isinstance(item, _Words):
                made.words(item)
            else:
                made.mark(item)
    made.shape(own)
    return Content(made.text, tuple(made.codes))


@dataclass(slots=True)
class _Gathered:
    """A text that grows, with its codes; changes of format become pairs."""

    own: str
    text: str = ""
    codes: list[InlineCode] = field(default_factory=list)
    _shape: str = ""
    _pairs: int = 0
    _open: dict[str, int] = field(default_factory=dict)  # name of an open pair -> its code

    def __post_init__(self) -> None:
        self._shape = self.own

    def words(self, words: _Words) -> None:
        if words.text.strip():
            self.shape(words.format)
        if words.raw:
            self._code(CodeKind.PROTECTED, words.raw, shown=words.text)
        self.text += words.text

    def shape(self, shape: str) -> None:
        """From here on in this format."""
        if shape == self._shape:
            return
        if self._shape != self.own:
            self._code(CodeKind.CLOSE, "", f"f{self._pairs}")
        if shape != self.own:
            self._pairs += 1
            self._code(CodeKind.OPEN, shape, f"f{self._pairs}")
        self._shape = shape

    def mark(self, mark: Mark) -> None:
        if mark.kind is CodeKind.ALONE:
            self._code(CodeKind.ALONE, mark.raw, shown=mark.shown)
            return
        self.shape(self.own)  # no format goes over the edge of a link
        if mark.kind is CodeKind.OPEN:
            self._open[mark.name] = len(self.codes)
            self._code(CodeKind.OPEN, mark.raw, shown=mark.shown)
            return
        opened = self._open.pop(mark.name, None)
        pair = f"p{opened}" if opened is not None else None
        if opened is not None:
            old = self.codes[opened]
            self.codes[opened] = InlineCode(old.at, old.kind, old.raw, pair, old.shown)
        self._code(CodeKind.CLOSE, mark.raw, pair, shown=mark.shown)

    def _code(self, kind: CodeKind, raw: str, pair: str | None = None, shown: str = "") -> None:
        self.codes.append(InlineCode(len(self.text), kind, raw, pair, shown))


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _RunPen:
    """Writes runs. `formats` are those that are open, the paragraph's own first."""

    prefix: str
    encoding: str
    formats: list[str]
    pieces: list[str] = field(default_factory=list)

    def words(self, text: str) -> None:
        if not text:
            return
        made = []
        for part in re.split(r"([\t\n])", text):
            if part in ("\t", "\n"):
                made.append(f"<{self.prefix}{'tab' if part == chr(9) else 'br'}/>")
            elif part:
                whole = XmlPen(self.encoding, keeps_space=True).written(part, 0, len(part))
                made.append(f'<{self.prefix}t xml:space="preserve">{whole}</{self.prefix}t>')
        self._run("".join(made))

    def code(self, code: InlineCode) -> None:
        is_format = (code.pair or "").startswith("f")
        if code.kind is CodeKind.PROTECTED:
            self._run(code.raw)
        elif is_format and code.kind is CodeKind.OPEN:
            self.formats.append(code.raw)
        elif is_format:
            self.formats.pop()
        else:
            self.pieces.append(code.raw)

    def _run(self, inner: str) -> None:
        self.pieces.append(f"<{self.prefix}r>{self.formats[-1]}{inner}</{self.prefix}r>")
