"""Lines for a terminal: safe, as wide as asked for, coloured where that can be shown."""

import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from harness import machine
from harness.writing.ink import Ink, Tone, written

PIECES = st.lists(
    st.tuples(
        st.text(alphabet=st.sampled_from("ab 漢é\x1b[31m\n\u202e\x07"), max_size=12),
        st.sampled_from([None, *Tone]),
    ),
    max_size=6,
)


@given(PIECES, st.integers(2, 40))
def test_colours_change_neither_words_nor_width(
    line: list[tuple[str, Tone | None]], width: int
) -> None:
    plain, coloured = (written(line, Ink(on), width) for on in (False, True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert cell_len(plain) <= width
    assert not {c for c in plain if unicodedata.category(c) in {"Cc", "Cf"}}


def test_what_does_not_fit_says_so() -> None:
    line = [("one ", None), ("two", Tone.CRITICAL), (" three", None)]
    assert written(line, width=9) == "one two…"
    assert written(line, Ink(colours=True), 7) == "one \x1b[1;31mtw\x1b[0m…"
    assert written(line, width=13) == "one two three"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "terminal", "pipe"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "xterm-256color"}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"CLICOLOR_FORCE": "1", "TERM": "dumb"}, True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
    ],
)
def test_colours_come_by_wish_and_capability(
    environment: dict[str, str], terminal: bool, pipe: bool
) -> None:
    shown = [machine.shows_colour(each, environment) for each in (_Terminal(), io.StringIO())]
    assert shown == [terminal, pipe]
