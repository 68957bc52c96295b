"""Content words that were lost, added or replaced."""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Postfix, Prefix

from harness.core.values import BeadText, Category, Cover, Issue, Mark, Signature, Span
from harness.detectors._wording import comparable, reworded
from harness.text.data.cldr import place_names
from harness.text.data.language import language_data
from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.lexicon import Lexicon, lexicon
from harness.text.data.signatures import signature_of_wording
from harness.text.facts.placeables import placeable_spans
from harness.text.facts.quantities import told_again
from harness.text.pairs.one_writing import in_one_writing, rewritten_values
from harness.text.pairs.unaligned import UnalignedSpan, unaligned_spans
from harness.text.pairs.word_alignment import AlignedWord, WordAlignment, WordRelation, align_words
from harness.text.words.dictionary import in_dictionary
from harness.text.words.language_id import other_language
from harness.text.words.normalise import folded

_UNRELATED = 0.3  # share of paired content words below which two texts are unrelated
_FEWEST = 8  # content words, of both sides together, that are needed to say so
_SURE = 2  # edges of a slot
_CLOSE = 0.9  # share of paired content words, besides the slot, from which they are the same text
_NOUN = frozenset("n")  # kinds of a word that is nothing but a noun
_MEASURE = 2  # words over which a number measures what follows it
_ALONE = "content.replaced.alone"
_NAME = 4  # words, or signs of a script without spaces, that a name has at most
_FEW = 1  # words besides the slot that may be without a counterpart, on either side


class Content:
    """Content words inside a sentence that have no counterpart by form, base form or lexicon.

    A word is lost, or added, where its neighbours came back side by side without it; it was
    replaced where another word without counterpart stands between them, or beside one of them.
    Names and numbers belong to their own detectors.

    Reports, always with the words on the side where they stand:
    `accuracy/omission` and `accuracy/addition`, major where the neighbours on both sides are there
    as they were with nothing between them, at least 90 % of all other content words have a
    counterpart, and at most one on either side has none; major, too, for several words where the
    stretch that holds them is all that differs (a clause left out), whatever a model says if that
    is most of the text; else minor. Light verbs and
    general nouns ("make", "people") are minor, and so are words just after a number, which measure
    ("8 euros");
    `accuracy/mistranslation/word`, another word in its place: minor, because most are synonyms
    that the lexicon does not know ("carried", "brought"); major for nouns that it knows and does
    not tie, where every other word of both texts is the same, so that it is no paraphrase, and for
    any word that is all that differs, in languages without a lexicon;
    `accuracy/mistranslation/generalisation`, a wider word in the place of a narrower one,
    always minor, because good translators do it, too ("boy", "child");
    `accuracy/mistranslation`, critical, where less than 30 % of the content words of both sides
    have a counterpart: the texts are unrelated.
    Blind to: synonyms that the lexicon does not know and phrases that say the same as one word,
    which it takes for another word; words lost where the rest was moved; languages without a
    lexicon, where it reports nothing but texts about other things.
    """

    @property
    def signature(self) -> Signature:
        return signature_of_wording("content", __name__)

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        pair = comparable(bead)
        if pair is None:
            return ()
        if _unrelated(pair) and _unrelated(_in_one_writing(bead)):
            if other_language(bead.back_translation.text, language_data(bead.source.language)):
                return ()  # the detector of untranslated text reports it
            return [_about_something_else(pair, bead)]
        return [*_missing_words(pair, bead), *_wider(pair, bead)]


def _unrelated(pair: WordAlignment) -> bool:
    content = [{word.base for word in side if word.content} for side in (pair.source, pair.back)]
    return sum(map(len, content)) >= _FEWEST and pair.closeness < _UNRELATED


def _in_one_writing(bead: BeadText) -> WordAlignment:
    """The words in pairs, with equal numbers written alike."""
    language, source = bead.source.language, bead.source.text
    back = in_one_writing(source, bead.back_translation.text, language_data(language))
    return align_words(language, source, back)


def _about_something_else(pair: WordAlignment, bead: BeadText) -> Issue:
    share = f"{pair.closeness:.0%}"
    return Issue(
        "content.unrelated",
        Category.MISTRANSLATION,
        f"The two texts are unrelated: only {share} of their content words have a counterpart.",
        (Mark(0, _all(pair.source)), Mark(len(bead.stops) - 1, _all(pair.back))),
        (("shared", share),),
    )


def _all(words: Sequence[AlignedWord]) -> Span:
    return Span(words[0].span.start, words[-1].span.end)


def _missing_words(pair: WordAlignment, bead: BeadText) -> Iterator[Issue]:
    language, turned = bead.source.language, pair.turned()
    fixed, new_fixed = _of_others(bead)
    for slot in unaligned_spans(pair):
        if _written_apart(pair.source, slot.source, pair.back):
            continue
        if fixed.touches(_span(pair.source, slot.source)):
            continue
        if slot.back:
            kind = (
                f"content.replaced{_as_noun(slot, pair, language) or _as_all(slot, pair, language)}"
            )
            old, new = _span(pair.source, slot.source), _span(pair.back, slot.back)
            may_name = kind.startswith(_ALONE) and not language_data(language).names_told
            if may_name or not _left_to_others(pair.source, slot.source, pair.back, slot.back):
                category = Category.ENTITY if kind.endswith(".name") else Category.WORD
                yield reworded(kind, category, bead, old, new)
        elif slot.back is not None and not _left_to_others(pair.source, slot.source):
            kind = f"content.lost{_how(slot, pair, language)}"
            yield reworded(kind, Category.OMISSION, bead, _span(pair.source, slot.source), None)
    for slot in unaligned_spans(turned):
        if slot.back != () or _repeated(turned.source, slot.source):
            continue
        if _written_apart(turned.source, slot.source, turned.back):
            continue
        if new_fixed.touches(_span(turned.source, slot.source)):
            continue
        if not _left_to_others(turned.source, slot.source):
            kind = f"content.added{_how(slot, turned, language)}"
            yield reworded(kind, Category.ADDITION, bead, None, _span(turned.source, slot.source))


def _of_others(bead: BeadText) -> tuple[Cover, Cover]:
    """What has detectors of its own, on both sides: placeholders and addresses, and values that
    stand on the other side in other writing ("8 mln", "8 miljoen"; "5 GBP", "five pounds") or in
    other units ("650 pounds", "295 kg (650 pounds)").
    """
    language = language_data(bead.source.language)
    texts = source, back = bead.source.text, bead.back_translation.text
    values = rewritten_values(source, back, language)
    amounts = told_again(source, back, language, language)
    ours, theirs = (
        Cover([*placeable_spans(texts[side]), *(pair[side] for pair in values), *amounts[side]])
        for side in (0, 1)
    )
    return ours, theirs


def _how(slot: UnalignedSpan, pair: WordAlignment, language: str) -> str:
    """Of words that went away, or came in where `pair` is turned: how sure that is."""
    if _cut_out(slot, pair):
        return ".clause.most" if 2 * len(slot.source) > len(pair.source) else ".clause"
    rest = pair.closeness_but(len(slot.source))
    others = len(pair.lost()) - len(slot.source), len(pair.added())
    sure = slot.edges == _SURE and slot.bare and rest >= _CLOSE and max(others) <= _FEW
    light = all(pair.source[at].base in lexical_resources(language).light for at in slot.source)
    idle = light or _measuring(pair.source, slot.source[0])
    return (".light" if idle else ".plain") if sure else ""


def _cut_out(slot: UnalignedSpan, pair: WordAlignment) -> bool:
    """Whether a stretch around these words is all that differs: a clause that was left out."""
    here, there = ([word.text for word in side] for side in (pair.source, pair.back))
    before = int(Prefix.similarity(here, there))
    after = int(Postfix.similarity(here[before:], there[before:]))
    lost = range(before, len(here) - after)
    return len(slot.source) > 1 and before + after == len(there) and slot.source[0] in lost


def _measuring(words: Sequence[AlignedWord], at: int) -> bool:
    """Whether a number stands just before: "3.4 million", "8 euros", "64 characters long"."""
    return any(word.text[0].isdigit() for word in words[max(at - _MEASURE, 0) : at])


def _counted(words: Sequence[AlignedWord], at: int, language: str) -> bool:
    """Whether a number stands right before, or a number and its multiplier ("3.4 million")."""
    before = at - 1
    if before >= 0 and words[before].text in language_data(language).numbers.multipliers:
        before -= 1
    return before >= 0 and words[before].text[0].isdigit()


def _as_noun(slot: UnalignedSpan, pair: WordAlignment, language: str) -> str:
    """Of words in whose place others stand, though the lexicon knows nothing that ties them."""
    missing = len(slot.source), len(slot.back or ())
    literal = slot.edges == _SURE and pair.literal_but(missing)
    literal = literal and not _counted(pair.source, slot.source[0], language)
    words = [pair.source[at] for at in slot.source] + [pair.back[at] for at in slot.back or ()]
    book = lexicon(language)
    return ".noun" if literal and all(_noun(word, book) for word in words) else ""


def _as_all(slot: UnalignedSpan, pair: WordAlignment, language: str) -> str:
    """Of words that are all that differs, in a language without a lexicon to say how.

    A name of several words is one of them, where no capitals tell it ("王芳", "李娜").
    """
    missing = len(slot.source), len(slot.back or ())
    sides = pair.source[slot.source[0] :], pair.back[(slot.back or (0,))[0] :]
    rest = [
        [word.text for at, word in enumerate(side) if at not in left_out]
        for side, left_out in ((pair.source, slot.source), (pair.back, slot.back or ()))
    ]
    alone = rest[0] == rest[1] and max(missing) <= _NAME
    alone = alone and not any(side[0].text[0].isdigit() for side in sides)
    if not alone or lexicon(language).senses:
        return ""
    words = [
        [side[at] for at in places]
        for side, places in ((pair.source, slot.source), (pair.back, slot.back or ()))
    ]
    names = min(missing) > 1 and all(word.capital for side in words for word in side)
    places = place_names(language)
    names = names or all(side and folded(side[0].text) in places for side in words)
    if not names and not language_data(language).cased:
        names = all(in_dictionary(word.text, language) is False for side in words for word in side)
    return ".alone.name" if names else ".alone"


def _noun(word: AlignedWord, book: Lexicon) -> bool:
    """Whether a word is a noun here, by its form: "carried" may be none."""
    kinds = book.kinds.get(word.base, frozenset())
    return kinds == _NOUN or (kinds >= _NOUN and word.text == word.base)


def _span(words: Sequence[AlignedWord], places: Sequence[int]) -> Span:
    return Span(words[places[0]].span.start, words[places[-1]].span.end)


def _repeated(words: Sequence[AlignedWord], places: Sequence[int]) -> bool:
    """Whether all of the words repeat their neighbour: the detector of repetition reports it."""
    return all(
        any(words[at].base == words[by].base for by in (at - 1, at + 1) if 0 <= by < len(words))
        for at in places
    )


def _written_apart(
    words: Sequence[AlignedWord], places: Sequence[int], other: Sequence[AlignedWord]
) -> bool:
    """Whether the other side writes all of the words with hyphens: "19 year old", "19-year-old"."""
    parts = {part for word in other if "-" in word.text for part in word.text.split("-")}
    return all(words[at].text in parts for at in places)


def _left_to_others(
    words: Sequence[AlignedWord],
    places: Sequence[int],
    other: Sequence[AlignedWord] = (),
    there: Sequence[int] = (),
) -> bool:
    """Whether all of the words are numbers or names, on one of the sides."""
    sides = ((words, places), (other, there))
    return any(
        places and all(_name_or_number(side[at], first=side[0]) for at in places)
        for side, places in sides
    )


def _name_or_number(word: AlignedWord, *, first: AlignedWord) -> bool:
    return word.text[0].isdigit() or (word.capital and word is not first)


def _wider(pair: WordAlignment, bead: BeadText) -> Iterator[Issue]:
    for (here, there), tie in sorted(pair.relations.items()):
        if tie is WordRelation.WIDER:
            spans = pair.source[here].span, pair.back[there].span
            yield reworded("content.widened", Category.GENERALISATION, bead, *spans)
