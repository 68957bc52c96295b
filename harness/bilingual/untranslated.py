"""What was not translated: a copy of the source, words of another language, no words at all."""

from collections.abc import Iterator

from harness.bilingual.pair import Pair, made, whole
from harness.core.values import Category, Issue, LocalText
from harness.detectors.untranslated import Untranslated
from harness.text.facts.placeables import placeable_spans
from harness.text.words.dictionary import in_dictionary
from harness.text.words.quoting import quoted
from harness.text.words.tokens import TokenKind, tokenize

_WORDS = 3  # of a source, from which on a translation without any word is none
_LETTERS = 4  # of a word that a dictionary must know, to tell one language from another

_HOP = Untranslated()


def untranslated(pair: Pair) -> Iterator[Issue]:
    """Passages and whole texts in the source's language, or in another one that is not meant."""
    source, translation = _words(pair.source), _words(pair.translation)
    if len(source) >= _WORDS and not translation:
        yield _wordless(pair)
        return
    found = [issue for issue in _HOP.detect(pair.bead) if "hop" in dict(issue.evidence)]
    for issue in found:
        yield made(
            issue.kind,
            issue.category,
            _message(issue),
            translation=issue.spans(1)[0] if issue.spans(1) else None,
            evidence=tuple(each for each in issue.evidence if each[0] != "hop"),
        )
    if (
        not found
        and source
        and [w.casefold() for w in source] == [w.casefold() for w in translation]
    ):
        yield from _same(pair, source)


def _same(pair: Pair, words: list[str]) -> Iterator[Issue]:
    """A short text that is its own translation, with words that only the source's language has."""
    own = [
        word
        for word in map(str.casefold, words)
        if len(word) >= _LETTERS
        and in_dictionary(word, pair.source.language)
        and in_dictionary(word, pair.translation.language) is False
    ]
    if own:
        yield made(
            f"untranslated.same{'.word' * (len(words) == 1)}",
            Category.UNTRANSLATED,
            "The translation is the source as it stands.",
            source=whole(pair.source),
            translation=whole(pair.translation),
            evidence=(("words", " ".join(own)),),
        )


def _wordless(pair: Pair) -> Issue:
    text = pair.translation
    shown = f": {quoted(text.text)}" if text.text.strip() else ""
    return made(
        "wordless",
        Category.OMISSION,
        f"The translation has no word{shown}.",
        source=whole(pair.source),
        translation=whole(text),
    )


def _words(text: LocalText) -> list[str]:
    """Its words, without those within addresses, placeholders and tags."""
    fixed = placeable_spans(text.text)
    return [
        token.text
        for token in tokenize(text.text)
        if token.kind is TokenKind.WORD and not any(map(token.span.overlaps, fixed))
    ]


def _message(issue: Issue) -> str:
    said = dict(issue.evidence)
    words, found = quoted(said.get("words", "")), said.get("found")
    if issue.kind.endswith("copied.whole"):
        return "The translation is the source as it stands."
    if found and issue.kind.endswith("language.whole"):
        return f"The translation is in {found}."
    if found:
        return f"{words} is in {found}."
    return f"A passage of the source was left as it was: {words}."
