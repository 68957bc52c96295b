"""Features for quality estimation (without a reference): source, hypothesis, likelihoods.

As in `adequacy_features`, each one measures a difference, 0 where there is none, and no weight is
positive.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import log, log1p

from harness.core.values import LocalText, ParaphraseScore, WordScores
from harness.scoring.adequacy_features import paraphrase_features
from harness.text.data.language import language_data
from harness.text.facts.negation import negations_in
from harness.text.facts.numbers import numbers_in

_WORST = 3  # words of a text that speak for all that was lost
_IMPROBABLE = -8.0  # a word lost on the way scores about this (natural logarithm) and below
_UNIT = 10.0  # brings logarithms of probability to about 1


@dataclass(frozen=True, slots=True)
class ScoredBothWays:
    """A translation as the models of its two directions score it; None where one did not answer.

    `forward` is the hypothesis given the source, `backward` the source given the hypothesis. Their
    own wording is the measure of that: `forward_own` is the hypothesis given its back-translation,
    `backward_own` the source given the models' own translation of it.
    """

    forward: WordScores | None = None
    backward: WordScores | None = None
    forward_own: WordScores | None = None
    backward_own: WordScores | None = None


def qe_features(
    source: LocalText,
    hypothesis: LocalText,
    scored: ScoredBothWays,
    paraphrase_score: ParaphraseScore | None = None,
) -> dict[str, float]:
    """Every signal by name. Those of a model that did not answer are left out.

    numbers, denials          differences in value and in number: logarithm of 1 + the count
    length                    absolute logarithm of the quotient of characters
    forward, backward         how improbable the hypothesis is given the source, and the source
                              given the hypothesis: minus the mean logarithm, in tens
    forward worst, …          the same for the three most improbable words
    forward improbable, …     the share of words below exp(−8)
    forward fall, …           how far three words fall that fall furthest, from what they score
                              given the models' own wording to what they score given the other
                              text: sum of logarithms, in tens
    reading, doubt            see `adequacy_features`, of source and hypothesis

    A rare word is improbable whatever it translates. What falls is what the other text does not say
    (contrastive conditioning: Vamvas and Sennrich 2022).
    """
    ours, theirs = _values(source), _values(hypothesis)
    differing = sum((ours - theirs).values()) + sum((theirs - ours).values())
    denials = abs(_denials(source) - _denials(hypothesis))
    return {
        "numbers": log1p(differing),
        "denials": log1p(denials),
        "length": abs(log((1 + len(source.text)) / (1 + len(hypothesis.text)))),
        **_improbable("forward", scored.forward),
        **_improbable("backward", scored.backward),
        **_fallen("forward", scored.forward_own, scored.forward),
        **_fallen("backward", scored.backward_own, scored.backward),
        **(paraphrase_features(paraphrase_score) if paraphrase_score else {}),
    }


def _improbable(name: str, scores: WordScores | None) -> Mapping[str, float]:
    if scores is None:
        return {}
    words = sorted(word.log_probability for word in scores.words)
    worst = words[:_WORST]
    return {
        name: -scores.mean / _UNIT,
        f"{name} worst": -sum(worst) / _UNIT / max(1, len(worst)),
        f"{name} improbable": sum(word < _IMPROBABLE for word in words) / max(1, len(words)),
    }


def _fallen(name: str, own: WordScores | None, scores: WordScores | None) -> Mapping[str, float]:
    if own is None or scores is None:
        return {}
    falls = sorted(
        here.log_probability - there.log_probability
        for here, there in zip(own.words, scores.words, strict=True)
    )
    return {f"{name} fall": sum(max(0.0, fall) for fall in falls[-_WORST:]) / _UNIT}


def _values(text: LocalText) -> Counter[Fraction]:
    return Counter(n.value for n in numbers_in(text.text, language_data(text.language)))


def _denials(text: LocalText) -> int:
    return len(negations_in(text.text, language_data(text.language)))
