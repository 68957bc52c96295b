"""The file of what was learnt is read, or it is said that it cannot be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import ReadError
from harness.models.fine_tuned import FineTunedE5, Reading, fine_tuning, unpacked

_FLOATS = st.floats(-30, 30, width=32)


def test_a_damaged_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "fine_tuned.npz").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ReadError, match="paraphrase model"):
        fine_tuning(tmp_path / "fine_tuned.npz")


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(901, 1800), _FLOATS, _FLOATS, _FLOATS),
        max_size=4,
    ),
    st.data(),
)
def test_a_reading_survives_packing(
    words: list[tuple[int, int, float, float, float]], data: st.DataObject
) -> None:
    heads = fine_tuning()
    pair = data.draw(st.lists(_FLOATS, min_size=16, max_size=16))
    assert len(heads.pair.intercepts) == len(pair)
    reading = Reading(tuple(pair), (0.5, -1.0, 2.0), tuple(words))
    assert unpacked(reading.packed()) == reading
    assert FineTunedE5.is_sound(reading.packed())


@pytest.mark.parametrize("data", [b"", b"x" * 7, b"x" * (4 * 19 + 1)])
def test_bytes_that_are_no_reading_are_told(data: bytes) -> None:
    assert not FineTunedE5.is_sound(data)
