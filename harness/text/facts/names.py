"""The proper names of a text, as far as capitals show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import regex

from harness.core.values import Span
from harness.text.data.language import LanguageData, NameConventions
from harness.text.data.lexicon import lexicon
from harness.text.facts.dates import names_date
from harness.text.facts.unit_symbols import is_unit
from harness.text.words.dictionary import in_dictionary
from harness.text.words.normalise import folded, plain, spelled_alike, without_endings
from harness.text.words.tokens import Token, TokenKind, tokenize

_ENDS = frozenset(".!?…:;•|*")
_OPENERS = frozenset("\"“”„‘«»([¿¡—–-'*")
_ACRONYM = regex.compile(r"\p{Lu}[\p{Lu}\p{Nd}&]+(?:s|['’]s)?")
_INNER_CAPITAL = regex.compile(r"\p{L}*\p{Ll}\p{Lu}|.+[-’']\p{Lu}\p{Ll}|\p{Lu}\p{L}*\p{Nd}")
_HEADLINE = 5  # content words, from which on nearly all capitals mean a headline


@dataclass(frozen=True, slots=True)
class NameWord:
    """One word of a name. `sure` is False where its capital may come from its place alone.

    `key` is the word as names are compared: without case, accents, possessive and plural.
    """

    text: str
    span: Span
    key: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Name:
    """Name words that belong together, particles between them included in `text`."""

    text: str
    span: Span
    words: tuple[NameWord, ...]

    @property
    def sure(self) -> bool:
        return any(word.sure for word in self.words)


@lru_cache(maxsize=64)  # a bead's few texts are asked for at both ends
def names_in(text: str, language: LanguageData) -> tuple[Name, ...]:
    """The names of `text`, in order.

    A capitalised word is part of a name unless it is a function word, a title, a month, a weekday
    or an ordinary word that is often capitalised (Minister). At the start of a sentence, and in
    headlines, capitals say nothing: such a word is `sure` only if its form is a name's (acronym,
    capitals inside, hyphen with two capitals) or a sure name follows it directly. The symbol of a
    unit after a number ("4 GB") is none.

    Blind to names in scripts without capitals, and, in languages that capitalise every noun, to
    all but forms that only names have.
    """
    tokens = tokenize(text)
    habits = language.names
    shouted = not any(any(letter.islower() for letter in token.text) for token in tokens)
    plain = shouted or habits.capitalised_nouns or _headline(tokens, language)
    marked = {
        index: _name_word(tokens, index, habits, plain=plain, shouted=shouted)
        for index, token in enumerate(tokens)
        if _capitalised(token) and _may_name(token, language) and not _measures(tokens, index)
    }
    if not lexicon(language.tag).senses:  # there, fewer ordinary words are listed
        marked = {
            index: word
            for index, word in marked.items()
            if word.sure or not in_dictionary(word.text.casefold(), language.tag)
        }
    return tuple(_merged_names(text, tokens, marked, habits))


@lru_cache(maxsize=65536)
def key_of(word: str, habits: NameConventions) -> str:
    """The form of a word under which names are compared."""
    key = without_endings(folded(word).strip("_"), habits.possessives)
    if len(key) > 4 and not key.endswith("ss"):
        key = without_endings(key, habits.plurals[:1], shortest=4)
    return spelled_alike(key, habits.spelling)


def starts_sentence(tokens: Sequence[Token], index: int, habits: NameConventions) -> bool:
    """Whether nothing but openers lies between this token and the end of a sentence before it.

    The full stop of a title or an initial ends none ("Mr. Smith", "J. Smith").
    """
    for place in range(index - 1, -1, -1):
        token = tokens[place]
        if token.text[0] in _ENDS:
            return token.text != "." or not _abbreviation(tokens[max(place - 1, 0)], habits)
        if token.text not in _OPENERS:
            return False
        if token.text in '"“„«':
            return True  # direct speech starts with a capital
    return True


def _abbreviation(token: Token, habits: NameConventions) -> bool:
    return token.text.casefold() in habits.titles or (len(token.text) == 1 and token.text.isupper())


def _capitalised(token: Token) -> bool:
    return (
        token.kind is TokenKind.WORD
        and not token.text.islower()  # as most are; the pattern is dear
        and (token.text[0].isupper() or _has_inner_capital(token.text))
    )


def _may_name(token: Token, language: LanguageData) -> bool:
    habits = language.names
    word = plain(token.text)
    bare = without_endings(word, habits.possessives)
    acronym = _acronym(token.text)
    if len(bare) == 1 or (bare in language.function_words and not acronym):
        return False
    ordinary = _ordinary_words(habits)
    parts = bare.split("-")
    if not habits.months and names_date(token.text, language):
        return False
    contracted = "'" in word and word.split("'")[0] in language.function_words
    return (
        not contracted
        and not all(part in ordinary or part in language.function_words for part in parts)
        and without_endings(bare, habits.plurals) not in ordinary
        and not _ordinary(bare, language, acronym)
    )


@cache
def _ordinary_words(habits: NameConventions) -> frozenset[str]:
    return habits.titles.union(habits.months, habits.weekdays, habits.roles)


@cache
def _idle_words(language: LanguageData) -> frozenset[str]:
    return language.function_words | language.names.titles | language.names.roles


def _measures(tokens: Sequence[Token], index: int) -> bool:
    """Whether this is a unit after a number: "4 GB", "3 °C" (whose sign is a token)."""
    before = index - 1
    while before >= 0 and tokens[before].text in "°º":
        before -= 1
    return before >= 0 and tokens[before].kind is TokenKind.NUMBER and is_unit(tokens[index].text)


def _ordinary(word: str, language: LanguageData, acronym: bool) -> bool:
    denial = word in language.negation.words or word.endswith(language.negation.suffixes or ("\0",))
    return not acronym and (denial or word in language.numbers.loose)


def _acronym(word: str) -> bool:
    return word[:1].isupper() and _ACRONYM.fullmatch(word) is not None


def _has_inner_capital(word: str) -> bool:
    rest = word[1:]
    plain = rest.isalpha() and rest.islower()  # as most words, and soon seen
    return not plain and _INNER_CAPITAL.match(word) is not None


def _name_word(
    tokens: Sequence[Token], index: int, habits: NameConventions, *, plain: bool, shouted: bool
) -> NameWord:
    token = tokens[index]
    formed = not shouted and (_acronym(token.text) or _has_inner_capital(token.text))
    sure = formed or (not plain and not starts_sentence(tokens, index, habits))
    return NameWord(token.text, token.span, key_of(token.text, habits), sure)


def _headline(tokens: Sequence[Token], language: LanguageData) -> bool:
    idle = _idle_words(language)
    content = [
        token
        for token in tokens
        if token.kind is TokenKind.WORD and token.text.casefold() not in idle
    ]
    capitals = sum(_capitalised(token) for token in content)
    return len(content) >= _HEADLINE and capitals >= 0.8 * len(content)


def _merged_names(
    text: str, tokens: Sequence[Token], marked: dict[int, NameWord], habits: NameConventions
) -> Iterator[Name]:
    """Neighbouring name words as one name; a particle between two of them is part of it."""
    group: list[int] = []
    for index in sorted(marked):
        if group and not _belongs(tokens, group[-1], index, habits):
            yield _name(text, [marked[word] for word in group])
            group = []
        group.append(index)
    if group:
        yield _name(text, [marked[word] for word in group])


def _belongs(tokens: Sequence[Token], last: int, index: int, habits: NameConventions) -> bool:
    return all(
        token.text.casefold() in habits.particles or token.text == "."
        for token in tokens[last + 1 : index]
    ) and (index - last == 1 or tokens[last + 1].text != "." or len(tokens[last].text) == 1)


def _name(text: str, words: list[NameWord]) -> Name:
    """A word that leads into a sure one is sure itself: "Qasim Tokayev" at a sentence's start."""
    settled: list[NameWord] = []
    for word in reversed(words):
        leads = bool(settled) and settled[0].sure
        settled.insert(0, replace(word, sure=True) if leads and not word.sure else word)
    span = Span(settled[0].span.start, settled[-1].span.end)
    return Name(span.of(text), span, tuple(settled))
