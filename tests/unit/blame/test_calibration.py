"""What differences and testimonies are worth: more for larger ones, never certainty."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import bead

from harness.blame.calibration import Calibration, calibrated
from harness.blame.contrastive import contrast
from harness.blame.hop_attribution import HopAttribution
from harness.blame.paraphrase_evidence import ParaphraseEvidence
from harness.core.values import (
    Category,
    Finding,
    LocalText,
    Mark,
    ParaphraseScore,
    Severity,
    Signature,
    Span,
)

SCALE = Calibration("test", "So it is", unit=2.0, source=1.5, back=0.5)
numbers = st.floats(-1e6, 1e6)


@given(numbers, numbers)
def test_a_larger_difference_is_believed_no_less(one: float, other: float) -> None:
    smaller, larger = sorted((abs(one), abs(other)))
    for sign in (1, -1):
        assert 0.5 <= SCALE.trust(sign * smaller) <= SCALE.trust(sign * larger) < 0.99


def test_each_sign_has_a_weight_of_its_own() -> None:
    assert SCALE.trust(2.0) == pytest.approx(2**1.5 / (1 + 2**1.5))  # log-odds 1.5 log 2
    assert SCALE.trust(-2.0) == pytest.approx(2**0.5 / (1 + 2**0.5))


def test_a_difference_accuses_the_hop_by_its_sign_and_a_small_one_none() -> None:
    behind, against = SCALE.evidence([9.0]), SCALE.evidence([-9.0])
    assert behind is not None
    assert against is not None
    assert (list(behind.hops), list(against.hops)) == ([2], [1])
    assert SCALE.evidence([0.01]) is None
    assert SCALE.evidence([0.0]) is None


@given(st.floats(0.5, 0.95))
def test_testimony_beside_other_evidence_never_counts_more_than_alone(trust: float) -> None:
    for company in ("", "lone "):
        for kind in ("witness of facts", "witness of wording"):
            for verdict in ("same", "without"):
                assert 0.5 <= calibrated(trust, company + kind, verdict) <= trust


class Glossary:
    """Finds that two texts say the same if the known word of one is in the other."""

    signature = Signature("glossary")

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[ParaphraseScore]:
        self.asked += pairs
        return [
            ParaphraseScore(0.97 if ("milk" in home) == ("leche" in pivot) else 0.02, {})
            for home, pivot in pairs
        ]


def _exchanged(source: str, back: str) -> Finding:
    spans = [Span(text.rindex(" ") + 1, len(text) - 1) for text in (source, back)]
    marks = (Mark(0, spans[0]), Mark(2, spans[1]))
    return Finding("test", Category.WORD, Severity.MAJOR, "a word", marks)


@pytest.mark.parametrize(
    ("pivot", "sign"), [("Le dio un vaso de leche.", -1), ("Le dio un vaso de agua.", 1)]
)
def test_the_reader_says_which_wording_the_pivot_has(pivot: str, sign: int) -> None:
    texts = bead("She gave him a glass of water.", pivot, "She gave him a glass of milk.")
    found = _exchanged(texts.source.text, texts.back_translation.text)
    asked = contrast(texts, found)
    assert asked is not None
    wanted = asked.wanted(texts)
    support = ParaphraseEvidence(Glossary())
    (leaning,) = asked.leanings(texts, dict(zip(wanted, support(wanted), strict=True)))
    assert leaning * sign > 1
    clue = support.scale.evidence([leaning])
    assert clue is not None
    assert list(clue.hops) == [1 if sign < 0 else 2]


def test_the_reader_is_silent_in_languages_it_was_not_measured_in_and_on_blanks() -> None:
    reader = Glossary()
    home = LocalText("en", "milk")
    pairs = [
        (LocalText("de", "Milch"), home),
        (LocalText("es", " "), home),
        (LocalText("es-MX", "leche"), home),
    ]
    first, second, third = ParaphraseEvidence(reader)(pairs)
    assert first is second is None
    assert third is not None
    assert third > 3
    assert reader.asked == [("milk", "leche")]


def test_nothing_is_asked_of_a_pivot_that_was_left_untranslated() -> None:
    source = "She gave the young man a glass of water and then she left the house."
    back = source.replace("water", "milk")
    reader = Glossary()
    at = [Span(text.index(word), text.index(word) + len(word)) for text, word in
          ((source, "water"), (back, "milk"))]  # fmt: skip
    found = Finding(
        "test", Category.WORD, Severity.MAJOR, "a word", (Mark(0, at[0]), Mark(2, at[1]))
    )
    HopAttribution(ParaphraseEvidence(reader)).attribute([(bead(source, source, back), [found])])
    assert reader.asked == []
