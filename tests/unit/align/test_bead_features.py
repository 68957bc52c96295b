"""What speaks for a bead, and what is learnt from the texts themselves."""

from itertools import product

import numpy as np
import pytest

from harness.align.bead_features import Texts, bead_features
from harness.align.lattice import LONGEST, SHAPES
from harness.align.prepared import prepare
from harness.align.sentence_aligner import habits, weights_for
from harness.align.sentence_vectors import TextVectors, likeness
from harness.align.translation_table import learn
from harness.core.values import Bead, Span

ENGLISH = ["The dog barks.", "The cat sleeps.", "The dog sleeps.", "The cat barks.", "Oslo 1952."]
SPANISH = ["El perro ladra.", "El gato duerme.", "El perro duerme.", "El gato ladra.", "Oslo 1952."]
BEADS = [Bead(Span(i, i + 1), Span(i, i + 1), 1.0) for i in range(5)]


def texts(*, vectors: bool = False, learnt: bool = False) -> Texts:
    source, target = prepare(ENGLISH), prepare(SPANISH)
    rows = np.eye(5, 384, dtype=np.float32)
    found = TextVectors(rows, np.ones(5, np.float32), [rows.mean(axis=0)] * LONGEST)
    return Texts(
        source,
        target,
        1.0,
        same_language=False,
        vectors=(found, found) if vectors else None,
        translations=learn(source, target, BEADS) if learnt else None,
        habits=habits(BEADS) if learnt else None,
    )


@pytest.mark.parametrize(("same", "vectors", "learnt"), list(product((True, False), repeat=3)))
def test_every_signal_has_a_weight_and_every_weight_a_signal(
    same: bool, vectors: bool, learnt: bool
) -> None:
    names = [
        name for name, _ in bead_features(texts(vectors=vectors, learnt=learnt), *2 * [Span(0, 5)])
    ]
    weights = weights_for(same=same, vectors=vectors, learnt=learnt)
    assert sorted(names) == sorted(weights)


def test_words_are_learnt_from_the_text_itself() -> None:
    source, target = prepare(ENGLISH), prepare(SPANISH)
    learnt = learn(source, target, BEADS)
    assert learnt is not None
    rows = np.arange(len(source.stems))
    table = learnt.forward.dense(rows, np.arange(len(target.stems)))
    best = {stem: target.stems[int(table[row].argmax())] for row, stem in enumerate(source.stems)}
    assert [best[word] for word in ("dog", "cat", "barks", "sleep", "oslo")] == [
        "perro", "gato", "ladra", "duerm", "oslo"
    ]  # fmt: skip


def test_what_one_bead_alone_says_is_not_learnt() -> None:
    source, target = prepare(["A bell rang.", "Oslo 7."]), prepare(["Una campana.", "Oslo 7."])
    learnt = learn(source, target, BEADS[:2])
    assert learnt is not None
    assert {source.stems[stem] for stem in learnt.forward.source} == {"oslo", "7"}


def test_nothing_is_learnt_from_nulls() -> None:
    side = prepare(ENGLISH)
    assert learn(side, side, [Bead(Span(0, 1), Span(0, 0), 1.0)]) is None


def test_shared_words_speak_for_the_right_bead_and_against_a_merge() -> None:
    found = dict(bead_features(texts(), Span(0, 5), Span(0, 5)))
    single, double = SHAPES.index((1, 1)), SHAPES.index((1, 2))
    assert found["words_fit"][single, 5, 5] == 1.0
    assert found["words_fit"][single, 1, 2] == 0.0
    assert found["words_gain"][double, 5, 5] < 0  # "El gato ladra." adds nothing to "Oslo 1952."


def test_likeness_is_1_for_the_same_and_0_for_strangers() -> None:
    one, stranger = np.eye(2, 4, dtype=np.float32)
    rows = np.stack([one, stranger])
    alike = likeness(rows, rows, (stranger, stranger))
    assert alike[0, 0] == pytest.approx(1.0)
    assert likeness(rows[:1], rows[1:], (stranger, one))[0, 0] == pytest.approx(0.0)
