"""Facts that every language writes by its own rules, and all say alike: numbers, dates, money.

The detectors read every text in its own language, so that they compare a text with its translation
as they compare it with what came back. Only their words are of a way back, and are put otherwise.
"""

from collections.abc import Iterator
from dataclasses import replace

from harness.bilingual.date_writings import is_named_elsewhere
from harness.bilingual.number_writings import is_converted, only_written_otherwise
from harness.bilingual.pair import NAME, Pair
from harness.core.protocols import Detector
from harness.core.values import Issue
from harness.detectors.addresses import Addresses
from harness.detectors.currency import Currency
from harness.detectors.dates import Dates
from harness.detectors.emoji import Emoji
from harness.detectors.garbage import Garbage
from harness.detectors.identifiers import Identifiers
from harness.detectors.markup import Markup
from harness.detectors.numbers import Numbers
from harness.detectors.placeholders import Placeholders
from harness.detectors.rates import Rates
from harness.detectors.units import Units
from harness.text.data.language import language_data
from harness.text.words.quoting import quoted

_COMPARED: tuple[Detector, ...] = (
    Numbers(),
    Dates(),
    Currency(),
    Units(),
    Rates(),
    Addresses(),
    Placeholders(),
    Markup(),
    Identifiers(),
    Emoji(),
    Garbage(),
)
# What languages say in unlike ways: numbers in words ("both", "a dozen"), the number one, one that
# is said once more; a date that only one of them names ("today's").
_LOOSE = (".words", ".one", ".fewer", ".again")


def facts(pair: Pair) -> Iterator[Issue]:
    """Facts that the translation lost, changed or added."""
    for detector in _COMPARED:
        for issue in detector.detect(pair.bead):
            if not issue.kind.endswith(_LOOSE) and not _is_no_change(issue, pair):
                yield replace(issue, kind=f"{NAME}.{issue.kind}", message=_message(issue))


def _is_no_change(issue: Issue, pair: Pair) -> bool:
    """Whether it is another writing of the same: `&lt;` may be `<`, 21 be XXI, ACE2 be ECA2."""
    if issue.detector == "numbers":
        other_units = issue.kind == "numbers.changed" and is_converted(pair)
        return other_units or only_written_otherwise(issue, pair.source, pair.translation)
    if issue.detector == "units":
        return _is_word(issue, pair)
    if issue.detector == "dates":
        return is_named_elsewhere(issue, pair)
    if issue.kind == "identifiers.changed":
        one, other = (sorted(text.casefold()) for _, text in issue.evidence)
        return one == other
    return issue.detector == "markup" and all(text.startswith("&") for _, text in issue.evidence)


def _is_word(issue: Issue, pair: Pair) -> bool:
    """Whether what stands behind a number is a word and no unit: "2020 in", "19 ha"."""
    for stop, text in enumerate((pair.source, pair.translation)):
        words = language_data(text.language).function_words
        for span in issue.spans(stop):
            symbol = span.of(text.text).lstrip("0123456789.,+-− \u00a0\u202f").casefold()
            if symbol in words:
                return True
    return False


def _message(issue: Issue) -> str:
    """What is wrong, in words of a translation."""
    said = dict(issue.evidence)
    source, translation = said.get("source"), said.get("back_translation")
    if issue.kind.endswith("disordered"):
        return "The tags of the translation stand in an order in which they do not pair up."
    if source and translation:
        return f"{quoted(source)} is {quoted(translation)} in the translation{_without(issue)}."
    if source:
        return f"{quoted(source)} is missing in the translation."
    if translation:
        return f"{quoted(translation)} is in the translation, and not in the source."
    return f"The translation has damaged characters: {quoted(said.get('found', ''))}."


def _without(issue: Issue) -> str:
    """What a quantity lost or gained beside its number."""
    what = {"currency": "currency", "units": "unit"}.get(issue.detector)
    if what and issue.kind.endswith(".lost"):
        return f", without its {what}"
    return f", with a {what} that the source has not" if what and ".added" in issue.kind else ""
