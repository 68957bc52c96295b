"""What placeholders, markup, addresses, identifiers and emoji have in common: they are copied.

Not a detector itself: each of those says what kind a difference is, and this finds them.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from harness.core.values import BeadText, Category, Issue, Mark, Span
from harness.text.facts.placeables import Placeable, PlaceableKind, mangled, placeables_in
from harness.text.words.quoting import quoted

_ALIKE = 40.0  # of 100: writings at least so similar may be one, changed


@dataclass(frozen=True, slots=True)
class PlaceableDifference:
    """One fact of one side and what stands for it on the other; one of them may be missing."""

    source: Placeable | None
    target: Placeable | None


How = Callable[[PlaceableDifference], str]


@dataclass(frozen=True, slots=True)
class PlaceableRule:
    """Looks for one kind of facts that come back otherwise, or not, or from nowhere.

    `noun` names one of them in messages; `how` adds to the kind of an issue ("changed", "lost" or
    "added") the circumstances that weigh, if there are any.
    """

    detector: str
    kind: PlaceableKind
    category: Category
    noun: str
    how: How = lambda _: ""

    def issues(self, bead: BeadText) -> list[Issue]:
        """Differences of the return; and those of a pivot that the return does not show."""
        if not bead.source.text.strip() or not bead.back_translation.text.strip():
            return []
        stops = [placeables_in(stop.text)[self.kind] for stop in bead.stops]
        if not any(stops):
            return []
        home = differences(stops[0], stops[-1], bead.back_translation.text, bead.source.text)
        findings = [self._issue(each, bead, stops) for each in home]
        for stop, text in enumerate(bead.pivots, start=1):
            if not text.text.strip():
                continue
            reported = Counter(each.source.key for each in home if each.source)
            for each in differences(stops[0], stops[stop], text.text, bead.source.text):
                if each.source is None:
                    continue  # what a hop added and the next one took away hurts less
                if reported[each.source.key]:
                    reported[each.source.key] -= 1
                else:
                    findings.append(self._on_the_way(each, stop, bead, stops))
        return findings

    def _issue(
        self, each: PlaceableDifference, bead: BeadText, stops: Sequence[Sequence[Placeable]]
    ) -> Issue:
        last = len(bead.stops) - 1
        marks = [Mark(0, each.source.span)] if each.source else []
        marks += self._on_pivots(each, bead, stops)
        marks += [Mark(last, each.target.span)] if each.target else []
        return Issue(
            self._kind_of(each),
            self.category,
            self._message(each),
            tuple(marks),
            _evidence(each, "back_translation"),
        )

    def _kind_of(self, each: PlaceableDifference) -> str:
        what = "added" if each.source is None else "changed" if each.target else "lost"
        return ".".join(filter(None, (self.detector, what, self.how(each))))

    def _message(self, each: PlaceableDifference) -> str:
        if each.source and each.target:
            return f"{quoted(each.source.text)} came back as {quoted(each.target.text)}."
        if each.source:
            return f"The {self.noun} {quoted(each.source.text)} did not come back."
        written = quoted(each.target.text) if each.target else ""
        return f"The {self.noun} {written} was added; it is not in the source."

    def _on_the_way(
        self,
        each: PlaceableDifference,
        stop: int,
        bead: BeadText,
        stops: Sequence[Sequence[Placeable]],
    ) -> Issue:
        """A fact that one pivot has otherwise, or not at all, and that came back all the same."""
        assert each.source  # noqa: S101  (the caller has looked)
        written = quoted(each.source.text)
        how = f"is {quoted(each.target.text)}" if each.target else "is missing"
        back = next((fact for fact in stops[-1] if fact.key == each.source.key), None)
        marks = [Mark(0, each.source.span)]
        marks += [Mark(stop, each.target.span)] if each.target else []
        marks += [Mark(len(bead.stops) - 1, back.span)] if back else []
        return Issue(
            self._kind_of(each),
            self.category,
            f"The {self.noun} {written} {how} after hop {stop}, though it came back.",
            tuple(marks),
            (*_evidence(each, "pivot"), ("hop", str(stop))),
        )

    def _on_pivots(
        self, each: PlaceableDifference, bead: BeadText, stops: Sequence[Sequence[Placeable]]
    ) -> list[Mark]:
        """Where a pivot has the fact of either side, if only mangled."""
        keys = {fact.key for fact in (each.source, each.target) if fact}
        marks = []
        for stop, text in enumerate(bead.pivots, start=1):
            spans = [fact.span for fact in stops[stop] if fact.key in keys]
            if not spans and each.source and (found := mangled(each.source, text.text)):
                spans = [found]
            marks += [Mark(stop, span) for span in spans]
        return marks


def differences(
    source: Sequence[Placeable], target: Sequence[Placeable], text: str, source_text: str
) -> list[PlaceableDifference]:
    """Facts of `source` that `target`, found in `text`, does not repeat, and the other way round.

    A lost fact goes with its mangled writing in `text`, else with the added one most like it.
    """
    lost, added = _left(source, target), _left(target, source)
    added = [fact for fact in added if fact.exact or mangled(fact, source_text) is None]
    found: list[PlaceableDifference] = []
    for fact in list(lost):
        span = mangled(fact, text)
        taken = [each.target.span for each in found if each.target]
        kept = [other.span for other in target if other not in added]
        if span is None or any(span.overlaps(other) for other in [*taken, *kept]):
            continue
        lost.remove(fact)
        if span.of(text) == fact.text:
            span = _with_neighbours(span, text)  # what hangs on it now makes it another thing
        added = [other for other in added if not other.span.overlaps(span)]
        if fact.exact:
            found.append(
                PlaceableDifference(fact, Placeable(span.of(text), span, fact.loose, fact.loose))
            )
    return sorted([*found, *_paired(lost, added)], key=_order_key)


def _with_neighbours(span: Span, text: str) -> Span:
    """With the signs right before and after: "***." where a rule "***" was."""
    start, end = span.start, span.end
    while start and not (text[start - 1].isalnum() or text[start - 1].isspace()):
        start -= 1
    while end < len(text) and not (text[end].isalnum() or text[end].isspace()):
        end += 1
    return Span(start, end)


def _left(facts: Sequence[Placeable], others: Sequence[Placeable]) -> list[Placeable]:
    """Those that are more often here than there: the last ones of each key."""
    there = Counter(fact.key for fact in others)
    left = []
    for fact in facts:
        if there[fact.key]:
            there[fact.key] -= 1
        else:
            left.append(fact)
    return left


def _paired(lost: list[Placeable], added: list[Placeable]) -> list[PlaceableDifference]:
    """Lost and added facts together, the most alike first; all where both are as many."""
    least = 0.0 if len(lost) == len(added) else _ALIKE
    ranked = sorted(
        (-fuzz.ratio(one.text, other.text), i, j)
        for i, one in enumerate(lost)
        for j, other in enumerate(added)
    )
    partner: dict[int, int] = {}
    for unlike, i, j in ranked:
        if -unlike >= least and i not in partner and j not in partner.values():
            partner[i] = j
    return [
        *(
            PlaceableDifference(one, added[partner[i]] if i in partner else None)
            for i, one in enumerate(lost)
        ),
        *(
            PlaceableDifference(None, two)
            for j, two in enumerate(added)
            if j not in partner.values()
        ),
    ]


def _order_key(each: PlaceableDifference) -> tuple[bool, Span]:
    fact = each.source or each.target
    return (each.source is None, fact.span if fact else Span(0, 0))


def _evidence(each: PlaceableDifference, side: str) -> tuple[tuple[str, str], ...]:
    pairs = (("source", each.source), (side, each.target))
    return tuple((name, fact.text) for name, fact in pairs if fact)
