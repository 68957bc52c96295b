"""What is a text in HTML: runs of text between blocks, and attributes that people read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.core.values import CodeKind, Span
from harness.formats.html_source import Attribute, Part, PartKind, parts
from harness.formats.html_text import SPACE, Collapsed, joined, meant
from harness.formats.inline import Coded, Mark, has_words
from harness.formats.lines import Lines

# Elements that end a text. All others stand within one.
_BLOCKS = frozenset(
    """address area article aside base blockquote body button caption center col colgroup dd details
    dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6
    head header hgroup hr html iframe input legend li link main menu meta nav noembed noframes
    noscript ol optgroup option p param picture pre script search section select source style
    summary table tbody td template textarea tfoot th thead title tr track ul xmp""".split()  # noqa: SIM905
)
_EMPTY = frozenset(
    """area base br col embed hr img input link meta param source track wbr""".split()  # noqa: SIM905
)
_CODE = {"code", "kbd", "samp", "var", "tt"}  # stay in the text as they are
_WHOLE = {"svg", "math", "object", "canvas", "audio", "video"}  # nothing in them is read
_SKIPPED = {"pre"}
_READ = ("title", "alt", "placeholder", "aria-label", "aria-description", "summary")
_META = {"description", "keywords", "og:title", "og:description", "og:image:alt", "twitter:title",
         "twitter:description", "application-name"}  # fmt: skip
_PRESSED = {"submit", "button", "reset"}
_TEMPLATE = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_FIXED = re.compile(r"(?:^|\s)notranslate(?:\s|$)")


@dataclass(frozen=True, slots=True)
class HtmlText:
    """A text, its codes, and where it stands. `attribute` is where it is the value of one."""

    content: Coded
    slot: Span
    attribute: Attribute | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    """A part of a run: text as it is written, or a code."""

    start: int
    raw: str
    mark: Mark | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.raw)


def html_texts(lines: Lines, start: int = 0, *, is_xml: bool = False) -> list[HtmlText]:
    """All texts of a file from a place on, in the order of their places. Raises as `parts`."""
    found = _Finder(list(parts(lines, start)), is_xml=is_xml)
    texts = [text for run in found.runs() if (text := _text(run)) is not None]
    slots = iter(sorted(text.slot for text in texts))
    taken: Span | None = next(slots, None)
    for attribute in found.attributes:
        while taken is not None and taken.end <= attribute.start:
            taken = next(slots, None)
        if taken is None or attribute.start < taken.start:
            texts.append(_of_attribute(attribute))
    return sorted(texts, key=lambda text: text.slot)


class _Finder:
    """Cuts the parts of a file into runs of text and codes; gathers attributes on the way."""

    def __init__(self, found: Sequence[Part], *, is_xml: bool) -> None:
        self._parts = found
        self._is_xml = is_xml
        self._run: list[_Item] = []
        self.attributes: list[Attribute] = []

    def runs(self) -> Iterator[list[_Item]]:
        at = 0
        while at < len(self._parts):
            part = self._parts[at]
            last = at
            if part.kind is PartKind.TEXT:
                yield from self._words(part)
            elif part.kind is PartKind.OTHER:
                self._run.append(_Item(part.start, part.raw, Mark(CodeKind.ALONE, part.raw)))
            else:
                last = self._last_of_whole(at)
                if part.name in _BLOCKS:
                    yield from self._flushed()
                else:
                    self._inline(at, last)
                if part.kind is PartKind.OPEN and (last == at or part.name == "img"):
                    self._note_attributes(part)
            at = last + 1
        yield from self._flushed()

    def _flushed(self) -> Iterator[list[_Item]]:
        run, self._run = self._run, []
        if any(item.mark is None for item in run):
            yield run

    def _words(self, part: Part) -> Iterator[list[_Item]]:
        """A stretch of text; instructions of templates end a text as blocks do."""
        end = 0
        for found in _TEMPLATE.finditer(part.raw) if "{" in part.raw else ():
            self._add(part.start + end, part.raw[end : found.start()])
            yield from self._flushed()
            end = found.end()
        self._add(part.start + end, part.raw[end:])

    def _add(self, start: int, raw: str) -> None:
        if raw:
            self._run.append(_Item(start, raw))

    def _inline(self, at: int, last: int) -> None:
        part = self._parts[at]
        raw = "".join(each.raw for each in self._parts[at : last + 1])
        mark = self._mark(part, raw, is_whole=last > at)
        self._run.append(_Item(part.start, raw, mark))

    def _mark(self, part: Part, raw: str, *, is_whole: bool) -> Mark:
        if part.name == "br" and part.kind is PartKind.OPEN:
            return Mark(CodeKind.PROTECTED, raw, shown="\n")
        if is_whole and part.name not in _WHOLE:
            words = " ".join(meant(re.sub(r"<[^>]*>", "", raw)).split())
            ticks = part.name in _CODE and "`" not in words
            if words:
                return Mark(CodeKind.PROTECTED, raw, shown=f"`{words}`" if ticks else words)
        if is_whole or part.name in _EMPTY or (self._is_xml and part.is_empty_tag):
            return Mark(CodeKind.ALONE, raw)
        kind = CodeKind.OPEN if part.kind is PartKind.OPEN else CodeKind.CLOSE
        return Mark(kind, raw, part.name)

    def _last_of_whole(self, at: int) -> int:
        """The last part of an element that is taken as one; else the part itself."""
        part = self._parts[at]
        if part.kind is not PartKind.OPEN or part.name in _EMPTY or part.is_empty_tag:
            return at
        if not (part.name in _CODE | _WHOLE | _SKIPPED or _is_fixed(part)):
            return at
        depth = 0
        for place in range(at, len(self._parts)):
            each = self._parts[place]
            if each.name != part.name:
                if part.name in _CODE and each.name in _BLOCKS:
                    return at  # never closed, as far as this text goes
                continue
            depth += 1 if each.kind is PartKind.OPEN else -1
            if not depth:
                return place
        return at

    def _note_attributes(self, part: Part) -> None:
        self.attributes += _read_attributes(part)


def _read_attributes(part: Part) -> list[Attribute]:
    """The attributes of a tag that people read."""
    return [
        each
        for each in part.attributes()
        if _is_text(part, each) and has_words(meant(each.written)) and "{%" not in each.written
    ]


def _is_text(part: Part, attribute: Attribute) -> bool:
    """Whether people read an attribute."""
    if attribute.name == "content":
        return _is_read_meta(part)
    return attribute.name in _READ or (attribute.name == "value" and _is_pressed(part))


def _is_fixed(part: Part) -> bool:
    return part.attribute("translate") == "no" or bool(_FIXED.search(part.attribute("class") or ""))


def _is_read_meta(part: Part) -> bool:
    named = part.attribute("name") or part.attribute("property") or ""
    return part.name == "meta" and named.lower() in _META


def _is_pressed(part: Part) -> bool:
    return part.name == "input" and (part.attribute("type") or "").lower() in _PRESSED


def _of_attribute(attribute: Attribute) -> HtmlText:
    """The value of an attribute, with its quotes."""
    around = len(attribute.quote)
    end = attribute.start + len(attribute.written)
    slot = Span(attribute.start - around, end + around)
    return HtmlText(Coded(meant(attribute.written)), slot, attribute)


# ── one run ─────────────────────────────────────────────────────────────────────────────────────


def _text(run: list[_Item]) -> HtmlText | None:
    """The text of a run, without what stands around it; None where there are no words."""
    run = _trimmed(run)
    if not run:
        return None
    made = Collapsed()
    for item in run:
        if item.mark is None:
            made.add(item.raw)
        else:
            made.mark(item.mark)
    content = joined(made.pieces)
    words = "".join(piece for piece in made.pieces if isinstance(piece, str))
    return HtmlText(content, Span(run[0].start, run[-1].end)) if has_words(words) else None


def _trimmed(run: list[_Item]) -> list[_Item]:
    """A run without blank space and line breaks at its ends."""
    first, last = 0, len(run)
    while first < last and _is_loose(run[first]):
        first += 1
    while last > first and _is_loose(run[last - 1]):
        last -= 1
    kept = run[first:last]
    if kept and kept[0].mark is None:
        raw = kept[0].raw.lstrip(SPACE)
        kept[0] = _Item(kept[0].end - len(raw), raw)
    if kept and kept[-1].mark is None:
        kept[-1] = _Item(kept[-1].start, kept[-1].raw.rstrip(SPACE))
    return kept


def _is_loose(item: _Item) -> bool:
    """Whether an item at the end of a run is no part of the text."""
    if item.mark is None:
        return not item.raw.strip(SPACE)
    return item.mark.kind is CodeKind.PROTECTED and item.mark.shown == "\n"
