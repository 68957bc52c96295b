import random

from hypothesis import given
from hypothesis import strategies as st

from harness.align.anchors import Crossing, anchor_path, rough_path, stretches
from harness.align.prepared import prepare


@st.composite
def paths(draw: st.DrawFn) -> tuple[list[Crossing], int, int]:
    counts = draw(st.integers(0, 400)), draw(st.integers(0, 400))
    steps = draw(st.integers(0, 60))
    places = [
        sorted(draw(st.lists(st.integers(0, count), min_size=steps, max_size=steps)))
        for count in counts
    ]
    sure = draw(st.lists(st.floats(0, 1), min_size=steps, max_size=steps))
    return [Crossing(i, j, s) for i, j, s in zip(*places, sure, strict=True)], *counts


@given(paths())
def test_stretches_hold_every_sentence_once_and_in_order(
    case: tuple[list[Crossing], int, int],
) -> None:
    path, *counts = case
    found = list(stretches(path, *counts))
    for side, count in enumerate(counts):
        sentences = [place for pair in found for place in range(pair[side].start, pair[side].end)]
        assert sentences == list(range(count))


def lines(size: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(f"w{rng.randrange(3000)}" for _ in range(10)) for _ in range(size)]


def test_a_path_through_a_long_text_follows_what_was_left_out() -> None:
    source = lines(3000, 1)
    target = [*source[:900], *source[1400:]]
    path = rough_path(anchor_path(prepare(source)), anchor_path(prepare(target)))
    sure = [step for step in path if step.sureness > 0.3]
    assert len(sure) > 2400
    assert all(step.source - step.target == (0 if step.source < 900 else 500) for step in sure)


def test_texts_without_anything_in_common_are_cut_into_small_stretches() -> None:
    counts = 2000, 1500
    sketches = (anchor_path(prepare([f"{side}{n}" for n in range(count)]))
                for side, count in zip("ab", counts, strict=True))  # fmt: skip
    sizes = [len(a) * len(b) for a, b in stretches(rough_path(*sketches), *counts)]
    assert max(sizes) <= 200 * 200
