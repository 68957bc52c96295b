"""Who is meant: he or she, we or they, a man or a woman."""

from collections.abc import Iterator, Sequence

from harness.core.values import BeadText, Category, Issue, Signature, Span
from harness.detectors._wording import comparable, reworded
from harness.text.data.lexical_resources import (
    Classes,
    LexicalResources,
    lexical_resources,
)
from harness.text.data.signatures import signature_of_wording
from harness.text.pairs.lexical_cues import cue_changes, cues_in
from harness.text.pairs.word_alignment import WordAlignment, WordRelation

_SEXES = ({"he", "she"}, {"they (men)", "they (women)"})


class Pronouns:
    """A pronoun that became one of another person or sex, and men who became women.

    Compared are pronouns that belong to the same word ("he said", "she said"), nouns that name a
    person by sex ("father", "mother"), and nouns whose article changed its gender with them ("el
    enfermero", "la enfermera").

    Reports `accuracy/mistranslation/gender`, critical, and `accuracy/mistranslation/pronoun`,
    major: both words.
    Blind to: pronouns that were left out or put in, which is often mere grammar; possessives that
    show no sex ("su", "seu"); who a pronoun refers to; languages without wordings.
    """

    subjects = ("pronouns",)

    @property
    def signature(self) -> Signature:
        return signature_of_wording("pronouns", __name__)

    def unseen(self, language: str) -> Sequence[str]:
        return () if lexical_resources(language).told("pronoun") else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        pair = comparable(bead)
        if pair is None:
            return ()
        habits = lexical_resources(bead.source.language)
        found = []
        for change in cue_changes(pair, habits.pronoun):
            if change.source and change.back:
                sexes = any(each <= change.kinds for each in _SEXES)
                found.append(_issue(bead, change.source.span, change.back.span, sex=sexes))
        nouns = [*_nouns(pair, habits.gender), *_by_article(pair, habits)]
        found += [_issue(bead, *spans, sex=True) for spans in dict.fromkeys(nouns)]
        return found or [
            reworded("pronouns.sex.ending", Category.GENDER, bead, *spans)
            for spans in _by_ending(pair, habits.endings)
        ]


def _issue(bead: BeadText, source: Span, back: Span, *, sex: bool) -> Issue:
    kind, category = (
        ("pronouns.sex", Category.GENDER) if sex else ("pronouns.person", Category.PRONOUN)
    )
    return reworded(kind, category, bead, source, back)


def _by_ending(pair: WordAlignment, endings: Sequence[str]) -> Iterator[tuple[Span, Span]]:
    """Words that changed their gender with their ending, where no other word changed: "cansada".

    Where a noun changed, too, what goes with it had to follow; here the person did.
    """
    if len(pair.source) != len(pair.back):
        return
    changed = []
    for one, other in zip(pair.source, pair.back, strict=True):
        if one.text == other.text or not (one.content or other.content):
            continue
        if not _other_gender(one.text, other.text, endings):
            return
        changed.append((one.span, other.span))
    yield from changed


def _other_gender(one: str, other: str, endings: Sequence[str]) -> bool:
    """Whether two words are one with a man's and a woman's ending; `endings` are pairs, "o a"."""
    return any(
        bool(stem) and word.removesuffix(mine) == stem and word.endswith(mine)
        for word, against in ((one, other), (other, one))
        for mine, theirs in (pair.split("|") for pair in endings)
        if against.endswith(theirs)
        for stem in [against.removesuffix(theirs)]
    )


def _nouns(pair: WordAlignment, gender: Classes) -> Iterator[tuple[Span, Span]]:
    """Nouns of one sex that stand where one of the other sex stood, between the same neighbours."""
    sexes = {sex: gender[sex] for sex in ("male", "female") if sex in gender}
    here, there = cues_in(pair.source, sexes), cues_in(pair.back, sexes)
    for old in here:
        for new in there:
            at, other = old.words.start, new.words.start
            if old.kinds & new.kinds or pair.forward.get(at, other) != other:
                continue
            if pair.backward.get(other, at) != at:
                continue
            beside = _tied(pair, at - 1, other - 1) or _tied(pair, at + 1, other + 1)
            if beside or pair.forward.get(at) == other:
                yield old.span, new.span


def _tied(pair: WordAlignment, here: int, there: int) -> bool:
    inside = 0 <= here < len(pair.source) and 0 <= there < len(pair.back)
    return inside and (
        pair.forward.get(here) == there or pair.source[here].text == pair.back[there].text
    )


def _by_article(pair: WordAlignment, habits: LexicalResources) -> Iterator[tuple[Span, Span]]:
    """Nouns of one base whose articles and endings differ in gender: "un niño", "una niña".

    Not before another noun, with which they would have to agree: "o próximo passo", "a próxima
    etapa".
    """
    if "masculine_articles" not in habits.gender:
        return
    articles = {sex: habits.gender[sex] for sex in ("masculine_articles", "feminine_articles")}
    here = {saying.words.stop: saying for saying in cues_in(pair.source, articles)}
    there = {saying.words.stop: saying for saying in cues_in(pair.back, articles)}
    for (at, other), tie in pair.relations.items():
        old, new = here.get(at), there.get(other)
        if (
            old
            and new
            and not old.kinds & new.kinds
            and tie in (WordRelation.BASE, WordRelation.FAMILY)
            and _one_noun(pair, at, other, habits.endings)
        ):
            yield pair.source[at].span, pair.back[other].span


def _one_noun(pair: WordAlignment, at: int, other: int, endings: Sequence[str]) -> bool:
    one, two = pair.source[at], pair.back[other]
    if endings and not _other_gender(one.text, two.text, endings):
        return False  # another word of the family: "corporaciones", "corporativos"
    after = (pair.source[at + 1 : at + 2], pair.back[other + 1 : other + 2])
    nouns = [words[0] for words in after if words and words[0].content]
    agreeing = len(nouns) == len(after) and nouns[0].base != nouns[1].base
    return one.content and two.content and not agreeing
