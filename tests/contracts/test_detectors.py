"""Every built-in detector keeps the laws of detectors."""

from collections.abc import Sequence

import pytest

from harness import plugins
from harness.core.code import code_digest
from harness.core.protocols import Detector, DocumentDetector, DocumentState
from harness.core.values import BeadText, Category, Issue, Mark, Signature, Span
from harness.detectors.addresses import Addresses
from harness.detectors.antonyms import Antonyms
from harness.detectors.attribution import Attribution
from harness.detectors.bounds import Bounds
from harness.detectors.content import Content
from harness.detectors.currency import Currency
from harness.detectors.dates import Dates
from harness.detectors.emoji import Emoji
from harness.detectors.exchanged_names import ExchangedNames
from harness.detectors.garbage import Garbage
from harness.detectors.identifiers import Identifiers
from harness.detectors.markup import Markup
from harness.detectors.modality import Modality
from harness.detectors.name_consistency import NameConsistency
from harness.detectors.names import Names
from harness.detectors.negation import Negation
from harness.detectors.numbers import Numbers
from harness.detectors.placeholders import Placeholders
from harness.detectors.pronouns import Pronouns
from harness.detectors.quantifier import Quantifier
from harness.detectors.questions import Questions
from harness.detectors.rates import Rates
from harness.detectors.register import Register
from harness.detectors.repetition import Repetition
from harness.detectors.sentences import Sentences
from harness.detectors.tense import Tense
from harness.detectors.transcribed_names import TranscribedNames
from harness.detectors.truncation import Truncation
from harness.detectors.units import Units
from harness.detectors.untranslated import Untranslated
from harness.detectors.word_order import WordOrder
from harness.testing.detectors import DetectorContract, DocumentDetectorContract

BUILT_INS = (
    *(Addresses, Emoji, Identifiers, Markup, Names, Negation, Numbers, Placeholders),
    *(Currency, Dates, Garbage, Truncation, Repetition, Sentences, Units, Untranslated),
    *(Antonyms, Content, Modality, Pronouns, Quantifier, Questions, Tense, WordOrder),
    *(Attribution, Bounds, ExchangedNames, Rates, Register, TranscribedNames),
)


class TestBuiltIns(DetectorContract):
    @pytest.fixture(params=BUILT_INS)
    def detector(self, request: pytest.FixtureRequest) -> Detector:
        made: Detector = request.param()
        return made


def test_every_registered_detector_is_under_the_contract() -> None:
    registered = {type(plugins.detector(name)) for name in plugins.names("detectors")}
    assert registered == set(BUILT_INS)
    assert len(BUILT_INS) == len(set(BUILT_INS))


class TestNaming(DocumentDetectorContract):
    @pytest.fixture
    def detector(self) -> DocumentDetector:
        return NameConsistency()

    @pytest.fixture
    def beside(self) -> Detector:
        return Names()


class Careless:
    """Speaks up on everything, with a mark one past the end: the contract must notice."""

    @property
    def signature(self) -> Signature:
        return Signature("careless", (("code", code_digest(__name__)),))

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        end = len(bead.source.text) + 1
        mark = Mark(0, Span(0, end))
        return [Issue("careless.lost", Category.OMISSION, "Something.", (mark,))]

    def new_state(self) -> DocumentState:
        return lambda row: self.detect(row.texts)


def test_the_contract_can_fail() -> None:
    contract = DetectorContract()
    with pytest.raises(AssertionError):
        contract.test_an_identical_return_raises_nothing(Careless(), "en")
    with pytest.raises(AssertionError):
        contract.test_marks_are_words_of_their_stop(Careless(), ("en", "en"))
    over_texts = DocumentDetectorContract()
    with pytest.raises(AssertionError):
        over_texts.test_a_text_that_came_back_as_it_was_raises_nothing(Careless(), None)
    with pytest.raises(AssertionError):
        over_texts.test_its_marks_are_words_and_states_share_nothing(Careless(), None)
