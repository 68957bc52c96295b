"""Where a finding has no words of its own, the words that stand for them are pointed to."""

from unit.report.report_samples import drift, finding, portuguese

from harness.core.values import Category, Finding, MeasuredRow, Severity
from harness.report.html.linked_words import RunLinks

ARRIVED = (
    "On 3 March Ana Pires reached Montevideo.",
    "El 3 de marzo Ana Pires llegó a Montevidico.",
    "On 3 March Ana Pires came to Montevidico.",
)

ENDS = (
    ("is old", "es viejo"),
    ("slept", "durmió"),
    ("was full", "estaba lleno"),
    ("grew fast", "creció rápido"),
    ("lost money", "perdía dinero"),
)


def _about(stops: tuple[str, ...], stop: int, words: str) -> Finding:
    return finding(stops, Category.ENTITY, Severity.MAJOR, "said", [(stop, words)])


def _shown(stops: tuple[str, ...], about: Finding, *others: tuple[str, ...]) -> list[list[str]]:
    rows = [drift(at, ("en", "es", "en"), texts) for at, texts in enumerate((stops, *others))]
    links = RunLinks(rows)
    spans = [links.spans(rows[0], about, stop) for stop in range(len(stops))]
    return [[span.of(text) for span in at] for at, text in zip(spans, stops, strict=True)]


def test_a_name_is_found_in_the_columns_without_its_mark() -> None:
    about = _about(ARRIVED, 0, "Montevideo")
    assert _shown(ARRIVED, about) == [[], ["Montevidico"], ["Montevidico"]]
    about = _about(ARRIVED, 2, "Ana Pires")
    assert _shown(ARRIVED, about) == [["Ana Pires"], ["Ana Pires"], []]


def test_a_column_with_words_of_its_own_gets_no_others() -> None:
    about = finding(ARRIVED, Category.NUMBER, Severity.MINOR, "said", [(0, "3 March"), (2, "Ana")])
    assert _shown(ARRIVED, about)[0] == _shown(ARRIVED, about)[2] == []


def test_what_the_run_says_elsewhere_helps() -> None:
    stops = ("The harbour froze.", "El puerto cedió.", "The port gave way.")
    elsewhere = tuple(
        (f"The {thing} {end}.", f"El {cosa} {fin}.", f"The {thing} {end}.")
        for thing, cosa in (("harbour", "puerto"), ("ship", "barco"))
        for end, fin in ENDS
    )
    about = _about(stops, 0, "harbour")
    assert _shown(stops, about, *elsewhere)[1] == ["puerto"]


def test_a_lost_word_leads_nowhere() -> None:
    row = portuguese().rows
    (lost,) = [each for each in row if isinstance(each, MeasuredRow) and "not" in _words_of(each)]
    links = RunLinks(portuguese().rows)
    assert [links.spans(lost, lost.findings[0], stop) for stop in (0, 1, 2)] == [(), (), ()]


def _words_of(row: MeasuredRow) -> list[str]:
    return [span.of(row.texts.source.text) for each in row.findings for span in each.spans(0)]


def test_a_finding_about_the_whole_text_lights_up_no_other() -> None:
    about = _about(ARRIVED, 0, ARRIVED[0])
    assert _shown(ARRIVED, about) == [[], [], []]


def test_a_finding_without_words_leads_nowhere() -> None:
    about = finding(ARRIVED, Category.OMISSION, Severity.MINOR, "said")
    assert _shown(ARRIVED, about) == [[], [], []]
