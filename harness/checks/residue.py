"""Words of another language left in a text."""

from collections.abc import Mapping, Sequence
from functools import cache

from harness.core.values import Category, Issue, LocalText, Mark, Signature, Span
from harness.text.data.language import LanguageData, known_languages, language_data
from harness.text.data.signatures import signature_of
from harness.text.words.language_id import foreign_passages, other_language
from harness.text.words.quoting import quoted


class Residue:
    """Passages, marks or the whole of a text in a language that it is not meant to be in.

    Reports: `accuracy/untranslated/wrong-language`: critical for a whole text, major for a passage
    ("Facebook Y Twitter, o en") and for marks that the language does not use (¿, ¡).
    Blind to: foreign words without two function words among them; languages without data; texts
    too short to be recognised.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("residue", __name__)

    def check(self, text: LocalText) -> Sequence[Issue]:
        language = language_data(text.language)
        if not language.known:
            return ()
        if other := other_language(text.text, language):
            bare = text.text.strip()
            start = text.text.find(bare)
            return [_issue("whole", Span(start, start + len(bare)), text.text, other)]
        return [
            *(
                _issue("passage", passage.span, text.text, passage.language)
                for passage in foreign_passages(text.text, language)
            ),
            *_marks(text.text, language),
        ]


@cache
def _owners(language: LanguageData) -> Mapping[str, LanguageData]:
    """Marks that `language` does not use, and a language that does."""
    return {
        mark: other
        for other in known_languages()
        for mark in other.letters - language.letters
        if not mark.isalpha()
    }


def _marks(text: str, language: LanguageData) -> list[Issue]:
    """Punctuation of another language. Letters may come with a name, marks do not."""
    owners = _owners(language)
    return [
        _issue("mark", Span(place, place + 1), text, owners[mark])
        for place, mark in enumerate(text)
        if mark in owners
    ]


def _issue(what: str, span: Span, text: str, found: LanguageData) -> Issue:
    words = span.of(text)
    return Issue(
        f"residue.{what}",
        Category.WRONG_LANGUAGE,
        f"{quoted(words)} is {found.name}.",
        (Mark(0, span),),
        (("words", words), ("found", found.tag)),
    )
