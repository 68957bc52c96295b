"""Words of another language left in a text."""

from collections.abc import Sequence

from harness.core.values import Category, Finding, LocalText, Mark, Severity, Signature, Span
from harness.text.language import LanguageData, data_digest, known_languages, language_data
from harness.text.quoting import quoted
from harness.text.recognition import other_language, residues


class Residue:
    """Passages, marks or the whole of a text in a language that it is not meant to be in.

    Reports: `accuracy/untranslated/wrong-language`: critical for a whole text, major for a passage
    ("Facebook Y Twitter, o en") and for marks that the language does not use (¿, ¡).
    Blind to: foreign words without two function words among them; languages without data; texts
    too short to be recognised.
    """

    @property
    def signature(self) -> Signature:
        return Signature("residue", (("version", "1"), ("data", data_digest())))

    def check(self, text: LocalText) -> Sequence[Finding]:
        language = language_data(text.language)
        if not language.known:
            return ()
        if other := other_language(text.text, language):
            bare = text.text.strip()
            start = text.text.find(bare)
            return [_finding(Span(start, start + len(bare)), text.text, other, Severity.CRITICAL)]
        return [
            *(
                _finding(residue.span, text.text, residue.language, Severity.MAJOR)
                for residue in residues(text.text, language)
            ),
            *_marks(text.text, language),
        ]


def _marks(text: str, language: LanguageData) -> list[Finding]:
    """Punctuation of another language. Letters may come with a name, marks do not."""
    owners = {
        mark: other
        for other in known_languages()
        for mark in other.letters - language.letters
        if not mark.isalpha()
    }
    return [
        _finding(Span(place, place + 1), text, owners[mark], Severity.MAJOR)
        for place, mark in enumerate(text)
        if mark in owners
    ]


def _finding(span: Span, text: str, found: LanguageData, severity: Severity) -> Finding:
    words = span.of(text)
    return Finding(
        "residue",
        Category.WRONG_LANGUAGE,
        severity,
        f"{quoted(words)} is {found.name}.",
        (Mark(0, span),),
        (("words", words), ("found", found.tag)),
    )
