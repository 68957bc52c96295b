"""The laws of every engine."""

from collections.abc import Iterator, Sequence

import pytest

from harness.core.protocols import Engine, remembered_by
from harness.core.values import Outcome, Translated
from harness.testing.texts import no_network

_ENGLISH = (
    "It costs €18.10.",
    "Nobody knew where the children had gone.",
    "The old bridge was destroyed by the flood in 1953.",
    "He opened the door, looked at the empty room, and began to cry.",
    "Please turn off the lights before you leave.",
    "We left.",
)

# Each one has broken some engine, or stands for a kind that has.
_ODD_TEXTS = {
    "empty": "",
    "blank": "   ",
    "only a line break": "\n",
    "line breaks inside": "One line.\nAnother line.\n\nA paragraph.",
    "carriage return": "One line.\r\nAnother line.",
    "tab": "one\ttwo",
    "NUL": "before\0after",
    "only NUL": "\0",
    "control characters": "a\x01b\x02c\x07d\x1be\x7f",
    "line and paragraph separators": "one\u2028two\u2029three",
    "emoji": "I like it 😀👍🏽👩‍👩‍👧‍👦🇪🇸.",
    "combining marks": "e\u0301 n\u0303 \u0301 Zͣ̐̓a̴͇͝lgo",
    "right to left": "קנה מידה of \u202eevil\u202c and \u2067عربي\u2069.",
    "zero width": "zero\u200bwidth\u200djoiner\ufeff",
    "only zero width": "\u200b",
    "no-break spaces": "10\u00a0000\u202f€",
    "private use": "\ue000\uf8ff\U0010fffd",
    "half of a surrogate pair": "half \ud800 of a pair",
    "markup": '<b>bold</b> [link](x) {y} ^z$ a/b \\ "q" &amp; #tag @home *star* snake_case ~ |',
    "model's own marks": "</s> <unk> <s> <pad> ▁ @@ @-@ ⁇",
    "one long word": "x" * 5000,
    "two thousand words": " ".join(["word"] * 2000),
    "numbers": "1" * 300,
}


class EngineContract:
    """Laws of every `Engine`. Provide a fixture `engine`; it is closed by the contract.

    Override `sentences` (at least three different texts) for an engine that reads no English.
    Override `altered` with the same engine under one option changed, where it takes options.
    Say `uses_network = True` where its provider does: otherwise every connection fails the test.
    """

    uses_network = False

    @pytest.fixture
    def sentences(self) -> Sequence[str]:
        return _ENGLISH

    @pytest.fixture
    def altered(self) -> Engine | None:
        return None

    @pytest.fixture(autouse=True)
    def _closed(self, engine: Engine) -> Iterator[None]:
        with no_network(allowed=self.uses_network):
            yield
        engine.close()

    def test_one_outcome_a_segment(self, engine: Engine, sentences: Sequence[str]) -> None:
        assert len(engine.translate(sentences)) == len(sentences)

    def test_no_segments_no_outcomes(self, engine: Engine) -> None:
        assert list(engine.translate([])) == []

    def test_neighbours_do_not_change_an_outcome(
        self, engine: Engine, sentences: Sequence[str]
    ) -> None:
        alone = [_translated_alone(engine, sentence) for sentence in sentences]
        assert list(engine.translate(sentences)) == alone
        long = " ".join(sentences)
        for sentence, outcome in zip(sentences, alone, strict=True):
            assert list(engine.translate(["A.", sentence, long]))[1:2] == [outcome]

    def test_order_does_not_change_an_outcome(
        self, engine: Engine, sentences: Sequence[str]
    ) -> None:
        forwards = list(engine.translate(sentences))
        assert list(engine.translate(sentences[::-1]))[::-1] == forwards

    def test_history_does_not_change_an_outcome(
        self, engine: Engine, sentences: Sequence[str]
    ) -> None:
        before = list(engine.translate(sentences))
        for text in _ODD_TEXTS.values():
            engine.translate([text])
        assert list(engine.translate(sentences)) == before

    def test_the_same_text_has_the_same_outcome(
        self, engine: Engine, sentences: Sequence[str]
    ) -> None:
        first, *_ = sentences
        outcomes = engine.translate([first, *sentences, first])
        assert outcomes[0] == outcomes[1] == outcomes[-1]

    def test_sentences_are_translated(self, engine: Engine, sentences: Sequence[str]) -> None:
        for sentence, outcome in zip(sentences, engine.translate(sentences), strict=True):
            assert isinstance(outcome, Translated), f"{sentence!r}: {outcome}"
            assert outcome.text.strip(), sentence

    def test_blank_text_has_a_blank_translation(self, engine: Engine) -> None:
        for text in ("", " ", "\n", "\t \n"):
            outcome = _translated_alone(engine, text)
            assert isinstance(outcome, Translated), repr(text)
            assert not outcome.text.strip(), repr(text)

    @pytest.mark.parametrize("text", _ODD_TEXTS.values(), ids=_ODD_TEXTS.keys())
    def test_odd_text_shifts_nothing(
        self, engine: Engine, sentences: Sequence[str], text: str
    ) -> None:
        before, after, *_ = sentences
        outcomes = engine.translate([before, text, after])
        expected = [_translated_alone(engine, item) for item in (before, text, after)]
        assert list(outcomes) == expected

    def test_a_translation_can_be_written_down(self, engine: Engine) -> None:
        for text in _ODD_TEXTS.values():
            outcome = _translated_alone(engine, text)
            if isinstance(outcome, Translated):
                assert outcome.text.encode("utf-8").decode("utf-8") == outcome.text, text

    def test_closing_twice_is_fine(self, engine: Engine, sentences: Sequence[str]) -> None:
        engine.translate(sentences[:1])
        engine.close()
        engine.close()

    def test_the_signature_is_known_before_and_stays(
        self, engine: Engine, sentences: Sequence[str]
    ) -> None:
        before = engine.signature
        engine.translate(sentences)
        assert engine.signature == before
        assert engine.signature.identity == before.identity

    def test_the_signature_is_text_and_names_no_place(self, engine: Engine) -> None:
        for key, value in engine.signature.fields:
            assert isinstance(key, str), key
            assert isinstance(value, str), key
            assert "/" not in value, f"{key} names a path: {value}"
            assert "\\" not in value, f"{key} names a path: {value}"

    def test_what_it_is_remembered_by_is_text_or_nothing(self, engine: Engine) -> None:
        known = remembered_by(engine)
        assert known is None or (known and isinstance(known, str))
        assert remembered_by(engine) == known

    def test_the_direction_stays(self, engine: Engine, sentences: Sequence[str]) -> None:
        before = engine.direction
        engine.translate(sentences)
        assert engine.direction == before

    def test_an_option_changes_the_identity(self, engine: Engine, altered: Engine | None) -> None:
        if altered is None:
            pytest.skip("the engine takes no options")
        assert altered.signature.identity != engine.signature.identity


def _translated_alone(engine: Engine, text: str) -> Outcome:
    outcomes = engine.translate([text])
    assert len(outcomes) == 1, text
    return outcomes[0]
