"""When something happens, by the form of its verb: tense, and whether it goes on or is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.text.data.lexical_resources import LexicalResources
from harness.text.pairs.word_alignment import AlignedWord

_REACH = 5  # words between the first auxiliary and its verb at most
_TENSES = ("present", "past", "future")


@dataclass(frozen=True, slots=True)
class VerbForm:
    """Tense and aspect of one verb.

    `tenses` may be several where the form does not tell ("has gone": present, past). `aspect` is
    simple, progressive or perfect. `bare`: without an auxiliary, so that a past form may be a mere
    participle ("the house found there"). `start`: the place of its first auxiliary, or its own.
    """

    tenses: frozenset[str]
    aspect: str
    bare: bool
    start: int


def verb_form(words: Sequence[AlignedWord], at: int, habits: LexicalResources) -> VerbForm | None:
    """The form of the verb at `at`; None where it cannot be told, as after "to" or "may".

    Blind to tense that only an adverb shows, and to verbs spelled alike in two tenses ("put").
    """
    if not habits.verbs:
        return None
    places = _auxiliaries(words, at, habits)
    before = [words[place].text for place in places]
    if any(text in habits.verbs["blocking"] for text in before):
        return None
    if not [text for text in before if _tense_of(text, habits)]:
        return None if before else _bare_form(words, at, habits)
    tense = next(found for text in before if (found := _tense_of(text, habits)))
    # Portuguese "está a falar": the infinitive after a preposition.
    linked = words[at].text == words[at].base and words[at - 1].text in habits.verbs["linking"]
    aspect = _aspect(before, words[at], habits, linked=linked)
    # "Has gone" is of now, too; "terá ido" may only be what they say has happened.
    tenses = frozenset({tense, "past"} if aspect == "perfect" else {tense})
    return VerbForm(tenses, aspect, bare=False, start=places[0])


def _auxiliaries(words: Sequence[AlignedWord], at: int, habits: LexicalResources) -> list[int]:
    found: list[int] = []
    verbs = habits.verbs
    for place in range(at - 1, max(at - 1 - _REACH, -1), -1):
        text = words[place].text
        if text in verbs["blocking"] or text in verbs["inner"] or _tense_of(text, habits):
            found.insert(0, place)
        elif text not in verbs["between"] and not text.endswith(verbs["adverb"]):
            break
    return found


def _tense_of(text: str, habits: LexicalResources) -> str | None:
    return next((tense for tense in _TENSES if text in habits.verbs[tense]), None)


def _bare_form(words: Sequence[AlignedWord], at: int, habits: LexicalResources) -> VerbForm | None:
    word, verbs = words[at], habits.verbs
    if word.text == word.base:
        pronoun = at > 0 and words[at - 1].text in verbs["before_present"]
        return VerbForm(frozenset({"present"}), "simple", bare=True, start=at) if pronoun else None
    if word.text.endswith((*verbs["progressive"], *verbs["no_endings"])):
        return None
    fitting = [
        (len(ending.strip("*")), tense)
        for tense in _TENSES
        for ending in verbs[f"{tense}_endings"]
        if word.text.endswith(ending) or ending == "*"  # irregular: whatever else it may be
    ]
    if not fitting:
        return None
    return VerbForm(frozenset({max(fitting)[1]}), "simple", bare=True, start=at)


def _aspect(
    before: Sequence[str], word: AlignedWord, habits: LexicalResources, *, linked: bool
) -> str:
    verbs = habits.verbs
    at_it = linked or word.text.endswith(verbs["progressive"])
    going_on = at_it and any(text in verbs["being"] for text in before)
    if going_on or "being" in before:
        return "progressive"
    done = any(text in verbs["having"] for text in before) and word.text != word.base
    return "perfect" if done else "simple"
