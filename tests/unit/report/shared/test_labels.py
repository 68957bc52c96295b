"""Numbers that do not flatter, and a word for every name."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.report.report_samples import CHRF, TER, run, spanish

from harness.core.values import Category, MetricCard, RunTotals, Signature
from harness.report.shared import labels
from harness.scoring import adequacy

UNIT = MetricCard("m", "Meaning", Signature("m"), -1, 1, True)
ENDLESS = MetricCard("comet", "COMET", Signature("comet"), -math.inf, math.inf, True)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_reaches_an_end_only_when_it_is_one(part: int, whole: int) -> None:
    part = min(part, whole)
    said = labels.share(part, whole)
    assert (said == "0 %") == (part == 0)
    assert (said == "100 %") == (part == whole)


def test_shares_by_hand() -> None:
    assert labels.share(1, 8) == "12.5 %"
    assert labels.share(1, 100_000) == "< 0.1 %"
    assert labels.share(99_999, 100_000) == "> 99.9 %"


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (2, 1), (-1, 3)])
def test_what_is_no_share_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        labels.share(part, whole)


@pytest.mark.parametrize(
    ("value", "card", "said"),
    [
        (100.0, CHRF, "100.0"),
        (99.97, CHRF, "> 99.9"),
        (0.04, CHRF, "< 0.1"),
        (0.0, CHRF, "0.0"),
        (61.25, CHRF, "61.2"),  # exact tie, rounded to even as IEEE 754 asks
        (123.46, TER, "123.5"),
        (0.99996, UNIT, "> 0.999"),
        (-0.0001, UNIT, "0.000"),
        (0.8127, ENDLESS, "0.813"),
        (math.nan, CHRF, "not measured"),
    ],
)
def test_scores_by_hand(value: float, card: MetricCard, said: str) -> None:
    assert labels.score_words(value, card) == said


def test_every_category_has_words_of_its_own() -> None:
    words = [labels.category_words(category) for category in Category]
    assert len(set(words)) == len(words)
    assert all("/" not in each and "-" not in each for each in words)


def test_ranges_say_which_way_is_up() -> None:
    assert labels.range_words(CHRF) == "0 to 100, higher is better"
    assert labels.range_words(TER) == "0 upwards, lower is better"
    assert labels.range_words(ENDLESS) == "without ends, higher is better"


def test_languages_have_names_and_unknown_tags_stay() -> None:
    assert labels.language_name("pt-BR") == "Portuguese (Brazil)"
    assert labels.language_name("qqq") == "qqq"
    assert labels.language_name("not a tag") == "not a tag"


@pytest.mark.parametrize(
    ("findings", "measured", "unmeasured", "said"),
    [
        ({}, 3, 0, "No findings in 3 sentences."),
        ({"x": {"minor": 1}}, 1, 0, "Nothing above minor in 1 sentence, and 1 minor."),
        (
            {"x": {"critical": 5, "minor": 1200, "major": 2}, "y": {"major": 10}},
            61,
            3,
            "5 critical, 12 major findings in 61 sentences, and 1,200 minor;"
            " 3 more sentences could not be measured.",
        ),
        ({}, 0, 4, "Nothing could be measured: 4 sentences failed."),
        ({}, 0, 0, "There is no sentence in this text, so nothing was measured."),
    ],
)
def test_summaries_by_hand(
    findings: dict[str, dict[str, int]], measured: int, unmeasured: int, said: str
) -> None:
    totals = RunTotals(measured + unmeasured, measured, unmeasured, findings, {})
    assert labels.summary_words(totals, measured + unmeasured) == said


@pytest.mark.parametrize(
    ("findings", "measured", "unmeasured", "steady", "said"),
    [
        ({}, 3, 0, 3, "Nothing above minor in 3 sentences."),
        (
            {"x": {"critical": 5, "major": 2}},
            61,
            1,
            57,
            "4 of 61 sentences need a look: 5 critical, 2 major findings;"
            " 1 sentence could not be measured.",
        ),
        ({"x": {"major": 1}}, 8, 0, 7, "1 of 8 sentences needs a look: 1 major finding."),
        ({}, 3, 2, 3, "Nothing above minor in 3 sentences; 2 sentences could not be measured."),
        ({}, 0, 4, 0, "Nothing could be measured: 4 sentences failed."),
        ({}, 0, 0, 0, "There is no sentence in this text, so nothing was measured."),
    ],
)
def test_verdicts_by_hand(
    findings: dict[str, dict[str, int]], measured: int, unmeasured: int, steady: int, said: str
) -> None:
    totals = RunTotals(measured + unmeasured, measured, unmeasured, findings, {})
    assert labels.verdict_words(totals, measured + unmeasured, steady) == said


def test_engines_are_named_once() -> None:
    assert labels.engine_names(spanish().identity.engines) == "argos"
    assert labels.route_words(run("en:pt:es:en", "x", ()).identity.route) == "en → pt → es → en"


@pytest.mark.parametrize(
    ("value", "word"),
    [
        *((1.0, "same"), (0.8, "same"), (0.79, "close"), (0.5, "close"), (0.49, "changed")),
        *((0.2, "changed"), (0.19, "broken"), (0.0, "broken"), (math.nan, "")),
    ],
)
def test_an_adequacy_score_is_said_in_a_word(value: float, word: str) -> None:
    assert labels.band_word("adequacy", value) == word


def test_other_scores_have_no_such_word() -> None:
    assert {labels.band_word(card.name, 0.5) for card in (CHRF, TER, UNIT, ENDLESS)} == {""}


def test_the_bands_go_down_and_leave_no_probability_out() -> None:
    limits = [least for least, _ in labels.BANDS]
    assert limits == sorted(limits, reverse=True)
    assert limits[-1] == 0
    assert len({word for _, word in labels.BANDS}) == len(labels.BANDS)


def test_the_score_with_bands_is_the_adequacy_score() -> None:
    assert labels.ADEQUACY == adequacy.NAME


@pytest.mark.parametrize(
    ("count", "lead", "said"),
    [(63, "and", "and 63 minor"), (1234, "", "1,234 minor"), (0, "and", "")],
)
def test_what_is_folded_is_counted(count: int, lead: str, said: str) -> None:
    assert labels.minor_words(count, lead) == said
