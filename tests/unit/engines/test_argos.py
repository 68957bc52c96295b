"""How Argos packages are found and batched, and what happens when CTranslate2 fails."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from argos_packages import archive, manifest, package

from harness.core.bundled import bundled
from harness.core.errors import ConfigError, EngineDied, EngineUnavailable, ReadError
from harness.core.protocols import Engine, Obstacle, Offer, Surroundings
from harness.core.values import Direction, Translated, Untranslatable
from harness.engines.argos import Argos, ArgosEngine
from harness.engines.translation_model import batches

ES_EN = Direction("es", "en")


def offers(surroundings: Surroundings) -> list[tuple[str, str]]:
    survey = Argos().survey(surroundings)
    return [(str(o.direction), o.model) for o in survey if isinstance(o, Offer)]


def test_packages_are_found_in_every_usual_form(tmp_path: Path) -> None:
    package(tmp_path / "translate-es_en-1_9", "es", "en", "1.9")  # as Argos installs them
    archive(tmp_path / "downloaded.argosmodel")  # as they are downloaded
    (tmp_path / "fr_en").mkdir()
    package(tmp_path / "unrelated" / "deeper", "de", "en", "1.0")  # too deep to be one
    archive(tmp_path / "fr_en" / "bundled.argosmodel")  # as this harness ships them
    assert (
        offers(Surroundings(settings={"packages": f"{tmp_path}{os.pathsep}{tmp_path / 'missing'}"}))
        == [("es→en", "es_en 1.9")] * 3
    )


def test_the_newest_comes_first_and_named_packs_before_it(tmp_path: Path) -> None:
    folder_ = tmp_path / "installed"
    package(folder_ / "a", "es", "en", "1.9")
    package(folder_ / "b", "es", "en", "1.10")
    named = package(tmp_path / "mine", "es", "en", "0.1")
    surroundings = Surroundings(packs=(named,), settings={"packages": str(folder_)})
    assert [model for _, model in offers(surroundings)] == ["es_en 0.1", "es_en 1.10", "es_en 1.9"]
    engine = Argos().open(ES_EN, surroundings)
    assert ("package", "0.1") in engine.signature.fields


def test_a_longer_version_is_the_newer_one(tmp_path: Path) -> None:
    """By hand: 1 < 1.9 < 1.9.1 < 1.10 < 2; a package without a version is older than any."""
    for place, version in enumerate(["1.9", "", "1.10", "1", "2", "1.9.1"]):
        package(tmp_path / str(place), "es", "en", version)
    assert [model for _, model in offers(Surroundings(settings={"packages": str(tmp_path)}))] == [
        "es_en 2", "es_en 1.10", "es_en 1.9.1", "es_en 1.9", "es_en 1", "es_en"
    ]  # fmt: skip


def test_codes_of_argos_become_bcp_47(tmp_path: Path) -> None:
    package(tmp_path / "a", "en", "pb", "1.0")
    package(tmp_path / "b", "zt", "en", "1.0")
    assert offers(Surroundings(settings={"packages": str(tmp_path)})) == [
        ("en→pt-BR", "en_pb 1.0"),
        ("zh-Hant→en", "zt_en 1.0"),
    ]


def test_a_broken_package_is_reported_and_passed_over_unless_the_user_named_it(
    tmp_path: Path,
) -> None:
    broken = tmp_path / "folder" / "a.argosmodel"
    broken.parent.mkdir()
    broken.write_bytes(b"nothing")
    package(tmp_path / "folder" / "b", "es", "en", "1.0")
    found = Surroundings(settings={"packages": str(broken.parent)})
    assert any(isinstance(item, Obstacle) for item in Argos().survey(found))
    assert Argos().open(ES_EN, found).direction == ES_EN
    with pytest.raises(ReadError, match="not a readable zip"):
        Argos().open(
            ES_EN, Surroundings(packs=(broken,), settings={"packages": str(broken.parent)})
        )


def test_a_pack_that_is_not_what_its_manifest_says_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "es_en").mkdir()
    path = archive(tmp_path / "es_en" / "x.argosmodel")
    manifest(path, sha256="0" * 64)
    with pytest.raises(ReadError, match="damaged"):
        Argos().open(ES_EN, Surroundings(settings={"packages": str(tmp_path)}))


def test_packs_of_other_engines_are_left_alone(tmp_path: Path) -> None:
    transcript = tmp_path / "t.jsonl"
    transcript.write_text("not even JSON")
    (item,) = Argos().survey(Surroundings(packs=(transcript,)))
    assert isinstance(item, Obstacle)
    assert "no Argos package" in item.reason


def test_no_direction_is_served_by_a_detour(tmp_path: Path) -> None:
    package(tmp_path / "a", "es", "en", "1.0")
    package(tmp_path / "b", "en", "fr", "1.0")
    with pytest.raises(EngineUnavailable, match="es→fr"):
        Argos().open(Direction("es", "fr"), Surroundings(settings={"packages": str(tmp_path)}))


@pytest.mark.parametrize(
    "options", [{"batch": "padded"}, {"beam": "0"}, {"compute_type": "int4"}, {"device": "gpu"}]
)
def test_a_wrong_option_is_refused_before_anything_is_read(options: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        Argos().open(ES_EN, Surroundings(settings=options))


def test_every_option_is_part_of_the_identity(tmp_path: Path) -> None:
    package(tmp_path / "a", "es", "en", "1.0")

    def opened(**options: str) -> Engine:
        return Argos().open(ES_EN, Surroundings(settings={"packages": str(tmp_path), **options}))

    every: list[dict[str, str]] = [
        {}, {"batch": "single"}, {"beam": "2"}, {"compute_type": "int8"}, {"compute_type": "auto"}
    ]  # fmt: skip
    identities = {opened(**options).signature.identity for options in every}
    assert len(identities) == len(every)
    same = opened(beam="4", batch="equal-length")
    assert same.signature == opened().signature


def test_only_segments_of_equal_length_share_a_batch() -> None:
    lengths = [3, 1, 3, 2, 3, 1]
    assert list(batches(range(6), lengths, "equal-length")) == [[0, 2, 4], [3], [1, 5]]
    assert list(batches([0, 5], lengths, "equal-length")) == [[0], [5]]


def test_batches_are_bounded_and_lose_nothing() -> None:
    made = list(batches(range(100), [7] * 100, "equal-length"))
    assert max(map(len, made)) == 32
    assert [place for batch in made for place in batch] == list(range(100))


def test_single_mode_sends_each_alone() -> None:
    assert sorted(batches(range(4), [3, 1, 3, 2], "single")) == [[0], [1], [2], [3]]


# ── devices ─────────────────────────────────────────────────────────────────────────────────────


class RecordingTranslator:
    """In the place of CTranslate2's; keeps what it was made with."""

    made: ClassVar[list[dict[str, Any]]] = []

    def __init__(self, path: str, **settings: Any) -> None:
        self.made.append(settings)

    def translate_batch(self, batch: list[list[str]], **settings: Any) -> list["Answer"]:
        return [Answer() for _ in batch]

    def unload_model(self) -> None:
        pass


class Answer:
    hypotheses: ClassVar = [["▁Hello"]]
    scores: ClassVar = [-0.5]

    def result(self) -> "Answer":
        return self


@pytest.mark.engine
@pytest.mark.parametrize(
    ("setting", "cards", "device", "workers"),
    [("cpu", 1, "cpu", 3), ("auto", 0, "cpu", 3), ("auto", 2, "cuda", 1), ("cuda", 1, "cuda", 1)],
)
def test_ctranslate2_computes_on_the_device_that_is_set(
    setting: str, cards: int, device: str, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctranslate2 = pytest.importorskip("ctranslate2")
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: cards)
    monkeypatch.setattr(ctranslate2, "Translator", RecordingTranslator)
    monkeypatch.setattr(RecordingTranslator, "made", [])
    place = Surroundings(
        bundled_packs=bundled("langpacks"), threads=3, settings={"device": setting}
    )
    engine = Argos().open(ES_EN, place)
    assert engine.translate(["Hola."]) == [Translated("Hello", -0.5)]
    (made,) = RecordingTranslator.made
    assert (made["device"], made["inter_threads"], made["intra_threads"]) == (device, workers, 1)
    assert (("device", "cuda") in engine.signature.fields) == (device == "cuda")
    engine.close()


@pytest.mark.engine
def test_a_graphics_card_that_is_not_there_is_told_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_driver() -> int:
        raise RuntimeError("CUDA failed with error no CUDA-capable device is detected")

    ctranslate2 = pytest.importorskip("ctranslate2")
    for count in (lambda: 0, no_driver):
        monkeypatch.setattr(ctranslate2, "get_cuda_device_count", count)
        with pytest.raises(EngineUnavailable, match="no CUDA device") as told:
            Argos().open(ES_EN, Surroundings(settings={"device": "cuda"}))
        assert "argos.device" in str(told.value.hint)


def test_the_processor_keeps_the_identity_that_memories_know(tmp_path: Path) -> None:
    package(tmp_path / "a", "es", "en", "1.0")
    settings = {"packages": str(tmp_path)}
    plain = Argos().open(ES_EN, Surroundings(settings=settings))
    named = Argos().open(ES_EN, Surroundings(settings={**settings, "device": "cpu"}))
    assert plain.signature == named.signature


# ── failure ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.engine
def test_a_model_that_is_none_is_unavailable(tmp_path: Path) -> None:
    package(tmp_path, "es", "en", "1.0")
    engine = Argos().open(ES_EN, Surroundings(packs=(tmp_path,)))
    for _ in range(2):
        with pytest.raises(EngineUnavailable, match="cannot be loaded"):
            engine.translate(["Hola."])
    engine.close()


@pytest.fixture
def real() -> Iterator[ArgosEngine]:
    engine = Argos().open(ES_EN, Surroundings(bundled_packs=bundled("langpacks")))
    yield engine
    engine.close()


@pytest.mark.engine
def test_a_model_that_is_lost_after_it_answered_is_an_engine_that_died(real: ArgosEngine) -> None:
    assert isinstance(real.translate(["Hola."])[0], Translated)
    assert real._model is not None
    while real._model.translator.model_is_loaded:  # it does not unload while a worker tidies up
        real._model.translator.unload_model()
    with pytest.raises(EngineDied, match="model for this translator was unloaded"):
        real.translate(["Hola."])


class Failing:
    """A translator that throws when the sentence goes in, as CTranslate2 may, or always."""

    def __init__(self, inner: Any, poison: str | None) -> None:
        self.inner = inner
        self.poison = poison

    def translate_batch(self, batch: list[list[str]], **settings: Any) -> Any:
        if self.poison is None or any(self.poison in token for ts in batch for token in ts):
            return [Broken()] * len(batch)
        return self.inner.translate_batch(batch, **settings)

    def unload_model(self) -> None:
        self.inner.unload_model()


class Broken:
    def result(self) -> None:
        raise RuntimeError("no position encodings")


@pytest.mark.engine
def test_a_segment_is_to_blame_only_while_others_are_answered(real: ArgosEngine) -> None:
    (expected,) = real.translate(["Hola."])
    assert real._model is not None
    inner = real._model.translator
    real._model.translator = Failing(inner, poison="gato")
    outcomes = real.translate(["Hola.", "Un gato.", "Hola."])
    assert outcomes == [
        expected,
        Untranslatable("CTranslate2 gave up: no position encodings"),
        expected,
    ]
    real._model.translator = Failing(inner, poison=None)
    with pytest.raises(EngineDied, match="gives no answer: no position encodings"):
        real.translate(["Hola."])
