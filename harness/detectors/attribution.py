"""Who said it: words put into another mouth, or into none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.core.values import BeadText, Category, Issue, Signature, Span
from harness.detectors._wording import comparable, reworded
from harness.text.data.language import language_data
from harness.text.data.lexical_resources import LexicalResources, lexical_resources
from harness.text.data.signatures import signature_of_wording
from harness.text.facts.names import Name, names_in
from harness.text.pairs.word_alignment import AlignedWord, WordAlignment


@dataclass(frozen=True, slots=True)
class _SpeechVerb:
    """A verb of speech (its place among the words) and the name that stands beside it."""

    place: int
    speaker: Name


class Attribution:
    """Speech that came back as somebody else's ("Ada said" as "Ben said") or as plain fact.

    A speaker is the name directly before or after a verb of speech ("Ada said", "said Ada"). Two
    verbs of speech that are counterparts must have the same speaker. Names that came back
    otherwise belong to the detector of names: both must stand on both sides. Speech is lost
    where neither the verb nor the name came back and no other verb of speech came instead.

    Reports `accuracy/mistranslation/attribution`, major: both speakers, or the name and the verb
    that were lost.
    Blind to: speakers named by a noun or a pronoun, speech without a verb ("according to"), a
    speaker apart from the verb ("Ada, who is ill, said"); languages without wordings.
    """

    subjects = ("who said it",)

    @property
    def signature(self) -> Signature:
        return signature_of_wording("attribution", __name__)

    def unseen(self, language: str) -> Sequence[str]:
        return () if lexical_resources(language).speech else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        pair = comparable(bead)
        habits = lexical_resources(bead.source.language)
        if pair is None or not habits.speech:
            return ()
        source, back = bead.source, bead.back_translation
        data = language_data(source.language)
        here, there = names_in(source.text, data), names_in(back.text, data)
        in_source = tuple(_speech(pair.source, here, habits))
        if not in_source:
            return ()
        known = _keys(here), _keys(there)
        in_return = {verb.place: verb for verb in _speech(pair.back, there, habits)}
        findings = []
        dropped = _verbs(pair.source, habits) > _verbs(pair.back, habits)
        for verb in in_source:
            if dropped and _lost(verb, pair, known[1]):
                words = _span(verb, pair.source)
                findings.append(
                    reworded("attribution.lost", Category.ATTRIBUTION, bead, words, None)
                )
                continue
            other = in_return.get(pair.forward.get(verb.place, -1))
            if other is None or _key(verb.speaker) & _key(other.speaker):
                continue
            if _key(verb.speaker) <= known[1] and _key(other.speaker) <= known[0]:
                spans = verb.speaker.span, other.speaker.span
                findings.append(
                    reworded("attribution.exchanged", Category.ATTRIBUTION, bead, *spans)
                )
        return findings


def _speech(
    words: Sequence[AlignedWord], names: Sequence[Name], habits: LexicalResources
) -> Iterator[_SpeechVerb]:
    starts = {name.span.start: name for name in names}
    ends = {name.span.end: name for name in names}
    for place, word in enumerate(words):
        if not _speaks(words, place, habits):
            continue
        before = ends.get(word.span.start - 1)  # a space apart: no comma lies between
        after = starts.get(word.span.end + 1)
        if speaker := before or after:
            yield _SpeechVerb(place, speaker)


def _verbs(words: Sequence[AlignedWord], habits: LexicalResources) -> int:
    return sum(_speaks(words, place, habits) for place in range(len(words)))


def _speaks(words: Sequence[AlignedWord], place: int, habits: LexicalResources) -> bool:
    """Whether this is a verb of speech, and no name that looks like one ("United States")."""
    word = words[place]
    return word.base in habits.speech and not (word.capital and place)


def _lost(verb: _SpeechVerb, pair: WordAlignment, there: frozenset[str]) -> bool:
    """Whether the verb has no counterpart, and nothing of the speaker's name stands in the return.

    An acronym for the name has a counterpart of its own, as the words of a name do.
    """
    span = verb.speaker.span
    named = (at for at, word in enumerate(pair.source) if word.span.overlaps(span))
    return (
        verb.place not in pair.forward
        and not _key(verb.speaker) & there
        and not any(at in pair.forward for at in named)
    )


def _span(verb: _SpeechVerb, words: Sequence[AlignedWord]) -> Span:
    """The verb and the name together."""
    ends = verb.speaker.span, words[verb.place].span
    return Span(min(span.start for span in ends), max(span.end for span in ends))


def _key(name: Name) -> frozenset[str]:
    return frozenset(word.key for word in name.words)


def _keys(names: Sequence[Name]) -> frozenset[str]:
    return frozenset(word.key for name in names for word in name.words)
