"""A text that is not the one that was meant is doubted before any engine starts."""

import pytest

from harness.core.route_syntax import parse_route
from harness.run.guards import doubts
from harness.settings import RunSettings

ENGLISH = "The committee said that it could not meet before the end of the year.\n"
SPANISH = "El comité dijo que no podría reunirse antes del fin de año, y que nadie lo sabía.\n"
RUSSIAN = "Комитет сообщил, что не может собраться до конца года.\n"
PO = 'msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "Discard all of the changes?"\nmsgstr "¿Todo?"\n'


@pytest.mark.parametrize(
    ("name", "text", "route", "told"),
    [
        ("x.en.txt", ENGLISH, "es:en:es", "its name says English, and the route starts in Spanish"),
        ("x.en.txt", SPANISH, "en:es:en", "the text seems to be Spanish"),
        ("x.txt", SPANISH, "en:es:en", "the text seems to be Spanish"),
        ("x.en.txt", RUSSIAN, "en:es:en", "in Cyrillic script"),
    ],
)
def test_the_wrong_text_is_doubted(name: str, text: str, route: str, told: str) -> None:
    said = doubts(name, text.encode(), RunSettings(routes=(parse_route(route),)))
    assert any(told in each for each in said), said
    assert all(name in each for each in said)


@pytest.mark.parametrize(
    ("name", "text", "route"),
    [
        ("x.en.txt", ENGLISH, "en:es:en"),
        ("x.en-GB.txt", ENGLISH, "en:es:en"),
        ("x.es.txt", SPANISH, "es:en:es"),
        ("app.es.po", PO, "en:es:en"),  # named after its translations
        ("x.txt", "Vale. OK. No.", "en:es:en"),
        ("x.txt", "El Niño came to Los Angeles, and La Paz was dry.", "en:es:en"),
        ("no.such-format", ENGLISH, "en:es:en"),  # the run itself says so
    ],
)
def test_the_right_text_is_not(name: str, text: str, route: str) -> None:
    assert doubts(name, text.encode(), RunSettings(routes=(parse_route(route),))) == ()
