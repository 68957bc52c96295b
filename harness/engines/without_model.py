"""What every engine answers alike: the segments that need no model, or that no model can read."""

from collections.abc import Callable, Sequence

from harness.core.half_characters import place_of_half
from harness.core.values import Outcome, Translated, Untranslatable


def answered(
    segments: Sequence[str], ask: Callable[[list[str]], Sequence[Outcome]]
) -> list[Outcome]:
    """One outcome a segment, in order; `ask` is called once, with those that need a model, if any.

    Raises: ValueError when `ask` gives another number of outcomes than it was asked for.
    """
    outcomes = [answer_without_model(segment) for segment in segments]
    waiting = [place for place, outcome in enumerate(outcomes) if outcome is None]
    if waiting:
        answers = ask([segments[place] for place in waiting])
        for place, answer in zip(waiting, answers, strict=True):
            outcomes[place] = answer
    return [outcome for outcome in outcomes if outcome is not None]


def answer_without_model(segment: str) -> Outcome | None:
    """The outcome of a blank or unencodable segment; None where a model has to answer."""
    if not segment.strip():
        return Translated("")
    half = place_of_half(segment)
    if half is None:
        return None
    place = f"code point {half + 1}"
    return Untranslatable(f"{place} is half of a surrogate pair, which is not a character")
