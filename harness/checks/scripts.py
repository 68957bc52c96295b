"""Letters of the wrong writing system, and letters that are wreckage."""

from collections.abc import Iterator, Sequence

import regex

from harness.core.values import Category, Finding, LocalText, Mark, Severity, Signature, Span
from harness.text.language import language_data
from harness.text.quoting import quoted
from harness.text.scripts import foreign_runs, mixed_words
from harness.text.signatures import signature_of

# What becomes of UTF-8 that was read as Windows-1252 or Latin-1: "Ã©" was "é", "â€™" was "’".
_MOJIBAKE = regex.compile(
    r"(?:[ÃÂ][\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]|â€[\u0080-\u00bf\u02dc\u2013-\u2122œžš])+"
)
_REPLACEMENT = regex.compile("\ufffd+")
_PIECES = regex.compile(r"\S*@@(?:\s+\S*@@)*(?:\s+\S+)?|▁+\S*")  # of BPE and SentencePiece
_ENTITY = regex.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")


class Scripts:
    """Words in a script that the language is not written in, words that mix scripts, and wreckage.

    Reports: `fluency/character-encoding/mixed-script`, major, for a foreign word and for a word
    that mixes scripts; `fluency/character-encoding/garbled`: critical for replacement characters
    and pieces of words that were not joined ("mainstre@@"), major for misread encodings ("Ã©"),
    minor for character references ("&amp;").
    Blind to: a wrong letter of the same script; foreign words where nothing is known of the
    language.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("scripts", __name__)

    def check(self, text: LocalText) -> Sequence[Finding]:
        language = language_data(text.language)
        findings = [
            _finding(
                run.span,
                text.text,
                f"The word {quoted(run.text)} is in {run.script} script.",
                (Category.MIXED_SCRIPT, Severity.MAJOR),
            )
            for run in foreign_runs(text.text, language)
        ]
        for runs in mixed_words(text.text):
            span = Span(runs[0].span.start, runs[-1].span.end)
            parts = ", ".join(f"{quoted(run.text)} is {run.script}" for run in runs)
            message = f"The word {quoted(span.of(text.text))} mixes scripts: {parts}."
            kind = (Category.MIXED_SCRIPT, Severity.MAJOR)
            findings.append(_finding(span, text.text, message, kind))
        return [*findings, *_garbled(text.text)]


def _garbled(text: str) -> Iterator[Finding]:
    kinds = (
        (_REPLACEMENT, Severity.CRITICAL, "A character was lost"),
        (_PIECES, Severity.CRITICAL, "Pieces of words were not joined"),
        (_MOJIBAKE, Severity.MAJOR, "Characters were read in the wrong encoding"),
        (_ENTITY, Severity.MINOR, "A character reference was left"),
    )
    for pattern, severity, what in kinds:
        for match in pattern.finditer(text):
            span = Span(*match.span())
            context = " ".join(text[max(span.start - 10, 0) : span.end + 10].split())
            message = f"{what}: {quoted(context)}."
            yield _finding(span, text, message, (Category.GARBLED, severity))


def _finding(span: Span, text: str, message: str, kind: tuple[Category, Severity]) -> Finding:
    return Finding("scripts", *kind, message, (Mark(0, span),), (("found", span.of(text)),))
