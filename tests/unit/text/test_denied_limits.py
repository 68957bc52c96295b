"""A limit that is said by a denial is the same limit as one that is said without."""

import pytest

from harness.core.values import BeadText, LocalText
from harness.detectors.negation import Negation
from harness.detectors.quantifier import Quantifier
from harness.text.data.language import language_data
from harness.text.facts.denied_limits import limits_in

SAME = [
    ("No more than three people may enter.", "At most three people may enter."),
    ("Take no more than eight tablets a day.", "Do not take more than eight tablets a day."),
    ("Take at most eight tablets a day.", "Do not take more than eight tablets a day."),
    ("The trip takes no less than two hours.", "The trip takes at least two hours."),
    ("He has not read less than ten books.", "He has read at least ten books."),
]
OTHER = [
    ("No more than three people may enter.", "More than three people may enter."),
    ("No more than three people may enter.", "At least three people may enter."),
    ("Take no more than eight tablets.", "Take more than eight tablets."),
    ("He has not read less than ten books.", "He has read less than ten books."),
    ("Do not take at most three.", "Take at most three."),
]


def _found(source: str, back: str) -> list[str]:
    bead = BeadText((LocalText("en", source), LocalText("en", back)))
    return [
        f"{issue.kind}: {issue.message}"
        for detector in (Negation(), Quantifier())
        for issue in detector.detect(bead)
        if not issue.kind.endswith(".denial-moved")  # minor by the table of grades
    ]


@pytest.mark.parametrize(("source", "back"), SAME)
def test_one_limit_in_two_wordings_is_no_change(source: str, back: str) -> None:
    assert _found(source, back) == []
    assert _found(back, source) == []


@pytest.mark.parametrize(("source", "back"), OTHER)
def test_another_limit_is_one(source: str, back: str) -> None:
    assert _found(source, back) != []
    assert _found(back, source) != []


def test_limits_by_hand() -> None:
    english = language_data("en")
    (denied,) = limits_in("Do not take more than 8 tablets.", english)
    assert (denied.kind, denied.span.of("Do not take more than 8 tablets.")) == (
        "limit:at most",
        "not take more than",
    )
    assert denied.denial is not None
    (plain,) = limits_in("Take at most 8 tablets.", english)
    assert (plain.kind, plain.denial) == ("limit:at most", None)
    assert limits_in("She takes more than 8 tablets.", english) == ()


def test_a_language_without_wordings_has_none() -> None:
    assert limits_in("Taktu ekki meira en átta.", language_data("is")) == ()
