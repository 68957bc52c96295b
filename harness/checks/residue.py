"""Words of another language left in a text."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from harness.core.values import Category, Issue, LocalText, Mark, Signature, Span
from harness.text.data.language import LanguageData, known_languages, language_data
from harness.text.data.signatures import signature_of
from harness.text.words.dictionary import in_dictionary
from harness.text.words.language_id import foreign_passages, other_language
from harness.text.words.quoting import quoted
from harness.text.words.sentence_spans import sentence_spans
from harness.text.words.tokens import TokenKind, tokenize

_WORDS = 4  # a sentence of fewer tells no language
_FEW, _MOST = 0.4, 0.75  # of a sentence's words in the dictionary of its own and another language


class Residue:
    """Passages, marks or the whole of a text in a language that it is not meant to be in.

    Reports: `accuracy/untranslated/wrong-language`: critical for a whole text, major for a passage
    ("Facebook Y Twitter, o en"), a sentence among others, and for marks that the language does not
    use (¿, ¡).
    Blind to: foreign words without two function words among them, in a sentence of the language;
    languages without data; texts too short to be recognised.
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
            return [_issue("whole", Span(start, start + len(bare)), other, text.text)]
        passages = [
            (passage.span, passage.language) for passage in foreign_passages(text.text, language)
        ]
        sentences = list(_foreign_sentences(text.text, language))
        passages = [
            each
            for each in passages
            if not any(each[0].overlaps(span) and other is each[1] for span, other in sentences)
        ]
        return [
            *(
                _issue("passage", *found, text.text)
                for found in sorted([*passages, *sentences], key=_start)
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
        _issue("mark", Span(place, place + 1), owners[mark], text)
        for place, mark in enumerate(text)
        if mark in owners
    ]


def _start(found: tuple[Span, LanguageData]) -> Span:
    return found[0]


def _foreign_sentences(text: str, language: LanguageData) -> Iterator[tuple[Span, LanguageData]]:
    """Whole sentences of another language: told by a function word, and by the dictionaries."""
    spans = sentence_spans(text, language.tag)
    for span in spans if len(spans) > 1 else ():
        sentence = span.of(text)
        if found := other_language(sentence, language) or _by_dictionaries(sentence, language):
            yield span, found


def _by_dictionaries(sentence: str, language: LanguageData) -> LanguageData | None:
    """The language whose dictionary has most words of a sentence, where this one's has few."""
    words = [token.text.casefold() for token in tokenize(sentence) if token.kind is TokenKind.WORD]
    if len(words) < _WORDS or not language.function_words.isdisjoint(words):
        return None
    own = [in_dictionary(word, language.tag) for word in words]
    if None in own or sum(map(bool, own)) > _FEW * len(words):
        return None
    for other in known_languages():
        telling = other.function_words - language.homographs
        if other.tag != language.tag and not telling.isdisjoint(words):
            known = sum(bool(in_dictionary(word, other.tag)) for word in words)
            if known >= _MOST * len(words):
                return other
    return None


def _issue(what: str, span: Span, found: LanguageData, text: str) -> Issue:
    words = span.of(text)
    return Issue(
        f"residue.{what}",
        Category.WRONG_LANGUAGE,
        f"{quoted(words)} is {found.name}.",
        (Mark(0, span),),
        (("words", words), ("found", found.tag)),
    )
