"""The laws of every check."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from harness.core.code import code_digest
from harness.core.protocols import Check
from harness.core.values import LocalText
from harness.run import assembly
from harness.testing.detectors import TEXTS

_PLAIN = (
    "The ferry to Bergen leaves at seven.",
    "Nobody knew where the children had gone.",
    "She closed the door and went upstairs.",
)


class CheckContract:
    """What a check of one text promises. Provide a fixture `check`.

    Override `plain` for a check that has something to say of ordinary English prose.
    """

    @pytest.fixture
    def plain(self) -> tuple[str, ...]:
        return _PLAIN

    @pytest.mark.parametrize("text", ["", " ", "\n", "\u200b"])
    def test_a_text_without_words_raises_nothing(self, check: Check, text: str) -> None:
        assert list(check.check(LocalText("en", text))) == []

    def test_plain_prose_raises_nothing(self, check: Check, plain: tuple[str, ...]) -> None:
        for text in plain:
            assert list(check.check(LocalText("en", text))) == [], text

    @pytest.mark.parametrize("language", ["en", "es", "de", "zh", "und"])
    def test_marks_are_words_of_the_text(self, check: Check, language: str) -> None:
        grades = assembly.grades([check])

        @settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
        @given(TEXTS)
        def law(text: str) -> None:
            found = list(check.check(LocalText(language, text)))
            assert list(check.check(LocalText(language, text))) == found
            for finding in found:
                assert finding.detector == check.signature.name
                assert grades.lists(finding.kind), f"{finding.kind} has no grade"
                assert finding.message.endswith(".")
                assert finding.marks, finding
                for mark in finding.marks:
                    assert mark.stop == 0
                    assert mark.span.end <= len(text)
                    assert mark.span.of(text).strip(), finding

        law()

    def test_what_came_before_changes_nothing(self, check: Check) -> None:
        first = LocalText("en", "He said (twice twice that ⁇ it it rained ,, “here.")
        alone = list(check.check(first))
        check.check(LocalText("es", "¿Vino Juan? Vino vino vino."))
        assert list(check.check(first)) == alone

    def test_the_signature_says_which_code_of_which_check(self, check: Check) -> None:
        assert re.fullmatch(r"[a-z][a-z-]*", check.signature.name)
        module = type(check).__module__
        assert dict(check.signature.fields).get("code") == code_digest(module), (
            f'the signature must name the check\'s code: ("code", code_digest({module!r}))'
        )
