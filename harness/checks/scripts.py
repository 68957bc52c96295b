"""Letters of the wrong writing system, and corrupted letters."""

from collections.abc import Iterator, Sequence

import regex

from harness.core.values import Category, Issue, LocalText, Mark, Signature, Span
from harness.text.data.language import language_data
from harness.text.data.signatures import signature_of
from harness.text.facts.corruption import MISREAD
from harness.text.words.quoting import quoted
from harness.text.words.writing_systems import foreign_runs, mixed_words

_MOJIBAKE = regex.compile(MISREAD, regex.VERBOSE)
_REPLACEMENT = regex.compile("\ufffd+")
_PIECES = regex.compile(r"(?<!\S)\S*@@(?:\s+\S*@@)*(?:\s+\S+)?|▁+\S*")  # of BPE and SentencePiece
_ENTITY = regex.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")


class Scripts:
    """Words in a script that the language is not written in, words that mix scripts, and wreckage.

    Reports: `fluency/character-encoding/mixed-script`, major, for a foreign word and for a word
    that mixes scripts; `fluency/character-encoding/garbled`: critical for replacement characters
    and pieces of words that were not joined ("mainstre@@"), major for misread encodings ("Ã©",
    "РјРёСЂ"), minor for character references ("&amp;").
    Blind to: a wrong letter of the same script; foreign words where nothing is known of the
    language.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("scripts", __name__)

    def check(self, text: LocalText) -> Sequence[Issue]:
        language = language_data(text.language)
        findings = [
            _issue(
                run.span,
                text.text,
                f"The word {quoted(run.text)} is in {run.script} script.",
                ("scripts.foreign", Category.MIXED_SCRIPT),
            )
            for run in foreign_runs(text.text, language)
        ]
        for runs in mixed_words(text.text):
            span = Span(runs[0].span.start, runs[-1].span.end)
            parts = ", ".join(f"{quoted(run.text)} is {run.script}" for run in runs)
            message = f"The word {quoted(span.of(text.text))} mixes scripts: {parts}."
            what = ("scripts.mixed", Category.MIXED_SCRIPT)
            findings.append(_issue(span, text.text, message, what))
        return [*findings, *_garbled(text.text)]


def _garbled(text: str) -> Iterator[Issue]:
    kinds = (
        (_REPLACEMENT, "lost", "A character was lost"),
        (_PIECES, "pieces", "Pieces of words were not joined"),
        (_MOJIBAKE, "misread", "Characters were read in the wrong encoding"),
        (_ENTITY, "reference", "A character reference was left"),
    )
    for pattern, what, said in kinds:
        for match in pattern.finditer(text):
            span = Span(*match.span())
            context = " ".join(text[max(span.start - 10, 0) : span.end + 10].split())
            message = f"{said}: {quoted(context)}."
            yield _issue(span, text, message, (f"scripts.{what}", Category.GARBLED))


def _issue(span: Span, text: str, message: str, what: tuple[str, Category]) -> Issue:
    return Issue(*what, message, (Mark(0, span),), (("found", span.of(text)),))
