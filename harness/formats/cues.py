"""What SubRip and WebVTT have in common: cues, each with times and lines of text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from harness.core.values import Span, Unit, WordPairs
from harness.formats.inline import Coded, carried, raw
from harness.formats.keys import unit_key
from harness.formats.lines import Lines, unified, with_line_ends

ARROW = "-->"

Parse = Callable[[str], Coded]  # a cue's text as it stands -> without its codes


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: its number or name, its times as they stand, and where its text stands."""

    name: str
    times: str
    start: int  # where the cue begins in the file
    text: Span


def units(cues: Iterable[Cue], lines: Lines, parse: Parse) -> tuple[Unit, ...]:
    """A unit for each cue that has text. Names that come again get the number of times behind."""
    made, seen = [], dict[str, int]()
    for cue in cues:
        content = parse(unified(cue.text.of(lines.text)))
        if not content.text.strip():
            continue
        name = cue.name or cue.times
        seen[name] = seen.get(name, 0) + 1
        made.append(
            Unit(
                unit_key(name, None, str(seen[name]) if seen[name] > 1 else None),
                content.text,
                codes=content.codes,
                context=(("time", cue.times),),
                line=lines.number(cue.start),
                slot=cue.text,
            )
        )
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Pen:
    """How the texts of cues are read and written; `end` is what ends a line of the file."""

    parse: Parse
    written: Callable[[str], str]
    end: str


def encoded(text: str, before: str, pen: Pen, pairs: WordPairs = ()) -> str:
    """`text` as a cue's text, in place of `before`, with the codes of that.

    `pairs` are words of the two that stand for each other, where they are known.

    Raises: ValueError for what no cue can hold: a blank line, an arrow, codes as text.
    """
    if any(not line.strip() for line in text.split("\n")):
        raise ValueError("a subtitle holds no blank line: there its text would end")
    made = raw(carried(pen.parse(unified(before)), text, pairs), pen.written)
    if ARROW in made or pen.parse(made).text != text or "\r" in text:
        raise ValueError(f"a subtitle cannot hold this as text: {text!r}")
    return with_line_ends(made, pen.end)
