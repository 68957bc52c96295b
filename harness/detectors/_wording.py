"""What the detectors of wording share: the pair of texts, and findings about words that changed."""

from collections.abc import Set

import regex

from harness.core.values import BeadText, Category, Issue, Mark, Span
from harness.text.data.language import language_data, same_language
from harness.text.facts.negation import answer_in, negations_in
from harness.text.pairs.word_alignment import WordAlignment, align_words, words_of
from harness.text.words.quoting import quoted

CLOSE = 0.92  # share of paired content words from which the rest counts as unchanged
_SIGN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")
_CONTEXT = 3  # words shown on either side


def comparable(bead: BeadText) -> WordAlignment | None:
    """The words of source and back-translation in pairs; None where there is nothing to pair.

    That is where a side has no words, where the ends are in two languages, where nothing changed.
    """
    source, back = bead.source, bead.back_translation
    if source.text == back.text or not source.text.strip() or not back.text.strip():
        return None
    if not same_language(source.language, back.language):
        return None
    pair = align_words(source.language, source.text, back.text)
    return pair if pair.source and pair.back else None


def reworded(
    kind: str, category: Category, bead: BeadText, source: Span | None, back: Span | None
) -> Issue:
    """Words of the source and what stands in their place; None for the side that has nothing.

    Raises: ValueError where both are None.
    """
    old = source.of(bead.source.text) if source else ""
    new = back.of(bead.back_translation.text) if back else ""
    language = bead.source.language
    marks, evidence = [], []
    if source:
        marks.append(Mark(0, source))
        evidence.append(("source", old))
        message = (
            f"{quoted(old)} in {context(bead.source.text, source, language)} did not come back."
        )
    if back:
        where = context(bead.back_translation.text, back, language)
        marks.append(Mark(len(bead.stops) - 1, back))
        evidence.append(("back_translation", new))
        message = (
            f"{quoted(old)} came back as {quoted(new)} in {where}."
            if source
            else f"{quoted(new)} in {where} was added; nothing in the source matches it."
        )
    if not marks:
        raise ValueError("a finding without words")
    return Issue(kind, category, message, tuple(marks), tuple(evidence))


def alone(
    pair: WordAlignment, source: Span | None, back: Span | None, idle: Set[str] = frozenset()
) -> bool:
    """Whether every other word of both texts is the same, if in another form, in the same order.

    `idle` words may stand on one side only. Then no paraphrase makes up for what differs.
    """
    signs = any(map(_SIGN.match, (word.text for word in pair.source)))  # their kana are endings
    here, there = (
        [
            word.base
            for word in words
            if not (span and word.span.overlaps(span)) and word.text not in idle
            if word.content or not signs
        ]
        for words, span in ((pair.source, source), (pair.back, back))
    )
    return here == there and bool(here)


def denials(bead: BeadText) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where the source and the back-translation deny something.

    "No," as an answer denies nothing where both open with it.
    """
    ends = [
        (each.text, language_data(each.language)) for each in (bead.source, bead.back_translation)
    ]
    answers = [answer_in(*end) for end in ends]
    idle = answers if all(answers) else [None, None]
    one, other = (
        tuple(each.span for each in negations_in(*end) if each.span != answer)
        for end, answer in zip(ends, idle, strict=True)
    )
    return one, other


def context(text: str, span: Span, language: str) -> str:
    """The words of `text` around `span`, quoted."""
    words = words_of(language, text)
    inside = [at for at, word in enumerate(words) if word.span.overlaps(span)]
    if not inside:
        return quoted(span.of(text))
    first = words[max(inside[0] - _CONTEXT, 0)].span.start
    last = words[min(inside[-1] + _CONTEXT, len(words) - 1)].span.end
    return quoted(text[first:last])
