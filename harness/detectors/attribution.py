"""Who said it: words put into another mouth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.core.values import BeadText, Category, Finding, Severity, Signature
from harness.detectors._wording import Verdict, comparable, reworded
from harness.text.counterparts import Word
from harness.text.language import language_data
from harness.text.names import Name, names_in
from harness.text.signatures import signature_of_wording
from harness.text.wordings import Wordings, wordings

_VERDICT = Verdict("attribution", Category.ATTRIBUTION, Severity.MAJOR)


@dataclass(frozen=True, slots=True)
class _Saying:
    """A verb of speech (its place among the words) and the name that stands beside it."""

    place: int
    speaker: Name


class Attribution:
    """Speech that came back as somebody else's: "Ada said" as "Ben said".

    A speaker is the name directly before or after a verb of speech ("Ada said", "said Ada"). Two
    verbs of speech that are counterparts must have the same speaker. Names that came back
    otherwise, or not at all, belong to the detector of names: both must stand on both sides.

    Reports `accuracy/mistranslation/attribution`, major: both speakers.
    Blind to: speakers named by a noun or a pronoun, speech without a verb ("according to"), a
    speaker apart from the verb ("Ada, who is ill, said"); languages without wordings.
    """

    @property
    def signature(self) -> Signature:
        return signature_of_wording("attribution", 1)

    def detect(self, bead: BeadText) -> Sequence[Finding]:
        pair = comparable(bead)
        habits = wordings(bead.source.language)
        if pair is None or not habits.speech:
            return ()
        source, back = bead.source, bead.back_translation
        data = language_data(source.language)
        here, there = names_in(source.text, data), names_in(back.text, data)
        known = _keys(here), _keys(there)
        heard = {saying.place: saying for saying in _speech(pair.back, there, habits)}
        findings = []
        for saying in _speech(pair.source, here, habits):
            other = heard.get(pair.forward.get(saying.place, -1))
            if other is None or _key(saying.speaker) & _key(other.speaker):
                continue
            if _key(saying.speaker) <= known[1] and _key(other.speaker) <= known[0]:
                spans = saying.speaker.span, other.speaker.span
                findings.append(reworded(_VERDICT, bead, *spans))
        return findings


def _speech(words: Sequence[Word], names: Sequence[Name], habits: Wordings) -> Iterator[_Saying]:
    starts = {name.span.start: name for name in names}
    ends = {name.span.end: name for name in names}
    for place, word in enumerate(words):
        if word.base not in habits.speech:
            continue
        before = ends.get(word.span.start - 1)  # a space apart: no comma lies between
        after = starts.get(word.span.end + 1)
        if speaker := before or after:
            yield _Saying(place, speaker)


def _key(name: Name) -> frozenset[str]:
    return frozenset(word.key for word in name.words)


def _keys(names: Sequence[Name]) -> frozenset[str]:
    return frozenset(word.key for name in names for word in name.words)
