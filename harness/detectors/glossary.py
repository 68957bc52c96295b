"""Terms of a glossary that were not kept, or not translated as it says."""

from collections.abc import Iterator, Sequence

from harness.core.values import (
    BeadText,
    Category,
    Glossary,
    GlossaryTerm,
    Issue,
    LocalText,
    Locus,
    Mark,
    MeasuredRow,
    Signature,
    Span,
)
from harness.text.data.language import same_language
from harness.text.data.signatures import signature_of
from harness.text.words.quoting import quoted
from harness.text.words.terms import Terms, stands_as_written, stands_in

NAME = "glossary"
TERM = Category("terminology/wrong-term")
_SHOWN = 3  # translations that a message names


class GlossaryTerms:
    """Terms of a glossary that are in the source, looked for at every stop of the way.

    A `DocumentDetector`, for it knows the hop at once.

    Reports: `terminology/wrong-term`: major for a term that must stay as it is and did not, for one
    that has another translation than the glossary gives, and for a forbidden word; minor for a
    term that was translated as it should be and came home as another word. Each finding names the
    glossary's file and line.
    Blind to: terms of several words with others between them; forms that no dictionary knows;
    whether a word of two meanings is the term at all.
    """

    grades = {"major": ["lost", "changed", "forbidden"], "minor": ["lost.home"]}  # noqa: RUF012

    def __init__(self, glossary: Glossary) -> None:
        self._glossary = glossary
        self._terms: dict[str, list[GlossaryTerm]] = {}
        for term in glossary.terms:
            self._terms.setdefault(term.source, []).append(term)
        self._index = Terms(self._terms, glossary.language)

    @property
    def signature(self) -> Signature:
        own = signature_of(NAME, __name__, "simplemma", "rapidfuzz")
        return Signature(own.name, (*own.fields, ("terms", self._glossary.digest[:12])))

    def new_state(self) -> "GlossaryTerms":
        """Itself: it looks back at nothing."""
        return self

    def __call__(self, row: MeasuredRow) -> Sequence[Issue]:
        return self.issues(row.texts)

    def issues(self, bead: BeadText) -> list[Issue]:
        """What is wrong with the terms of one source at the stops behind it."""
        if not same_language(bead.source.language, self._glossary.language):
            return []
        seen = set[str]()
        issues = []
        for source, span in self._index.found(bead.source.text):
            if source not in seen:
                seen.add(source)
                for term in _merged(self._terms[source], bead):
                    issues += list(_issues(term, span, bead))
        return issues


def _merged(terms: Sequence[GlossaryTerm], bead: BeadText) -> Iterator[GlossaryTerm]:
    """Entries of one term; where several give translations into one language, any will do."""
    tags = {stop.language for stop in bead.stops[1:]}
    pairs = tuple(pair for term in terms for pair in term.translations)
    for term in terms:
        gives = any(term.wanted(tag) for tag in tags) and not term.keep
        if not gives:
            yield term
    givers = [term for term in terms if any(map(term.wanted, tags)) and not term.keep]
    if givers:
        first = givers[0]
        forbidden = tuple(pair for term in givers for pair in term.forbidden)
        yield GlossaryTerm(first.source, first.place, pairs, forbidden)


def _issues(term: GlossaryTerm, span: Span, bead: BeadText) -> Iterator[Issue]:
    """At every stop what must not be there, and the first stop that lacks what must."""
    for number, stop in enumerate(bead.stops[1:], start=1):
        for word in term.avoided(stop.language):
            if stands_in(word, stop.text, stop.language):
                yield _forbidden(term, word, span, number, bead)
    for number, stop in enumerate(bead.stops[1:], start=1):
        is_home = same_language(stop.language, bead.source.language)
        wanted = (term.source,) if is_home else term.wanted(stop.language)
        if wanted and not _has(term, wanted, stop):
            yield _lost(term, wanted, span, number, bead)
            return


def _has(term: GlossaryTerm, wanted: Sequence[str], stop: LocalText) -> bool:
    if term.keep:
        return stands_as_written(term.source, stop.text)
    return any(stands_in(word, stop.text, stop.language) for word in wanted)


def _lost(
    term: GlossaryTerm, wanted: Sequence[str], span: Span, number: int, bead: BeadText
) -> Issue:
    stop = bead.stops[number]
    where = f"in {stop.language} after hop {number}"
    if term.keep:
        kind, says = "changed", f"{quoted(term.source)} must stay as it is, and is not {where}"
    elif same_language(stop.language, bead.source.language):
        kind, says = "lost.home", f"{quoted(term.source)} came home as another word"
    else:
        words = " or ".join(map(quoted, wanted[:_SHOWN]))
        kind, says = "lost", f"{quoted(term.source)} must be {words}, and is not {where}"
    return _issue(kind, f"{says} (glossary {term.place}).", term, span, number, bead)


def _forbidden(term: GlossaryTerm, word: str, span: Span, number: int, bead: BeadText) -> Issue:
    stop = bead.stops[number]
    says = f"{quoted(word)} must not stand for {quoted(term.source)} (glossary {term.place})."
    places = Terms((word,), stop.language).found(stop.text)
    marks = [Mark(number, place) for _, place in places]
    return _issue("forbidden", says, term, span, number, bead, marks)


def _issue(  # noqa: PLR0913, PLR0917  (what, why, where)
    kind: str,
    message: str,
    term: GlossaryTerm,
    span: Span,
    number: int,
    bead: BeadText,
    marks: Sequence[Mark] = (),
) -> Issue:
    language = bead.stops[number].language
    wanted = " | ".join(term.wanted(language))
    evidence = (("term", term.source), ("glossary", term.place), ("language", language))
    return Issue(
        f"{NAME}.{kind}",
        TERM,
        message,
        (Mark(0, span), *marks),
        (*evidence, ("wanted", wanted)) if wanted else evidence,
        Locus.at(number, max(len(bead.stops) - 1, 2), (f"It shows at {language} itself.",)),
    )
