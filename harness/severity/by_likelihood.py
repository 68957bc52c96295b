"""How likelihoods change severities: a word that is nearly impossible given the pivot is an error.

The paraphrase model reads both ends, and never the pivot. A likelihood scorer says how probable a
word is as a translation of the pivot: if a word of the source is nearly impossible given the pivot,
it was lost on the way out; if a word of the return is, the last engine invented it. Where the
paraphrase model was asked, both together grade the finding anew (`readers.toml`, the models with
likelihoods); where it was not, an impossible word alone makes a finding of wording major.

Blind to an error of the way back with probable words: the pivot still says what the source said.
How good it is: `docs/blame.md`, `docs/paraphrase-model.md`.
"""

from collections.abc import Iterator, Mapping, Sequence

from harness.core.values import (
    BeadText,
    Category,
    Finding,
    ParaphraseScore,
    Severity,
    StopLikelihood,
)
from harness.severity import by_readers

LOST = -10.0  # natural logarithm of a source's word's probability, up to which the pivot lacks it
INVENTED = -5.0  # of a return's word: the engine itself wrote it, and mostly finds it likely
BOUNDS = f"lost {LOST:g}, invented {INVENTED:g}"  # for signatures

NAME = "likelihood"  # of the adjuster
_RAISED = frozenset({Category.OMISSION, Category.ADDITION, Category.WORD, Category.GENERALISATION})
_LEAST, _USUAL, _FAR = -15.0, -3.0, -8.0  # log-probabilities of words


def adjusted(
    bead: BeadText,
    findings: Sequence[Finding],
    paraphrase_score: ParaphraseScore | None,
    likelihoods: Sequence[StopLikelihood],
) -> tuple[Finding, ...]:
    """The findings of a bead with the severities that likelihoods give them."""
    if not likelihoods:
        return tuple(findings)
    if paraphrase_score is None or paraphrase_score.row is None:
        return tuple(_raised(bead, finding, likelihoods) for finding in findings)
    return tuple(
        by_readers.graded(
            bead,
            finding,
            paraphrase_score,
            NAME,
            likelihood_features(bead, finding.before(by_readers.NAME), likelihoods),
        )
        for finding in findings
    )


def likelihood_features(
    bead: BeadText, finding: Finding, likelihoods: Sequence[StopLikelihood]
) -> Mapping[str, float]:
    """What likelihoods say of a finding's words, by name.

    lost           log-probability of the least probable word of the source, given a pivot
    invented       the same of the return
    … known        1 where there is one
    … far          1 where it is nearly impossible
    """
    found = {}
    for stop, name in ((0, "lost"), (len(bead.stops) - 1, "invented")):
        least = min(_of_words(finding, stop, likelihoods), default=None)
        if least is not None:
            found[name] = max(_LEAST, least) - _USUAL
            found[f"{name} known"] = 1.0
            found[f"{name} far"] = float(least <= _FAR)
    return found


def _raised(bead: BeadText, finding: Finding, likelihoods: Sequence[StopLikelihood]) -> Finding:
    if finding.category not in _RAISED or finding.severity > Severity.MINOR:
        return finding
    ends = {0: LOST, len(bead.stops) - 1: INVENTED}
    for stop, bound in ends.items():
        least = min(_of_words(finding, stop, likelihoods), default=0.0)
        if least <= bound:
            whose = "source's" if stop == 0 else "return's"
            why = f"one of the {whose} words is improbable (log-probability {least:.1f})"
            return finding.adjusted(NAME, Severity.MAJOR, why)
    return finding


def _of_words(
    finding: Finding, stop: int, likelihoods: Sequence[StopLikelihood]
) -> Iterator[float]:
    """The log-probabilities of the finding's words at one end, given a pivot."""
    for likelihood in likelihoods:
        if likelihood.scored != stop:
            continue
        for word in likelihood.scores.words:
            if any(word.span.overlaps(span) for span in finding.spans(stop)):
                yield word.log_probability
