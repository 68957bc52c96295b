"""Oracles: sacreBLEU's own paired tests, exact enumeration, and the uniformity of p."""

import random
from itertools import product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.metrics import BLEU, CHRF
from sacrebleu.significance import PairedTest

from harness.metrics.surface import ChrF
from harness.statistics.paired import compare_paired

WORDS = ("the", "cat", "sat", "on", "mat", "then", "it", "saw", "two", "small", "dogs", "near")


def mean(total: tuple[int, ...]) -> float:
    return total[0] / total[1]


def spoilt(sentence: list[str], rate: float, rng: random.Random) -> str:
    return " ".join(rng.choice(WORDS) if rng.random() < rate else word for word in sentence)


def two_systems(rate: float, n: int = 150, seed: int = 5) -> tuple[list[str], list[str], list[str]]:
    rng = random.Random(seed)
    plain = [rng.choices(WORDS, k=rng.randint(5, 15)) for _ in range(n)]
    references = [" ".join(sentence) for sentence in plain]
    return (
        references,
        [spoilt(sentence, 0.20, rng) for sentence in plain],
        [spoilt(sentence, rate, rng) for sentence in plain],
    )


def monte_carlo(p: float, trials: int) -> float:
    """Four standard errors of a share, as drawn twice."""
    return 4 * sqrt(2 * max(p * (1 - p), 1e-4) / trials)


@pytest.mark.parametrize("rate", [0.21, 0.23, 0.26])
@pytest.mark.parametrize("metric", [BLEU(), CHRF()], ids=["bleu", "chrf"])
def test_p_agrees_with_sacrebleus_paired_tests(rate: float, metric: BLEU | CHRF) -> None:
    references, one, other = two_systems(rate)
    named = [("one", one), ("other", other)]
    expected = {
        kind: PairedTest(named, {"m": metric}, [references], kind, n_samples=2000)()[1]
        for kind in ("ar", "bs")
    }
    statistics = [
        [tuple(map(int, row)) for row in metric._extract_corpus_statistics(texts, [references])]
        for texts in (one, other)
    ]
    got = compare_paired(
        *statistics, lambda total: metric._compute_score_from_stats(list(total)).score
    )
    (name,) = [name for name in expected["ar"] if name != "System"]
    theirs = expected["ar"][name][1]
    assert got.candidate == pytest.approx(theirs.score)
    assert got.baseline == pytest.approx(expected["ar"][name][0].score)
    assert abs(got.p - theirs.p_value) < monte_carlo(theirs.p_value, 2000)
    bootstrap = expected["bs"][name][1].p_value
    assert abs(got.p_bootstrap - bootstrap) < monte_carlo(bootstrap, 2000)


def test_halves_of_one_system_have_uniform_p() -> None:
    """Kolmogorov–Smirnov over 1,000 draws; the critical value at 1 % is 1.63 / √n."""
    rng = np.random.default_rng(7)
    ps = []
    for draw in range(1000):
        first, second = rng.normal(0, 1000, (2, 40)).round().astype(int)
        pairs = [[(int(value), 1) for value in side] for side in (first, second)]
        ps.append(compare_paired(*pairs, mean, trials=100, seed=draw).p)
    ranks = np.arange(1, 1001) / 1000
    ordered = np.sort(ps)
    distance = max(np.abs(ordered - ranks).max(), np.abs(ordered - ranks + 1 / 1000).max())
    assert distance < 1.63 / sqrt(1000)


def test_documents_hang_together() -> None:
    """A difference that is one document's luck is significant only if documents are ignored."""
    rng = np.random.default_rng(3)
    luck = rng.normal(0, 100, 12)
    one = [(0, 1)] * 240
    other = [(int(value), 1) for value in (luck - luck.mean() + 30).repeat(20)]
    documents = [number // 20 for number in range(240)]
    assert compare_paired(one, other, mean).p < 0.01
    assert compare_paired(one, other, mean, documents).p > 0.1
    assert compare_paired(one, other, mean, documents).clusters == 12


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8))
def test_few_differences_are_tried_in_every_order(pairs: list[tuple[int, int]]) -> None:
    one, other = [(a, 1) for a, _ in pairs], [(b, 1) for _, b in pairs]
    observed = abs(sum(b - a for a, b in pairs))
    orders = [
        abs(sum((b - a) * sign for (a, b), sign in zip(pairs, signs, strict=True)))
        for signs in product((1, -1), repeat=len(pairs))
    ]
    expected = sum(order >= observed for order in orders) / len(orders)
    assert compare_paired(one, other, mean, trials=20).p == pytest.approx(expected)


def test_one_lost_finding_is_not_significant() -> None:
    got = compare_paired([(0, 1)] * 500, [(10, 1)] + [(0, 1)] * 499, mean)
    assert (got.p, got.smallest_p, got.differing) == (1.0, 1.0, 1)


def test_the_same_system_does_not_differ() -> None:
    same = [(3, 4), (5, 6)]
    got = compare_paired(same, same, mean)
    assert (got.difference, got.low, got.high, got.p, got.differing) == (0, 0, 0, 1, 0)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    held = 0
    for draw in range(200):
        one, other = rng.normal(0, 1000, (2, 60)).round().astype(int)
        pairs = [(int(a), 1) for a in one], [(int(b) + 500, 1) for b in other]
        got = compare_paired(*pairs, mean, trials=200, seed=draw)
        held += got.low <= 500 <= got.high
    assert 0.90 <= held / 200 <= 0.98


def test_the_same_seed_draws_the_same() -> None:
    one, other = [(n % 7, 1) for n in range(100)], [(n % 5, 1) for n in range(100)]
    assert compare_paired(one, other, mean) == compare_paired(one, other, mean)
    assert compare_paired(one, other, mean).low != compare_paired(one, other, mean, seed=1).low


def test_corpus_scores_are_the_metrics_own() -> None:
    references, one, other = two_systems(0.3, n=20)
    metric = ChrF()
    sides = [
        [score.statistics for score in metric.measure(list(zip(references, texts, strict=True)))]
        for texts in (one, other)
    ]
    got = compare_paired(*sides, lambda total: metric.combine([total]), trials=20)
    assert got.baseline == pytest.approx(CHRF().corpus_score(one, [references]).score, abs=1e-5)
    assert got.candidate == pytest.approx(CHRF().corpus_score(other, [references]).score, abs=1e-5)


def test_what_cannot_be_paired_is_refused() -> None:
    for one, other in (([], []), ([(1, 1)], [(1, 1), (2, 1)])):
        with pytest.raises(ValueError, match="cannot be paired"):
            compare_paired(one, other, mean)
    with pytest.raises(ValueError, match="cluster names"):
        compare_paired([(1, 1)], [(2, 1)], mean, clusters=["a", "b"])
