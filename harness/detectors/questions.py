"""Statements that became questions, and questions that became statements."""

import re
from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Mark, Signature, Span
from harness.detectors._wording import comparable
from harness.text.data.signatures import signature_of_wording
from harness.text.words.quoting import quoted

# The mark ends a sentence: after it comes the end, a capital, or the end of what somebody says.
_MARK = re.compile(
    r"[?？؟][!?！？.…]*+(?:[\"'”’»]+|[)\]]*(?=\s*$|\s+[^\w\s]*[A-ZÀ-ÞА-Я¿]|\s*[^\x00-\u024f]))"
)


class Questions:
    """Counts the questions of both sides by their marks.

    Reports `accuracy/mistranslation/question`, major: the sentence's end that is a question on one
    side only.
    Blind to: questions without a mark, indirect questions, a question that moved, the mark ";" of
    Greek, tag questions that answer a statement ("isn't it?" counts as a question).
    """

    @property
    def signature(self) -> Signature:
        return signature_of_wording("questions", __name__)

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        if comparable(bead) is None:
            return ()
        last = len(bead.stops) - 1
        source, back = _ends(bead.source.text), _ends(bead.back_translation.text)
        if len(source) > len(back):
            return [_issue(bead.source.text, span, 0) for span in source[len(back) :]]
        return [_issue(bead.back_translation.text, span, last) for span in back[len(source) :]]


def _ends(text: str) -> list[Span]:
    """The last word of every question, with its mark."""
    found = []
    for mark in _MARK.finditer(text):
        start = max(text.rfind(" ", 0, mark.start()), -1) + 1
        found.append(
            Span(start if text[start : mark.start()].strip() else mark.start(), mark.end())
        )
    return found


def _issue(text: str, span: Span, stop: int) -> Issue:
    words = quoted(span.of(text))
    message = (
        f"The question that ends in {words} came back as a statement."
        if stop == 0
        else f"The back-translation asks a question that the source does not ask: {words}."
    )
    side = "source" if stop == 0 else "back_translation"
    evidence = ((side, span.of(text)),)
    kind = "questions.lost" if stop == 0 else "questions.added"
    return Issue(kind, Category.QUESTION, message, (Mark(stop, span),), evidence)
