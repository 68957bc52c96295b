"""How often: "twice a day" that became "every two days"."""

from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Mark, Signature
from harness.text.data.language import language_data
from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.signatures import signature_of_wording
from harness.text.facts.rates import Rate, rates_in
from harness.text.words.quoting import quoted


class Rates:
    """How often something is done, or is to be taken.

    Compares values: "twice a day", "two times daily" and "every 12 hours" are equal. A rate lost
    on one side is paired with a rate added on the other.

    Reports `accuracy/mistranslation/quantifier`: critical for another rate, major for one that went
    away or came in while no other stands on that side.
    Blind to: adverbs alone ("daily"), which may tell a kind; rates by other events ("at each
    meal"); languages without wordings of rates.
    """

    subjects = ("how often",)

    @property
    def signature(self) -> Signature:
        return signature_of_wording("rates", __name__)

    def unseen(self, language: str) -> Sequence[str]:
        return () if lexical_resources(language).rate else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        source, back = bead.source, bead.back_translation
        if source.text == back.text or any(map(self.unseen, (source.language, back.language))):
            return ()
        if not source.text.strip() or not back.text.strip():
            return ()
        here, there = (rates_in(text.text, language_data(text.language)) for text in (source, back))
        lost, added = _without(here, there), _without(there, here)
        issues = [
            _issue("changed", one, other, bead) for one, other in zip(lost, added, strict=False)
        ]
        if lost and not there:
            issues += [_issue("lost", one, None, bead) for one in lost]
        if added and not here:
            issues += [_issue("added", None, one, bead) for one in added]
        return issues


def _without(rates: Sequence[Rate], others: Sequence[Rate]) -> list[Rate]:
    """Those that are stated plainly, and whose value the other side has not."""
    values = {other.value for other in others}
    return [rate for rate in rates if rate.sure and rate.value not in values]


def _issue(what: str, one: Rate | None, other: Rate | None, bead: BeadText) -> Issue:
    last = len(bead.stops) - 1
    marks = [Mark(0, one.span)] if one else []
    marks += [Mark(last, other.span)] if other else []
    pairs = (("source", one), ("back_translation", other))
    return Issue(
        f"rates.{what}",
        Category.QUANTIFIER,
        _message(one, other),
        tuple(marks),
        tuple((name, rate.text) for name, rate in pairs if rate),
    )


def _message(one: Rate | None, other: Rate | None) -> str:
    if one and other:
        return f"{quoted(one.text)} came back as {quoted(other.text)}."
    if one:
        return f"How often, {quoted(one.text)}, did not come back."
    return f"{quoted(other.text if other else '')} was added; the source does not say how often."
