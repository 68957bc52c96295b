"""The words of a text that deny something."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from harness.core.values import Span
from harness.text.data.base_forms import base_form
from harness.text.data.language import LanguageData, NegationConventions
from harness.text.words.normalise import plain
from harness.text.words.tokens import Token, TokenKind, tokenize

_CLAUSE_ENDS = frozenset(".,;:!?…()—–¿¡")
_SENTENCE_ENDS = frozenset(".!?…")
_INFLECTION = 3  # letters at most by which forms of one word differ at its end
_SHORTEST = 4  # letters that they share at least
_REACH = 8  # words over which a second denying word still belongs to the first ("no vino … nadie")
_LIFTED = 2  # words over which a denial lifts a ban
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

    Left out: words of an idiom that denies nothing ("not only"), "nor" after another denial, "No."
    as an abbreviation, "No," as an answer before another denial, tag questions, and in languages
    with concord every further denying word of a clause ("no vino nadie" denies once). A phrase
    that denies a condition ("unless") is one denial.

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
        if not denies(words[index], habits) or index in idle:
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
        or any(stem in word for stem in habits.stems)
        or (bool(habits.verb_prefixes) and _denied_verb(word, habits))
    )


@lru_cache(maxsize=16384)
def _denied_verb(word: str, habits: NegationConventions) -> bool:
    """Whether a prefix denies a verb: the dictionary has the word under the form without it."""
    prefix = next((each for each in habits.verb_prefixes if word.startswith(each)), "")
    if not prefix or len(word) < len(prefix) + 2:
        return False
    return not base_form(word, habits.tag).casefold().startswith(prefix)


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
        if any(_times(base, words) < _times(base, others) for base in _bases(word, habits))
    )


def _times(base: str, words: Sequence[str]) -> int:
    """How often a word or an inflection of it stands among `words`."""
    stem = base[: max(len(base) - _INFLECTION, _SHORTEST)]
    longest = len(base) + _INFLECTION
    return sum(word.startswith(stem) and len(word) <= longest for word in words)


def _bases(word: str, habits: NegationConventions) -> list[str]:
    bases = [word.removeprefix(prefix) for prefix in habits.prefixes if word.startswith(prefix)]
    bases += [
        word.removeprefix(prefix)
        for prefix in habits.unsure_prefixes
        # A short rest makes another word altogether: inside, income, import.
        if word.startswith(prefix) and len(word) - len(prefix) >= 5
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
    """Places of words that carry a denial inside ("failed to"), but in idioms ("a few")."""
    idle = _covered(habits.idioms.places(words))
    return _covered(
        place
        for place in habits.implicit.places(words)
        if len(place) > 1 or place.start not in idle
    )


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
    starts_anew = words[index] == words[found[-1]]
    return not starts_anew and not _CLAUSE_ENDS.intersection(between)


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
