"""Corrupted text after a hop: lost characters, words not joined, misread encodings."""

from collections import Counter
from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Mark, Signature
from harness.text.data.signatures import signature_of
from harness.text.facts.corruption import CorruptedText, corrupted_in
from harness.text.words.quoting import quoted


class Garbage:
    """Replacement characters, marks for unknown words (⁇, <unk>), subword marks (▁, ##), misread
    encodings ("Ã©") and invisible characters that the source does not have, on any pivot or in the
    return.

    The stop that shows it first is told, and the later ones that still have it are marked.

    Reports: `fluency/character-encoding/garbled`: critical where characters or words are lost,
    major for a misread encoding, which can be read still, minor for marks of direction and gaps of
    no width, which nobody sees until the text is searched, cut or turned round.
    Blind to: "@@" (see `repetition`), letters of another script (see `untranslated`), a wrong but
    well-formed word; wreckage that the source has as well.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("garbage", __name__, "regex")

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        known = Counter(corrupted.text for corrupted in corrupted_in(bead.source.text))
        findings: list[Issue] = []
        reported: set[str] = set()
        stops = [list(corrupted_in(stop.text)) for stop in bead.stops]
        for stop, found_there in enumerate(stops[1:], start=1):
            left = known.copy()
            for corrupted in found_there:
                if left[corrupted.text]:
                    left[corrupted.text] -= 1
                elif corrupted.text not in reported:
                    reported.add(corrupted.text)
                    findings.append(_issue(corrupted, stop, stops, bead))
        return findings


def _issue(
    corrupted: CorruptedText, stop: int, stops: Sequence[Sequence[CorruptedText]], bead: BeadText
) -> Issue:
    text = bead.stops[stop].text
    around = text[max(corrupted.span.start - 10, 0) : corrupted.span.end + 10]
    place = "in the back-translation" if stop == len(stops) - 1 else f"after hop {stop}"
    marks = [
        Mark(later, other.span)
        for later in range(stop, len(stops))
        for other in stops[later]
        if other.text == corrupted.text
    ]
    return Issue(
        f"garbage.{corrupted.kind.name.lower()}",
        Category.GARBLED,
        f"{corrupted.kind.value} {place}: {quoted(around)}.",
        tuple(marks),
        (("found", corrupted.text), ("hop", str(stop))),
    )
