"""How likelihoods raise severities: a word that is nearly impossible given the pivot is an error.

A detector of wording finds that a word is missing or replaced, and cannot know whether the meaning
is the same; the paraphrase model rates a whole sentence, and misses one word in a garbled one. A
likelihood scorer says how probable a word is as a translation of the pivot. If a word of the source
is nearly impossible given the pivot, the word was lost, and the finding becomes major at least; so
it does if the last engine invented a word.

Blind to an error of the way back with probable words: the pivot still says what the source said.
How the bounds were chosen, and how good they are: `docs/blame.md`.
"""

from collections.abc import Iterator, Sequence

from harness.core.values import BeadText, Category, Finding, Severity, StopLikelihood

LOST = -10.0  # natural logarithm of a source's word's probability, up to which the pivot lacks it
INVENTED = -5.0  # of a return's word: the engine itself wrote it, and mostly finds it likely
BOUNDS = f"lost {LOST:g}, invented {INVENTED:g}"  # for signatures

NAME = "likelihood"  # of the adjuster
_RAISED = frozenset({Category.OMISSION, Category.ADDITION, Category.WORD, Category.GENERALISATION})


def adjusted(
    bead: BeadText, findings: Sequence[Finding], likelihoods: Sequence[StopLikelihood]
) -> tuple[Finding, ...]:
    """The findings of a bead with the severities that likelihoods raise."""
    if not likelihoods:
        return tuple(findings)
    return tuple(_adjusted(bead, finding, likelihoods) for finding in findings)


def _adjusted(bead: BeadText, finding: Finding, likelihoods: Sequence[StopLikelihood]) -> Finding:
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
