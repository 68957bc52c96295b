"""Two texts on one line."""

from hypothesis import given
from hypothesis import strategies as st

from harness.text.words.control_characters import strip_controls
from harness.writing.terminal import marked


def test_marks_of_direction_are_named_where_nothing_else_differs() -> None:
    assert marked("ירדה ל\u200e-5 מעלות", "ירדה ל-5 מעלות") == "ירדה [-ל<U+200E>-5-]{+ל-5+} מעלות"
    assert marked("a \u202eb c", "a \u202ed c") == "a [-b-]{+d+} c"


def test_changes_are_marked_and_may_be_coloured() -> None:
    before, after = "It has 75 aircraft.", "It has 57 aircraft now."
    assert marked(before, after) == "It has [-75-]{+57+} aircraft{+ now+}."
    coloured = marked(before, after, lost="<{}>".format, come="({})".format)
    assert coloured == "It has <[-75-]>({+57+}) aircraft({+ now+})."


@given(st.text(max_size=20), st.text(max_size=20))
def test_nothing_passes_that_steers_a_terminal(before: str, after: str) -> None:
    line = marked(before, after)
    assert strip_controls(line) == line
