"""A text cut into pieces, each with all that is to be shown of it: edits, findings, invisibles."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from harness.core.values import Severity, Span
from harness.text.pairs.word_diff import DiffKind
from harness.text.words.control_characters import reveal


@dataclass(frozen=True, slots=True)
class Edit:
    """What the word diff of one run says of a stretch of text. Never `EQUAL`.

    `move` is what a moved stretch shares with its other half, on the other side.
    """

    span: Span
    kind: DiffKind
    run: str  # the run's letter
    move: int | None = None


@dataclass(frozen=True, slots=True)
class Highlight:
    """Words of one finding: where they stand, and which finding of the row they belong to.

    `linked` words are not the finding's own: they stand for them in another column.
    """

    span: Span
    number: int
    severity: Severity
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Invisible:
    """A character without a glyph: a label that fits into a line, and its full name.

    `mark` is the character itself where it does no more than give direction to the signs beside it:
    without it the minus of "-5" would stand at the other end of the number.
    """

    label: str
    name: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class TextRun:
    """A stretch of text that is treated alike throughout.

    `kind` names the strongest edit, empty for none. `runs` are letters, given where a stretch
    ends that only some of the runs changed. `move` names a moved stretch, the same on both sides;
    `arrow` stands before its first piece only.
    `findings` are numbers of findings that speak of these words; `closing` are those whose words
    end here, `folded` those of them that are minor beside others that are not; `linked` are those
    whose words in another column these words stand for.
    `invisible` names a character that has no glyph; `text` is that character itself. A piece with
    empty text stands for a place between two letters that a finding points to.
    """

    text: str
    kind: str = ""
    runs: tuple[str, ...] = ()
    move: str = ""
    arrow: bool = False
    findings: tuple[int, ...] = ()
    severity: str = ""
    closing: tuple[int, ...] = ()
    folded: tuple[int, ...] = ()
    linked: tuple[int, ...] = ()
    invisible: Invisible | None = None


# The strongest edit decides the look of a piece where the runs disagree.
_STRENGTH = (
    DiffKind.COSMETIC,
    DiffKind.MOVED,
    DiffKind.REPLACED,
    DiffKind.INSERTED,
    DiffKind.DELETED,
)


def cut(
    text: str,
    edits: Sequence[Edit] = (),
    highlights: Sequence[Highlight] = (),
    runs: Sequence[str] = (),
) -> tuple[TextRun, ...]:
    """The pieces of `text`, in order. Law: their texts put together are `text`.

    `runs` are the letters of all runs that this text was compared in; an edit that all of them
    made needs no letters. Highlights that lie outside `text` are kept inside it: a faulty detector
    must not cost the user the report.
    """
    names = _invisibles(text)
    if not (edits or highlights or names):
        return (TextRun(text),) if text else ()
    kept = [_inside(highlight, len(text)) for highlight in highlights]
    edges = {0, len(text)}
    for span in (*(edit.span for edit in edits), *(mark.span for mark in kept), *names):
        edges.update((span.start, span.end))
    made: list[TextRun] = []
    for start, end in pairwise((*sorted(edges), len(text))):
        place, span = Span(start, start), Span(start, end)
        if any(mark.span == place for mark in kept):
            made.append(_piece(text, place, (), kept, runs))
        if start < end:
            piece = _piece(text, span, edits, kept, runs)
            made.append(replace(piece, invisible=names[span]) if span in names else piece)
    return tuple(_lettered_once(made))


def _lettered_once(pieces: Sequence[TextRun]) -> Iterator[TextRun]:
    """Letters of runs stand where a stretch that those runs changed ends, not at each piece."""
    for piece, after in zip_longest(pieces, pieces[1:]):
        goes_on = after is not None and piece.runs == after.runs
        yield replace(piece, runs=()) if goes_on and piece.runs else piece


def plain(text: str) -> tuple[TextRun, ...]:
    """Text without findings and changes, with its invisible characters named."""
    return cut(text)


# The abbreviations of the Unicode standard; a character without one is shown by its number.
_SHORT = {
    "\t": "TAB",
    "\r": "CR",
    "\x00": "NUL",
    "\x1b": "ESC",
    "\u00a0": "NBSP",
    "\u00ad": "SHY",
    "\u061c": "ALM",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u202f": "NNBSP",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
}


_DIRECTING = frozenset("\u200e\u200f\u061c")  # unlike overrides, which reach to the end of a line


def _invisibles(text: str) -> dict[Span, Invisible]:
    if text.isascii() and text.isprintable():
        return {}
    found, start = {}, 0
    for part in reveal(text):
        end = start + len(part.text)
        if part.name is not None:
            label = _SHORT.get(part.text, part.name.partition(" ")[0])
            mark = part.text if part.text in _DIRECTING else ""
            found[Span(start, end)] = Invisible(label, part.name, mark)
        start = end
    return found


def _inside(highlight: Highlight, length: int) -> Highlight:
    if highlight.span.end <= length:
        return highlight
    start = min(highlight.span.start, length)
    span = Span(start, min(highlight.span.end, length))
    return replace(highlight, span=span)


def _piece(
    text: str,
    span: Span,
    edits: Sequence[Edit],
    highlights: Sequence[Highlight],
    runs: Sequence[str],
) -> TextRun:
    here = [edit for edit in edits if _covers(edit.span, span)]
    strongest = max(here, key=lambda edit: _STRENGTH.index(edit.kind), default=None)
    letters = tuple(dict.fromkeys(edit.run for edit in here))
    covering = [mark for mark in highlights if _covers(mark.span, span)]
    over = [mark for mark in covering if not mark.linked]
    worst = max((mark.severity for mark in over or covering), default=None)
    closing = [mark for mark in over if mark.span.end == span.end]
    folded = [mark for mark in closing if mark.severity is Severity.MINOR is not worst]
    return TextRun(
        text=span.of(text),
        kind=strongest.kind.value if strongest else "",
        runs=letters if set(letters) != set(runs) else (),
        move=f"{strongest.run}-{strongest.move}" if strongest and strongest.move else "",
        arrow=bool(strongest and strongest.move and strongest.span.start == span.start),
        findings=_numbers(over),
        severity=worst.value if worst else "",
        closing=_numbers(mark for mark in closing if mark not in folded),
        folded=_numbers(folded),
        linked=_numbers(mark for mark in covering if mark.linked),
    )


def _numbers(marks: Iterable[Highlight]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(mark.number for mark in marks))


def _covers(outer: Span, inner: Span) -> bool:
    """Whether `inner` lies in `outer`; an empty span lies in no other than itself."""
    return outer.covers(inner) if len(inner) else outer == inner
