"""The translations that a document holds, as a hop."""

from dataclasses import replace

import pytest
from support import TableEngine

from harness.core.errors import ConfigError
from harness.core.values import (
    Direction,
    Document,
    MeasuredRow,
    Target,
    Translated,
    Unit,
    Unmeasured,
    Untranslatable,
)
from harness.engines.file import FileTranslations
from harness.metrics.surface import ChrF
from harness.run.identity import identify
from harness.run.measures import MeasuringSet
from harness.run.round_trip import round_trip
from harness.segmenters.lines import WholeUnits

SPANISH = Direction("en", "es")


def document(*units: Unit, language: str | None = "es") -> Document:
    return Document("app.po", "en", units, "app.po", target_language=language, bilingual=True)


def said(unit_id: str, text: str, target: str | None, language: str | None = "es") -> Unit:
    return Unit(unit_id, text, target=Target(target, language) if target is not None else None)


APP = document(
    said("menu", "Open", "Abrir"),
    said("sign", "Open", "Abierto"),
    said("quit", "Quit", None),
    said("long", "One. Two.", "Uno.\nDos."),
    said("blank", "Blank", " "),
)


def test_equal_texts_are_told_apart_by_their_unit() -> None:
    segments = WholeUnits().segment(APP).segments()
    assert FileTranslations(APP, SPANISH).translate_units(segments) == [
        Translated("Abrir"),
        Translated("Abierto"),
        Untranslatable("the file has no translation of unit quit"),
        Translated("Uno. Dos."),  # engines get one line
        Untranslatable("the file has no translation of unit blank"),
    ]


def test_its_signature_is_what_it_says_and_not_where() -> None:
    one = FileTranslations(APP, SPANISH).signature
    moved = document(*reversed(APP.units))
    assert FileTranslations(replace(moved, origin="/elsewhere"), SPANISH).signature == one
    other = document(said("menu", "Open", "Abra"), *APP.units[1:])
    assert FileTranslations(other, SPANISH).signature != one


def test_a_round_trip_comes_home_from_what_the_file_says() -> None:
    table = {"Abrir": "Open", "Abierto": "Not shut", "Uno. Dos.": "One. Two."}
    hops = (FileTranslations(APP, SPANISH), TableEngine("es", "en", table))
    segmentation = WholeUnits().segment(APP)
    measures = MeasuringSet((ChrF(),), ())
    rows = list(round_trip(segmentation, hops, measures, lambda _: None))
    found = {row.segments[0].unit_id: row for row in rows if isinstance(row, MeasuredRow)}
    assert {unit: row.texts.back_translation.text for unit, row in found.items()} == {
        "menu": "Open",
        "sign": "Not shut",
        "long": "One. Two.",
    }
    lost = [row for row in rows if isinstance(row, Unmeasured)]
    assert [(row.segment.unit_id, row.hop) for row in lost] == [("quit", 1), ("blank", 1)]
    assert "quit" in lost[0].reason
    from harness.core.route_syntax import parse_route

    route = parse_route("en:es@file:en@table")
    identity = identify(segmentation, route, hops, measures)
    assert identity.engines[0].name == "file"


@pytest.mark.parametrize(
    ("held", "asked", "remark"),
    [
        ("es", "es", ""),
        ("es-419", "es", "es-419; taken for es"),
        ("pt-BR", "pt", "pt-BR; taken for pt"),
        ("pt", "pt-BR", "pt; taken for pt-BR"),
        ("sr-Latn", "sr", "sr-Latn; taken for sr"),
        (None, "es", "does not say which language"),
    ],
)
def test_another_region_of_the_language_is_taken_and_told(
    held: str | None, asked: str, remark: str
) -> None:
    made = document(said("a", "Open", "Abrir", held), language=held)
    remarks = FileTranslations(made, Direction("en", asked)).remarks
    assert len(remarks) == bool(remark)
    assert remark in "".join(remarks)


@pytest.mark.parametrize(("held", "asked"), [("fr", "es"), ("sr-Latn", "sr-Cyrl"), ("eu", "es")])
def test_another_language_is_refused(held: str, asked: str) -> None:
    made = document(said("a", "Open", "x", held), language=held)
    with pytest.raises(ConfigError, match=f"into {held}, not into {asked}") as refusal:
        FileTranslations(made, Direction("en", asked))
    assert f"en:{held}@file:en" in refusal.value.hint


def test_a_text_without_translations_is_refused() -> None:
    plain = Document.of_text("It rains.", doc_id="a.txt", language="en", origin="a.txt")
    with pytest.raises(ConfigError, match="holds no translations"):
        FileTranslations(plain, SPANISH)


def test_a_table_of_several_languages_serves_each() -> None:
    unit = Unit("a", "Open", references={"es": "Abrir", "pt-BR": "Aberto", "pt-PT": "Abrir!"})
    made = document(unit, language=None)
    assert FileTranslations(made, SPANISH).translate_units(
        WholeUnits().segment(made).segments()
    ) == [Translated("Abrir")]
    with pytest.raises(ConfigError):  # which of the two?
        FileTranslations(made, Direction("en", "pt"))
    assert FileTranslations(made, Direction("en", "pt-PT"))
