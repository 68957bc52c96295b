"""Two names, or two words, that were exchanged: who sued whom."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from harness.core.values import BeadText, Category, Issue, Mark, Signature, Span
from harness.detectors._wording import comparable
from harness.text.data.language import language_data
from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.signatures import signature_of_wording
from harness.text.facts.names import Name, names_in
from harness.text.pairs.word_alignment import AlignedWord, WordAlignment
from harness.text.words.quoting import quoted

_PairKey = tuple[str, ...]


class ExchangedNames:
    """Two names of the source that stand in each other's place in the back-translation.

    Each stands once on either side. They count as exchanged where the words between them are the
    same on both sides, and more than a mere "and": "Acme sued Bolt", "Bolt sued Acme"; "from Lima
    to Quito". The passive ("Bolt was sued by Acme") has other words between, and stays quiet.

    So do two other words where nothing else differs at all: "the dog bit the man".

    Reports `accuracy/mistranslation/entity`, critical: the two names on both sides; and
    `accuracy/mistranslation/word-order`, critical, for other words.
    Blind to: names far apart whose clauses were reworded; verbs that say the same in both
    directions ("Ada met Ben"), which it reports; names that are no names by their capitals.
    """

    @property
    def signature(self) -> Signature:
        return signature_of_wording("exchanged-names", __name__)

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        pair = comparable(bead)
        if pair is None:
            return ()
        data = language_data(bead.source.language)
        here, there = (
            _single(names_in(text.text, data)) for text in (bead.source, bead.back_translation)
        )
        joining = lexical_resources(bead.source.language).joining
        findings = []
        for one, other in combinations(
            sorted(here.keys() & there.keys(), key=lambda k: here[k]), 2
        ):
            if there[one] < there[other]:
                continue
            between = list(_between(pair.source, here[one], here[other]))
            same = between == list(_between(pair.back, there[other], there[one]))
            if same and set(between) - joining:
                findings.append(_issue(bead, (here[one], here[other]), (there[one], there[other])))
        return findings or _words(pair, bead)


def _words(pair: WordAlignment, bead: BeadText) -> list[Issue]:
    """Two content words that changed places, while nothing else in the texts differs."""
    here, there = ([word.base for word in side] for side in (pair.source, pair.back))
    if len(here) != len(there):
        return []
    moved = [at for at, (one, other) in enumerate(zip(here, there, strict=True)) if one != other]
    if len(moved) != 2 or here[moved[0]] != there[moved[1]] or here[moved[1]] != there[moved[0]]:
        return []
    first, second = moved
    between = set(here[first + 1 : second]) - lexical_resources(bead.source.language).joining
    words = [side[at] for side in (pair.source, pair.back) for at in moved]
    if not between or not all(word.content and word.text[0].isalpha() for word in words):
        return []
    spans = [word.span for word in words]
    return [_issue(bead, (spans[0], spans[1]), (spans[3], spans[2]), Category.WORD_ORDER)]


def _single(names: Sequence[Name]) -> dict[_PairKey, Span]:
    """Where names stand that are there once."""
    keys = [tuple(word.key for word in name.words) for name in names]
    return {key: name.span for key, name in zip(keys, names, strict=True) if keys.count(key) == 1}


def _between(words: Sequence[AlignedWord], first: Span, second: Span) -> Iterator[str]:
    return (
        word.base
        for word in words
        if first.end <= word.span.start and word.span.end <= second.start
    )


def _issue(
    bead: BeadText,
    here: tuple[Span, Span],
    there: tuple[Span, Span],
    category: Category = Category.ENTITY,
) -> Issue:
    one, other = (span.of(bead.source.text) for span in here)
    last = len(bead.stops) - 1
    return Issue(
        "exchanged-names.exchanged",
        category,
        f"{quoted(one)} and {quoted(other)} changed places.",
        tuple(sorted([*(Mark(0, span) for span in here), *(Mark(last, span) for span in there)])),
        (("source", one), ("back_translation", other)),
    )
