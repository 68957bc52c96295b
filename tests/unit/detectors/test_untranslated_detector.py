"""What the untranslated detector reports, and what it must not."""

import pytest
from support import bead, graded

from harness.core.values import BeadText, Category, Finding, LocalText, Mark, Severity, Span
from harness.detectors.untranslated import Untranslated


def detect(source: str, *others: str, language: str = "en") -> list[Finding]:
    return graded(Untranslated().detect(bead(source, *others, language=language)))


SOURCE = "The committee said that it would meet before the end of the year."


def test_a_copied_pivot_is_found_though_the_round_trip_is_perfect() -> None:
    (finding,) = detect(SOURCE, SOURCE, SOURCE)
    assert (finding.category, finding.severity) == (Category.UNTRANSLATED, Severity.CRITICAL)
    assert finding.spans(1)
    assert dict(finding.evidence)["hop"] == "1"


def test_half_a_segment_copied() -> None:
    pivot = "El comité dijo que it would meet before the end of the year."
    (finding,) = detect(SOURCE, pivot, SOURCE)
    assert (finding.category, finding.severity) == (Category.UNTRANSLATED, Severity.MAJOR)
    assert [span.of(pivot) for span in finding.spans(1)] == [
        "it would meet before the end of the year"
    ]


def test_pivot_words_in_the_return() -> None:
    back = "Follow us on Facebook Y Twitter, o en our newsletter."
    pivot = "Síguenos en Facebook y Twitter, o en nuestro boletín."
    (finding,) = detect("Follow us on Facebook and Twitter, or in our newsletter.", pivot, back)
    assert finding.category in (Category.WRONG_LANGUAGE, Category.UNTRANSLATED)
    (span,) = finding.spans(2)
    assert "o en" in span.of(back)


def test_a_pivot_in_the_wrong_language() -> None:
    french = "Le comité a dit qu'il se réunirait avant la fin de l'année, selon ses membres."
    (finding,) = detect(SOURCE, french, SOURCE)
    assert (finding.category, finding.severity) == (Category.WRONG_LANGUAGE, Severity.CRITICAL)
    assert "French" in finding.message


def test_a_word_in_another_script() -> None:
    (finding,) = detect("He has no quorum here.", "He has no கோரம் here.")
    assert (finding.category, finding.severity) == (Category.WRONG_LANGUAGE, Severity.MAJOR)
    assert finding.marks == (Mark(1, Span(10, 15)),)


def test_unknown_words_name_their_hop_and_lose_their_marker() -> None:
    stops = (
        LocalText("en", "The dummy sleeps."),
        LocalText("es", "El dummy duerme.", unknown=("*dummy",)),
        LocalText("en", "The meow sleeps.", unknown=("**meow",)),
    )
    first, second = graded(Untranslated().detect(BeadText(stops)))
    assert (first.category, dict(first.evidence)["hop"]) == (Category.UNKNOWN_WORD, "1")
    assert first.marks == (Mark(1, Span(3, 8)),)
    assert dict(second.evidence) == {"word": "meow", "times": "1", "hop": "2"}
    assert second.severity is Severity.MAJOR


@pytest.mark.parametrize(
    ("source", "pivot", "back"),
    [
        (
            "Stanislav Jaz told RIA Novosti.",
            "Stanislav Jaz dijo a RIA Novosti.",
            "S. Jaz told RIA.",
        ),
        ("The hospital was normal.", "El hospital era normal.", "The hospital was normal."),
        ("Barack Hussein Obama II", "Barack Hussein Obama II", "Barack Hussein Obama II"),
        ("75 / 80 – 99", "75 / 80 – 99", "75 / 80 – 99"),
        ("See https://example.org/a.", "Vea https://example.org/a.", "See https://example.org/a."),
        ("", "", ""),
    ],
)
def test_names_numbers_and_cognates_may_be_copied(source: str, pivot: str, back: str) -> None:
    assert detect(source, pivot, back) == []


@pytest.mark.parametrize(
    ("back", "words"),
    [
        ("The cadena broke at noon near the cadena.", ["cadena"]),
        ("The chian broke at noon near the bridge.", []),  # a slip of the pen
        ("The Cadena broke at noon near the bridge.", []),  # may be a name
        ("The chain broke at noon near {puente}.", []),
    ],
)
def test_words_that_the_language_does_not_have(back: str, words: list[str]) -> None:
    source = LocalText("en", "The chain broke at noon near the bridge.")
    findings = graded(Untranslated().detect(BeadText((source, LocalText("en", back)))))
    assert [dict(finding.evidence)["word"] for finding in findings] == words
    assert all(finding.severity is Severity.MAJOR for finding in findings)
    assert [len(finding.spans(1)) for finding in findings] == [2] * len(words)


@pytest.mark.parametrize(
    ("language", "back", "words"),
    [
        ("pt", "Eles votaram presencialmente.", []),
        ("pt", "A conscientização cresceu.", []),
        ("es", "Votó el 38 porciento.", []),
        ("es", "Votaron discriminatoriamente.", []),
        ("es", "Votaron cadenzamente.", ["cadenzamente"]),
        ("es", "Votaron candidatamente.", ["candidatamente"]),
    ],
)
def test_words_that_a_language_makes_freely(language: str, back: str, words: list[str]) -> None:
    texts = BeadText((LocalText(language, "Así fue."), LocalText(language, back)))
    found = [
        issue for issue in Untranslated().detect(texts) if issue.kind == "untranslated.strange"
    ]
    assert [dict(issue.evidence)["word"] for issue in found] == words
