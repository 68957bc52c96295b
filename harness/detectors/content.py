"""What a sentence is about: words that went away, came in, or gave way to others."""

from collections.abc import Iterator, Sequence

from harness.core.values import BeadText, Category, Finding, Mark, Severity, Signature, Span
from harness.detectors._wording import CLOSE, Verdict, comparable, reworded
from harness.text.counterparts import Counterparts, Tie, Word
from harness.text.lexicon import lexicon
from harness.text.signatures import signature_of_wording
from harness.text.slots import Slot, slots

_UNRELATED = 0.3  # share of paired content words below which two texts are about other things
_FEWEST = 8  # content words, of both sides together, that are needed to say so
_SURE = 2  # edges of a slot
_MANY = 8  # senses from which a word says little by itself ("set", "long", "take")
_NEARLY = 0.95  # share of paired content words where a single word is all that changed


class Content:
    """Content words inside a sentence that have no counterpart by form, base form or lexicon.

    A word is lost, or added, where its neighbours came back side by side without it; it was
    replaced where another word without counterpart stands between them. Names and numbers belong to
    their own detectors.

    Reports, always with the words on the side where they stand:
    `accuracy/omission` and `accuracy/addition`, major where the neighbours on both sides are there
    and at least 92 % of all content words have a counterpart, else minor; minor, too, for words of
    so many senses that they say little by themselves ("set", "long");
    `accuracy/mistranslation/word`, major where at least 95 % have one, else minor;
    `accuracy/mistranslation/generalisation`, a wider word in the place of a narrower one,
    always minor, because good translators do it, too ("boy", "child");
    `accuracy/mistranslation`, critical, where less than 30 % of the content words of both sides
    have a counterpart: the texts are about other things.
    Blind to: synonyms that the lexicon does not know and phrases that say the same as one word,
    which it takes for another word; words lost where the rest was moved; languages without a
    lexicon, where it reports nothing but texts about other things.
    """

    @property
    def signature(self) -> Signature:
        return signature_of_wording("content", 1)

    def detect(self, bead: BeadText) -> Sequence[Finding]:
        pair = comparable(bead)
        if pair is None:
            return ()
        if _unrelated(pair):
            return [_about_something_else(pair, bead)]
        return [*_missing(pair, bead), *_wider(pair, bead)]


def _unrelated(pair: Counterparts) -> bool:
    content = sum(word.content for word in (*pair.source, *pair.back))
    return content >= _FEWEST and pair.closeness < _UNRELATED


def _about_something_else(pair: Counterparts, bead: BeadText) -> Finding:
    share = f"{pair.closeness:.0%}"
    return Finding(
        "content",
        Category.MISTRANSLATION,
        Severity.CRITICAL,
        f"The two texts are about other things: {share} of their content words have a counterpart.",
        (Mark(0, _all(pair.source)), Mark(len(bead.stops) - 1, _all(pair.back))),
        (("shared", share),),
    )


def _all(words: Sequence[Word]) -> Span:
    return Span(words[0].span.start, words[-1].span.end)


def _missing(pair: Counterparts, bead: BeadText) -> Iterator[Finding]:
    turned = pair.turned()
    for slot in slots(pair):
        if slot.back:
            verdict = Verdict("content", Category.WORD, _severity(slot, pair, _NEARLY, bead))
            old, new = _span(pair.source, slot.source), _span(pair.back, slot.back)
            if not _left_to_others(pair.source, slot.source, pair.back, slot.back):
                yield reworded(verdict, bead, old, new)
        elif slot.back is not None and not _left_to_others(pair.source, slot.source):
            verdict = Verdict("content", Category.OMISSION, _severity(slot, pair, CLOSE, bead))
            yield reworded(verdict, bead, _span(pair.source, slot.source), None)
    for slot in slots(turned):
        if slot.back != () or _repeated(turned.source, slot.source):
            continue
        if not _left_to_others(turned.source, slot.source):
            verdict = Verdict("content", Category.ADDITION, _severity(slot, turned, CLOSE, bead))
            yield reworded(verdict, bead, None, _span(turned.source, slot.source))


def _severity(slot: Slot, pair: Counterparts, least: float, bead: BeadText) -> Severity:
    book = lexicon(bead.source.language)
    words = [pair.source[at] for at in slot.source]
    light = all(len(book.senses.get(word.base, ())) >= _MANY for word in words)
    sure = slot.edges == _SURE and pair.closeness >= least and not light
    return Severity.MAJOR if sure else Severity.MINOR


def _span(words: Sequence[Word], places: Sequence[int]) -> Span:
    return Span(words[places[0]].span.start, words[places[-1]].span.end)


def _repeated(words: Sequence[Word], places: Sequence[int]) -> bool:
    """Whether all of the words say their neighbour again: the detector of repetition tells."""
    return all(
        any(words[at].base == words[by].base for by in (at - 1, at + 1) if 0 <= by < len(words))
        for at in places
    )


def _left_to_others(
    words: Sequence[Word],
    places: Sequence[int],
    other: Sequence[Word] = (),
    there: Sequence[int] = (),
) -> bool:
    """Whether all of the words are numbers or names, on one of the sides."""
    sides = [[words[at] for at in places], [other[at] for at in there]]
    return any(side and all(_name_or_number(word, words) for word in side) for side in sides)


def _name_or_number(word: Word, words: Sequence[Word]) -> bool:
    return word.text[0].isdigit() or (word.capital and word is not words[0])


def _wider(pair: Counterparts, bead: BeadText) -> Iterator[Finding]:
    verdict = Verdict("content", Category.GENERALISATION, Severity.MINOR)
    for (here, there), tie in sorted(pair.ties.items()):
        if tie is Tie.WIDER:
            yield reworded(verdict, bead, pair.source[here].span, pair.back[there].span)
