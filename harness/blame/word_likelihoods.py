"""Likelihoods of an issue's words given each pivot: what that pivot can hardly mean.

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
    """How improbable the issue's words of the source are given each pivot.

    Blind to what was added: the model that brought the text back finds its own words natural.
    """
    said = [surprise(issue, likelihoods, stop) for stop in range(1, len(bead.stops) - 1)]
    if any(each is not None for each in said):
        shown = "; ".join(f"{_shown(each)} after hop {hop}" for hop, each in enumerate(said, 1))
        text = f"Log-probability of the source's least likely word: {shown}."
        if clue := located(KIND, list(map(_log_odds, said)), text):
            yield clue


def surprise(issue: Issue, likelihoods: Sequence[StopLikelihood], stop: int) -> float | None:
    """Minus the log-probability of the issue's least likely word of the source given the text at
    `stop`; None where no model scored one.
    """
    spans = issue.spans(0)
    scored = [
        -word.log_probability
        for each in likelihoods
        if each.given == stop and each.scored == 0
        for word in each.of_words(spans)
    ]
    return max(scored, default=None)


def _shown(surprise: float | None) -> str:
    return "none" if surprise is None else f"{-surprise:.1f}"


def _log_odds(surprise: float | None) -> float:
    """That the change was made by then: the source's words are improbable given that text."""
    if surprise is None:
        return 0.0
    weights = weights_of(KIND)
    return weights["source"] * log1p(max(surprise, 0.0)) + weights["source_offset"]
