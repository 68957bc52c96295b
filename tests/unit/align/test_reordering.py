import pytest
from support import graded

from harness.align.reordering import reordering_issues
from harness.core.values import Alignment, Bead, Category, Severity, Span


def order(*targets: int, size: int = 1, moved: set[int]) -> Alignment:
    """Sentence i, or `size` of them, went to `targets[i]`."""
    beads = [
        Bead(Span(size * i, size * i + size), Span(target, target + 1), moved=i in moved)
        for i, target in enumerate(targets)
    ]
    return Alignment(tuple(beads), size * len(targets), len(targets))


@pytest.mark.parametrize(
    ("alignment", "message", "moved_by"),
    [
        (order(0, 1, 2, 5, 3, 4, moved={3}), "Sentence 4 came back after sentence 6.", "2"),
        (order(0, 1, 2, 3, 7, 4, 5, 6, 8, moved={4}), "between sentences 8 and 9.", "3"),
        (order(0, 1, 3, 4, 5, 2, 6, moved={5}), "Sentence 6 came back between sentences 2 and 3.",
         "-3"),
        (order(1, 2, 0, moved={2}), "Sentence 3 came back before sentence 1.", "-2"),
        (order(1, 2, 0, size=2, moved={2}), "Sentences 5 and 6 came back before sentence 1.", "-4"),
        (order(1, 2, 0, size=3, moved={2}), "Sentences 7 to 9 came back before sentence 1.", "-6"),
    ],
)  # fmt: skip
def test_a_move_says_where_it_went(alignment: Alignment, message: str, moved_by: str) -> None:
    ((bead, issue),) = reordering_issues(alignment).items()
    assert bead.moved
    assert issue.message.endswith(message)
    assert issue.category is Category.SENTENCE_ORDER
    assert [each.severity for each in graded([issue])] == [Severity.MINOR]
    assert issue.evidence == (("moved_by", moved_by),)


def test_neighbours_that_were_dropped_or_moved_too_are_no_landmarks() -> None:
    beads = (
        Bead(Span(0, 1), Span(0, 1)),
        Bead(Span(1, 2), Span(1, 1)),  # dropped
        Bead(Span(2, 3), Span(4, 5), moved=True),
        Bead(Span(3, 4), Span(3, 4), moved=True),
        Bead(Span(4, 5), Span(1, 2)),
        Bead(Span(5, 5), Span(2, 3)),  # added
        Bead(Span(5, 6), Span(5, 6)),
    )
    messages = [issue.message for issue in reordering_issues(Alignment(beads, 6, 6)).values()]
    assert messages == [f"Sentence {n} came back between sentences 5 and 6." for n in (3, 4)]


def test_where_nothing_kept_its_place_no_place_is_named() -> None:
    issues = reordering_issues(order(1, 0, moved={0, 1}))
    assert {issue.message for issue in issues.values()} == {
        "Sentence 1 came back elsewhere.",
        "Sentence 2 came back elsewhere.",
    }


def test_what_kept_its_place_is_no_issue() -> None:
    assert not reordering_issues(order(0, 1, 2, moved=set()))
