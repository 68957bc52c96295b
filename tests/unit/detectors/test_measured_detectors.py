"""Units, currencies and dates: what a number counts. Numbers themselves stay with `numbers`."""

import pytest
from hypothesis import given
from support import bead, graded, texts

from harness.core.values import Category, Finding, Mark, Severity, Span
from harness.detectors.currency import Currency
from harness.detectors.dates import Dates
from harness.detectors.numbers import Numbers
from harness.detectors.units import Units
from harness.text.data.language import language_data
from harness.text.facts.dates import dates_in
from harness.text.facts.money import money_in
from harness.text.facts.quantities import quantities_in

DETECTORS = (Currency(), Dates(), Numbers(), Units())
LANGUAGES = ("en", "es", "pt", "fr", "de", "zh", "und")


def detect(language: str, source: str, *others: str) -> list[Finding]:
    text = bead(source, *others, language=language)
    return graded(found for detector in DETECTORS for found in detector.detect(text))


@pytest.mark.parametrize(
    ("language", "source", "back", "category"),
    [
        ("en", "It is 5 km away.", "It is 5 miles away.", Category.UNIT),
        ("en", "Take 62 mg of it.", "Take 62 g of it.", Category.UNIT),
        ("en", "Take 62 mcg of it.", "Take 62 mg of it.", Category.UNIT),
        ("en", "Below 25 °C, please.", "Below 25 °F, please.", Category.UNIT),
        ("en", "aged 6 years", "aged 6 months", Category.UNIT),
        ("es", "a 5 kilómetros", "a 5 millas", Category.UNIT),
        ("es", "2 millones de kilómetros", "2 millones de millas", Category.UNIT),
        ("pt", "a 5 quilômetros", "a 5 metros", Category.UNIT),
        ("de", "nach 5 Kilometer", "nach 5 Meilen", Category.UNIT),
        ("en", "It cost $5 million.", "It cost €5 million.", Category.CURRENCY),
        ("es", "5 millones de dólares", "5 millones de euros", Category.CURRENCY),
        ("pt", "custa R$ 5", "custa 5 dólares", Category.CURRENCY),
        ("en", "On Monday we met.", "On Tuesday we met.", Category.DATE_TIME),
        ("en", "On 5 May 2020.", "On June 5, 2020.", Category.DATE_TIME),
        ("en", "It opens at 3 pm.", "It opens at 3 am.", Category.DATE_TIME),
        ("es", "a las tres de la tarde", "a las tres de la mañana", Category.DATE_TIME),
        ("es", "en marzo de 1999", "en mayo de 1999", Category.DATE_TIME),
        ("pt", "na segunda-feira", "na terça-feira", Category.DATE_TIME),
        ("fr", "le lundi 3 mars", "le mardi 3 mars", Category.DATE_TIME),
        ("en", "It is 5 km away.", "It is 7 km away.", Category.NUMBER),
        ("en", "It costs €204.72.", "It costs €04.72.", Category.NUMBER),
    ],
)
def test_one_fact_is_one_critical_finding(
    language: str, source: str, back: str, category: Category
) -> None:
    (finding,) = detect(language, source, back)
    assert (finding.category, finding.severity) == (category, Severity.CRITICAL)


@pytest.mark.parametrize(
    ("source", "back", "category"),
    [
        ("Prices rose 5%.", "Prices rose by 5.", Category.UNIT),
        ("Prices rose by 5.", "Prices rose 5%.", Category.UNIT),
        ("It costs €204.72.", "It costs 204.72.", Category.CURRENCY),
        ("They met in July.", "They met.", Category.DATE_TIME),
        ("They met.", "They met on Friday.", Category.DATE_TIME),
    ],
)
def test_what_is_left_out_or_put_in_is_major(source: str, back: str, category: Category) -> None:
    (finding,) = detect("en", source, back)
    assert (finding.category, finding.severity) == (category, Severity.MAJOR)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "It is 5 km away.", "It is five kilometres away."),
        ("en", "It is 5 km away.", "It is 5,000 m away."),
        ("en", "Take 200 mcg of it.", "Take 200 µg of it."),
        ("en", "Take 200 mcg of it.", "Take 0.2 mg of it."),
        ("en", "Read pages 23\u200f-25.", "Read pages 23-25."),  # an invisible mark is no minus
        ("en", "5 miles away", "8 km away"),
        ("en", "20 °C", "68 °F"),
        ("en", "half an hour", "30 minutes"),
        ("en", "24 hours", "1 day"),
        ("en", "a 20-year sentence", "a sentence of 20 years"),
        ("en", "a boy of 12", "a boy 12 years old"),
        ("es", "subió un 4,5 por ciento", "subió un 4,5 %"),
        ("es", "media hora", "30 minutos"),
        ("pt", "5 quilômetros", "5 quilómetros"),
        ("en", "It cost $5 million.", "It cost 5 million US dollars."),
        ("en", "for £5", "for 5 pounds"),
        ("en", "between €85 million and €90 million", "between 85 and 90 million euros"),
        ("pt", "R$ 5", "5 reais"),
        ("en", "at 3 pm", "at 15:00"),
        ("en", "at 3 pm", "at three in the afternoon"),
        ("es", "a las 3 p. m.", "a las 3 de la tarde"),
        ("en", "Every Friday they play.", "They play on Fridays."),
        ("en", "Mar. 3", "3 March"),
        ("en", "You may march.", "You can walk."),
        ("es", "Vieron el lunes 3 de sept. de 2020.", "Vieron el lunes 3 de septiembre de 2020."),
        ("pt", "na segunda-feira", "na segunda"),
    ],
)
def test_the_same_amount_in_other_words_is_silent(language: str, source: str, back: str) -> None:
    assert detect(language, source, back) == []


def test_pivots_that_still_have_the_fact_are_marked() -> None:
    (finding,) = detect("en", "It is 5 km away.", "Está a 5 kilómetros.", "It is 5 miles away.")
    assert finding.marks == (Mark(0, Span(6, 10)), Mark(1, Span(7, 19)), Mark(2, Span(6, 13)))
    assert finding.message == "“5 km” came back as “5 miles”."
    assert finding.evidence == (("source", "5 km"), ("back_translation", "5 miles"))


@given(texts)
def test_any_text_can_be_read(text: str) -> None:
    for language in map(language_data, LANGUAGES):
        for found in (quantities_in, money_in, dates_in):
            for fact in found(text + " 5 km $5 3 pm 2 €", language):
                assert fact.text


@pytest.mark.parametrize(
    ("source", "back", "severity"),
    [
        ("Due: 2023-04-07.", "Due: 2023-07-04.", Severity.CRITICAL),
        ("Due: 04/07/2023.", "Due: 07/04/2023.", Severity.MAJOR),
    ],
)
def test_day_and_month_that_changed_places(source: str, back: str, severity: Severity) -> None:
    (finding,) = graded(Dates().detect(bead(source, back)))
    assert (finding.category, finding.severity) == (Category.DATE_TIME, severity)


@pytest.mark.parametrize(
    ("source", "back"),
    [("Due: 23/04/2023.", "Due: 04/23/2023."), ("Due: 2023-04-04.", "Due: 2023-04-04, noon.")],
)
def test_a_date_in_another_order_is_silent(source: str, back: str) -> None:
    assert list(Dates().detect(bead(source, back))) == []
