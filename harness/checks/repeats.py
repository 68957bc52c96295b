"""Words, phrases and sentences that a text says twice."""

from collections.abc import Iterator, Sequence

from harness.core.values import Category, Cover, Issue, LocalText, Mark, Signature, Span
from harness.text.data.language import language_data
from harness.text.data.signatures import signature_of
from harness.text.words.quoting import quoted
from harness.text.words.repetitions import RepeatedUnit, in_words, repeats_in, stutters_in
from harness.text.words.sentence_spans import sentence_spans
from harness.text.words.tokens import words

_LOOP = 3  # times in a row, from which on a phrase is no slip
_CHANT = 3  # times that people say one word on purpose ("No, no, no", "blah blah blah")
_SENTENCE = 5  # words; shorter sentences may come again


class Repeats:
    """What stands several times in a row, and sentences that come again word for word.

    Reports: `fluency/duplication`: minor for a word said two or three times and for a sentence that
    comes again, major for a doubled phrase, critical from there on and for letters that loop inside
    a word.
    Blind to: the same thing said in other words; repetition that is meant, as in verse.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("repeats", __name__, "sentencex")

    def check(self, text: LocalText) -> Sequence[Issue]:
        doubles = language_data(text.language).doubles
        runs = [
            run
            for run in (*repeats_in(text.text), *stutters_in(text.text))
            if run.count > 2 or run.unit.casefold() not in doubles
        ]
        findings = [_in_a_row(run) for run in runs]
        taken = Cover(mark.span for finding in findings for mark in finding.marks)
        for span in _again(text):
            if not taken.touches(span):
                findings.append(_sentence(span, text.text))
        return findings


def _again(text: LocalText) -> Iterator[Span]:
    """Sentences of some length that stand in the text before."""
    seen: set[tuple[str, ...]] = set()
    for span in sentence_spans(text.text, text.language):
        content = words(span.of(text.text))
        if len(content) >= _SENTENCE and content in seen:
            yield span
        seen.add(content)


def _in_a_row(run: RepeatedUnit) -> Issue:
    return Issue(
        f"repeats.{_what(run)}",
        Category.REPEATED_PHRASE,
        f"{in_words(run)}.",
        (Mark(0, run.span),),
        (("unit", run.unit), ("count", str(run.count))),
    )


def _what(run: RepeatedUnit) -> str:
    if run.words == 1 and run.count <= _CHANT:
        return "word"
    return "loop" if run.count >= _LOOP else "phrase"


def _sentence(span: Span, text: str) -> Issue:
    return Issue(
        "repeats.sentence",
        Category.REPEATED_PHRASE,
        f"The sentence {quoted(span.of(text))} is repeated word for word.",
        (Mark(0, span),),
        (("sentence", span.of(text)),),
    )
