"""Which findings are one fault, and which few of them are shown."""

from hypothesis import given
from hypothesis import strategies as st
from unit.report.report_samples import finding

from harness.core.values import BeadText, Category, LocalText, Severity
from harness.report.shared.entries import Entry
from harness.report.shared.faults import Fault, FaultTally, Leaders, fault_of

PRONOUN, NEGATION = Category.PRONOUN, Category.NEGATION


def _fault(
    stops: tuple[str, str, str],
    words: list[tuple[int, str]],
    message: str = "said",
    category: Category = PRONOUN,
) -> Fault:
    found = finding(stops, category, Severity.MAJOR, message, words)
    texts = BeadText(
        tuple(LocalText(tag, t) for tag, t in zip(("en", "es", "en"), stops, strict=True))
    )
    return fault_of(Entry(found), texts)


def test_the_same_words_exchanged_in_other_sentences_are_one_fault() -> None:
    one = _fault(("She sails.", "x", "He sails."), [(0, "She"), (2, "He")], "one")
    other = _fault(("Then she slept.", "x", "Then he slept."), [(0, "she"), (2, "he")], "other")
    assert one == other


def test_other_words_or_another_category_are_another_fault() -> None:
    stops = ("She sails.", "x", "He sails.")
    one = _fault(stops, [(0, "She"), (2, "He")])
    assert one != _fault(stops, [(0, "sails"), (2, "sails")])
    assert one != _fault(stops, [(0, "She"), (2, "He")], category=NEGATION)
    turned = _fault(("He sails.", "x", "She sails."), [(0, "He"), (2, "She")])
    assert one != turned


def test_lost_words_are_one_fault_only_where_the_same_is_said_of_them() -> None:
    here = _fault(("Do not go.", "x", "Go."), [(0, "not")], "“not” in “Do not go”", NEGATION)
    there = _fault(("He is not ill.", "x", "Ill."), [(0, "not")], "“not” in “is not ill”", NEGATION)
    again = _fault(("Do not go now.", "x", "Go."), [(0, "not")], "“not” in “Do not go”", NEGATION)
    assert here != there
    assert here == again


def test_a_row_counts_once_for_a_fault_and_few_places_are_kept() -> None:
    tally: FaultTally[int] = FaultTally()
    for place in range(9):
        tally.take(["a", "a", "b"] if place else ["a"], place)
    assert (tally.of("a").rows, tally.of("b").rows, tally.of("c").rows) == (9, 8, 0)
    assert tally.of("a").besides(0) == (1, 2, 3, 4)
    assert tally.of("a").besides(7) == (0, 1, 2, 3)


OFFERS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=40)


@given(OFFERS, st.integers(1, 8))
def test_the_leaders_are_the_worst_each_fault_once(
    offers: list[tuple[int, int]], count: int
) -> None:
    leaders: Leaders[int] = Leaders(count)
    for place, (fault, badness) in enumerate(offers):
        rows = sum(each == fault for each, _ in offers[: place + 1])
        leaders.offer(fault, badness, rows, (place,), place)
    found = leaders.found()
    faults = [fault for fault, _ in found]
    assert len(set(faults)) == len(faults) <= count
    worst = {fault: max(b for f, b in offers if f == fault) for fault, _ in offers}
    if len(worst) <= count:
        assert set(faults) == set(worst)
    assert [worst[int(str(each))] for each in faults] == sorted(
        (worst[int(str(each))] for each in faults), reverse=True
    )
    for fault, place in found:
        assert offers[place] == (fault, worst[int(str(fault))])
