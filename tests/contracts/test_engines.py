"""Every engine keeps the contract, and the contract is seen to fail where it should."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from harness.core.bundled import bundled
from harness.core.protocols import Engine, EngineProvider, Offer, Surroundings
from harness.core.values import Direction, Outcome, Signature, Translated, Untranslatable
from harness.engines.apertium import Apertium
from harness.engines.argos import Argos
from harness.engines.bergamot import Bergamot
from harness.engines.replay import Replay, write_transcript
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
    return provider.open(direction, surroundings, options or {})


BUNDLED = Surroundings(argos_folders=(bundled("langpacks"),), threads=2)


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
        return usable(Bergamot(), Direction("en", "pt"), Surroundings())


@pytest.mark.engine
class TestApertiumEnglishToSpanish(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return usable(Apertium(), Direction("en", "es"), Surroundings(threads=2))


@pytest.mark.engine
class TestApertiumSpanishToPortuguese(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return usable(Apertium(), Direction("es", "pt"), Surroundings(threads=2))

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
        return Replay().open(direction, Surroundings(packs=(transcript,)), {})


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


SENTENCES = ("It costs €18.10.", "We left.", "The old bridge was destroyed.")
Law = Callable[[Engine], None]


def laws() -> Iterator[tuple[str, Law]]:
    """Every law of the contract, callable with an engine."""
    contract = EngineContract()
    yield "one outcome", lambda e: contract.test_one_outcome_a_segment(e, SENTENCES)
    yield "none", contract.test_no_segments_no_outcomes
    yield "neighbours", lambda e: contract.test_neighbours_do_not_change_an_outcome(e, SENTENCES)
    yield "order", lambda e: contract.test_order_does_not_change_an_outcome(e, SENTENCES)
    yield "history", lambda e: contract.test_history_does_not_change_an_outcome(e, SENTENCES)
    yield "same", lambda e: contract.test_the_same_text_has_the_same_outcome(e, SENTENCES)
    yield "translated", lambda e: contract.test_sentences_are_translated(e, SENTENCES)
    yield "blank", contract.test_blank_text_has_a_blank_translation
    yield "NUL", lambda e: contract.test_odd_text_shifts_nothing(e, SENTENCES, "a\0b")
    yield "line break", lambda e: contract.test_odd_text_shifts_nothing(e, SENTENCES, "a\nb")
    yield "written down", contract.test_a_translation_can_be_written_down
    yield "close", lambda e: contract.test_closing_twice_is_fine(e, SENTENCES)
    yield "signature", lambda e: contract.test_the_signature_is_known_before_and_stays(e, SENTENCES)
    yield "no place", contract.test_the_signature_is_text_and_names_no_place
    yield "direction", lambda e: contract.test_the_direction_stays(e, SENTENCES)
    yield "option", lambda e: contract.test_an_option_changes_the_identity(e, DropsBlankSegments())


def broken_laws(engine: Callable[[], Engine]) -> set[str]:
    broken = set()
    for name, law in laws():
        try:
            law(engine())
        except (AssertionError, RuntimeError, UnicodeEncodeError):
            broken.add(name)
    return broken


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        (DependsOnBatchLength, {"neighbours", "NUL", "line break"}),
        (DependsOnPosition, {"neighbours", "order", "same"}),
        (DependsOnHistory, {"history"}),
        (DropsBlankSegments, {"blank", "written down"}),
        (SplitsAtLineBreaks, {"line break", "none"}),
        (EndsAtNul, {"NUL", "none"}),
        (AnswersBlankWithWords, {"blank"}),
        (GivesUp, {"translated"}),
        (NamesAPath, {"no place"}),
        (ChangesItsName, {"signature"}),
        (BreaksWhenClosedTwice, {"close"}),
    ],
)
def test_the_contract_finds_an_engine_that_breaks_it(
    engine: Callable[[], Engine], expected: set[str]
) -> None:
    assert expected <= broken_laws(engine)


def test_the_contract_lets_a_good_engine_pass() -> None:
    assert broken_laws(Upper) == {"option"}  # the other engine has the same signature


def test_no_law_is_left_out_of_the_proof() -> None:
    """`laws` above names each test of the contract: one is called twice, with two texts."""
    written = {name for name in dir(EngineContract) if name.startswith("test_")}
    assert len(list(laws())) == len(written) + 1
