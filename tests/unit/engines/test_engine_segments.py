"""What no model needs to see, and that nothing is shifted by leaving it out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.values import Outcome, Translated, Untranslatable
from harness.engines.without_model import answered

segments = st.lists(st.sampled_from(["a", "b", "", " \n", "\ud800", "c d"]))


@given(segments)
def test_each_segment_gets_its_own_outcome(asked: list[str]) -> None:
    seen: list[list[str]] = []

    def upper(waiting: list[str]) -> list[Outcome]:
        seen.append(waiting)
        return [Translated(segment.upper()) for segment in waiting]

    outcomes = answered(asked, upper)
    for segment, outcome in zip(asked, outcomes, strict=True):
        if segment == "\ud800":
            assert isinstance(outcome, Untranslatable)
        else:
            assert outcome == Translated(segment.strip().upper())
    needed = [segment for segment in asked if segment in ("a", "b", "c d")]
    assert seen == ([needed] if needed else [])


def test_an_answer_too_few_is_noticed() -> None:
    with pytest.raises(ValueError, match="shorter"):
        answered(["a", "b"], lambda waiting: [Translated(waiting[0])])
