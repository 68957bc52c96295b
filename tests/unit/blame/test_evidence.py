import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import bead

from harness.blame.evidence import CountTrace, Evidence, change_point, evidence_of, weigh
from harness.core.values import Locus

counts = st.lists(st.none() | st.integers(0, 3), min_size=2, max_size=6)


@pytest.mark.parametrize(
    ("stops", "hops"),
    [
        ((1, 1, 0), range(2, 3)),  # intact in the pivot, missing in the return
        ((1, 0, 0), range(1, 2)),  # missing in the pivot
        ((1, None, 0), range(1, 3)),  # the pivot cannot be read
        ((0, 1, 1), range(1, 2)),  # came in on the way out
        ((0, 0, 1), range(2, 3)),
        ((2, 2, 1, 1), range(2, 3)),  # twice in the source, once from the second hop on
        ((2, 1, 0), range(1, 3)),  # lost step by step
        ((1, 1, 0, 1, 0), range(4, 5)),  # it was there again: the reading of stop 2 was wrong
        ((1, None, 1, None, 0), range(3, 5)),
        ((1, 1, 1), None),
        ((1, 0, 1), None),
    ],
)
def test_the_hop_that_changed_a_count(stops: tuple[int | None, ...], hops: range | None) -> None:
    assert change_point(stops) == hops


@given(counts)
def test_counts_point_at_hops_of_the_route_or_at_none(stops: list[int | None]) -> None:
    hops = change_point(stops)
    if hops is None:
        assert stops[0] == stops[-1] or stops[0] is None or stops[-1] is None
    else:
        assert 1 <= hops[0] <= hops[-1] < len(stops)


@given(st.integers(0, 3), st.integers(2, 6))
def test_a_count_that_never_changes_accuses_nobody(count: int, stops: int) -> None:
    assert change_point([count] * stops) is None


def test_a_trace_is_told_in_words() -> None:
    texts = bead("75 planes.", "75 aviones.", "57 planes.")
    lost = evidence_of(CountTrace("number", "75", (1, 1, 0), 0.9), texts)
    added = evidence_of(CountTrace("number", "57", (0, 0, 1), 0.9), texts)
    assert lost is not None
    assert lost.text == (
        "The number “75” is still there after hop 1 (es), and no longer in the back-translation."
    )
    assert added is not None
    assert added.text == (
        "The number “57” is not yet there after hop 1 (es), but in the back-translation."
    )


def test_a_trace_that_leaves_every_hop_open_is_no_clue() -> None:
    assert evidence_of(CountTrace("number", "75", (1, None, 0), 0.9), bead("a", "b", "c")) is None


def clue(kind: str, *hops: int, trust: float = 0.9) -> Evidence:
    return Evidence(kind, range(hops[0], hops[-1] + 1), trust, f"{kind} {hops}")


def test_one_trusted_clue_names_its_hop() -> None:
    assert weigh([clue("number", 1)], 2) == Locus("forward", 1, ("number (1,)",), 0.9)
    assert str(weigh([clue("number", 2)], 2)) == "backward"
    assert str(weigh([clue("number", 3)], 3)) == "hop 3"


def test_contradiction_is_unknown_and_keeps_its_evidence() -> None:
    locus = weigh([clue("number", 1), clue("name", 2)], 2)
    assert (locus.name, locus.hop, len(locus.evidence)) == ("unknown", None, 2)


def test_clues_of_different_kinds_add_up_and_those_of_one_kind_do_not() -> None:
    weak = [clue("number", 1, trust=0.7), clue("name", 1, trust=0.7)]
    assert str(weigh(weak, 2)) == "forward"
    assert str(weigh([weak[0], weak[0]], 2)) == "unknown"


def test_clues_for_several_hops_narrow_each_other() -> None:
    clues = [clue("number", 1, 2, trust=0.97), clue("name", 2, 3, trust=0.97)]
    assert str(weigh(clues, 3)) == "hop 2"


def test_no_clue_no_verdict() -> None:
    assert weigh([], 2) == Locus("unknown")
    assert weigh([clue("number", 1, 2)], 2) == Locus("unknown")  # it says nothing


@given(
    st.lists(
        st.builds(
            clue,
            st.sampled_from(["number", "name", "denial"]),
            st.integers(1, 3),
            trust=st.floats(0.01, 0.99),
        ),
        max_size=6,
    )
)
def test_a_verdict_is_a_hop_of_the_route_and_its_confidence_a_share(clues: list[Evidence]) -> None:
    locus = weigh(clues, 3)
    assert locus.hop in (None, 1, 2, 3)
    assert locus.confidence is None or 0 <= locus.confidence <= 1
    assert locus == weigh(clues[::-1], 3)  # in whatever order


def test_nothing_is_beyond_doubt() -> None:
    with pytest.raises(ValueError, match="beyond doubt"):
        clue("number", 1, trust=1.0)
    with pytest.raises(ValueError, match="from 1"):
        clue("number", 0)
