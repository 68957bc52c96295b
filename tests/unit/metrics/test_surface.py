import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER as SACREBLEU_TER

from harness.metrics.surface import TER, ChrF
from harness.testing.metrics import REFERENCE

WORDS = st.sampled_from(
    ["the", "The", "dog", "barked", "at", "5,000", "cats.", "no", "日本語", "é"]
)
SEGMENTS = st.lists(WORDS, max_size=9).map(" ".join)
PAIRS = st.lists(st.tuples(SEGMENTS, SEGMENTS), min_size=1, max_size=5)


@pytest.mark.parametrize(("ours", "theirs"), [(ChrF(), CHRF()), (TER(), SACREBLEU_TER())])
@given(pairs=PAIRS)
def test_scores_are_sacrebleus(
    ours: ChrF | TER, theirs: CHRF | SACREBLEU_TER, pairs: list[tuple[str, str]]
) -> None:
    scores = ours.measure(pairs)
    for (reference, hypothesis), score in zip(pairs, scores, strict=True):
        expected = theirs.sentence_score(hypothesis, [reference]).score
        assert score.value == pytest.approx(expected, abs=1e-6)
    references, hypotheses = map(list, zip(*pairs, strict=True))
    expected = theirs.corpus_score(hypotheses, [references]).score
    combined = ours.combine(score.statistics for score in scores)
    assert combined == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("ours", "theirs"), [(ChrF(), CHRF()), (TER(), SACREBLEU_TER())])
def test_the_signature_is_sacrebleus(ours: ChrF | TER, theirs: CHRF | SACREBLEU_TER) -> None:
    before = str(ours.card.signature)
    theirs.corpus_score(["a b"], [["a c"]])
    assert before == f"{ours.card.name}|{theirs.get_signature()}"


@pytest.mark.parametrize(
    ("reference", "hypothesis", "expected"),
    [
        ("one two three four", "one two three four", 0.0),
        ("one two three four", "one two three five", 25.0),  # one substitution
        ("one two three four", "three four one two", 25.0),  # one shift
        ("one two", "one two three four five six", 200.0),  # four insertions
        ("one two three four", "", 100.0),
        ("", "one two", 100.0),
        ("", "", 0.0),
    ],
)
def test_ter_counts_edits(reference: str, hypothesis: str, expected: float) -> None:
    assert TER().measure([(reference, hypothesis)])[0].value == expected


def test_chrf_does_not_see_what_was_added_where_the_source_has_nothing() -> None:
    metric = ChrF()
    same, added = metric.measure([(REFERENCE, REFERENCE), ("", "Something else entirely.")])
    assert added.value == 0
    assert metric.combine([same.statistics, added.statistics]) == 100


def test_ter_does_see_it() -> None:
    metric = TER()
    same, added = metric.measure([("one two", "one two"), ("", "three four")])
    assert metric.combine([same.statistics, added.statistics]) == 100


def test_sacrebleu_is_not_imported_until_it_is_needed() -> None:
    code = (
        "import sys; from harness.metrics.surface import ChrF, TER; ChrF(); TER();"
        "assert not any(name.split('.')[0] == 'sacrebleu' for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
