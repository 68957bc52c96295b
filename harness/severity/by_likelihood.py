"""Detectors and judges disagree: which words are more than another wording.

A detector of wording sees that a word is gone or another stands there, and cannot know whether they
say the same; the proofreader reads a sentence as a whole, and overlooks one word in a garbled one.
A judge knows how probable a word is as a translation of the pivot. Where it finds a word of the
source next to impossible, given what the pivot says, the word was lost on the way, and the finding
is major at least; so it is where the return's own engine invented a word.

Blind to a fault of the way home with probable words: the pivot still says what the source said.
How the bounds were chosen, and what they are worth: `docs/blame.md`.
"""

from collections.abc import Iterator, Sequence

from harness.core.values import BeadText, Category, Finding, Severity, StopLikelihood

LOST = -10.0  # natural logarithm of a source's word's probability, up to which the pivot lacks it
INVENTED = -5.0  # of a return's word: the engine itself wrote it, and mostly finds it likely
BOUNDS = f"lost {LOST:g}, invented {INVENTED:g}"  # for signatures

NAME = "likelihood"  # of the adjuster
_WORDING = frozenset({Category.OMISSION, Category.ADDITION, Category.WORD, Category.GENERALISATION})


def adjusted(
    bead: BeadText, findings: Sequence[Finding], judgements: Sequence[StopLikelihood]
) -> tuple[Finding, ...]:
    """The findings of a bead after the judges were heard."""
    if not judgements:
        return tuple(findings)
    return tuple(_adjusted(bead, finding, judgements) for finding in findings)


def _adjusted(bead: BeadText, finding: Finding, judgements: Sequence[StopLikelihood]) -> Finding:
    if finding.category not in _WORDING or finding.severity > Severity.MINOR:
        return finding
    ends = {0: LOST, len(bead.stops) - 1: INVENTED}
    for stop, bound in ends.items():
        least = min(_of_words(finding, stop, judgements), default=0.0)
        if least <= bound:
            whose = "source's" if stop == 0 else "return's"
            why = f"one of the {whose} words is improbable (log-probability {least:.1f})"
            return finding.adjusted(NAME, Severity.MAJOR, why)
    return finding


def _of_words(finding: Finding, stop: int, judgements: Sequence[StopLikelihood]) -> Iterator[float]:
    """What the finding's words at one end score, given a pivot."""
    for judgement in judgements:
        if judgement.scored != stop:
            continue
        for word in judgement.scores.words:
            if any(word.span.overlaps(span) for span in finding.spans(stop)):
                yield word.log_probability
