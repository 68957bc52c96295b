"""Placeholders and tags, which engines break, are kept from them."""

import re
from collections.abc import Callable, Sequence

import pytest

from harness.core.values import Direction, Outcome, Signature, Translated, Untranslatable
from harness.run.stand_ins import StandIns

Does = Callable[[str], str]


class Engine:
    """Shouts, as engines with names for everything do; keeps what it was asked."""

    direction = Direction("en", "es")
    signature = Signature("shouting", (("model", "1"),))

    def __init__(self, does: Does = str.upper) -> None:
        self._does = does
        self.asked: list[str] = []

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        self.asked += segments
        return [Translated(self._does(each)) for each in segments]

    def close(self) -> None:
        pass


def said(text: str, does: Does = str.upper) -> tuple[str, list[str]]:
    inner = Engine(does)
    (outcome,) = StandIns(inner).translate([text])
    assert isinstance(outcome, Translated)
    return outcome.text, inner.asked


@pytest.mark.parametrize(
    ("text", "sent", "back"),
    [
        ("Delete {name}?", "Delete X1X?", "DELETE {name}?"),
        ("%1$s of %2$d left", "X1X of X2X left", "%1$s OF %2$d LEFT"),
        ("for %d%s hours", "for X1X hours", "FOR %d%s HOURS"),
        ("Open { $name } of { -brand }", "Open X1X of X2X", "OPEN { $name } OF { -brand }"),
        ("Run `make it` now", "Run X1X now", "RUN `make it` NOW"),
        ("<b>Stop</b> it.", "Stop it.", "<b>STOP</b> IT."),
        ('Go to <a href="%(url)s">Paris</a>', "Go to Paris", 'GO TO <a href="%(url)s">PARIS</a>'),
        ("Nothing to hide.", "Nothing to hide.", "NOTHING TO HIDE."),
        ("X1X is {n}", "X1X is X2X", "X1X IS {n}"),
    ],
)
def test_engines_get_stand_ins_and_the_things_come_back(text: str, sent: str, back: str) -> None:
    does = lambda asked: re.sub(r"\b[A-Za-z][a-z]+\b", lambda m: m[0].upper(), asked)  # noqa: E731
    assert said(text, does) == (back, [sent])


def test_where_one_kind_is_broken_another_is_tried() -> None:
    text, asked = said("Hello, {name}!", lambda asked: asked.replace("X1X", "X1"))
    assert asked == ["Hello, X1X!", "Hello, Zelda!"]
    assert text == "Hello, {name}!"


def test_where_all_are_broken_the_text_is_sent_as_it_stands() -> None:
    text, asked = said("Hello, {name}!", lambda _: "Hola.")
    assert asked == ["Hello, X1X!", "Hello, Zelda!", "Hello, {name}!"]
    assert text == "Hola."


def test_a_stand_in_must_stay_a_word() -> None:
    _, asked = said("{n} hours", lambda asked: asked.replace("X1X hours", "X1Xhoras"))
    assert asked == ["X1X hours", "Zelda hours"]


@pytest.mark.parametrize(
    "text", ["{n, plural, one {# note} other {# notes}}", "{a} {b}{c} " * 12, "<br>"]
)
def test_what_cannot_be_hidden_is_sent_as_it_stands(text: str) -> None:
    assert said(text, str)[1] == [text]


def test_a_failure_stays_one() -> None:
    class Failing(Engine):
        def translate(self, segments: Sequence[str]) -> list[Outcome]:
            return [Untranslatable("too long") for _ in segments]

    assert StandIns(Failing()).translate(["a {b}"]) == [Untranslatable("too long")]


def test_a_recording_knows_the_text_as_it_stands() -> None:
    class Recording(Engine):
        def translate(self, segments: Sequence[str]) -> list[Outcome]:
            known = {"a {b}": "un {b}"}
            return [
                Translated(known[each]) if each in known else Untranslatable("not recorded")
                for each in segments
            ]

    assert StandIns(Recording()).translate(["a {b}"]) == [Translated("un {b}")]


def test_answers_do_not_depend_on_neighbours() -> None:
    texts = ["a {b} c", "plain", "<i>d</i> %s", "{x} {y}"]
    together = StandIns(Engine()).translate(texts)
    assert together == [StandIns(Engine()).translate([text])[0] for text in texts]


def test_it_is_signed_and_remembered_apart() -> None:
    made = StandIns(Engine())
    assert str(made.signature) == "shouting|model:1|stand-ins:1"
    assert made.remembered_by != Engine.signature.identity
