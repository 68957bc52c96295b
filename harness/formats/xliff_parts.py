"""What XLIFF 1 and 2 have in common: pairs of source and target, and what holds for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.core.errors import ReadError
from harness.core.values import Span, Target, TargetOrigin, TargetState
from harness.formats.markup.base import Place, Reading, language_tag
from harness.formats.markup.elements import Found, Tag, local
from harness.formats.markup.inline import Content, Rules, XmlPen, content
from harness.formats.markup.tree import Element


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and its target, both in an element of the one found."""

    found: Found
    parent: Element
    source: Element
    target: Element | None
    rules: Rules
    is_part: bool = False  # of a source and a target that hold others, too

    def text(self) -> Content:
        return content(self.source, self.rules)

    def translation(self) -> Content | None:
        """What the target holds; None where there is no target, or only blank space in it."""
        read = content(self.target, self.rules) if self.target else None
        return read if read and read.text.strip() else None

    def place(self, encoding: str, behind: Element | None = None) -> Place | None:
        """From the element before the target to its end; a new one goes behind the source.

        `behind` is an element that belongs to the source, where there is one. None for a part that
        has no target.
        """
        target, space = self.target, self.rules.keeps_space
        if target is not None:
            start = target.start if self.is_part else self._start_of(target)
            pen = XmlPen(encoding, space, target.is_cdata)
            old = content(target, self.rules)
            return Place.over(self.found, target, self.text(), old, pen, start=start)
        return None if self.is_part else self._new(encoding, behind or self.source)

    def _start_of(self, target: Element) -> int:
        before = [each.end for each in self.parent.elements() if each.end <= target.start]
        return before[-1] if before else self.parent.inner

    def _new(self, encoding: str, last: Element) -> Place:
        at = self.found.start + last.end
        name = self.source.name[: -len("source")] + "target"
        ahead = self.parent.root[self.parent.inner : self.source.start]
        layout = ahead[len(ahead.rstrip()) :]
        pen = XmlPen(encoding, self.rules.keeps_space)
        return Place(Span(at, at), f"{layout}<{name}>", f"</{name}>", self.text(), None, pen)


def made_target(
    read: Content | None, language: str | None, state: TargetState, origin: TargetOrigin
) -> Target | None:
    """The translation of a unit, None where there is none."""
    if read is None:
        return None
    tag = language_tag(language) if language else None
    return Target(read.text, tag, state, origin, read.codes)


def inherited(found: Found, name: str, *nearer: Element) -> str | None:
    """An attribute of the element found, of one in it, or of those around: the nearest."""
    for element in nearer:
        if name in element.attributes:
            return element.attributes[name]
    tags: Sequence[Tag] = (*found.parents, found.tag)
    return next((tag.attributes[name] for tag in reversed(tags) if name in tag.attributes), None)


def around(found: Found, kind: str) -> Tag | None:
    """The nearest element of a kind around the one found."""
    return next((tag for tag in reversed(found.parents) if local(tag.name) == kind), None)


def missing_source(reading: Reading, line: int, name: str) -> ReadError:
    """The error where there is nothing to translate."""
    return reading.error(line, f"{name} has no <source>", "complete it, or delete it")
