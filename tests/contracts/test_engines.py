"""Every engine keeps the contract, and the contract is seen to fail where it should."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from ct2_models import opus_folder
from servers import serving, shouting

from harness import plugins
from harness.core.bundled import bundled
from harness.core.protocols import Engine, EngineProvider, Offer, Surroundings
from harness.core.values import Direction, Outcome, Signature, Translated, Untranslatable
from harness.engines.apertium import Apertium
from harness.engines.argos import Argos
from harness.engines.bergamot import Bergamot
from harness.engines.ct2 import Ct2
from harness.engines.libretranslate import LibreTranslate
from harness.engines.openai import OpenAI
from harness.engines.replay import Replay
from harness.engines.transcript import write_transcript
from harness.machine import site
from harness.testing import EngineContract

SPANISH = (
    "Cuesta 18,10 €.",
    "Nadie sabía adónde se habían ido los niños.",
    "El viejo puente fue destruido por la inundación de 1953.",
    "Abrió la puerta, miró la habitación vacía y se echó a llorar.",
    "Nos fuimos.",
)


def usable(
    provider: EngineProvider,
    direction: Direction,
    surroundings: Surroundings,
    options: Mapping[str, str] | None = None,
) -> Engine:
    """The engine, or a skip that says what is missing."""
    survey = provider.survey(surroundings)
    if not any(isinstance(item, Offer) and item.direction == direction for item in survey):
        pytest.skip(f"{type(provider).__name__} does not offer {direction}: {survey}")
    return provider.open(direction, replace(surroundings, settings=options or {}))


BUNDLED = Surroundings(bundled_packs=bundled("langpacks"), threads=2)
PROGRAMS = Surroundings(program_folders=tuple(map(Path, os.get_exec_path())), threads=2)


@pytest.mark.engine
class TestArgosEnglishToSpanish(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return usable(Argos(), Direction("en", "es"), BUNDLED)

    @pytest.fixture(params=["batch=single", "beam=2", "compute_type=int8"])
    def altered(self, request: pytest.FixtureRequest) -> Engine:
        return usable(Argos(), Direction("en", "es"), BUNDLED, dict([request.param.split("=")]))


@pytest.mark.engine
class TestArgosSpanishToEnglish(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return usable(Argos(), Direction("es", "en"), BUNDLED)

    @pytest.fixture
    def sentences(self) -> Sequence[str]:
        return SPANISH


@pytest.mark.engine
class TestArgosOneAtATime(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return usable(Argos(), Direction("en", "es"), BUNDLED, {"batch": "single"})


@pytest.mark.engine
class TestBergamot(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return usable(Bergamot(), Direction("en", "pt"), site().of("bergamot"))


@pytest.mark.engine
class TestApertiumEnglishToSpanish(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return usable(Apertium(), Direction("en", "es"), PROGRAMS)


@pytest.mark.engine
class TestApertiumSpanishToPortuguese(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return usable(Apertium(), Direction("es", "pt"), PROGRAMS)

    @pytest.fixture
    def sentences(self) -> Sequence[str]:
        return SPANISH


class TestReplay(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path, sentences: Sequence[str]) -> Engine:
        transcript = tmp_path / "recorded.jsonl"
        recorded = [(text, Translated(text.upper(), -0.5)) for text in sentences]
        direction = Direction("en", "es")
        write_transcript(transcript, Signature("recorded", (("beam", "4"),)), direction, recorded)
        return Replay().open(direction, Surroundings(packs=(transcript,)))


class TestLibreTranslate(EngineContract):
    uses_network = True

    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        with serving(shouting) as server:
            surroundings = Surroundings(settings={"address": server.address})
            yield LibreTranslate().open(Direction("en", "es"), surroundings)


class TestOpenAI(EngineContract):
    uses_network = True

    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        with serving(shouting) as server:
            yield OpenAI().open(
                Direction("en", "es"), Surroundings(settings={"address": server.address})
            )

    @pytest.fixture
    def altered(self) -> Iterator[Engine]:
        with serving(shouting) as server:
            engine = OpenAI().open(
                Direction("en", "es"),
                Surroundings(settings={"address": server.address, "prompt": "translategemma"}),
            )
            yield engine
            engine.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model in the form of OPUS-MT."""
    return opus_folder(tmp_path_factory.mktemp("ct2") / "opus-mt-en-es")


@pytest.mark.engine
class TestCt2(EngineContract):
    @pytest.fixture
    def engine(self, folder: Path) -> Engine:
        return Ct2().open(Direction("en", "es"), Surroundings(packs=(folder,), threads=2))

    @pytest.fixture
    def altered(self, folder: Path) -> Engine:
        alone = Surroundings(packs=(folder,), settings={"beam": "2"})
        return Ct2().open(Direction("en", "es"), alone)


def test_engines_of_every_registered_provider_are_under_contract() -> None:
    kept = {Argos, Bergamot, Apertium, Replay, LibreTranslate, OpenAI, Ct2}
    assert {type(plugins.engine_provider(name)) for name in plugins.names("engines")} == kept


# ── the contract can go red ─────────────────────────────────────────────────────────────────────


class Upper:
    """Keeps the contract; the engines below break one law each."""

    direction = Direction("en", "es")
    signature = Signature("upper", (("version", "1"),))

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return [self.one(segment) for segment in segments]

    def one(self, segment: str) -> Outcome:
        if any("\ud800" <= character <= "\udfff" for character in segment):
            return Untranslatable("no character")
        return Translated(segment.upper() if segment.strip() else "")

    def close(self) -> None:
        pass


class DependsOnBatchLength(Upper):
    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return [Translated(f"{segment} {len(segments)}") for segment in segments]


class DependsOnPosition(Upper):
    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return [Translated(f"{segment} {place}") for place, segment in enumerate(segments)]


class DependsOnHistory(Upper):
    """As Apertium's tagger does: an odd text changes it for good."""

    spoilt = False

    def one(self, segment: str) -> Outcome:
        self.spoilt = self.spoilt or "\t" in segment
        return Translated(segment.lower()) if self.spoilt else super().one(segment)


class DropsBlankSegments(Upper):
    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return [self.one(segment) for segment in segments if segment.strip()]


class SplitsAtLineBreaks(Upper):
    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return [self.one(line) for line in "\n".join(segments).split("\n")]


class EndsAtNul(Upper):
    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return [self.one(piece) for piece in "\0".join(segments).split("\0")]


class AnswersBlankWithWords(Upper):
    def one(self, segment: str) -> Outcome:
        return super().one(segment or "nothing")


class GivesUp(Upper):
    def one(self, segment: str) -> Outcome:
        return Untranslatable("too hard") if segment.strip() else super().one(segment)


class NamesAPath(Upper):
    signature = Signature("upper", (("model", "/home/someone/model.bin"),))


class ChangesItsName(Upper):
    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        self.signature = Signature("upper", (("calls", str(len(segments))),))
        return super().translate(segments)


class BreaksWhenClosedTwice(Upper):
    closed = False

    def close(self) -> None:
        if self.closed:
            raise RuntimeError("closed already")
        self.closed = True


class ForgetsTheLast(Upper):
    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return super().translate(segments[:-1] if len(segments) > 1 else segments)


class WritesHalfASurrogatePair(Upper):
    def one(self, segment: str) -> Outcome:
        return Translated(segment.upper() if segment.strip() else "")


class TurnsRound(Upper):
    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        self.direction = Direction("es", "en")
        return super().translate(segments)


class ForgetsByWhatItIsKnown(Upper):
    """Never says the same thing twice: nothing that it answered would be found again."""

    told = 0

    @property
    def remembered_by(self) -> str:
        self.told += 1
        return str(self.told)


SENTENCES = ("It costs €18.10.", "We left.", "The old bridge was destroyed.")

CONTRACT = EngineContract()
ALTERED = Upper()
ALTERED.signature = Signature("upper", (("version", "1"), ("beam", "2")))

# Every law of the contract with what it is given besides the engine.
LAWS: dict[str, tuple[Callable[..., None], tuple[object, ...]]] = {
    "one outcome": (CONTRACT.test_one_outcome_a_segment, (SENTENCES,)),
    "none": (CONTRACT.test_no_segments_no_outcomes, ()),
    "neighbours": (CONTRACT.test_neighbours_do_not_change_an_outcome, (SENTENCES,)),
    "order": (CONTRACT.test_order_does_not_change_an_outcome, (SENTENCES,)),
    "history": (CONTRACT.test_history_does_not_change_an_outcome, (SENTENCES,)),
    "same": (CONTRACT.test_the_same_text_has_the_same_outcome, (SENTENCES,)),
    "translated": (CONTRACT.test_sentences_are_translated, (SENTENCES,)),
    "blank": (CONTRACT.test_blank_text_has_a_blank_translation, ()),
    "NUL": (CONTRACT.test_odd_text_shifts_nothing, (SENTENCES, "a\0b")),
    "line break": (CONTRACT.test_odd_text_shifts_nothing, (SENTENCES, "a\nb")),
    "written down": (CONTRACT.test_a_translation_can_be_written_down, ()),
    "close": (CONTRACT.test_closing_twice_is_fine, (SENTENCES,)),
    "signature": (CONTRACT.test_the_signature_is_known_before_and_stays, (SENTENCES,)),
    "no place": (CONTRACT.test_the_signature_is_text_and_names_no_place, ()),
    "remembered": (CONTRACT.test_what_it_is_remembered_by_is_text_or_nothing, ()),
    "direction": (CONTRACT.test_the_direction_stays, (SENTENCES,)),
    "option": (CONTRACT.test_an_option_changes_the_identity, (ALTERED,)),
}

# One engine or more for every law.
BREAKERS: list[tuple[Callable[[], Engine], set[str]]] = [
    (ForgetsTheLast, {"one outcome"}),
    (DependsOnBatchLength, {"neighbours", "NUL", "line break"}),
    (DependsOnPosition, {"neighbours", "order", "same"}),
    (DependsOnHistory, {"history"}),
    (DropsBlankSegments, {"blank", "written down"}),
    (SplitsAtLineBreaks, {"line break", "none"}),
    (EndsAtNul, {"NUL", "none"}),
    (AnswersBlankWithWords, {"blank"}),
    (GivesUp, {"translated"}),
    (WritesHalfASurrogatePair, {"written down"}),
    (NamesAPath, {"no place"}),
    (ChangesItsName, {"signature"}),
    (ForgetsByWhatItIsKnown, {"remembered"}),
    (TurnsRound, {"direction"}),
    (BreaksWhenClosedTwice, {"close"}),
    (lambda: ALTERED, {"option"}),
]


def broken_laws(engine: Callable[[], Engine]) -> set[str]:
    broken = set()
    for name, (law, given) in LAWS.items():
        try:
            law(engine(), *given)
        except (AssertionError, RuntimeError, ValueError):
            broken.add(name)
    return broken


@pytest.mark.parametrize(("engine", "expected"), BREAKERS)
def test_the_contract_finds_an_engine_that_breaks_it(
    engine: Callable[[], Engine], expected: set[str]
) -> None:
    assert expected <= broken_laws(engine)


def test_the_contract_lets_a_good_engine_pass() -> None:
    assert broken_laws(Upper) == set()


def test_no_law_is_left_out_of_the_proof() -> None:
    written = {name for name in dir(EngineContract) if name.startswith("test_")}
    assert {law.__name__ for law, _ in LAWS.values()} == written
    assert set().union(*(expected for _, expected in BREAKERS)) == set(LAWS)
