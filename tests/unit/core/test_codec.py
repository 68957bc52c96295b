"""The codec: what is written is read back, no field is dropped, and damage is told by its place."""

import json
from dataclasses import dataclass
from typing import Any

import generated
import pytest
from hypothesis import given

from harness.core.codec import Codec, Form, Mismatch
from harness.core.record_lines import RECORD, Header, decode_row, encode_row
from harness.core.values import (
    Finding,
    LocalText,
    Locus,
    MeasuredRow,
    Return,
    Run,
    RunTotals,
    Segment,
    Signature,
    Unmeasured,
)

SPELT_OUT = Codec(RECORD.forms, beside=RECORD.beside, spelt_out=True)
codecs = pytest.mark.parametrize("codec", [RECORD, SPELT_OUT])


def plain(data: Any) -> Any:
    """What a file gives back."""
    return json.loads(json.dumps(data, allow_nan=False))


def header(run: Run) -> Header:
    return Header(1, "f" * 64, run.identity, run.provenance, run.caveats)


@codecs
@given(row=generated.rows)
def test_a_row_is_read_back(codec: Codec, row: MeasuredRow | Unmeasured) -> None:
    assert decode_row(plain(encode_row(row, codec)), codec) == row


@codecs
@given(run=generated.runs)
def test_what_is_said_of_a_run_is_read_back(codec: Codec, run: Run) -> None:
    head = header(run)
    assert codec.decode(Header, plain(codec.encode(head))) == head
    assert codec.decode(RunTotals, plain(codec.encode(run.totals))) == run.totals


# ── no field is dropped ─────────────────────────────────────────────────────────────────────────


@codecs
def test_every_field_of_every_value_is_written(codec: Codec) -> None:
    assert generated.dropped(codec) == set()


def test_a_field_that_is_not_written_is_noticed() -> None:
    nothing = Form("nothing", lambda _: None, lambda _: "")
    assert generated.dropped(Codec(RECORD.forms | {(Return, "reason"): nothing})) == {
        "Return.reason"
    }


# ── what is left out, and fields of later ───────────────────────────────────────────────────────


def test_what_is_as_usual_is_left_out_and_spelt_out_on_request() -> None:
    text = LocalText("en", "a")
    assert RECORD.encode(text) == {"language": "en", "text": "a"}
    assert SPELT_OUT.encode(text) == {"language": "en", "text": "a", "unknown": []}
    assert RECORD.encode(Return("w", None, "why")) == {"witness": "w", "reason": "why"}
    assert SPELT_OUT.encode(Return("w", text))["reason"] == ""
    assert RECORD.encode(Locus("unknown")) == {"name": "unknown", "hop": None}


@dataclass(frozen=True)
class Before:
    """A value as it was."""

    name: str


@dataclass(frozen=True)
class After:
    """The same with a field more."""

    name: str
    notes: tuple[str, ...] = ()


def test_a_field_added_with_a_default_changes_no_line_of_before() -> None:
    codec = Codec()
    before = codec.encode(Before("a"))
    assert codec.decode(After, before) == After("a")
    assert codec.encode(After("a")) == before
    assert codec.decode(After, codec.encode(After("a", ("b",)))) == After("a", ("b",))
    with pytest.raises(Mismatch, match="notes: this version knows no such key"):
        codec.decode(Before, codec.encode(After("a", ("b",))))


@dataclass(frozen=True)
class Doubtful:
    """Which of the two was written cannot be told."""

    value: Signature | Segment


def test_a_type_that_cannot_be_told_apart_is_refused() -> None:
    with pytest.raises(TypeError, match="read it back"):
        Codec().encode(Doubtful(Signature("a")))


# ── damage ──────────────────────────────────────────────────────────────────────────────────────

FINDING: dict[str, Any] = {
    "detector": "numbers",
    "category": "accuracy/omission",
    "severity": "major",
    "message": "lost",
    "marks": [[0, 1, 2]],
    "evidence": [["lost", "2"]],
    "locus": {"name": "unknown", "hop": None},
}


@pytest.mark.parametrize(
    ("change", "place", "problem"),
    [
        ({"severity": "huge"}, "severity", "no severity is called 'huge'"),
        ({"severity": ["major"]}, "severity", "no severity is called"),
        ({"category": None}, "category", "no category is called None"),
        ({"message": 3}, "message", "not a text: 3"),
        ({"marks": 3}, "marks", "no list: 3"),
        ({"marks": [[0, 1, 2], [0, 2, 1]]}, "marks[1]", "does not run forward"),
        ({"marks": [[0, 1]]}, "marks[0]", "not [stop, start, end]"),
        ({"marks": [[0, 1, True]]}, "marks[0]", "not [stop, start, end]"),
        ({"marks": [[-1, 1, 2]]}, "marks[0]", "stops are counted from 0"),
        ({"evidence": [["lost", "2"], ["lost"]]}, "evidence[1]", "no list of 2"),
        ({"locus": {"name": "hop"}}, "locus.hop", "is missing"),
        ({"locus": {"name": "hop", "hop": 1.5}}, "locus.hop", "not a whole number"),
        ({"locus": {"name": "a", "hop": 1, "evidence": [1]}}, "locus.evidence[0]", "not a text"),
        ({"locus": []}, "locus", "no object"),
        ({"colour": "red"}, "colour", "no such key"),
    ],
)
def test_damage_is_told_by_its_place(change: dict[str, Any], place: str, problem: str) -> None:
    assert RECORD.decode(Finding, FINDING) == RECORD.decode(Finding, FINDING | {"id": "a"})
    with pytest.raises(Mismatch) as refusal:
        RECORD.decode(Finding, FINDING | change)
    assert refusal.value.place == place
    assert problem in refusal.value.problem
    assert str(refusal.value) == f"{place}: {refusal.value.problem}"


@pytest.mark.parametrize("missing", FINDING)
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(Mismatch, match=f"^{missing}: is missing$"):
        RECORD.decode(Finding, {key: FINDING[key] for key in FINDING if key != missing})


@given(row=generated.rows)
def test_no_key_of_a_row_can_be_lost_but_what_is_left_out_by_rule(
    row: MeasuredRow | Unmeasured,
) -> None:
    data = plain(encode_row(row, SPELT_OUT))
    for key in data.keys() - {"row_id"}:
        with pytest.raises(Mismatch):
            decode_row({name: data[name] for name in data if name != key}, SPELT_OUT)


@pytest.mark.parametrize(
    ("words", "problem"),
    [([0, 1], "three numbers"), ([0.5, 1, -1.0], "whole number"), (["0", 1, -1], "not a number")],
)
def test_a_judgement_has_three_numbers_a_word(words: list[Any], problem: str) -> None:
    row = generated.TWO[0][1]
    data = plain(encode_row(row))
    data["likelihoods"][0]["words"] = words
    with pytest.raises(Mismatch, match=rf"^likelihoods\[0\]\.words.*{problem}"):
        decode_row(data)


def test_a_scale_has_an_end_or_null_and_a_route_is_one() -> None:
    data = plain(RECORD.encode(generated.TWO[0][0]))
    data["identity"]["metrics"][0]["highest"] = "high"
    with pytest.raises(Mismatch, match=r"^identity\.metrics\[0\]\.highest: not a number or null"):
        RECORD.decode(Header, data)
    for route in ("en:es", "en", 3):
        data["identity"]["route"] = route
        with pytest.raises(Mismatch, match=r"^identity\.route: .*route"):
            RECORD.decode(Header, data)
