"""Whole sentences that the round trip dropped or added."""

from collections.abc import Sequence

import regex

from harness.core.values import BeadText, Category, Issue, LocalText, Mark, Signature, Span
from harness.text.data.language import LanguageData, language_data
from harness.text.data.signatures import signature_of
from harness.text.words.normalise import folded
from harness.text.words.quoting import quoted
from harness.text.words.sentence_spans import sentence_spans
from harness.text.words.tokens import TokenKind, tokenize

_STEM = 5  # first letters by which inflected forms of a word are one
_FOUND = 0.3  # of a sentence's content words; fewer on the other side, and it is missing there
_SHORTENED = 0.6  # of the sentence's length, by which the other side must be shorter
_LONG = 4  # words; a shorter sentence ("Hello, World!") is a smaller loss


class Sentences:
    """Sentences without any counterpart on the other side of a bead.

    A sentence is missing when the other side holds hardly any of its content words *and* is
    shorter by most of its length. Paraphrase keeps words or length; merging two sentences into one
    keeps both.

    Reports: `accuracy/omission/sentence` and `accuracy/addition/sentence`; critical for an empty
    side and for a sentence of four words or more, major for a shorter one.
    Blind to: part of a sentence that is missing; a sentence replaced by another one of its length;
    the only sentence of a side, unless the other side has no word at all.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("sentences", __name__, "sentencex")

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        source, back = bead.source, bead.back_translation
        last = len(bead.stops) - 1
        return [
            *(_issue(span, source, 0, lost=True) for span in _missing_sentences(source, back)),
            *(_issue(span, back, last, lost=False) for span in _missing_sentences(back, source)),
        ]


def _missing_sentences(here: LocalText, there: LocalText) -> list[Span]:
    """Sentences of `here` that `there` does not hold."""
    sentences = _sentences(here)
    if not _without_symbols(there.text):
        return sentences
    if len(sentences) < 2:
        return []
    language = language_data(here.language)
    found = frozenset(folded(word)[:_STEM] for word in _without_symbols(there.text))
    found |= _pairs_of_signs(there.text)
    room = len(here.text.strip()) - len(there.text.strip())
    missing = []
    for span in sentences:
        stems = _stems(span.of(here.text), language)
        if stems and len(stems & found) < _FOUND * len(stems) and room >= _SHORTENED * len(span):
            missing.append(span)
            room -= len(span)
    return missing


def _sentences(text: LocalText) -> list[Span]:
    """Sentences with a word in them."""
    spans = sentence_spans(text.text, text.language)
    return [span for span in spans if _without_symbols(span.of(text.text))]


def _stems(text: str, language: LanguageData) -> frozenset[str]:
    """Content words cut to their stems; all words where there are no others ("How are you?").

    Where no spaces part words, signs in pairs stand for them, those of endings left out.
    """
    if pairs := _pairs_of_signs(text):
        return pairs
    words = _without_symbols(text)
    content = [word for word in words if word.casefold() not in language.function_words]
    return frozenset(folded(word)[:_STEM] for word in content or words)


def _pairs_of_signs(text: str) -> frozenset[str]:
    """Neighbouring signs of scripts without spaces, as far as no ending is made of them."""
    return frozenset(
        text[at : at + 2]
        for run in _SIGNS.finditer(text)
        for at in range(run.start(), run.end() - 1)
    )


# Han, katakana, Thai and Lao; hiragana mostly writes endings.
_SIGNS = regex.compile(r"[\p{Han}\p{Katakana}ー\p{Thai}\p{Lao}]{2,}")


def _without_symbols(text: str) -> list[str]:
    return [token.text for token in tokenize(text) if token.kind is not TokenKind.SYMBOL]


def _issue(span: Span, text: LocalText, stop: int, *, lost: bool) -> Issue:
    sentence = span.of(text.text)
    words = len(_without_symbols(sentence))
    message = (
        f"The sentence {quoted(sentence)} did not come back."
        if lost
        else f"The sentence {quoted(sentence)} was added; it is not in the source."
    )
    what, category = (
        ("lost", Category.OMISSION_SENTENCE) if lost else ("added", Category.ADDITION_SENTENCE)
    )
    return Issue(
        f"sentences.{what}{'.short' * (words < _LONG)}",
        category,
        message,
        (Mark(stop, span),),
        (("source" if lost else "back_translation", sentence),),
    )
