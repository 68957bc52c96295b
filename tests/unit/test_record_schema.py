"""The page about the record's schema is made from the code, and says what every field means."""

from dataclasses import is_dataclass

import generated
from program import ROOT, script

from harness.core.record_lines import Header
from harness.core.values import MeasuredRow, RunTotals, Unmeasured

schema = script("record_schema.py")


def test_the_page_is_current() -> None:
    page = (ROOT / "docs" / "record-schema.md").read_text("utf-8")
    assert page == schema.page(), (
        "make it anew: python scripts/record_schema.py > docs/record-schema.md"
    )


def test_every_field_has_a_meaning() -> None:
    kinds = [*schema.LINES.values(), *filter(is_dataclass, schema.others_in_lines())]
    assert {kind.__name__: schema.untold(kind) for kind in kinds if schema.untold(kind)} == {}


def test_a_field_without_a_meaning_is_noticed() -> None:
    assert schema.untold(Untold) == {"three"}


class Untold:
    """`one` is told here."""

    one: int
    two: int  # told here
    three: int


def test_every_value_has_a_place_on_the_page() -> None:
    page = schema.page()
    inside = {"Leg", "Direction", "Span", "WordScore", "WordScores"}  # told by the form around them
    kinds = generated.kinds(Header, MeasuredRow, Unmeasured, RunTotals)
    for kind in kinds - {*schema.LINES.values()}:
        assert (f"### {kind.__name__}\n" in page) == (kind.__name__ not in inside)
