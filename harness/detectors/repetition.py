"""Words, phrases and letters that a translation repeats though its source does not."""

from collections.abc import Callable, Sequence

import regex

from harness.core.values import BeadText, Category, Cover, Issue, LocalText, Mark, Signature, Span
from harness.text.data.language import language_data, same_language
from harness.text.data.signatures import signature_of
from harness.text.facts.placeables import placeable_spans
from harness.text.words.quoting import quoted
from harness.text.words.repetitions import RepeatedUnit, in_words, repeats_in, stutters_in

_LOOP = 3  # times in a row, from which on it is no matter of style
_WHOLE = 0.8  # of a text, from which on what is doubled is the text
_PIECES = regex.compile(r"(?<!\S)(?:\S*@@(?:\s+|$))+\S*")  # what is left of byte-pair encoding


class Repetition:
    """Loops and doubled words on any pivot or in the back-translation.

    Measured against the source: in the source's language, the same words may stand as often in
    a row as there; in another, a text may repeat as often as its source does ("quase quase" for
    "almost almost").

    Reports: `accuracy/addition/repetition`, critical from three times in a row on and for letters
    that loop inside a word, major for a doubled phrase and for a doubled word that is all of the
    text, minor for another doubled word; and `fluency/character-encoding/garbled`, critical, for
    pieces of words that an engine failed to join ("mainstre@@"). The stop that shows it first is
    marked, and those after it.
    Blind to: repetition with other words in between; a sentence said twice in other words.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("repetition", __name__)

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        findings = []
        for stop, text in enumerate(bead.stops[1:], start=1):
            last = stop == len(bead.stops) - 1
            findings += _at_stop(bead.source, text, stop, last=last)
        return findings


def _at_stop(source: LocalText, text: LocalText, stop: int, *, last: bool) -> list[Issue]:
    pieces = _PIECES.finditer(text.text) if "@@" not in source.text else ()
    findings = [_garbled(Span(*match.span()), text, stop, last=last) for match in pieces]
    garbled = Cover(mark.span for finding in findings for mark in finding.marks)
    home = same_language(source.language, text.language)
    repeats = _beyond(source, text, repeats_in, by_unit=home)
    copied = placeable_spans(text.text)  # a colour is no stutter: #FFFFFF
    stutters = [
        stutter
        for stutter in _beyond(source, text, stutters_in, by_unit=home)
        if not any(span.covers(stutter.span) for span in copied)
    ]
    for repeat in [*_meant_out(repeats, text), *_outside(stutters, repeats)]:
        if not garbled.touches(repeat.span):
            findings.append(_repeated(repeat, text, stop, last=last))
    return findings


def _beyond(
    source: LocalText,
    text: LocalText,
    find: Callable[[str], Sequence[RepeatedUnit]],
    *,
    by_unit: bool,
) -> list[RepeatedUnit]:
    """Those that stand more often in a row than the source's: of the same unit, or of any."""
    repeats = find(text.text)
    if not repeats:
        return []
    allowances = find(source.text)

    def allowed(repeat: RepeatedUnit) -> int:
        same = (
            other.count
            for other in allowances
            if not by_unit or other.unit.casefold() == repeat.unit.casefold()
        )
        return max(same, default=0)

    return [repeat for repeat in repeats if repeat.count > allowed(repeat)]


def _meant_out(repeats: Sequence[RepeatedUnit], text: LocalText) -> list[RepeatedUnit]:
    """Without the doubles that the language itself allows ("had had")."""
    doubles = language_data(text.language).doubles
    return [
        repeat for repeat in repeats if repeat.count > 2 or repeat.unit.casefold() not in doubles
    ]


def _outside(
    stutters: Sequence[RepeatedUnit], repeats: Sequence[RepeatedUnit]
) -> list[RepeatedUnit]:
    taken = Cover(repeat.span for repeat in repeats)
    return [stutter for stutter in stutters if not taken.touches(stutter.span)]


def _repeated(repeat: RepeatedUnit, text: LocalText, stop: int, *, last: bool) -> Issue:
    whole = len(repeat.span) >= _WHOLE * len(text.text.strip())
    return Issue(
        f"repetition.{_what(repeat)}{'.whole' * whole}",
        Category.REPETITION,
        f"{in_words(repeat)} {_stop_name(stop, last=last)}.",
        (Mark(stop, repeat.span),),
        (("unit", repeat.unit), ("count", str(repeat.count))),
    )


def _what(repeat: RepeatedUnit) -> str:
    if repeat.count >= _LOOP:
        return "loop"
    return "phrase" if repeat.words > 1 else "word"


def _garbled(span: Span, text: LocalText, stop: int, *, last: bool) -> Issue:
    pieces = span.of(text.text).split()
    loops = len(pieces) > len(set(pieces)) + 1
    return Issue(
        "repetition.pieces",
        Category.REPETITION if loops else Category.GARBLED,
        f"Pieces of words were not joined {_stop_name(stop, last=last)}: "
        f"{quoted(span.of(text.text))}.",
        (Mark(stop, Span(span.start, span.start + len(span.of(text.text).rstrip()))),),
        (("pieces", " ".join(pieces[:8])), ("count", str(len(pieces)))),
    )


def _stop_name(stop: int, *, last: bool) -> str:
    return "in the back-translation" if last else f"after hop {stop}"
