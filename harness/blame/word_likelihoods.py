"""Likelihoods of an issue's words given each pivot: what the way back can hardly have meant.

A word of the source that a translation model finds next to impossible given the pivot was lost on
the way there; one that it finds likely was there to be had. The models are asked for whole texts,
so that this costs nothing where a run has their likelihoods.
"""

from collections.abc import Iterator, Sequence
from math import log1p

from harness.blame.calibration import located, weights_of
from harness.blame.evidence import Evidence
from harness.core.values import BeadText, Issue, StopLikelihood

KIND = "word likelihood"


def word_likelihoods(
    bead: BeadText, issue: Issue, likelihoods: Sequence[StopLikelihood]
) -> Iterator[Evidence]:
    """How improbable the issue's words are given each pivot.

    Blind to what the model that brought the text back finds natural: its own words hardly count.
    """
    said = [surprises(bead, issue, likelihoods, stop) for stop in range(1, len(bead.stops) - 1)]
    if any(each is not None for pair in said for each in pair):
        shown = "; ".join(f"{_shown(*pair)} after hop {hop}" for hop, pair in enumerate(said, 1))
        text = f"Log-probability of the least likely word: {shown}."
        if clue := located(KIND, [_log_odds(*pair) for pair in said], text):
            yield clue


def surprises(
    bead: BeadText, issue: Issue, likelihoods: Sequence[StopLikelihood], stop: int
) -> tuple[float | None, float | None]:
    """Minus the log-probability of the issue's least likely word given the text at `stop`: of the
    source, and of the back-translation. None where no model scored one.
    """
    last = len(bead.stops) - 1
    return _least(issue, likelihoods, stop, 0), _least(issue, likelihoods, stop, last)


def _least(
    issue: Issue, likelihoods: Sequence[StopLikelihood], given: int, end: int
) -> float | None:
    spans = issue.spans(end)
    scored = [
        -word.log_probability
        for each in likelihoods
        if each.given == given and each.scored == end
        for word in each.scores.words
        if any(word.span.overlaps(span) for span in spans)
    ]
    return max(scored, default=None)


def _shown(source: float | None, back: float | None) -> str:
    parts = [f"the source's {-source:.1f}"] if source is not None else []
    parts += [f"the back-translation's {-back:.1f}"] if back is not None else []
    return ", ".join(parts) or "none"


def _log_odds(source: float | None, back: float | None) -> float:
    """That the change was made by then: the source's words are improbable given that text."""
    weights = weights_of(KIND)
    odds = 0.0
    if source is not None:
        odds += weights["source"] * log1p(max(source, 0.0)) + weights["source_offset"]
    if back is not None:
        odds -= weights["back"] * log1p(max(back, 0.0)) + weights["back_offset"]
    return odds
