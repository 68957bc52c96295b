"""When something happened, and whether it was going on or done."""

from collections.abc import Container, Iterator, Sequence
from functools import cache

from harness.core.values import BeadText, Category, Issue, Signature, Span
from harness.detectors._wording import comparable, reworded
from harness.text.data.language import language_data
from harness.text.data.lexical_resources import Classes, LexicalResources, lexical_resources
from harness.text.data.lexicon import Lexicon, lexicon
from harness.text.data.signatures import signature_of_wording
from harness.text.facts.dates import dates_in
from harness.text.pairs.lexical_cues import cue_changes
from harness.text.pairs.word_alignment import AlignedWord, WordAlignment, WordRelation
from harness.text.words.phrases import Phrases
from harness.text.words.verb_forms import VerbForm, verb_form

_OTHER_TENSE = "tense.exchanged"
_AHEAD = {"present", "future"}
_SAME_VERB = (WordRelation.FORM, WordRelation.BASE, WordRelation.SYNONYM)


class Tense:
    """Verbs whose tense or aspect changed, on verbs that have a counterpart.

    Reports `accuracy/mistranslation/tense`, major: past, present and future exchanged; and
    `accuracy/mistranslation/aspect`: major where going on was exchanged with not going on ("was
    found", "was being found"), minor in plain narration ("was smiling", "smiled"), where a
    language's simple form says both ("apoyan", "están apoyando"), and where only a perfect came or
    went ("has said", "said"). Of what is ahead on a day that both texts name ("plays on Sunday",
    "will play on Sunday") the tense is minor.
    Blind to: verbs without a counterpart; verbs of one spelling in two tenses ("put"); moods;
    tense that is shown by an adverb alone; languages without verbs in their wordings.
    """

    subjects = ("tense",)

    @property
    def signature(self) -> Signature:
        return signature_of_wording("tense", __name__)

    def unseen(self, language: str) -> Sequence[str]:
        return () if lexical_resources(language).told("verbs") else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        pair = comparable(bead)
        habits = lexical_resources(bead.source.language)
        if pair is None or not habits.verbs:
            return ()
        verbs = dict(_verbs(pair, bead, habits))
        return [*verbs.values(), *_copulas(pair, bead, habits, verbs.keys())]


def _verbs(
    pair: WordAlignment, bead: BeadText, habits: LexicalResources
) -> Iterator[tuple[int | None, Issue]]:
    """The place in the source, and the finding, of each verb whose form changed."""
    book = lexicon(bead.source.language)
    for (here, there), tie in sorted(pair.relations.items()):
        one, other = pair.source[here], pair.back[there]
        if tie not in _SAME_VERB or not all(_verb(each, book, habits) for each in (one, other)):
            continue
        old, new = verb_form(pair.source, here, habits), verb_form(pair.back, there, habits)
        if tie is WordRelation.SYNONYM and any(form and form.bare for form in (old, new)):
            continue  # by its ending alone a word may be a noun: "places"
        if old and new and (kind := _kind(old, new, habits)):
            other_tense = kind == _OTHER_TENSE
            category = Category.TENSE if other_tense else Category.ASPECT
            if other_tense and old.tenses | new.tenses == _AHEAD and _dated(bead):
                kind = f"{kind}.planned"
            spans = _phrase(pair.source, old, here), _phrase(pair.back, new, there)
            yield here, reworded(kind, category, bead, *spans)


def _phrase(words: Sequence[AlignedWord], form: VerbForm, at: int) -> Span:
    """The verb with its auxiliaries: they are what changed in "had been" and "was repaired"."""
    return Span(words[form.start].span.start, words[at].span.end)


def _verb(word: AlignedWord, book: Lexicon, habits: LexicalResources) -> bool:
    """By the lexicon; a word that it lacks is one where its base form is an infinitive's."""
    kinds = book.kinds.get(word.base)
    if kinds is None:
        infinitives = habits.verbs["infinitives"]
        return word.content and word.text != word.base and word.base.endswith(infinitives)
    return word.content and "v" in kinds


def _dated(bead: BeadText) -> bool:
    """Whether both texts name one day or date, of which one says "plays" and "will play"."""
    source, back = (
        {(fact.part, fact.value) for fact in dates_in(end.text, language_data(end.language))}
        for end in (bead.source, bead.back_translation)
    )
    return bool(source & back)


def _kind(old: VerbForm, new: VerbForm, habits: LexicalResources) -> str | None:
    if not old.tenses & new.tenses:
        bare = [form for form in (old, new) if form.bare]
        if len(bare) == 1 and "past" in bare[0].tenses and "future" not in old.tenses | new.tenses:
            return None  # "the men found" and "the men are found": perhaps a participle
        return _OTHER_TENSE
    if old.aspect != new.aspect:
        going_on = "progressive" in (old.aspect, new.aspect)
        told = any(form.bare and "past" in form.tenses for form in (old, new))
        to_come = "future" in old.tenses | new.tenses  # "will fight", "will be fighting"
        if not going_on:
            return "tense.perfect"
        if old.tenses == new.tenses and old.tenses <= set(habits.verbs["going_on"]):
            return "tense.going-on.also"  # the simple form says it, too: "apoyan"
        return f"tense.going-on{'.narrated' * (told or to_come)}"
    return None


@cache
def _forms_of_be(habits: LexicalResources) -> tuple[Classes, frozenset[str]]:
    """By tense, without those of "have"; and with them, all together."""
    tenses = ("present", "past", "future")
    having = habits.verbs["having"]
    by_tense = {t: Phrases(word for word in habits.verbs[t] if word not in having) for t in tenses}
    return by_tense, frozenset(word for tense in tenses for word in habits.verbs[tense])


def _copulas(
    pair: WordAlignment, bead: BeadText, habits: LexicalResources, told: Container[int | None]
) -> Iterator[Issue]:
    """Forms of "be" that stand before one and the same word, unless already reported."""
    tenses, forms = _forms_of_be(habits)
    for change in cue_changes(pair, tenses):
        if not (change.source and change.back) or change.source.anchor in told:
            continue
        ends = (pair.source, change.source), (pair.back, change.back)
        if all(words[cue.words.start].text in forms for words, cue in ends):
            yield reworded(_OTHER_TENSE, Category.TENSE, bead, *change.spans)
