"""What the quality of a translation without a reference is made of: source, hypothesis, judges.

As in `signals`, each one speaks of a difference, 0 where there is none, and no weight is positive.
"""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from math import log, log1p

from harness.core.values import LocalText, Reading, WordScores
from harness.scoring.signals import reading_signals
from harness.text.language import language_data
from harness.text.negation import negations_in
from harness.text.numbers import numbers_in

_WORST = 3  # words of a text that speak for all that was lost
_IMPROBABLE = -8.0  # a word lost on the way scores about this (natural logarithm) and below
_UNIT = 10.0  # brings logarithms of probability to about 1


def crossing(
    source: LocalText,
    hypothesis: LocalText,
    forward: WordScores | None,
    backward: WordScores | None,
    reading: Reading | None = None,
) -> dict[str, float]:
    """Every signal by name. Those of a judge that did not answer are left out.

    numbers, denials          differences in value and in number: logarithm of 1 + the count
    length                    absolute logarithm of the quotient of characters
    forward, backward         how improbable the hypothesis is given the source, and the source
                              given the hypothesis: minus the mean logarithm, in tens
    forward worst, …          the same for the three most improbable words
    forward improbable, …     the share of words below exp(−8)
    reading, doubt            see `signals`, of source and hypothesis

    Args:
        forward: the hypothesis as scored given the source.
        backward: the source as scored given the hypothesis.
    """
    ours, theirs = _values(source), _values(hypothesis)
    differing = sum((ours - theirs).values()) + sum((theirs - ours).values())
    denials = abs(_denials(source) - _denials(hypothesis))
    return {
        "numbers": log1p(differing),
        "denials": log1p(denials),
        "length": abs(log((1 + len(source.text)) / (1 + len(hypothesis.text)))),
        **_judged("forward", forward),
        **_judged("backward", backward),
        **(reading_signals(reading) if reading else {}),
    }


def _judged(name: str, scores: WordScores | None) -> Mapping[str, float]:
    if scores is None:
        return {}
    words = sorted(word.log_probability for word in scores.words)
    worst = words[:_WORST]
    return {
        name: -scores.mean / _UNIT,
        f"{name} worst": -sum(worst) / _UNIT / max(1, len(worst)),
        f"{name} improbable": sum(word < _IMPROBABLE for word in words) / max(1, len(words)),
    }


def _values(text: LocalText) -> Counter[Fraction]:
    return Counter(n.value for n in numbers_in(text.text, language_data(text.language)))


def _denials(text: LocalText) -> int:
    return len(negations_in(text.text, language_data(text.language)))
