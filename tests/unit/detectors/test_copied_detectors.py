"""Placeholders, markup, addresses, identifiers and emoji: what must be copied as it stands."""

# ruff: noqa: E501

import pytest
from support import bead, graded

from harness.core.values import Category, Finding, Mark, Severity, Span
from harness.detectors.addresses import Addresses
from harness.detectors.emoji import Emoji
from harness.detectors.identifiers import Identifiers
from harness.detectors.markup import Markup
from harness.detectors.names import Names
from harness.detectors.numbers import Numbers
from harness.detectors.placeholders import Placeholders

DETECTORS = (Addresses(), Emoji(), Identifiers(), Markup(), Names(), Numbers(), Placeholders())


def detect(source: str, *others: str) -> list[Finding]:
    return graded(f for detector in DETECTORS for f in detector.detect(bead(source, *others)))


@pytest.mark.parametrize(
    ("source", "back", "category", "severity"),
    [
        ("Hi {name}!", "Hi {nombre}!", Category.PLACEHOLDER, Severity.CRITICAL),
        ("You have %d files.", "You have % d files.", Category.PLACEHOLDER, Severity.CRITICAL),
        ("Hi {{user.name}}!", "Hi {{user. name}}!", Category.PLACEHOLDER, Severity.CRITICAL),
        ("Open {0}.", "Open.", Category.PLACEHOLDER, Severity.CRITICAL),
        ("Open it.", "Open %s.", Category.PLACEHOLDER, Severity.MAJOR),
        ("{a} saw {b}.", "{b} saw {a}.", Category.PLACEHOLDER, Severity.CRITICAL),
        ("A <b>big</b> dog.", "A <b>big dog.", Category.TAG, Severity.CRITICAL),
        ("A <b>big</b> dog.", "A </b>big<b> dog.", Category.TAG, Severity.CRITICAL),
        ("A dog.<br>", "A dog.", Category.TAG, Severity.MAJOR),
        ("A **big** dog.", "A **big dog.", Category.TAG, Severity.MINOR),
        ("Go to https://a.example/en.", "Go to https://a.example/es.", Category.ADDRESS, Severity.CRITICAL),
        ("Write to a@b.example.", "Write to us.", Category.ADDRESS, Severity.MAJOR),
        ("See http://a.example/", "See https://a.example", Category.ADDRESS, Severity.MINOR),
        ("Set max_count.", "Set max count.", Category.IDENTIFIER, Severity.MAJOR),
        ("Fly the A320.", "Fly the A302.", Category.IDENTIFIER, Severity.MAJOR),
        ("We say #NoMore.", "We say #nomore.", Category.IDENTIFIER, Severity.MINOR),
        ("Good 👍", "Good 👎", Category.EMOJI, Severity.MAJOR),
        ("Good 👍", "Good", Category.EMOJI, Severity.MINOR),
        ("Family 👨‍👩‍👧 here", "Family 👨‍👩‍👦 here", Category.EMOJI, Severity.MAJOR),
        ("Good 👍🏽", "Good 👍", Category.EMOJI, Severity.MINOR),
        # games: Ren'Py, RPG Maker, Unity, BBCode
        ("Hello [player_name], sit.", "Hello [nombre_jugador], sit.", Category.PLACEHOLDER, Severity.CRITICAL),
        ("Hello [hero], sit.", "Hello [héroe], sit.", Category.PLACEHOLDER, Severity.MAJOR),
        ("It costs {size=+4}ten{/size}.", "It costs {size=+4}ten.", Category.PLACEHOLDER, Severity.CRITICAL),
        ("Wait{w=0.5} for me.", "Wait for me.", Category.PLACEHOLDER, Severity.CRITICAL),
        (r"You found \I[176] gold.", "You found gold.", Category.PLACEHOLDER, Severity.CRITICAL),
        (r"Gold:\V[3]", r"Gold:\V[8]", Category.PLACEHOLDER, Severity.CRITICAL),
        ("Press <sprite=7> now.", "Press now.", Category.TAG, Severity.MAJOR),
        ("A <color=#0AF>blue</color> door.", "A <color=#0A8>blue</color> door.", Category.TAG, Severity.MAJOR),
        ("A <size=40>big</size> door.", "A <size=40>big door.", Category.TAG, Severity.CRITICAL),
        ("</i> He ran away.", "He ran away.", Category.TAG, Severity.CRITICAL),
        ("It is [b]big[/b].", "It is [b]big.", Category.PLACEHOLDER, Severity.CRITICAL),
        # tools of i18n: Qt, i18next, Laravel, PHP, Chrome, ERB
        ("Copy %1 to %2.", "Copy %1.", Category.PLACEHOLDER, Severity.CRITICAL),
        ("%n files left.", "% n files left.", Category.PLACEHOLDER, Severity.CRITICAL),
        ("Buy $t(shop.sword)!", "Buy $t(tienda.espada)!", Category.PLACEHOLDER, Severity.CRITICAL),
        ("Dear $firstname, welcome.", "Dear first name, welcome.", Category.PLACEHOLDER, Severity.CRITICAL),
        ("Signed in as $USER$.", "Signed in as $USUARIO$.", Category.PLACEHOLDER, Severity.CRITICAL),
        ("The field :attribute is empty.", "The field :atributo is empty.", Category.PLACEHOLDER, Severity.CRITICAL),
        ("Hello <%= name %>.", "Hello <%= nombre %>.", Category.PLACEHOLDER, Severity.CRITICAL),
        (r"Stop!\nGo on.", "Stop! Go on.", Category.PLACEHOLDER, Severity.MINOR),
        ("Use #00ff88 now.", "Use #00ff8 now.", Category.IDENTIFIER, Severity.MAJOR),
        ("Use #123456 now.", "Use #123465 now.", Category.IDENTIFIER, Severity.MAJOR),
        ("It needs version 2.4.x.", "It needs version 2,4 x.", Category.IDENTIFIER, Severity.MAJOR),
        ("- - -", "- -", Category.TAG, Severity.MINOR),
    ],
)  # fmt: skip
def test_one_change_is_one_finding(
    source: str, back: str, category: Category, severity: Severity
) -> None:
    (finding,) = detect(source, back)
    assert (finding.category, finding.severity) == (category, severity)


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("Hi {{ name }}!", "Hi {{name}}!"),
        ("A dog.<br>", "A dog.<br />"),
        ('<img src="x" alt="a dog">', '<img alt="a hound" src="x">'),
        ("❤ you", "❤️ you"),
        ("{a} saw {b}.", "{b} was seen by {a}."),
        ("COVID-19 spread.", "Covid-19 spread."),
        ("Write to A@b.example.", "Please write to A@b.example."),
        ("On https://a.example/2020/05 we met.", "We met on https://a.example/2020/05."),
        ("He said [that] he left.", "He said [which] he left."),  # an editor's words
        ("[Applause]", "[Clapping]"),
        ("Dear [name], hello.", "Hello, dear [name]."),
        ("Add %20 of it.", "Add 20 % of it."),  # Turkish
        ("It costs $15 and R$20.", "It costs 15 dollars and R$20."),
        (r"Open C:\news\today.", r"Open C:\news\today now."),
        ("The bag is #FFFFFF.", "#FFFFFF is the bag."),
        ("***", "* * *"),
        ("<sprite=3> Jump.", "Jump: <sprite=3>"),
        ("Attention: this is it.", "Attention : this is it."),
    ],
)
def test_the_same_in_another_form_is_silent(source: str, back: str) -> None:
    assert detect(source, back) == []


def test_the_words_are_marked_at_every_stop() -> None:
    (finding,) = detect("Hi {name}!", "¡Hola, {nombre}!", "Hi {nombre}!")
    assert finding.marks == (Mark(0, Span(3, 9)), Mark(1, Span(7, 15)), Mark(2, Span(3, 11)))
    assert finding.message == "“{name}” came back as “{nombre}”."
    assert finding.evidence == (("source", "{name}"), ("back_translation", "{nombre}"))


def test_a_pivot_that_lost_what_came_back_is_reported() -> None:
    (finding,) = detect("Hi {name}!", "¡Hola, {nombre}!", "Hi {name}!")
    assert finding.severity is Severity.CRITICAL
    assert finding.message == (
        "The placeholder “{name}” is “{nombre}” after hop 1, though it came back."
    )
    assert dict(finding.evidence)["hop"] == "1"
