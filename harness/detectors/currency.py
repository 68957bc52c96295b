"""Currencies that the round trip changed or lost."""

from collections.abc import Sequence
from dataclasses import replace

from harness.core.values import BeadText, Category, Issue, Mark, Signature
from harness.detectors._measured import other_measure
from harness.text.data.cldr import locales
from harness.text.data.language import language_data
from harness.text.data.signatures import signature_of
from harness.text.facts.money import Money, money_in, same_currency
from harness.text.facts.numbers import Number, Written, agree, numbers_in
from harness.text.words.quoting import quoted


class Currency:
    """Amounts that come back in another currency, or in none.

    Compares currencies, not writing: "$5 million", "5 million dollars" and "USD 5,000,000" are
    equal, and "$" may be any dollar or peso. An amount that changed is `numbers`' business.

    Reports: `accuracy/mistranslation/currency`: critical for another currency with the same amount,
    be it one that has no name here; major for a currency that is lost or added while its amount
    stands.
    Blind to: cents, slang ("bucks"), currencies without a number, the conversion of one currency
    into another, an amount and its currency both changed.
    """

    subjects = ("currencies",)

    @property
    def signature(self) -> Signature:
        return signature_of("currency", __name__, "babel", "text2num")

    def unseen(self, language: str) -> Sequence[str]:
        return () if locales(language) else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        source, back = bead.source, bead.back_translation
        if not source.text.strip() or not back.text.strip() or source.text == back.text:
            return ()
        stops = [money_in(stop.text, language_data(stop.language)) for stop in bead.stops]
        if not stops[0] and not stops[-1]:
            return ()
        lost, added = _unpaired(stops[0], stops[-1])
        findings = []
        for one in list(lost):
            other = next((each for each in added if agree(one.number, each.number)), None)
            if other is not None:
                lost.remove(one)
                added.remove(other)
                if one.sure or other.sure:
                    findings.append(_issue("changed", one, other, stops))
        for one in lost:
            if bare := _bare_number(one, stops[-1], bead, end=-1):
                what, there = _as_said(one, bare, bead, "lost")
                findings.append(_issue(what, one, there, stops))
        for one in added:
            if bare := _bare_number(one, stops[0], bead, end=0):
                what, here = _as_said(one, bare, bead, "added")
                findings.append(_issue(what, here, one, stops))
        return findings


def _unpaired(source: Sequence[Money], back: Sequence[Money]) -> tuple[list[Money], list[Money]]:
    lost, added = [], list(back)
    for one in source:
        same = (x for x in added if same_currency(one, x) and agree(one.number, x.number))
        other = next(same, None)
        if other is None:
            lost.append(one)
        else:
            added.remove(other)
    return lost, added


def _bare_number(one: Money, others: Sequence[Money], bead: BeadText, *, end: int) -> Number | None:
    """The same number without a currency on the other side, which has this one nowhere."""
    if not one.sure or any(same_currency(one, other) for other in others):
        return None
    text = bead.stops[end]
    taken = [other.number.span for other in others]
    for number in numbers_in(text.text, language_data(text.language)):
        plain = number.written is not Written.HINT and number.span not in taken
        if plain and agree(one.number, number):
            return number
    return None


def _as_said(one: Money, bare: Number, bead: BeadText, what: str) -> tuple[str, Number]:
    """The number alone; or with the word of another currency, which has no name here."""
    end = -1 if what == "lost" else 0
    place = other_measure(bead, bare.span, one.text.replace(one.number.text, ""), end=end)
    if place is None:
        return what, bare
    return "changed", replace(bare, span=place, text=place.of(bead.stops[end].text))


def _issue(
    what: str, one: Money | Number, other: Money | Number, stops: Sequence[Sequence[Money]]
) -> Issue:
    codes = [end.codes for end in (one, other) if isinstance(end, Money)]
    marks = [Mark(0, one.span)]
    for stop, amounts in enumerate(stops[1:-1], start=1):
        marks += [Mark(stop, each.span) for each in amounts if any(each.codes & c for c in codes)]
    how = {"lost": " without its currency,", "added": " with a currency,"}.get(what, "")
    return Issue(
        f"currency.{what}",
        Category.CURRENCY,
        f"{quoted(one.text)} came back{how} as {quoted(other.text)}.",
        (*marks, Mark(len(stops) - 1, other.span)),
        (("source", one.text), ("back_translation", other.text)),
    )
