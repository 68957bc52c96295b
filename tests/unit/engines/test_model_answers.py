"""What is taken for a translation, and what is not."""

import pytest

from harness.core.values import Direction
from harness.engines.servers.model_answers import objection

EN_ES, ES_EN, EN_ZH, ZH_EN = (
    Direction(*each.split(":")) for each in ("en:es", "es:en", "en:zh", "zh:en")
)

FINE = [
    ("Hello.", "Hola.", EN_ES),
    ("He said: “No.”", "Dijo: «No.»", EN_ES),
    ("“Here is the key: take it,” she said.", "«Aquí está la llave: tómala», dijo.", EN_ES),
    ("Aquí está: cuesta tres euros.", "Here it is: it costs three euros.", ES_EN),
    ("“No.”", "«No.»", EN_ES),
    ("Sure: he came.", "Claro: vino.", EN_ES),
    ("I'm sorry, but I can't help you.", "Lo siento, no puedo ayudarte.", EN_ES),
    ("OK", "Aceptar", EN_ES),
    ("Madrid", "Madrid", EN_ES),
    ("Line one\nline two", "Línea uno\nlínea dos", EN_ES),
    ("The old bridge was destroyed by the flood in 1953.", "旧桥于1953年被洪水冲毁。", EN_ZH),
    ("旧桥于1953年被洪水冲毁。", "The old bridge was destroyed by the flood in 1953.", ZH_EN),
    ("Translation: see page 4.", "Traducción: véase la página 4.", EN_ES),
    ("GitHub", "GitHub", EN_ZH),
]


@pytest.mark.parametrize(("source", "answer", "direction"), FINE)
def test_translations_are_taken(source, answer, direction):
    assert objection(source, answer, direction) is None


@pytest.mark.parametrize(
    ("source", "answer", "direction", "reason"),
    [
        ("The old bridge was destroyed by the flood.", "El.", EN_ES, "only 3 characters"),
        ("Hola.", "Here's the English translation: Hello.", ES_EN, "talks"),
        ("Hola.", "As an AI language model, I cannot do that.", ES_EN, "refuses"),
        ("Wer kam?", "Кто пришёл?", Direction("de", "en"), "Cyrillic"),
    ],
)
def test_what_is_none_says_why(source, answer, direction, reason):
    said = objection(source, answer, direction)
    assert said is not None
    assert reason in said


def test_a_text_that_was_left_as_it_is_is_for_the_detectors():
    text = "The people who were there said that this is what they had."
    assert objection(text, text, EN_ES) is None
