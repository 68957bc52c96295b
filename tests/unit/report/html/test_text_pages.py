"""Pages about texts without a route: two beside each other, or one by its lines."""

from collections.abc import Callable

import pytest
from unit.report.page_reader import Element, faults, parse
from unit.report.report_samples import HOSTILE, compared, linted

from harness.report.html.reporter import page
from harness.report.html.text_pages import TextPage


def _page(facts: TextPage) -> Element:
    return parse("".join(page(facts)))


def _rows(root: Element) -> list[Element]:
    return [element for element in root.walk() if element.tag == "article"]


@pytest.mark.parametrize("facts", [compared, linted])
def test_such_a_page_is_self_contained_and_the_same_each_time(
    facts: Callable[[], TextPage],
) -> None:
    made = "".join(page(facts()))
    assert faults(made) == []
    assert made == "".join(page(facts()))


def test_two_texts_stand_beside_each_other_and_nothing_between() -> None:
    shown = [
        [(cell.classes - {"text"}, cell.text()) for cell in row.find("text")]
        for row in _rows(_page(compared()))
    ]
    assert shown == [
        [({"source"}, "They paid 90 euros."), ({"back-translation"}, "They paid 19 euros.")],
        [({"source"}, HOSTILE), ({"back-translation"}, HOSTILE)],
        [({"source"}, ""), ({"back-translation"}, "Please keep your bags with you.")],
    ]


def test_the_head_of_two_texts_says_what_was_found_and_what_could_not_be() -> None:
    (card,) = compared().overview.cards
    assert card.summary == "2 critical findings in 3 passages."
    assert [fact.words for fact in card.categories] == ["added sentence", "number"]
    assert [fact.title for fact in card.metrics] == ["chrF", "TER"]
    assert len(card.caveats) == 1
    assert len(card.strip.ticks) == 2


def test_no_hop_is_blamed_where_there_was_none() -> None:
    for facts in (compared(), linted()):
        said = " ".join(e for element in _page(facts).walk() for e in _own_words(element))
        assert "hop" not in said.replace("hop-", "").lower()
        assert "hypothesis" not in said.lower()


def _own_words(element: Element) -> list[str]:
    hidden = {"style", "script"}
    return [] if element.tag in hidden else [c for c in element.children if isinstance(c, str)]


def test_a_text_alone_is_shown_once_with_its_line_numbers() -> None:
    rows = _rows(_page(linted()))
    assert [[cell.text() for cell in row.find("text")] for row in rows] == [
        ["The the end."],
        [HOSTILE],
        ["El puente está\ncerrado."],
    ]
    assert [block.position for block in linted().blocks()] == ["1", "3", "5–6"]
    (card,) = linted().overview.cards
    assert card.summary == "1 critical finding in 3 lines, and 1 minor."


def test_marks_of_one_text_are_not_kept_for_another() -> None:
    one, other = (facts.overview.cards[0].fingerprint for facts in (compared(), linted()))
    assert one != other
    assert compared().overview.cards[0].fingerprint == one
