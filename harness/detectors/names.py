"""Proper names that the round trip changed, lost or added."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex
from rapidfuzz import fuzz
from rapidfuzz.distance import Prefix

from harness.core.values import BeadText, Category, Cover, Issue, LocalText, Mark, Signature, Span
from harness.text.data.cldr import currency_writings, land_names
from harness.text.data.language import LanguageData, language_data
from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.signatures import signature_of
from harness.text.facts.money import money_in
from harness.text.facts.names import Name, NameWord, key_of, names_in
from harness.text.facts.placeables import placeable_spans
from harness.text.facts.roman_numerals import rewritten_numerals
from harness.text.pairs.one_writing import rewritten_values
from harness.text.pairs.word_alignment import WordRelation, align_words
from harness.text.pairs.word_opcodes import replacements
from harness.text.words.normalise import folded, plain, respelled
from harness.text.words.quoting import quoted
from harness.text.words.tokens import Token, TokenKind, tokenize

_ALIKE = 55.0  # of 100: names at least so similar are one name, changed
_VARIANT = 90.0  # of 100: two spellings of one name
_SAME_MEANING = (WordRelation.SYNONYM, WordRelation.WIDER, WordRelation.NARROWER)
_KIN = (WordRelation.BASE, WordRelation.FAMILY)
_CODE = 3  # letters of a currency's code
_NUMERAL = regex.compile(r"(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_GENDERS = frozenset(("", "a", "o", "os", "as", "e"))  # endings that tell Paul from Paula
_STEM = 4  # letters that a land and its people share at least: Kazakhstan, Kazakh
# What follows the stem of a land, its people or its language, in the languages with data, folded.
_ENDINGS = frozenset(
    (
        *("", "n", "an", "ian", "ese", "ish", "i", "ic", "stan", "s", "ns", "ans", "ians", "ern"),
        *("a", "o", "os", "as", "es", "no", "na", "nos", "nas", "ano", "ana", "anos", "anas"),
        *("ol", "ola", "oles", "olas", "esa", "eses", "ense", "eno", "ena", "ais", "aise", "ien"),
        *("ienne", "er", "isch", "ische"),
    )
)


@dataclass(frozen=True, slots=True)
class _NameSide:
    """One end of the bead: all its words by key, and its names.

    `pool` holds every key also without its hyphens and in parts; `stems` finds its words by their
    first letters. `acronyms` are the words all in capitals, `initials` the first letters of all.
    """

    text: str
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    pool: frozenset[str]
    stems: Mapping[str, tuple[str, ...]]
    acronyms: tuple[str, ...]
    initials: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Neighbouring words of one name that the other side does not hold.

    `whole`: all its words. `sure`: it is known to be a name, and not just capitalised by its place.
    """

    words: tuple[NameWord, ...]
    whole: bool
    sure: bool
    text: str
    span: Span
    places: range
    key: str


class Names:
    """Names that the back-translation does not repeat as the source has them.

    Compares words without case, accents, possessives and spelling variants; a land and its people
    (Russia, Russian), an acronym and its words, a currency's code, sign and name, and the pairs
    listed in the language's data (UK, Britain) answer each other. As many names that went as came
    are one each that changed, wherever they stand.

    Reports: `accuracy/mistranslation/entity` where one name took another's place, major, or minor
    where only its spelling differs or one is derived from the other (California, Californian), and
    minor for a name that lost its capital ("Dr. brown") or became a common word ("Shield",
    "shielding"), critical for a Roman numeral ("Henry VII"); `accuracy/omission` for a lost name,
    and `accuracy/addition` for a new one, major, or minor for a part of a name whose rest came back
    ("Donald Trump", "Trump"), for an acronym in place of other words ("RAM", "memory") and for a
    name of ordinary words whose meaning is there ("Highway", "freeway"). Pivots where a word of the
    name still stands are marked.
    Blind to: names at the start of a sentence that no other place confirms, names in headlines and
    in German beyond those with a form of their own, scripts without capitals, translated names
    ("Londres") kept in the back-translation only by chance.
    """

    subjects = ("names",)

    def unseen(self, language: str) -> Sequence[str]:
        return () if language_data(language).cased else self.subjects

    @property
    def signature(self) -> Signature:
        return signature_of("names", __name__, "babel", "rapidfuzz")

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        if not bead.source.text.strip() or not bead.back_translation.text.strip():
            return ()
        language = language_data(bead.source.language)
        source, back = (_side(text, language) for text in (bead.source, bead.back_translation))
        known = _confirmed(bead, language)
        lost, added = (
            _unanswered_names(source, back, known, language),
            _unanswered_names(back, source, known, language),
        )
        numerals = rewritten_numerals(bead.source.text, bead.back_translation.text)
        lost = [part for part in lost if part.span not in {pair[0] for pair in numerals}]
        added = [part for part in added if part.span not in {pair[1] for pair in numerals}]
        values = rewritten_values(bead.source.text, bead.back_translation.text, language)
        lost, added = (
            _outside(part, [v[side] for v in values]) for side, part in enumerate((lost, added))
        )
        pairs, lost, added = _paired(lost, added, source, back)
        lost, added = _sure_names(lost), _sure_names(added)
        paraphrased = _paraphrased(bead)
        findings = [
            _changed(one, other, bead, reworded=paraphrased(one, 0) and paraphrased(other, 1))
            for one, other in pairs
        ]
        in_words = _reworded(source, back, language)

        def reworded(part: _Part, end: int) -> bool:
            return in_words(part, end) or paraphrased(part, end)

        common = _common_words(bead)
        findings += [
            _made_common(part, common[part.span], bead)
            if part.span in common
            else _unpaired_finding(part, Category.OMISSION, bead, reworded=reworded(part, 0))
            for part in lost
        ]
        findings += [
            _unpaired_finding(part, Category.ADDITION, bead, reworded=reworded(part, 1))
            for part in added
        ]
        return [*findings, *_lowered(source, back, bead)]


def _outside(parts: Sequence[_Part], values: Sequence[Span]) -> list[_Part]:
    """Without what belongs to a value that has another writing there: "US$ 5", "5 US dollars"."""
    cover = Cover(values)
    return [part for part in parts if not cover.touches(part.span)]


def _side(text: LocalText, language: LanguageData) -> _NameSide:
    tokens = tuple(token for token in tokenize(text.text) if token.kind is not TokenKind.SYMBOL)
    keys = tuple(key_of(token.text, language.names) for token in tokens)
    parts = (
        form
        for key in keys
        # "l'Écosse" holds Écosse: words are parted at spaces, and elided articles have none.
        for form in (key, key.replace("-", ""), *key.split("-"), key.rpartition("'")[2])
    )
    pool = frozenset(parts)
    acronyms = tuple(folded(token.text) for token in tokens if _is_acronym(token.text))
    initials = "".join(key[0] for key in keys if key)
    names = _own_names(text, language)
    return _NameSide(text.text, tokens, keys, pool, _by_stem(pool), acronyms, initials, names)


def _own_names(text: LocalText, language: LanguageData) -> tuple[Name, ...]:
    """The names of a text, without the words of addresses, placeholders, identifiers and sums."""
    names = names_in(text.text, language)
    taken = [*placeable_spans(text.text), *(sum_.span for sum_ in money_in(text.text, language))]
    if not taken:
        return names
    cover = Cover(taken)
    free = (
        (name, tuple(word for word in name.words if not cover.touches(word.span))) for name in names
    )
    return tuple(replace(name, words=words) for name, words in free if words)


def _by_stem(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    stems: dict[str, tuple[str, ...]] = {}
    for word in words:
        if len(word) >= _STEM:
            stems[word[:_STEM]] = (*stems.get(word[:_STEM], ()), word)
    return stems


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _confirmed(bead: BeadText, language: LanguageData) -> frozenset[str]:
    """Keys of words that are sure to be names at some stop, or have their capital on a pivot."""
    keys: set[str] = set()
    for stop, text in enumerate(bead.stops):
        for name in _own_names(text, language_data(text.language)):
            inner = 0 < stop < len(bead.stops) - 1
            keys.update(
                key_of(word.text, language.names) for word in name.words if word.sure or inner
            )
    return frozenset(keys)


def _unanswered_names(
    side: _NameSide, other: _NameSide, known: frozenset[str], language: LanguageData
) -> list[_Part]:
    """Names of `side`, or parts of them, that nothing in `other` answers."""
    if not side.names:
        return []
    answered = _aliases(side, other, language)
    parts: list[_Part] = []
    for name in side.names:
        run: list[NameWord] = []
        for word in name.words:
            if not _answers(word, name, (side, other), answered, language):
                run.append(word)
            elif run:
                parts.append(_part(run, name, side, known))
                run = []
        if run:
            parts.append(_part(run, name, side, known))
    return parts


def _sure_names(parts: Iterable[_Part]) -> list[_Part]:
    return [part for part in parts if part.sure]


def _part(words: Sequence[NameWord], name: Name, side: _NameSide, known: frozenset[str]) -> _Part:
    span = Span(words[0].span.start, words[-1].span.end)
    first = bisect_left(side.tokens, span.start, key=lambda token: token.span.start)
    last = bisect_left(side.tokens, span.end, key=lambda token: token.span.start)
    whole = len(words) == len(name.words)
    sure = any(word.sure or word.key in known for word in words)
    key = " ".join(word.key for word in words)
    return _Part(tuple(words), whole, sure, span.of(side.text), span, range(first, last), key)


def _answers(
    word: NameWord,
    name: Name,
    sides: tuple[_NameSide, _NameSide],
    answered: frozenset[str],
    language: LanguageData,
) -> bool:
    side, other = sides
    if word.key in answered or word.key.replace("-", "") in other.pool:
        return True
    if _named_after_land(word.key, other, language) or _currency(word, other, language):
        return True
    if language.names.inflected and _in_another_case(word.key, other):
        return True
    parts = [part for part in word.key.split("-") if part]
    if len(parts) > 1 and all(part in other.pool for part in parts):
        return True
    return (
        _attached(word, other, language)
        or _abbreviated(word, name, other)
        or _initialled(word, side, other)
    )


def _attached(word: NameWord, other: _NameSide, language: LanguageData) -> bool:
    """Whether `other` has the name to which a word in lower case hangs: "Berlin-based"."""
    parts = [part for part in word.text.split("-") if part]
    named = [part for part in parts if part[0].isupper()]
    return len(named) < len(parts) and all(
        key_of(part, language.names) in other.pool for part in named
    )


def _initialled(word: NameWord, side: _NameSide, other: _NameSide) -> bool:
    """Whether an acronym of `other` is made of this word's first letter and its neighbours'.

    Also of capitalised words that are no names by themselves: "World Health Organization".
    """
    place = bisect_left(side.tokens, word.span.start, key=lambda token: token.span.start)
    first = last = place
    while first > 0 and side.tokens[first - 1].text[0].isupper():
        first -= 1
    while last + 1 < len(side.tokens) and side.tokens[last + 1].text[0].isupper():
        last += 1
    letters = "".join(key[:1] for key in side.keys[first : last + 1])
    return any(
        letters[at : at + len(acronym)] == acronym
        for acronym in other.acronyms
        for at in range(max(place - first - len(acronym) + 1, 0), place - first + 1)
    )


def _named_after_land(key: str, other: _NameSide, language: LanguageData) -> bool:
    """Whether `other` has the land, its people or its language by another of these names."""
    lands = _lands(language).get(key[:_STEM], ())
    return bool(lands) and any(
        land.startswith(stem) and land[len(stem) :] in _ENDINGS
        for word in other.stems.get(key[:_STEM], ())
        for stem in _common_stems(key, word)
        for land in lands
    )


@cache
def _lands(language: LanguageData) -> Mapping[str, tuple[str, ...]]:
    return _by_stem(key_of(name, language.names) for name in land_names(language.tag))


def _in_another_case(key: str, other: _NameSide) -> bool:
    """Whether a name of the other side may be this one with another ending: Олени, Оленою.

    They share their beginning up to the last letters, and three quarters of the shorter one. Two
    names that differ in one vowel at the end are taken for one: Петро, Петра.
    """
    for name in other.names:
        for word in name.words:
            shared = int(Prefix.similarity(key, word.key))
            ends = len(key) - shared, len(word.key) - shared
            like = shared >= _CASE_SHARE * min(len(key), len(word.key))
            if like and shared >= _CASE_STEM and max(ends) <= _CASE_ENDING:
                return True
    return False


_CASE_STEM, _CASE_ENDING, _CASE_SHARE = 3, 4, 0.7


def _common_stems(one: str, other: str) -> Iterator[str]:
    """Stems after which both words end as a land, its people and its language do."""
    shared = int(Prefix.similarity(one, other))
    for cut in range(max(shared - 1, _STEM), shared + 1):
        if one[cut:] in _ENDINGS and other[cut:] in _ENDINGS:
            yield one[:cut]


def _currency(word: NameWord, other: _NameSide, language: LanguageData) -> bool:
    """Whether `word` is the code of a currency ("EUR") that `other` writes by sign or name."""
    if len(word.text) != _CODE or not word.text.isupper():
        return False
    signs, names = currency_writings(word.text, language.tag)
    return any(sign in other.text for sign in signs) or any(
        key_of(name, language.names) in other.pool for name in names
    )


def _abbreviated(word: NameWord, name: Name, other: _NameSide) -> bool:
    """Whether `other` spells out an acronym, or abbreviates the name."""
    if _is_acronym(word.text) and folded(word.text) in other.initials:
        return True
    letters = "".join(each.key[0] for each in name.words)
    return len(letters) > 1 and any(letters in acronym for acronym in other.acronyms)


def _aliases(side: _NameSide, other: _NameSide, language: LanguageData) -> frozenset[str]:
    """Keys of words in `side` for which `other` uses another name of the same thing."""
    here, there = _padded(side), _padded(other)
    answered: set[str] = set()
    for names in _same_names(language):
        if any(name in there for name in names):
            answered.update(word for name in names if name in here for word in name.split())
    return frozenset(answered)


@cache
def _same_names(language: LanguageData) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(
            f" {' '.join(key_of(word, language.names) for word in name.replace('.', ' ').split())} "
            for name in group
        )
        for group in language.names.same
    )


def _padded(side: _NameSide) -> str:
    return f" {' '.join(side.keys)} "


def _paired(
    lost: list[_Part], added: list[_Part], source: _NameSide, back: _NameSide
) -> tuple[list[tuple[_Part, _Part]], list[_Part], list[_Part]]:
    """A lost and an added name as one change: in each other's place, or spelled alike."""
    here, there = _stretches(source, back)
    pairs: list[tuple[_Part, _Part]] = []

    def together(one: _Part, other: _Part) -> bool:
        mine = {here[place] for place in one.places if place in here}
        return any(there.get(place) in mine for place in other.places)

    def alike(one: _Part, other: _Part) -> bool:
        return fuzz.ratio(one.key, other.key) >= _ALIKE

    for test in (alike, together):
        for one in list(lost):
            other = max(
                (other for other in added if (one.sure or other.sure) and test(one, other)),
                key=lambda other: fuzz.ratio(one.key, other.key),
                default=None,
            )
            if other is not None:
                lost.remove(one)
                added.remove(other)
                pairs.append((one, other))
    pairs += _paired_in_order(lost, added)
    return sorted(pairs, key=lambda pair: pair[0].span), lost, added


def _paired_in_order(lost: list[_Part], added: list[_Part]) -> list[tuple[_Part, _Part]]:
    """As many whole names went as came, wherever they stand: each is one changed, in order."""
    gone, new = ([part for part in parts if part.whole and part.sure] for parts in (lost, added))
    if len(gone) != len(new):
        return []
    for one, other in zip(gone, new, strict=True):
        lost.remove(one)
        added.remove(other)
    return list(zip(gone, new, strict=True))


def _stretches(source: _NameSide, back: _NameSide) -> tuple[dict[int, int], dict[int, int]]:
    """For every word that was replaced, on either side, which stretch it lies in."""
    stretches = replacements(source.keys, back.keys)
    return (
        {place: number for number, each in enumerate(stretches) for place in each.source},
        {place: number for number, each in enumerate(stretches) for place in each.target},
    )


def _changed(one: _Part, other: _Part, bead: BeadText, *, reworded: bool) -> Issue:
    return Issue(
        f"names.changed{_how_changed(one, other) or '.reworded' * reworded}",
        Category.ENTITY,
        f"The name {quoted(one.text)} came back as {quoted(other.text)}.",
        (
            Mark(0, one.span),
            *_on_pivots([*one.words, *other.words], bead),
            Mark(len(bead.stops) - 1, other.span),
        ),
        (("source", one.text), ("back_translation", other.text)),
    )


def _how_changed(one: _Part, other: _Part) -> str:
    """Whether two names are one in two spellings, or two Roman numerals; else empty."""
    if _NUMERAL.fullmatch(one.text) and _NUMERAL.fullmatch(other.text):
        return ".numeral"
    keys = [part.key if part.key.isascii() else part.text.casefold() for part in (one, other)]
    alike = fuzz.ratio(*keys) >= _VARIANT or _derived(one.key, other.key)
    if _gendered(one.key, other.key):
        return ""
    return ".spelling" if alike or respelled(one.text, other.text) else ""


def _derived(one: str, other: str) -> bool:
    """Whether one may be named after the other: California, Californian."""
    return any(True for _ in _common_stems(one, other))


def _gendered(one: str, other: str) -> bool:
    """Whether only the ending of a man's or a woman's name differs: Paul, Paula; Mario, Maria."""
    stem = int(Prefix.similarity(one, other))
    return one != other and {one[stem:], other[stem:]} <= _GENDERS


def _common_words(bead: BeadText) -> dict[Span, Span]:
    """Capitalised words of the source whose kin in the return has no capital: Shield, shielding."""
    pair = align_words(bead.source.language, bead.source.text, bead.back_translation.text)
    return {
        pair.source[here].span: pair.back[there].span
        for (here, there), tie in pair.relations.items()
        if tie in _KIN and pair.source[here].capital and not pair.back[there].capital
    }


def _made_common(part: _Part, now: Span, bead: BeadText) -> Issue:
    word = now.of(bead.back_translation.text)
    return Issue(
        "names.changed.common",
        Category.ENTITY,
        f"The name {quoted(part.text)} came back as the word {quoted(word)}.",
        tuple(
            sorted(
                [
                    Mark(0, part.span),
                    *_on_pivots(part.words, bead),
                    Mark(len(bead.stops) - 1, now),
                ]
            )
        ),
        (("source", part.text), ("back_translation", word)),
    )


def _unpaired_finding(part: _Part, category: Category, bead: BeadText, *, reworded: bool) -> Issue:
    lost = category is Category.OMISSION
    stop = 0 if lost else len(bead.stops) - 1
    message = (
        f"The name {quoted(part.text)} did not come back."
        if lost
        else f"The name {quoted(part.text)} was added; it is not in the source."
    )
    how = ".reworded" if reworded else "" if part.whole else ".part"
    return Issue(
        f"names.{'lost' if lost else 'added'}{how}",
        category,
        message,
        tuple(sorted([Mark(stop, part.span), *_on_pivots(part.words, bead)])),
        (("source" if lost else "back_translation", part.text),),
    )


def _reworded(
    source: _NameSide, back: _NameSide, language: LanguageData
) -> Callable[[_Part, int], bool]:
    """Tells whether an acronym of one side stands for content words of the other ("RAM")."""
    sides, stretches = (source, back), _stretches(source, back)
    content = [
        {
            number
            for place, number in stretches[end].items()
            if sides[end].tokens[place].kind is TokenKind.WORD
            and plain(sides[end].tokens[place].text) not in language.function_words
        }
        for end in (0, 1)
    ]

    def test(part: _Part, end: int) -> bool:
        places = (stretches[end].get(place) for place in part.places)
        return all(_is_acronym(word.text) for word in part.words) and any(
            number in content[1 - end] for number in places
        )

    return test


def _paraphrased(bead: BeadText) -> Callable[[_Part, int], bool]:
    """Tells whether all words of a name say the same as others ("Highway", "Freeway").

    Such words name by what they mean, and translators put their meaning in other words.
    """
    source, back = bead.source, bead.back_translation
    pair = align_words(source.language, source.text, back.text)
    tied = [
        {
            side.source[here].span.start
            for (here, _), tie in side.relations.items()
            if tie in _SAME_MEANING
        }
        for side in (pair, pair.turned())
    ]

    def test(part: _Part, end: int) -> bool:
        return all(word.span.start in tied[end] and "-" not in word.text for word in part.words)

    return test


def _on_pivots(words: Iterable[NameWord], bead: BeadText) -> list[Mark]:
    keys = {word.key for word in words}
    return [
        Mark(stop, token.span)
        for stop, text in enumerate(bead.pivots, start=1)
        for token in tokenize(text.text)
        if key_of(token.text, language_data(text.language).names) in keys
    ]


def _lowered(source: _NameSide, back: _NameSide, bead: BeadText) -> list[Issue]:
    """Sure names that stand in the back-translation in lower case only.

    A back-translation without any capital changed its casing as a whole, not a name.
    """
    if not any(character.isupper() for character in back.text):
        return []
    standing: dict[str, list[Token]] = {}
    for token, key in zip(back.tokens, back.keys, strict=True):
        standing.setdefault(key, []).append(token)
    findings = []
    idle = lexical_resources(bead.source.language).function
    for word in (word for name in source.names for word in name.words if word.sure):
        if plain(word.text) in idle:
            continue  # "us" is no US
        tokens = standing.get(word.key, [])
        if tokens and all(token.text.islower() for token in tokens):
            findings.append(
                Issue(
                    "names.uncapitalised",
                    Category.ENTITY,
                    f"The name {quoted(word.text)} came back without its capital: "
                    f"{quoted(tokens[0].text)}.",
                    (Mark(0, word.span), Mark(len(bead.stops) - 1, tokens[0].span)),
                    (("source", word.text), ("back_translation", tokens[0].text)),
                )
            )
    return findings
