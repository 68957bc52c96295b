"""Wreckage that a hop left in a text: characters lost, words not joined, encodings misread."""

from collections import Counter
from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Mark, Signature
from harness.text.data.signatures import signature_of
from harness.text.facts.corruption import CorruptedText, corrupted_in
from harness.text.words.quoting import quoted


class Garbage:
    """Replacement characters, marks for unknown words (⁇, <unk>), subword marks (▁, ##) and misread
    encodings ("Ã©") that the source does not have, on any pivot or in the return.

    The stop that shows it first is told, and the later ones that still have it are marked.

    Reports: `fluency/character-encoding/garbled`: critical where characters or words are lost,
    major for a misread encoding, which can be read still.
    Blind to: "@@" (see `repetition`), letters of another script (see `untranslated`), a wrong but
    well-formed word; wreckage that the source has as well.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("garbage", __name__, "regex")

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        known = Counter(wreck.text for wreck in corrupted_in(bead.source.text))
        findings: list[Issue] = []
        told: set[str] = set()
        stops = [list(corrupted_in(stop.text)) for stop in bead.stops]
        for stop, wrecks in enumerate(stops[1:], start=1):
            left = known.copy()
            for wreck in wrecks:
                if left[wreck.text]:
                    left[wreck.text] -= 1
                elif wreck.text not in told:
                    told.add(wreck.text)
                    findings.append(_issue(wreck, stop, stops, bead))
        return findings


def _issue(
    wreck: CorruptedText, stop: int, stops: Sequence[Sequence[CorruptedText]], bead: BeadText
) -> Issue:
    text = bead.stops[stop].text
    around = text[max(wreck.span.start - 10, 0) : wreck.span.end + 10]
    place = "in the back-translation" if stop == len(stops) - 1 else f"after hop {stop}"
    marks = [
        Mark(later, other.span)
        for later in range(stop, len(stops))
        for other in stops[later]
        if other.text == wreck.text
    ]
    return Issue(
        f"garbage.{wreck.kind.name.lower()}",
        Category.GARBLED,
        f"{wreck.kind.value} {place}: {quoted(around)}.",
        tuple(marks),
        (("found", wreck.text), ("hop", str(stop))),
    )
