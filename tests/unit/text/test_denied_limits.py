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


# "No more than" became "no less than", with all other words as they were.
TURNED_ROUND = [
    ("en", "It weighs no more than 4 kg.", "It weighs no less than 4 kg."),
    ("es", "Pesa no más de 4 kg.", "Pesa no menos de 4 kg."),
    ("pt", "Pesa não mais de 4 kg.", "Pesa não menos de 4 kg."),
    ("fr", "Il ne pèse pas plus de 4 kg.", "Il ne pèse pas moins de 4 kg."),
    ("de", "Er wiegt nicht mehr als 4 kg.", "Er wiegt nicht weniger als 4 kg."),
    ("ro", "Cântărește nu mai mult de 4 kg.", "Cântărește nu mai puțin de 4 kg."),
    ("pl", "Waży nie więcej niż 4 kg.", "Waży nie mniej niż 4 kg."),
    ("ru", "Он весит не более 4 кг.", "Он весит не менее 4 кг."),
    ("uk", "Він важить не більше 4 кг.", "Він важить не менше 4 кг."),
    ("he", "הוא שוקל לא יותר מ-4 קילו.", "הוא שוקל לא פחות מ-4 קילו."),
    ("id", "Beratnya tidak lebih dari 4 kg.", "Beratnya tidak kurang dari 4 kg."),
    ("zh", "重量不超过4公斤。", "重量不少于4公斤。"),
    ("vi", "Nó nặng không quá 4 kg.", "Nó nặng không dưới 4 kg."),
    ("sv", "Hyran betalas senast den 25.", "Hyran betalas tidigast den 25."),
    ("ru", "Явиться не позднее 5 мая.", "Явиться не раньше 5 мая."),
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


@pytest.mark.parametrize(("language", "source", "back"), TURNED_ROUND)
def test_a_limit_that_is_turned_round_is_the_only_finding(
    language: str, source: str, back: str
) -> None:
    bead = BeadText((LocalText(language, source), LocalText(language, back)))
    found = [each.kind for detector in (Negation(), Quantifier()) for each in detector.detect(bead)]
    assert found == ["quantifier.reversed.alone"]


def test_a_denial_that_stands_elsewhere_turns_no_limit_round() -> None:
    bead = BeadText(
        (
            LocalText("en", "Vehicles over 2.1 metres high are not accepted."),
            LocalText("en", "It does not take vehicles more than 2.1 metres high."),
        )
    )
    kinds = [issue.kind for issue in Quantifier().detect(bead)]
    assert "quantifier.reversed" not in kinds


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
