"""How likelihoods change severities: a word that is nearly impossible given the pivot is an error.

The paraphrase model reads both ends, and never the pivot. A likelihood scorer says how probable a
word is as a translation of the pivot: if a word of the source is nearly impossible given the pivot,
it was lost on the way out. Where the paraphrase model was asked, both together grade the finding
anew (`readers.toml`, the models with likelihoods); where it was not, an impossible word alone makes
a finding of wording major.

Blind to an error of the way back with probable words: the pivot still says what the source said.
How good it is: `docs/blame.md`, `docs/paraphrase-model.md`.
"""

from collections.abc import Iterator, Sequence

from harness.core.values import (
    Category,
    Finding,
    ParaphraseScore,
    Severity,
    StopLikelihood,
)
from harness.severity import by_readers

LOST = -10.0  # natural logarithm of a source's word's probability, up to which the pivot lacks it
BOUNDS = f"lost {LOST:g}"  # for signatures

NAME = "likelihood"  # of the adjuster
_RAISED = frozenset({Category.OMISSION, Category.ADDITION, Category.WORD, Category.GENERALISATION})
_LEAST, _USUAL, _FAR = -15.0, -3.0, -8.0  # log-probabilities of words


def adjusted(
    findings: Sequence[Finding],
    paraphrase_score: ParaphraseScore | None,
    features: Sequence[by_readers.Features | None],
    likelihoods: Sequence[StopLikelihood],
) -> tuple[Finding, ...]:
    """The findings of a bead with the severities that likelihoods give them.

    Args:
        features: of each finding, see `by_readers.features_of`.
    """
    if not likelihoods:
        return tuple(findings)
    if paraphrase_score is None or paraphrase_score.row is None:
        return tuple(_raised(finding, likelihoods) for finding in findings)
    return tuple(
        by_readers.graded(
            finding,
            paraphrase_score,
            NAME,
            known,
            likelihood_features(finding, likelihoods),
        )
        for finding, known in zip(findings, features, strict=True)
    )


def likelihood_features(
    finding: Finding, likelihoods: Sequence[StopLikelihood]
) -> by_readers.Features:
    """What likelihoods say of a finding's words, by name.

    lost           log-probability of the least probable word of the source, given a pivot
    lost known     1 where there is one
    lost far       1 where it is nearly impossible
    """
    least = min(_of_words(finding, likelihoods), default=None)
    if least is None:
        return {}
    return {
        "lost": max(_LEAST, least) - _USUAL,
        "lost known": 1.0,
        "lost far": float(least <= _FAR),
    }


def _raised(finding: Finding, likelihoods: Sequence[StopLikelihood]) -> Finding:
    if finding.category not in _RAISED or finding.severity > Severity.MINOR:
        return finding
    least = min(_of_words(finding, likelihoods), default=0.0)
    if least > LOST:
        return finding
    why = f"one of the source's words is improbable (log-probability {least:.1f})"
    return finding.adjusted(NAME, Severity.MAJOR, why)


def _of_words(finding: Finding, likelihoods: Sequence[StopLikelihood]) -> Iterator[float]:
    """The log-probabilities of the finding's words of the source, given a pivot."""
    spans = finding.spans(0)
    for likelihood in likelihoods:
        if likelihood.scored == 0:
            yield from (word.log_probability for word in likelihood.of_words(spans))
