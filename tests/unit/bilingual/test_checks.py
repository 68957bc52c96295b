"""What shows in a text and its translation themselves, without any engine."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.bilingual.checks import TranslationChecks
from harness.bilingual.pair import Pair
from harness.core.values import (
    CodeKind,
    Document,
    InlineCode,
    Issue,
    Limit,
    LimitUnit,
    LocalText,
    Target,
    Unit,
)


def issues(source: str, translation: str, language: str = "es", **facts: object) -> list[Issue]:
    """The issues of one unit, alone in its document."""
    codes = facts.pop("target_codes", ())
    unit = Unit("u", source, target=Target(translation, language, codes=codes), **facts)  # type: ignore[arg-type]
    document = Document("d", "en", (unit,), "d")
    pair = Pair(LocalText("en", source), LocalText(language, translation), unit)
    return list(TranslationChecks(document).issues(pair))


def kinds(source: str, translation: str, language: str = "es", **facts: object) -> list[str]:
    found = issues(source, translation, language, **facts)
    return [issue.kind.removeprefix("translation.") for issue in found]


@pytest.mark.parametrize(
    ("source", "translation", "kind"),
    [
        ("Take 15 drops.", "Tome 50 gotas.", "numbers.changed"),
        ("Take 15 drops.", "Tome gotas.", "numbers.lost"),
        ("Take the drops.", "Tome 15 gotas.", "numbers.added"),
        ("It fell to -5 °C at night.", "De noche bajó a 5 °C.", "numbers.changed"),
        ("It costs US$50 billion.", "Cuesta 50 000 USD.", "numbers.changed"),
        ("It began in the 19th century.", "Comenzó en el siglo XX.", "numbers.lost"),
        ("It began on Sunday.", "Empezó el sábado.", "dates.changed"),
        ("We meet on 3 March.", "Nos vemos el 3 de mayo.", "dates.changed"),
        ("It costs $5.", "Cuesta 5 euros.", "currency.changed"),
        ("Take it twice a day.", "Tómelo cada dos días.", "rates.changed"),
        ("It is 5 km away.", "Está a 5 millas.", "units.changed"),
        ("Hello {name}!", "¡Hola, {nombre}!", "placeholders.changed"),
        ("%d files", "archivos", "placeholders.lost"),
        ("See https://a.example/x.", "Vea https://a.example/y.", "addresses.changed"),
        ("Press <b>OK</b>.", "Pulse <b>Aceptar.", "markup.lost.unpaired"),
        ("The trials go on in Italy.", "{NS}", "wordless"),
        ("The file was not saved.", "The file was not saved.", "untranslated.copied.whole"),
        ("Unread messages", "Unread messages", "untranslated.same"),
        ("Settings", "Settings", "untranslated.same.word"),
        (
            "She opened the door and went out into the garden.",
            "Ela abriu a porta e saiu para o jardim com os seus amigos.",
            "untranslated.language.whole",
        ),
        ("It rained in Velmora all day.", "Llovió todo el día.", "names.lost"),
        ("The price is known.", "El precio es cÃ³nocido.", "garbage.misread"),
        ("A sentence of some length. " * 4, "Una frase.", "length.short"),
    ],
)
def test_what_is_wrong_is_found(source: str, translation: str, kind: str) -> None:
    assert kind in kinds(source, translation)


@pytest.mark.parametrize(
    ("source", "translation", "language"),
    [
        ("It costs 1,234.50 euros.", "Cuesta 1234,50 euros.", "es"),
        ("Twelve people came at 3 p.m.", "A las 15:00 vinieron 12 personas.", "es"),
        ("In the 21st century.", "En el siglo XXI.", "es"),
        ("The 2019-20 season.", "La temporada 2019-2020.", "es"),
        ("40%-50% humidity", "una humedad del 40-50 %", "es"),
        ("COVID-19-induced pneumonia", "neumonía provocada por la COVID-19", "es"),
        ("We close at 8:00 a.m.", "Nous fermons à 8 h 00.", "fr"),
        ("It binds to ACE2.", "Une-se à ECA2.", "pt"),
        ("patients aged &lt; 19 years", "pacientes <19 años", "es"),
        ("The WHO said so in Geneva.", "Lo dijo la OMS en Ginebra.", "es"),
        ("On Wednesday, 12 March 2021", "El miércoles 12/03/2021", "es"),
        ("Hello {name}, you owe ${sum}.", "{name}, usted debe ${sum}.", "es"),
        ("Take it twice a day.", "Tómelo dos veces al día.", "es"),
        ("Take it every 8 hours.", "Tómelo tres veces al día.", "es"),
        ("February's triumph", "el triunfo de febrero", "es"),
        ("Mrs May said so.", "Lo dijo la señora May.", "es"),
        ("1 to 2 inches of rain, up to 4 inches", "de 2,5 a 5 cm, hasta 10 cm de lluvia", "es"),
        ("It began in 2020 in Italy.", "Comenzó en 2020 en Italia.", "es"),
        ("Menu", "Menu", "pt"),
        ("OK", "OK", "es"),
        ("42", "42", "es"),
    ],
)
def test_what_is_only_written_otherwise_is_quiet(
    source: str, translation: str, language: str
) -> None:
    assert not kinds(source, translation, language)


CODES = (InlineCode(6, CodeKind.OPEN, '<g id="1">'), InlineCode(8, CodeKind.CLOSE, "</g>"))


def test_inline_codes_are_compared_as_they_stand_in_the_file() -> None:
    renumbered = (
        InlineCode(6, CodeKind.OPEN, '<g id="7">'),
        InlineCode(13, CodeKind.CLOSE, "</g>"),
    )
    assert not kinds("Press OK.", "Pulse Aceptar.", codes=CODES, target_codes=renumbered)
    lost = kinds("Press OK.", "Pulse Aceptar.", codes=CODES, target_codes=renumbered[:1])
    assert lost == ["codes.lost"]
    crossed = kinds("Press OK.", "Pulse Aceptar.", codes=CODES, target_codes=renumbered[::-1])
    assert crossed == ["codes.disordered"]
    may = (InlineCode(0, CodeKind.ALONE, "<x/>", may_drop=True),)
    assert not kinds("Press OK.", "Pulse Aceptar.", codes=may)


@pytest.mark.parametrize(
    ("limit", "found"),
    [(Limit(4), True), (Limit(5), False), (Limit(5, LimitUnit.BYTES), True)],
)
def test_a_translation_longer_than_its_place_is_told(limit: Limit, *, found: bool) -> None:
    assert (kinds("Save", "Añadi", limit=limit) == ["length.limit"]) is found


def of_file(texts: Mapping[str, tuple[str, str]], group: str | None = None) -> dict[str, list[str]]:
    units = tuple(
        Unit(name, source, target=Target(translation, "es"), group=group)
        for name, (source, translation) in texts.items()
    )
    checks = TranslationChecks(Document("d", "en", units, "d"))
    return {
        unit.unit_id: [
            issue.kind.removeprefix("translation.")
            for issue in checks.issues(
                Pair(LocalText("en", unit.text), LocalText("es", texts[unit.unit_id][1]), unit)
            )
        ]
        for unit in units
    }


def test_units_that_contradict_each_other_are_told() -> None:
    found = of_file({"a": ("Open", "Abrir"), "b": ("Open", "Abierto"), "c": ("Unlock", "Abrir")})
    assert found["b"] == ["consistency.translations"]
    assert set(found["a"]) == {"consistency.translations", "consistency.sources"}
    copied = of_file(
        {
            "a": ("The file could not be saved here.", "Elija otra carpeta para las copias."),
            "b": ("Choose another folder for your copies.", "Elija otra carpeta para las copias."),
        }
    )
    assert copied["a"] == ["consistency.sources.unlike"]
    forms = of_file({"[0]": ("a file", "archivos"), "[1]": ("files", "archivos")}, group="files")
    assert not any(forms.values())


def test_every_issue_is_put_down_to_the_translation() -> None:
    for issue in issues("Take 15 drops of it.", "Tome 50 gotas."):
        assert (str(issue.locus), issue.detector) == ("forward", "translation")


def test_the_message_says_what_is_wrong_with_the_translation() -> None:
    (found,) = issues("Take 15 drops.", "Tome 50 gotas.")
    assert found.message == "“15” is “50” in the translation."


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_are_compared_and_marks_lie_in_them(source: str, translation: str) -> None:
    for issue in issues(source, translation):
        for mark in issue.marks:
            assert mark.span.end <= len((source, translation)[mark.stop])
