"""A text, its translation, and what the file says of both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from harness.core.values import BeadText, Category, Issue, LocalText, Mark, Span, Unit

NAME = "translation"  # of the detector: all its kinds begin with it
SOURCE, TRANSLATION = 0, 1  # the stops of a pair, and the first two of any route

INCONSISTENT = Category("terminology/inconsistent")
LENGTH = Category("design-markup/length")


@dataclass(frozen=True, slots=True)
class Pair:
    """One unit: its text and its translation as engines and detectors are given them."""

    source: LocalText
    translation: LocalText
    unit: Unit

    @property
    def bead(self) -> BeadText:
        """The two as a detector takes them: the translation in the place of what came back."""
        return BeadText((self.source, self.translation))


Check = Callable[[Pair], Iterable[Issue]]


def made(
    kind: str,
    category: Category,
    message: str,
    *,
    source: Span | None = None,
    translation: Span | None = None,
    evidence: tuple[tuple[str, str], ...] = (),
) -> Issue:
    """An issue of a pair; `kind` without the detector's name."""
    places = ((SOURCE, source), (TRANSLATION, translation))
    marks = tuple(Mark(stop, span) for stop, span in places if span is not None)
    return Issue(f"{NAME}.{kind}", category, message, marks, evidence)


def whole(text: LocalText) -> Span:
    """All of a text, without white space around it."""
    start = len(text.text) - len(text.text.lstrip())
    return Span(start, max(start, len(text.text.rstrip())))
