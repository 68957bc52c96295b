"""The meaning score follows its file of weights, and its weights follow common sense."""

import pytest
from support import graded

from harness import plugins
from harness.core.errors import ReadError
from harness.core.values import BeadText, LocalText, Score, Span, WordScore, WordScores
from harness.scoring.adequacy import QUALITY, Adequacy, models, translation_quality
from harness.scoring.adequacy_features import adequacy_features
from harness.scoring.qe_features import ScoredBothWays, qe_features

DETECTORS = [plugins.detector(name) for name in plugins.names("detectors")]


def bead(source: str, back: str) -> BeadText:
    return BeadText((LocalText("en", source), LocalText("en", back)))


def score(source: str, back: str) -> float:
    pair = bead(source, back)
    findings = graded(issue for each in DETECTORS for issue in each.detect(pair))
    return Adequacy(paraphrase_model=None).score(pair, {}, findings).value


def test_the_same_text_says_the_same() -> None:
    assert score("The ferry leaves at 9.", "The ferry leaves at 9.") == 1.0


@pytest.mark.parametrize(
    ("source", "harmless", "harmful"),
    [
        (
            "The ferry did not leave before 9 in the morning.",
            "The ferry didn't leave before 9 in the morning.",
            "The ferry did leave before 9 in the morning.",
        ),
        (
            "The council bought 75 buses for the harbour line.",
            "For the harbour line, the council bought 75 buses.",
            "The council bought 57 buses for the harbour line.",
        ),
    ],
)
def test_a_harmless_rewording_scores_above_a_harmful_one(
    source: str, harmless: str, harmful: str
) -> None:
    assert score(source, harmless) > score(source, harmful)


def test_a_score_is_a_probability_and_a_run_s_is_their_mean() -> None:
    scorer = Adequacy(paraphrase_model=None)
    pair = bead("Rain is expected tonight.", "Snow fell on the moon in 1850, they say.")
    one = scorer.score(pair, {}, ())
    assert 0 < one.value < 1
    assert scorer.combine([one.statistics, (1_000_000, 1)]) == pytest.approx((one.value + 1) / 2)
    with pytest.raises(ValueError, match="no beads"):
        scorer.combine([])


def test_no_difference_makes_a_pair_more_alike() -> None:
    for path in (None, QUALITY):
        for model in (models() if path is None else models(path)).values():
            wrong = {n: w for n, w in model.weights.items() if w > 0 and n != "cancelled"}
            assert not wrong, model.name


def test_signals_of_an_identical_pair_are_nothing() -> None:
    assert not any(adequacy_features(bead("It rained.", "It rained."), {}, ()).values())


def test_the_overlap_counts_where_it_was_measured() -> None:
    pair = bead("It rained.", "It poured.")
    assert "overlap" not in adequacy_features(pair, {}, ())
    measured = adequacy_features(pair, {"chrf": Score(85.0, ())}, ())
    assert measured["overlap"] == pytest.approx(0.15)


def test_an_improbable_word_lowers_the_quality_of_a_translation() -> None:
    source, good = LocalText("en", "It rained all night."), LocalText("es", "Llovió toda la noche.")

    def judged(worst: float) -> WordScores:
        return WordScores((WordScore(Span(0, 2), -0.2), WordScore(Span(3, 9), worst)), worst / 4)

    likely = qe_features(source, good, ScoredBothWays(judged(-0.5), judged(-0.5)))
    lost = qe_features(source, good, ScoredBothWays(judged(-0.5), judged(-12.0)))
    assert translation_quality(likely) > translation_quality(lost)


def test_a_word_falls_where_the_other_text_does_not_say_it() -> None:
    """A rare word is improbable given any text, and falls from nothing."""
    source, hypothesis = LocalText("en", "Bring Quex home."), LocalText("es", "Trae a casa.")

    def scored(*words: float) -> WordScores:
        spans = (Span(0, 5), Span(6, 10), Span(11, 15))
        return WordScores(tuple(map(WordScore, spans, words)), sum(words) / 4)

    def fall(own: WordScores | None, given: WordScores) -> float | None:
        judged = ScoredBothWays(backward=given, backward_own=own)
        return qe_features(source, hypothesis, judged).get("backward fall")

    assert fall(scored(-1, -9, -1), scored(-1, -9, -1)) == 0
    assert fall(scored(-1, -9, -1), scored(-2, -14, -0.5)) == pytest.approx(0.6)
    assert fall(None, scored(-1, -9, -1)) is None


def test_a_number_that_differs_in_value_is_seen_across_languages() -> None:
    euros = LocalText("en", "It costs 1.5 euros.")
    kept = qe_features(euros, LocalText("es", "Cuesta 1,5 euros."), ScoredBothWays())
    lost = qe_features(euros, LocalText("es", "Cuesta 15 euros."), ScoredBothWays())
    assert kept["numbers"] == 0 < lost["numbers"]


def test_damaged_weights_are_named(tmp_path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text("[model.a]\nintercept = 'high'\n")
    with pytest.raises(ReadError, match=r"weights\.toml"):
        models(path)
