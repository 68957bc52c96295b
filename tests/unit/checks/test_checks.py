"""What each check finds in one text alone, and where it must be silent."""

import pytest
from hypothesis import given
from support import graded, texts

from harness.checks.leftovers import Leftovers
from harness.checks.punctuation import Punctuation
from harness.checks.quotes import Quotes
from harness.checks.repeats import Repeats
from harness.checks.residue import Residue
from harness.checks.scripts import Scripts
from harness.core.protocols import Check
from harness.core.values import Category, LocalText, Severity

CHECKS: tuple[type[Check], ...] = (Leftovers, Punctuation, Quotes, Repeats, Residue, Scripts)


def words(check: type[Check], text: str, language: str = "en") -> list[str]:
    found = graded(check().check(LocalText(language, text)))
    return [finding.spans(0)[0].of(text) for finding in found]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "during his speech this Friday.Photo: Manual", ["."]),
        ("en", "However, The arrival was slow.", ["The"]),
        ("en", "since its creation in 1992 And Russia", ["And"]),
        ("en", "He came , and left .", [" ,", " ."]),
        ("en", "He came,, and left..", [",,", ".."]),
        ("fr", "Il vient : quand ?", []),
        ("en", "Wait... He said: The end. “The end.” See www.Example.org/A.B, ok?", []),
        ("en", "They live in The Hague. Mr. The, J. R. R. Tolkien", []),
        ("en", "The Lord of the Rings And The Two Towers", []),
        ("en", "It is 3.5 m, i.e. 1,000 times. The U.S. House", []),
    ],
)
def test_punctuation(language: str, text: str, found: list[str]) -> None:
    assert words(Punctuation, text, language) == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "The situation is under control, ”the administration said.", ["”"]),
        ("en", "“What nonsense. He said.", ["“"]),
        ("en", "(one (two) three", ["("]),
        ("en", 'He said "stop.', ['"']),
        ("en", '“One” and (two) and [three] and "four" and the boys’ ‘tis', []),
        ("de", "Er sagte: „Nein.“ Und »doch«.", []),
        ("es", "Dijo: «No». Y (quizá) “sí”.", []),
        ("en", "a) one\n2) two :) and (30 m) wide", []),
    ],
)
def test_quotes(language: str, text: str, found: list[str]) -> None:
    assert words(Quotes, text, language) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is the the end.", ["the the"]),
        ("It is at the end at the end.", ["at the end at the end"]),
        ("Tokayev said. Said.", ["said. Said."]),
        ("He had had enough. Bye bye.", []),
        (
            "The town was flooded again. We left. The town was flooded again.",
            ["The town was flooded again."],
        ),
    ],
)
def test_repeats(text: str, found: list[str]) -> None:
    assert words(Repeats, text) == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "Follow us Facebook Y Twitter, o en Our newsletter.", ["Y Twitter, o en"]),
        ("en", "¿ What is it?", ["¿"]),
        ("es", "¿Qué es esto?", []),
        ("en", "They die in the war near La Paz.", []),
        ("xx", "¿Qué es esto, y por qué?", []),
        (
            "en",
            "The kitchen opens at noon. El restaurante cierra temprano los lunes. Thank you.",
            ["El restaurante cierra temprano los lunes."],
        ),
        ("en", "He read it twice. Don Quijote de la Mancha is long. So is La Regenta.", []),
        ("es", "Abre a las ocho. The kitchen closes early on Mondays.", None),
        ("es", "Es un clásico. Dijo: «The End». Luego se fue a Los Ángeles.", []),
    ],
)
def test_residue(language: str, text: str, found: list[str] | None) -> None:
    expected = [text.partition(". ")[2]] if found is None else found  # the second sentence
    assert words(Residue, text, language) == expected


def test_a_whole_text_in_another_language_is_critical() -> None:
    text = "El comité dijo que no podría reunirse antes del fin de año."
    (finding,) = graded(Residue().check(LocalText("en", text)))
    assert (finding.category, finding.severity) == (Category.WRONG_LANGUAGE, Severity.CRITICAL)


@pytest.mark.parametrize(
    ("text", "found", "category"),
    [
        ("scarcity. கோரம் Under house.", ["கோரம்"], Category.MIXED_SCRIPT),
        ("Pr\u0435sident", ["Pr\u0435sident"], Category.MIXED_SCRIPT),
        ("a lost \ufffd character", ["\ufffd"], Category.GARBLED),
        ("the cafÃ© is", ["Ã©"], Category.GARBLED),
        ("it doesnâ€™t", ["â€™"], Category.GARBLED),
        ("a Ð¼Ð¸Ñ€Ð½Ñ‹Ð¹ day", ["Ð¼Ð¸Ñ€Ð½Ñ‹Ð¹"], Category.GARBLED),
        ("a ìèðíûé day", ["ìèðíûé"], Category.GARBLED),
        ("salt &amp; pepper", ["&amp;"], Category.GARBLED),
        ("mainstre@@ am", ["mainstre@@ am"], Category.GARBLED),
    ],
)
def test_scripts(text: str, found: list[str], category: Category) -> None:
    findings = graded(Scripts().check(LocalText("en", text)))
    assert [finding.spans(0)[0].of(text) for finding in findings] == found
    assert all(finding.category is category for finding in findings)


@pytest.mark.parametrize("text", ["São Paulo, NÃO É «IRMû", "café, naïve, 5 μm, π", "AT&T & Co."])
def test_scripts_are_silent_on_what_is_right(text: str) -> None:
    assert words(Scripts, text, "pt") == []


@pytest.mark.parametrize("check", CHECKS)
def test_a_plain_text_raises_nothing(check: type[Check]) -> None:
    plain = {
        "en": "“We left early,” she said. It had rained (all night), and the boys’ boat was gone.",
        "es": "«Salimos temprano», dijo ella. Había llovido (toda la noche). ¿Qué más?",
        "pt": "“Saímos cedo”, disse ela. Choveu (a noite toda), e o barco não estava mais lá.",
        "fr": "« Nous sommes partis », dit-elle ; il avait plu. Pourquoi ?",
        "de": "„Wir gingen früh“, sagte sie. Es hatte (die ganze Nacht) geregnet.",
    }
    for language, text in plain.items():
        assert words(check, text, language) == [], language


@pytest.mark.parametrize("check", CHECKS)
@given(text=texts)
def test_spans_lie_within_any_text(check: type[Check], text: str) -> None:
    for language in ("en", "es", "und"):
        for finding in check().check(LocalText(language, text)):
            assert finding.detector == check().signature.name
            for mark in finding.marks:
                assert mark.stop == 0
                assert len(mark.span) > 0
                assert mark.span.end <= len(text)


@pytest.mark.parametrize("wrong", ["cp1251", "cp1252", "latin-1"])
@pytest.mark.parametrize("text", ["Работает.", "Привет, друзья", "Українська мова"])
def test_cyrillic_that_was_read_in_the_wrong_encoding_is_seen(text: str, wrong: str) -> None:
    misread = text.encode("utf-8").decode(wrong, "replace")
    kinds = {issue.kind for issue in Scripts().check(LocalText("ru", misread))}
    assert "scripts.misread" in kinds


@pytest.mark.parametrize(
    "text", ["Ёж ещё спит. СССР и США. Рим, Сочи", "Січень у Рівному", "été Æøå ÉTÉ çà – «É…»"]
)
def test_words_as_people_write_them_are_no_wrong_encoding(text: str) -> None:
    kinds = {issue.kind for issue in Scripts().check(LocalText("ru", text))}
    assert "scripts.misread" not in kinds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Open {{id_00000}} now", ["{{id_00000}}"]),
        ("Dear __PH1__, see ⟦2⟧ and XXPLACEHOLDER_3XX", ["__PH1__", "⟦2⟧", "XXPLACEHOLDER_3XX"]),
        ("Sure! Here is the translation: He left.", ["Sure! Here is the translation"]),
        ("Hi {{name}}, {0} of {count} in __init__; {{ user.id }} and [1]", []),
        ("This is the translation of a book. A placeholder stands here.", []),
    ],
)
def test_leftovers(text: str, found: list[str]) -> None:
    assert words(Leftovers, text) == found
