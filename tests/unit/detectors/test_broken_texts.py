"""Garbage and truncation: texts that a machine left broken."""

import pytest
from hypothesis import given
from support import bead, graded, texts

from harness.core.values import Category, Mark, Severity, Span
from harness.detectors.garbage import Garbage
from harness.detectors.truncation import Truncation
from harness.text.facts.corruption import corrupted_in

LONG = "The committee will meet again on Thursday to decide who repairs the old bridge."


@pytest.mark.parametrize(
    ("back", "severity"),
    [
        ("The caf\ufffd is open.", Severity.CRITICAL),
        ("The ⁇ is open.", Severity.CRITICAL),
        ("The <unk> is open.", Severity.CRITICAL),
        ("▁The ▁café is open.", Severity.CRITICAL),
        ("The ca ##fe is open.", Severity.CRITICAL),
        ("The cafÃ© is open.", Severity.MAJOR),
        ("The cafeâ€™s open.", Severity.MAJOR),
        ("The café is\u200f open.", Severity.MINOR),
        ("The caf\u200bé is open.", Severity.MINOR),
    ],
)
def test_wreckage_is_found(back: str, severity: Severity) -> None:
    (finding,) = graded(Garbage().detect(bead("The café is open.", back)))
    assert (finding.category, finding.severity) == (Category.GARBLED, severity)
    assert list(Garbage().detect(bead(back, back))) == []


def test_wreckage_of_a_pivot_is_told_once_with_its_hop() -> None:
    (finding,) = graded(Garbage().detect(bead("The café.", "El ⁇ .", "The ⁇ .")))
    assert finding.marks == (Mark(1, Span(3, 4)), Mark(2, Span(4, 5)))
    assert "after hop 1" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        *("## Heading", "a < b > c", "São João às três", "C# and F##", "Âge"),
        *("المادة 5\u200f (ب)", "סעיף 5\u200f א", "ประเทศ\u200bไทย", "family 👨\u200d👩"),
    ],
)
def test_what_is_no_wreckage(text: str) -> None:
    assert list(corrupted_in(text)) == []


@given(texts)
def test_wreckage_stands_where_it_says(text: str) -> None:
    for found in corrupted_in(f"{text}\ufffd{text}"):
        assert found.span.of(f"{text}\ufffd{text}") == found.text


def test_a_return_that_breaks_off_is_critical() -> None:
    (finding,) = graded(
        Truncation().detect(bead(LONG, "The committee will meet again on Thursday to"))
    )
    assert (finding.category, finding.severity) == (Category.TRUNCATION, Severity.CRITICAL)
    assert finding.message == (
        "The back-translation breaks off after “again on Thursday to”; "
        "the source goes on to “repairs the old bridge”."
    )


def test_a_pivot_that_breaks_off_is_told_with_its_hop() -> None:
    pivot = "El comité se reunirá de nuevo el jueves para"
    (finding,) = Truncation().detect(bead(LONG, pivot, LONG))
    assert finding.marks[1].stop == 1
    assert dict(finding.evidence)["hop"] == "1"


@pytest.mark.parametrize(
    "back",
    [
        LONG,
        LONG.removesuffix("."),
        "The committee decides on Thursday who repairs the old bridge",
        "Thursday the committee meets.",
        "",
    ],
)
def test_a_text_that_is_whole_or_ends_is_silent(back: str) -> None:
    assert list(Truncation().detect(bead(LONG, back))) == []
