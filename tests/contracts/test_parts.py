"""Every registered part keeps the contract of its kind, because it is registered."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from harness import plugins
from harness.core.bundled import bundled
from harness.core.code import code_digest
from harness.core.errors import HarnessError
from harness.core.protocols import (
    Aligner,
    Check,
    Detector,
    DocumentDetector,
    EngineProvider,
    Offer,
    Reporter,
    Segmenter,
    Surroundings,
)
from harness.core.settings import Setting
from harness.core.values import (
    Alignment,
    Bead,
    Category,
    Direction,
    Document,
    Issue,
    LocalText,
    Mark,
    MeasuredRow,
    Run,
    Segmentation,
    Signature,
    Span,
)
from harness.machine import Site
from harness.testing import (
    AlignerContract,
    CheckContract,
    DocumentDetectorContract,
    EngineProviderContract,
    ReporterContract,
    SegmenterContract,
)
from harness.testing.texts import no_network

HERE = Site(
    Surroundings(
        bundled_packs=bundled("langpacks"),
        program_folders=tuple(map(Path, os.get_exec_path())),
        threads=2,
    )
)


def every(kind: str) -> Callable[..., object]:
    return pytest.fixture(params=plugins.names(kind))


class TestSegmenters(SegmenterContract):
    @every("segmenters")
    def segmenter(self, request: pytest.FixtureRequest) -> Segmenter:
        name = request.param
        try:
            return plugins.segmenter(name, HERE.of(name))
        except HarnessError as missing:
            pytest.skip(str(missing))


class TestChecks(CheckContract):
    @every("checks")
    def check(self, request: pytest.FixtureRequest) -> Check:
        return plugins.check(request.param)


class TestReporters(ReporterContract):
    @every("reporters")
    def reporter(self, request: pytest.FixtureRequest) -> Reporter:
        return plugins.reporter(request.param)


class TestAligners(AlignerContract):
    @every("aligners")
    def aligner(self, request: pytest.FixtureRequest) -> Aligner:
        return plugins.aligner(request.param)


class TestTextDetectors(DocumentDetectorContract):
    @every("text_detectors")
    def detector(self, request: pytest.FixtureRequest) -> DocumentDetector:
        return plugins.text_detector(request.param)

    @pytest.fixture
    def beside(self, request: pytest.FixtureRequest) -> Detector | None:
        names = [name for name in plugins.names("text_detectors") if name in request.node.name]
        beside = [name for name in names if name in plugins.names("detectors")]
        return plugins.detector(beside[0]) if beside else None


class TestProviders(EngineProviderContract):
    @every("engines")
    def provider(self, request: pytest.FixtureRequest) -> EngineProvider:
        return plugins.engine_provider(request.param)

    @pytest.fixture
    def surroundings(self, request: pytest.FixtureRequest) -> Surroundings:
        return HERE.machine


# Where the parts of the other kinds are held to what they promise.
ELSEWHERE = {
    "detectors": "contracts/test_detectors.py",
    "metrics": "contracts/test_metrics.py",
    "readers": "contracts/test_documents.py",
    "writers": "contracts/test_documents.py",
    "comparison_reporters": "unit/report/test_products.py",
    "verdict_reporters": "unit/report/test_products.py",
}


def test_every_kind_of_part_is_under_contract() -> None:
    here = {"segmenters", "checks", "reporters", "aligners", "text_detectors", "engines"}
    assert set(plugins.KINDS) == here | set(ELSEWHERE)
    for place in ELSEWHERE.values():
        assert (Path(__file__).parents[1] / place).exists(), place


# ── the contracts can go red ────────────────────────────────────────────────────────────────────


class Loses:
    """Keeps the first word only."""

    signature = Signature("loses")

    def segment(self, document: Document) -> Segmentation:
        end = len(document.text.split()[0]) if document.text.split() else 0
        spans = (Span(0, end),) if document.text[:end].strip() else ()
        return Segmentation(document, (spans,), self.signature)


class Counts(Loses):
    """Cuts differently each time."""

    def __init__(self) -> None:
        self.asked = 0

    def segment(self, document: Document) -> Segmentation:
        self.asked += 1
        return Segmentation(document, ((Span(0, self.asked),),), self.signature)


def test_the_contract_of_segmenters_can_fail() -> None:
    law = SegmenterContract()
    with pytest.raises(AssertionError, match="never translated"):
        law.test_nothing_but_white_space_is_left_out(Loses(), "en")
    with pytest.raises(AssertionError):
        law.test_the_same_text_is_cut_alike_whatever_came_before(Counts(), "en")


class Shouts:
    """Complains of everything, one past the end."""

    signature = Signature("shouts", (("code", code_digest(__name__)),))

    grades = MappingProxyType({"minor": ("loud",)})

    def check(self, text: LocalText) -> Sequence[Issue]:
        mark = Mark(0, Span(0, len(text.text) + 1))
        return [Issue("shouts.loud", Category.PUNCTUATION, "Oh.", (mark,))]


def test_the_contract_of_checks_can_fail() -> None:
    law = CheckContract()
    for broken in (
        lambda: law.test_a_text_without_words_raises_nothing(Shouts(), ""),
        lambda: law.test_plain_prose_raises_nothing(Shouts(), ("One.",)),
        lambda: law.test_marks_are_words_of_the_text(Shouts(), "en"),
    ):
        with pytest.raises(AssertionError):
            broken()
    law.test_the_signature_says_which_code_of_which_check(Shouts())


class Forgets:
    """Takes each text for one sentence."""

    signature = Signature("forgets")

    def __call__(self, source: Sequence[str], target: Sequence[str]) -> Alignment:
        if not source and not target:
            return Alignment((), 0, 0)
        whole = Bead(Span(0, len(source)), Span(0, len(target)))
        return Alignment((whole,), len(source), len(target))


def test_the_contract_of_aligners_can_fail() -> None:
    law = AlignerContract()
    law.test_every_sentence_is_in_exactly_one_bead(Forgets())
    with pytest.raises(AssertionError):
        law.test_identical_texts_align_one_to_one(Forgets(), ["One.", "Two."])
    with pytest.raises(AssertionError):
        law.test_a_dropped_sentence_shifts_no_other(Forgets(), ["a", "b", "c", "d"])


class Raw:
    """Writes text as markup, and all of it at once."""

    suffix = ".html"

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        rows = (row for row in runs[0].rows if isinstance(row, MeasuredRow))
        yield "".join(f"<p>{row.texts.source.text}</p>" for row in rows)


class Hoards(Raw):
    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        yield json.dumps([run.identity.doc_id for run in runs])


def test_the_contract_of_reporters_can_fail() -> None:
    law = ReporterContract()
    with pytest.raises(AssertionError, match="became markup"):
        law.test_hostile_text_stays_text(Raw())
    with pytest.raises(AssertionError, match="held whole"):
        law.test_it_is_given_piece_by_piece(Hoards())


class Chatty:
    """Asks a server on this machine, and does not say so."""

    uses_network = False
    settings = (Setting("Key", ""),)

    def survey(self, surroundings: Surroundings) -> Sequence[Offer]:
        import socket

        with socket.socket() as connection:
            connection.connect(("127.0.0.1", 9))
        return []

    def open(self, direction: Direction, surroundings: Surroundings) -> None:
        return None


def test_the_contract_of_providers_can_fail() -> None:
    law, place = EngineProviderContract(), replace(HERE.machine)
    with pytest.raises(AssertionError, match="uses_network"):
        law.test_it_opens_connections_only_if_it_says_so(Chatty(), place)
    with pytest.raises(AssertionError):
        law.test_its_settings_are_declared_whole(Chatty())


def test_what_says_that_it_uses_the_network_may() -> None:
    import socket

    with no_network(allowed=True), socket.socket() as connection:
        assert connection.connect_ex(("127.0.0.1", 9)) != 0
