"""The words of a text that deny something."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from harness.core.values import Span
from harness.text.data.base_forms import base_form
from harness.text.data.language import LanguageData, NegationConventions
from harness.text.facts.numbers import spelled_over
from harness.text.words.dictionary import in_dictionary
from harness.text.words.normalise import plain
from harness.text.words.tokens import Token, TokenKind, tokenize

_CLAUSE_ENDS = frozenset(".,;:!?…()—–¿¡")
_SENTENCE_ENDS = frozenset(".!?…")
_INFLECTION = 3  # letters at most by which forms of one word differ at its end
_SHORTEST = 4  # letters that they share at least
_REACH = 8  # words over which a second denying word still belongs to the first ("no vino … nadie")
_LIFTED = 2  # words over which a denial lifts a ban
_PARTICLE = 4  # words between a particle and what denies with it ("n'en veut plus")
_COMPARED = 4  # words from a comparison to what it compares with ("plus fort que jamais")
_PRIVATE = 4  # letters that a word has at least without the prefix that denies it
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]")  # kana, Han, Thai, Lao
_TAG_QUESTION = re.compile(r",\s*\w+n['’]t\s+\w+\s*\?")  # "…, isn't it?" asks for assent


@dataclass(frozen=True, slots=True)
class Denial:
    """One denial: the words that make it, and where they stand.

    `exceptive`: it denies a condition ("unless").
    """

    text: str
    span: Span
    exceptive: bool = False


@lru_cache(maxsize=64)  # several detectors ask for the same few texts of a bead
def negations_in(text: str, language: LanguageData) -> tuple[Denial, ...]:
    """The denials of `text`, in order, each counted once.

    Left out: words of an idiom that denies nothing ("not only") or of a comparison ("más que
    nunca"), "nor" after another denial, "No." as an abbreviation, "No," as an answer before another
    denial, tag questions, and in languages with concord every further denying word of a clause ("no
    vino nadie" denies once). A phrase that denies a condition ("unless") is one denial.

    Blind to denial without a denying word ("failed to", "hardly") and to prefixes ("unhappy").
    """
    habits = language.negation
    if not habits.told:
        return ()
    if _UNSPACED.search(text):
        return _in_unspaced(text, habits)
    tokens = tokenize(text)
    words = [plain(token.text) for token in tokens]
    exceptive = list(habits.exceptive.places(words))
    idle = _covered([*habits.idioms.places(words), *exceptive])
    asked = [Span(*match.span()) for match in _TAG_QUESTION.finditer(text)]
    found: list[int] = []
    for index, token in enumerate(tokens):
        if index in idle or not _stands_as_denial(index, words, habits):
            continue
        if _is_of_number(token, text, language):
            continue
        verb = habits.before.get(words[index])
        if verb is not None and not "".join(words[index + 1 : index + 2]).startswith(verb):
            continue
        if any(span.start < token.span.start < span.end for span in asked):
            continue
        if not _counted_before(index, found, words, habits) and not _number_sign(index, tokens):
            found.append(index)
    found = [index for index in found if not _mere_answer(index, found, words)]
    if habits.beginnings:
        found = _without_lifted_bans(found, words, habits)
    denials = [Denial(tokens[index].text, tokens[index].span) for index in found]
    for place in exceptive:
        span = Span(tokens[place[0]].span.start, tokens[place[-1]].span.end)
        denials.append(Denial(span.of(text), span, exceptive=True))
    return tuple(sorted(denials, key=lambda denial: denial.span))


def _is_of_number(token: Token, text: str, language: LanguageData) -> bool:
    """Whether a word is one of several that make a number: Persian "نه و نیم", nine and a half."""
    if not language.numbers.fractions:
        return False
    return any(number.span != token.span for number in spelled_over(token.span, text, language))


def _stands_as_denial(index: int, words: Sequence[str], habits: NegationConventions) -> bool:
    word = words[index]
    if word in habits.beside_particle:
        return _near_particle(index, words, habits)
    return denies(word, habits) and not (word in habits.ever and _says_ever(index, words, habits))


def _near_particle(index: int, words: Sequence[str], habits: NegationConventions) -> bool:
    """Whether a particle stands up to a few words before, in one clause, or right after."""
    before = words[max(index - _PARTICLE, 0) : index]
    ends = [at for at, word in enumerate(before) if word in _CLAUSE_ENDS]
    near = [*before[ends[-1] + 1 if ends else 0 :], *words[index + 1 : index + 2]]
    return any(_is_particle(word, habits) for word in near)


def _is_particle(word: str, habits: NegationConventions) -> bool:
    """Whole words, and such as are written onto the next one (French "n'")."""
    return word in habits.particles or word.startswith(
        tuple(each for each in habits.particles if each.endswith("'")) or ("\0",)
    )


def _says_ever(index: int, words: Sequence[str], habits: NegationConventions) -> bool:
    """Whether the word only says "ever" or "anybody": compared with, or asked for by "if".

    The latter is told only by the particle that is missing (French "s'il a jamais dit").
    """
    before = words[max(index - _COMPARED, 0) : index]
    if before and before[-1] in habits.than:
        return not habits.comparing.isdisjoint(before)
    asked = bool(habits.particles) and not habits.conditional.isdisjoint(before)
    return asked and not _near_particle(index, words, habits)


def _without_lifted_bans(
    found: list[int], words: Sequence[str], habits: NegationConventions
) -> list[int]:
    """Without a ban and the denial beside it, which allow together: "nicht verboten"."""
    idle: set[int] = set()
    for index in found:
        if not words[index].startswith(habits.beginnings):
            continue
        near = [
            other
            for other in found
            if 0 < abs(index - other) <= _LIFTED and not words[other].startswith(habits.beginnings)
        ]
        if near and near[0] not in idle:
            idle |= {index, near[0]}
    return [index for index in found if index not in idle]


def _in_unspaced(text: str, habits: NegationConventions) -> tuple[Denial, ...]:
    """Denials of a text whose words no spaces part: by their stems alone, the longest first."""
    pattern = _any_stem(habits.stems, habits.idioms.written)
    return tuple(
        Denial(match.group(), Span(*match.span()))
        for match in pattern.finditer(text)
        if match["stem"]
    )


@cache
def _any_stem(stems: tuple[str, ...], idioms: tuple[str, ...]) -> re.Pattern[str]:
    """Stems, and idioms that hold one and deny nothing (Japanese "なければなりません": must)."""
    deny, idle = (
        "|".join(sorted(map(re.escape, each), key=len, reverse=True)) or r"(?!)"
        for each in (stems, idioms)
    )
    return re.compile(f"(?:{idle})|(?P<stem>{deny})")


def perhaps_denied(
    text: str, language: LanguageData, opening: frozenset[str]
) -> tuple[Denial, ...]:
    """The denials of idioms that open with one of some words: "or not", "if not".

    These may deny nothing ("dozens, if not hundreds"), or something ("if not wanted").
    """
    habits = language.negation
    tokens = tokenize(text)
    words = [plain(token.text) for token in tokens]
    ends = (
        place[-1]
        for place in habits.idioms.places(words)
        if words[place[0]] in opening and denies(words[place[-1]], habits)
    )
    return tuple(Denial(tokens[end].text, tokens[end].span) for end in ends)


def answer_in(text: str, language: LanguageData) -> Span | None:
    """The "No," that opens a text as an answer, which denies what another text asked."""
    opening = tokenize(text)[:2]
    if len(opening) < 2 or opening[1].text != ",":
        return None
    denying = denies(plain(opening[0].text), language.negation)
    return opening[0].span if denying else None


def denies(word: str, habits: NegationConventions) -> bool:
    """Whether a single word, case-folded and with straight apostrophes, is a denial."""
    for onto in habits.joined:
        if word.startswith(onto) and word not in habits.words:
            rest = word.removeprefix(onto)
            if rest in habits.words or rest.startswith(habits.beginnings or ("\0",)):
                return True
    return (
        word in habits.words
        or word in habits.bare_suffixes
        or (bool(habits.suffixes) and word.endswith(habits.suffixes))
        or (bool(habits.beginnings) and word.startswith(habits.beginnings))
        or _by_its_form(word, habits)
    )


@lru_cache(maxsize=16384)
def _denied_verb(word: str, habits: NegationConventions) -> bool:
    """Whether a prefix denies a verb: the dictionary has the word under the form without it."""
    prefix = next((each for each in habits.verb_prefixes if word.startswith(each)), "")
    if not prefix or len(word) < len(prefix) + 2:
        return False
    rest = word.removeprefix(_MOST)
    if rest != word and len(rest) >= _SHORTEST and in_dictionary(rest, habits.tag):
        return False
    return not base_form(word, habits.tag).casefold().startswith(prefix)


_MOST = "nej"  # the Czech "nejméně" is "least"


def opposites(
    words: Sequence[str], others: Sequence[str], habits: NegationConventions
) -> frozenset[str]:
    """Words that are the opposite, by a prefix or ending, of one of `others`: "unhappy" of "happy".

    Only where the longer word is new and the bare one, in any inflection ("unwanted", "want"), is
    rarer than among `others`: it was replaced, then, and does not merely stand beside.
    """
    return frozenset(
        word
        for word in set(words) - set(others)
        if any(
            _times(base, words, habits) < _times(base, others, habits)
            for base in _bases(word, habits)
        )
    )


def _times(base: str, words: Sequence[str], habits: NegationConventions) -> int:
    """How often a word or an inflection of it stands among `words`.

    Where verbs are denied by a prefix, with another prefix as well: Czech "nesolte", "osolte".
    """
    stem = base[: max(len(base) - _INFLECTION, _SHORTEST)]
    longest = len(base) + _INFLECTION
    prefixes = habits.verb_prefixes if len(base) > _SHORTEST else ()
    return sum(
        len(word) <= longest
        and (
            word.startswith(stem)
            or (bool(prefixes) and word.endswith(base) and not word.startswith(prefixes))
        )
        for word in words
    )


def _bases(word: str, habits: NegationConventions) -> list[str]:
    bases = [word.removeprefix(prefix) for prefix in habits.prefixes if word.startswith(prefix)]
    opposed = not habits.unopposed.length_at([word], 0)
    bases += [
        word.removeprefix(prefix)
        for prefix in habits.unsure_prefixes
        # A short rest makes another word altogether: inside, income, import.
        if word.startswith(prefix) and len(word) - len(prefix) >= 5 and opposed
    ]
    bases += [word.removesuffix(ending) for ending in habits.endings if word.endswith(ending)]
    bases += [
        word[:at] + word[at + len(infix) :]
        for infix in habits.infixes
        for at in range(2, len(word) - len(infix))
        if word.startswith(infix, at)
    ]
    return [base for base in bases if len(base) >= 3 and base != word]


def implied(words: Sequence[str], habits: NegationConventions) -> frozenset[int]:
    """Places of words that carry a denial inside ("failed to"), but in idioms ("a few") and before
    a number, where Spanish "faltan 3 días" denies nothing.
    """
    idle = _covered(habits.idioms.places(words))
    return _covered(
        place
        for place in habits.implicit.places(words)
        if (len(place) > 1 or place.start not in idle) and not _before_number(place, words)
    )


def _before_number(place: range, words: Sequence[str]) -> bool:
    following = "".join(words[place.stop : place.stop + 1])
    return following[:1].isdigit() or following[:1] in _OPENS_PLACEHOLDER


_OPENS_PLACEHOLDER = frozenset("%{$<")


def meant(
    words: Sequence[str], others: Sequence[str], habits: NegationConventions
) -> dict[int, bool]:
    """Places of words, new beside `others`, that say by their meaning that something is not so.

    "Failed to", "instead of": one place for each phrase, and whether it has several words. What the
    other words hold in another form is not new.
    """
    bases, theirs = _bases_of(words, habits), _bases_of(others, habits)
    idle = _covered(habits.idioms.places(words))
    phrases = [
        place
        for place in habits.implicit.places(words)
        if len(place) > 1 or place.start not in idle
    ]
    phrases += [*habits.answering.places(words), *habits.answering.places(bases)]
    known = {*others, *theirs}
    found: dict[int, bool] = {}
    for place in phrases:
        new = (at for at in place if words[at] not in known and bases[at] not in known)
        if (first := next(new, None)) is not None:
            found[first] = found.get(first, False) or len(place) > 1
    return found


def private(
    words: Sequence[str], others: Sequence[str], habits: NegationConventions
) -> frozenset[int]:
    """Places of words, new beside `others`, with a denying prefix or ending: "disheartened".

    Only where the rest is a word; whether it is the opposite here is not known.
    """
    known = frozenset(others)
    idle = _covered(habits.exceptive.places(words))
    return frozenset(
        at
        for at, word in enumerate(words)
        if word not in known
        and at not in idle
        and any(
            len(base) >= _PRIVATE and in_dictionary(base, habits.tag)
            for base in _bases(word, habits)
        )
    )


def _bases_of(words: Sequence[str], habits: NegationConventions) -> Sequence[str]:
    if not habits.answering.written:
        return words  # no dictionary of forms is known to be here
    return [base_form(word, habits.tag).casefold() for word in words]


def _covered(places: Iterable[range]) -> frozenset[int]:
    return frozenset(index for place in places for index in place)


def _counted_before(
    index: int, found: Sequence[int], words: Sequence[str], habits: NegationConventions
) -> bool:
    """Whether this denying word only carries on the denial before it."""
    if not found:
        return False
    between = words[found[-1] + 1 : index]
    if _SENTENCE_ENDS.intersection(between):
        return False
    if words[index] in habits.either:
        return True  # "neither … nor", "no … ni"
    if not habits.concord or len(between) > _REACH:
        return False
    return not _starts_anew(words[index], words[found[-1]], habits) and (
        not _CLAUSE_ENDS.intersection(between)
    )


def _starts_anew(word: str, last: str, habits: NegationConventions) -> bool:
    """Whether a denying word denies for itself, though another stands before it.

    The same word again; "without"; a second verb that is denied by its own form; a plain "not" or
    a denied verb after "without": "без паспорта не видають".
    """
    verb = _by_its_form(word, habits)
    after_without = last in _WITHOUT and (verb or word in _PLAIN)
    anew = word == last or word in _WITHOUT or after_without
    return anew or (verb and _by_its_form(last, habits))


_WITHOUT = frozenset(
    ("без", "bez", "sin", "sem", "sense", "senza", "sans", "fără", "χωρίς", "olmayan", "olmadan")
)
_PLAIN = frozenset(("не", "nie", "no", "não", "non", "nu", "δεν", "δε"))


def _by_its_form(word: str, habits: NegationConventions) -> bool:
    """Whether a verb is denied by what is written onto it: Turkish "alınmayacak", Czech "nejde"."""
    return any(stem in word for stem in habits.stems) or (
        bool(habits.verb_prefixes) and _denied_verb(word, habits)
    )


def _number_sign(index: int, tokens: Sequence[Token]) -> bool:
    """ "No. 5" counts something."""
    after = tokens[index + 1 : index + 3]
    return (
        tokens[index].text.casefold() == "no"
        and len(after) == 2
        and after[0].text == "."
        and after[1].kind is TokenKind.NUMBER
    )


def _mere_answer(index: int, found: Sequence[int], words: Sequence[str]) -> bool:
    """ "No, I did not" denies once: the answer and what follows it."""
    opens = index == 0 or words[index - 1] in _SENTENCE_ENDS or words[index - 1] in '“"«—¡'
    comma = words[index + 1 : index + 2] == [","]
    later = bisect_right(found, index)
    if not opens or not comma or later == len(found):
        return False
    return not _SENTENCE_ENDS.intersection(words[index : found[later]])
