"""The laws of every detector."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.core.code import code_digest
from harness.core.protocols import Detector, DocumentDetector
from harness.core.values import BeadText, LocalText, MeasuredRow
from harness.run import assembly
from harness.severity.grades import usual_grades
from harness.testing.texts import CHARACTERS

_WORDS = st.sampled_from(
    [
        *("not", "never", "no", "n't", "Tokayev", "US", "the", "of", "la", "que", "não", "nadie"),
        *("1,234.5", "twelve", "10:30", "@@", "👩\u200d👩\u200d👧", "“said”", "...", "Mr.", "un"),
        *(
            "{name}",
            "%s",
            "<b>",
            "</b>",
            "a_b",
            "https://a.example",
            "#x1",
            "🇪🇸",
            "{{",
            "}}",
            "`",
            "A320",
            "5 km",
            "$5",
            "May",
        ),
        *(
            "isn't",
            "happy",
            "unhappy",
            "said",
            "said.",
            "million",
            "3 pm",
            "1990s",
            "Y",
            "⁇",
            "▁a",
            "##b",
            "Ã©",
            "o",
            "en",
        ),
    ]
)
TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=60),
    st.lists(_WORDS, max_size=14).map(" ".join),
)


class DetectorContract:
    """What a detector promises. Provide a fixture `detector`."""

    @pytest.mark.parametrize("language", ["en", "es", "pt", "fr", "de", "zh", "und"])
    def test_an_identical_return_raises_nothing(self, detector: Detector, language: str) -> None:
        @settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
        @given(TEXTS)
        def law(text: str) -> None:
            bead = BeadText((LocalText(language, text), LocalText(language, text)))
            assert list(detector.detect(bead)) == []

        law()

    @pytest.mark.parametrize(
        "languages", [("en", "es", "en"), ("pt", "pt"), ("es", "xx", "fr", "es")]
    )
    def test_marks_are_words_of_their_stop(
        self, detector: Detector, languages: tuple[str, ...]
    ) -> None:
        grades = assembly.grades([detector])

        @settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
        @given(st.lists(TEXTS, min_size=len(languages), max_size=len(languages)))
        def law(texts: list[str]) -> None:
            stops = tuple(map(LocalText, languages, texts))
            for issue in detector.detect(BeadText(stops)):
                assert issue.detector == detector.signature.name
                assert grades.lists(issue.kind), f"{issue.kind} has no grade"
                assert issue.message.endswith(".")
                assert issue.marks, issue
                for mark in issue.marks:
                    words = mark.span.of(texts[mark.stop])
                    assert len(words) == len(mark.span)
                    assert words.strip(), issue
                    assert mark.span.end <= len(texts[mark.stop])

        law()

    def test_it_is_pure(self, detector: Detector) -> None:
        first = BeadText(
            (LocalText("en", "Not 12 men saw Tokayev."), LocalText("en", "21 men saw Tokyo."))
        )
        other = BeadText((LocalText("es", "Nadie vino."), LocalText("es", "Vino vino vino Juan.")))
        alone = list(detector.detect(first))
        detector.detect(other)
        assert list(detector.detect(first)) == alone

    def test_the_signature_says_which_code_of_which_detector(self, detector: Detector) -> None:
        assert re.fullmatch(r"[a-z][a-z-]*", detector.signature.name)
        module = type(detector).__module__
        assert dict(detector.signature.fields).get("code") == code_digest(module), (
            f'the signature must name the detector\'s code: ("code", code_digest({module!r})), '
            "so that no row measured by other code is taken for its own"
        )
        assert detector.signature == type(detector)().signature


class DocumentDetectorContract:
    """What a detector of whole texts promises. Provide `detector`; and `beside`, whom it hears."""

    @staticmethod
    def _rows(beside: Detector | None, pairs: list[tuple[str, str]]) -> list[MeasuredRow]:
        beads = [BeadText((LocalText("en", one), LocalText("en", other))) for one, other in pairs]
        return [
            MeasuredRow(
                (), bead, findings=usual_grades().grade(beside.detect(bead) if beside else ())
            )
            for bead in beads
        ]

    def test_a_text_that_came_back_as_it_was_raises_nothing(
        self, detector: DocumentDetector, beside: Detector | None
    ) -> None:
        @settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
        @given(st.lists(TEXTS, max_size=6))
        def law(texts: list[str]) -> None:
            state = detector.new_state()
            for row in self._rows(beside, [(text, text) for text in texts]):
                assert list(state(row)) == []

        law()

    def test_its_marks_are_words_and_states_share_nothing(
        self, detector: DocumentDetector, beside: Detector | None
    ) -> None:
        @settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
        @given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
        def law(pairs: list[tuple[str, str]]) -> None:
            first, second = detector.new_state(), detector.new_state()
            for row in self._rows(beside, pairs):
                found = list(first(row))
                assert found == list(second(row))
                for finding in found:
                    assert finding.detector == detector.signature.name
                    assert finding.message.endswith(".")
                    for mark in finding.marks:
                        assert mark.span.of(row.texts.stops[mark.stop].text).strip(), finding

        law()
