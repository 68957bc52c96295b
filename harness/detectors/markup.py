"""Tags, character references and Markdown that the round trip broke."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set

from harness.core.values import BeadText, Category, Issue, Mark, Signature, Span
from harness.detectors._placeables import PlaceableDifference, PlaceableRule
from harness.text.data.signatures import signature_of
from harness.text.facts.placeables import Placeable, PlaceableKind, placeables_in

_ALONE = frozenset(  # elements without an end
    f"<{name}>"
    for name in (
        *("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track"),
        *("wbr", "x", "bx", "ex", "ph"),
    )
)


class Markup:
    """HTML and XML tags, character references (&amp;) and Markdown changed, lost or added.

    Tags are compared by name and attributes, in any order; not by the attributes that hold text
    (title, alt) nor by those that hold an address (see `addresses`). <br>, <br/> and <br /> are
    one. Pivots are looked at too.

    Reports: `design-markup/tag`: critical where the tags of the source pair up and those that came
    back no longer do, so that what follows is shown wrongly; else major for a tag, minor for
    Markdown and character references.
    Blind to: markup around other words than before; Markdown lists, tables and everything that
    takes several lines; tags of unknown names that are never closed.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("markup", __name__, "regex", "rapidfuzz")

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        if not bead.source.text.strip() or not bead.back_translation.text.strip():
            return ()
        source, back = (_tags(stop.text) for stop in (bead.source, bead.back_translation))
        broken = _breaks(source, back)
        findings = (_BREAKING if broken else _COPIED).issues(bead)
        if broken and not findings:
            findings.append(_disordered(source, back, bead))
        return findings


def _breaks(source: Sequence[Placeable], back: Sequence[Placeable]) -> bool:
    """Whether tags that came back have lost their partners: those of the source had them.

    A source may open or close what another sentence closes or opens; that end must come back, too.
    """
    alone = _ALONE.union(
        tag.loose for tag in source if "=" in tag.text and not _closed(tag, source)
    )
    here, there = _loose_ends(source, alone), _loose_ends(back, alone)
    ends = Counter(end for end in here if end.startswith("</"))
    return bool(there - here or ends - there)


def _closed(tag: Placeable, tags: Sequence[Placeable]) -> bool:
    return any(each.loose == tag.loose.replace("<", "</", 1) for each in tags)


def _tags(text: str) -> tuple[Placeable, ...]:
    return tuple(fact for fact in placeables_in(text)[PlaceableKind.TAG] if _is_tag(fact))


def _is_tag(fact: Placeable | None) -> bool:
    return fact is not None and fact.loose.startswith("<")


def _loose_ends(tags: Iterable[Placeable], alone: Set[str]) -> Counter[str]:
    """Tags that open and are not closed, in order, or that close what is not open."""
    opened: list[str] = []
    strays: list[str] = []
    for tag in tags:
        if tag.loose.startswith("</"):
            if opened and opened[-1] == tag.loose.replace("/", "", 1):
                opened.pop()
            else:
                strays.append(tag.loose)
        elif tag.loose not in alone and not tag.text.endswith("/>"):
            opened.append(tag.loose)
    return Counter((*opened, *strays))


def _disordered(source: Sequence[Placeable], back: Sequence[Placeable], bead: BeadText) -> Issue:
    last = len(bead.stops) - 1
    return Issue(
        "markup.disordered",
        Category.TAG,
        "The tags came back in an order in which they no longer pair up.",
        (Mark(0, _around(source)), Mark(last, _around(back))),
        (("source", _quoted_tags(source)), ("back_translation", _quoted_tags(back))),
    )


def _around(tags: Sequence[Placeable]) -> Span:
    return Span(tags[0].span.start, tags[-1].span.end)


def _quoted_tags(tags: Sequence[Placeable]) -> str:
    return " ".join(tag.text for tag in tags)


def _how(each: PlaceableDifference) -> str:
    if each.source is None and each.target and each.target.text.startswith("&"):
        return "reference"  # an engine that writes &quot; where a mark was
    facts = [fact for fact in (each.source, each.target) if fact]
    return "markdown" if any(map(_is_markdown, facts)) else ""


def _how_where_broken(each: PlaceableDifference) -> str:
    tag = _is_tag(each.source) or _is_tag(each.target)
    return "unpaired" if tag else _how(each)


def _is_markdown(fact: Placeable) -> bool:
    return fact.key.startswith("markdown ")


_COPIED = PlaceableRule("markup", PlaceableKind.TAG, Category.TAG, "markup", _how)
_BREAKING = PlaceableRule("markup", PlaceableKind.TAG, Category.TAG, "markup", _how_where_broken)
