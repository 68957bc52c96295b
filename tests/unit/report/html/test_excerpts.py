"""An excerpt shows the words in question and what stands around them."""

from hypothesis import given
from hypothesis import strategies as st

from harness.core.values import Severity, Span
from harness.report.html.excerpts import excerpt, window
from harness.report.html.text_runs import Highlight

TEXT = "The ministry said on Monday that 12 of the 30 ferries would be repaired before winter."


@given(st.text(alphabet="ab ", max_size=80), st.data())
def test_a_window_lies_in_the_text_and_holds_the_beginning_of_the_words(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    focus = Span(start, data.draw(st.integers(start, len(text))))
    longest = data.draw(st.integers(6, 40))
    shown = window(text, focus, longest)
    assert 0 <= shown.start <= shown.end <= len(text)
    assert len(shown) <= longest
    assert shown.start <= focus.start <= shown.end


def _lit(pieces: object) -> list[str]:
    return [piece.text for piece in pieces if piece.findings]  # type: ignore[attr-defined]


def test_what_is_left_out_shows_and_marks_stay_on_their_words() -> None:
    place = TEXT.index("30")
    marks = [Highlight(Span(place, place + 2), 1, Severity.MAJOR)]
    pieces = excerpt(TEXT, marks, marks[0].span, 40)
    assert "".join(piece.text for piece in pieces) == "… 12 of the 30 ferries would be …"
    assert _lit(pieces) == ["30"]


def test_a_short_text_is_shown_whole() -> None:
    pieces = excerpt(TEXT, [Highlight(Span(0, 3), 1, Severity.MINOR)], Span(0, 3), 200)
    assert "".join(piece.text for piece in pieces) == TEXT
    assert _lit(pieces) == ["The"]


def test_marks_outside_the_window_are_left_out() -> None:
    marks = [Highlight(Span(0, 3), 1, Severity.MAJOR), Highlight(Span(80, 85), 2, Severity.MAJOR)]
    assert _lit(excerpt(TEXT, marks, Span(0, 3), 30)) == ["The"]
