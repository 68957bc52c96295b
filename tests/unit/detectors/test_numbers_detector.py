"""What the numbers detector reports, and what it must not."""

import pytest
from support import bead, graded

from harness.core.values import BeadText, Category, Finding, LocalText, Mark, Severity, Span
from harness.detectors.numbers import Numbers


def detect(source: str, *others: str, language: str = "en") -> list[Finding]:
    return graded(Numbers().detect(bead(source, *others, language=language)))


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "Release 2.200.112 is out.", "Release 2,200,12 is out."),
        ("en", "It costs €204.72.", "It costs €04.72."),
        ("en", "The number is 244890.", "The number is 24,490."),
        ("en", "They sent 75 aircraft.", "They sent 57 aircraft."),
        ("es", "Cuesta 18,10 euros.", "Cuesta 1810 euros."),
        ("en", "It rang at half past nine.", "It rang at 9:15."),
        ("en", "between €85 million and €90 million", "between 58 and 90 million euros"),
    ],
)
def test_a_changed_number_is_critical(language: str, source: str, back: str) -> None:
    (finding,) = detect(source, back, language=language)
    assert (finding.category, finding.severity) == (Category.NUMBER, Severity.CRITICAL)


def test_the_message_and_the_marks_hold_both_writings() -> None:
    (finding,) = detect("They sent 75 aircraft.", "They sent 57 aircraft.")
    assert finding.message == "“75” came back as “57”."
    assert finding.evidence == (("source", "75"), ("back_translation", "57"))
    assert finding.marks == (Mark(0, Span(10, 12)), Mark(1, Span(10, 12)))


def test_a_pivot_that_still_has_the_value_is_marked() -> None:
    (finding,) = detect("It cost 1,234.5 euros.", "Costó 1.234,5 euros.", "It cost 12,345 euros.")
    assert Mark(1, Span(6, 13)) in finding.marks
    (finding,) = detect("It cost 1,234.5 euros.", "Costó 12.345 euros.", "It cost 12,345 euros.")
    assert Mark(1, Span(6, 12)) in finding.marks


@pytest.mark.parametrize(
    ("source", "back", "category", "severity"),
    [
        ("We saw 75 ships.", "We saw ships.", Category.OMISSION, Severity.CRITICAL),
        ("We saw ships.", "We saw 75 ships.", Category.ADDITION, Severity.CRITICAL),
        ("We saw twelve ships.", "We saw ships.", Category.OMISSION, Severity.MAJOR),
        ("26 paid and 26 left.", "26 paid and left.", Category.OMISSION, Severity.MAJOR),
        ("He came in first.", "He came in second.", Category.NUMBER, Severity.MAJOR),
        ("4 left.", "A quarter left.", Category.OMISSION, Severity.CRITICAL),
        ("Take 1 apple home.", "Take apples home.", Category.OMISSION, Severity.MINOR),
    ],
)
def test_lost_and_added(source: str, back: str, category: Category, severity: Severity) -> None:
    (finding,) = detect(source, back)
    assert (finding.category, finding.severity) == (category, severity)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "twelve ships", "12 ships"),
        ("en", "It is 1234.5 m.", "It is 1,234.5 m."),
        ("es", "Mide 1.234,5 m.", "Mide 1234,5 m."),
        ("en", "at 3 p.m.", "at 15:00"),
        ("en", "in the 1990s", "in the 90s"),
        ("en", "2.5 million", "2,500,000"),
        ("en", "5 percent", "five per cent"),
        ("en", "the 21st century", "the twenty-first century"),
        ("en", "two of them", "both of them"),
        ("en", "a dozen eggs", "12 eggs"),
        ("en", "one of the men", "a man"),
        ("en", "a second later", "a moment later"),
        ("en", "1 million men", "a million men"),
        ("es", "mil millones de euros", "1.000.000.000 de euros"),
        ("en", "in 2019, 26 men", "26 men in 2019"),
        ("en", "It rang at half past nine.", "It rang at 9:30."),
        ("en", "between €85 million and €90 million", "between 85 and 90 million euros"),
        ("en", "two and a half thousand", "2,500"),
        ("en", "a quarter of them", "1/4 of them"),
        ("es", "un cuarto de ellos", "1/4 de ellos"),
        ("es", "el cuarto", "el 4º"),
        ("en", "0 conflicts", "no conflicts"),
    ],
)
def test_the_same_values_are_silent(language: str, source: str, back: str) -> None:
    assert detect(source, back, language=language) == []


def test_several_changes_are_paired_by_their_digits() -> None:
    findings = detect("From 1991 to 2019, 3,811 men.", "From 1919 to 2091, 3,118 men.")
    pairs = [tuple(value for _, value in finding.evidence) for finding in findings]
    assert pairs == [("1991", "1919"), ("2019", "2091"), ("3,811", "3,118")]


def test_a_bead_of_five_hundred_changed_numbers_is_paired_in_full() -> None:
    """Likeness is measured once a pair: anything steeper does not finish here."""
    source = " ".join(f"{number} ships," for number in range(10_000, 10_500))
    back = " ".join(f"{number} ships," for number in range(60_000, 60_500))
    findings = detect(source, back)
    assert len(findings) == 500
    assert all(finding.evidence[0][1][1:] == finding.evidence[1][1][1:] for finding in findings), (
        "only the first digit changed, so the others tell the pairs"
    )


def test_an_empty_return_is_left_to_the_sentences() -> None:
    assert detect("It costs €18.10.", "") == []


def test_a_sign_in_words_is_quoted_with_its_number() -> None:
    bead = BeadText((LocalText("en", "It was minus 5 here."), LocalText("en", "It was 5 here.")))
    (finding,) = Numbers().detect(bead)
    assert finding.message == "“minus 5” came back as “5”."


@pytest.mark.parametrize(
    ("source", "back", "severity"),
    [
        ("Mix 5 ml of A with 20 ml of B.", "Mix 20 ml of A with 5 ml of B.", Severity.CRITICAL),
        (
            "One wire has 12 V, the red one 5 V.",
            "One wire has 5 V, the red one 12 V.",
            Severity.CRITICAL,
        ),
        ("Of 40 rooms 12 are free.", "Of 12 rooms 40 are free.", Severity.CRITICAL),
        ("Read pages 12-18.", "Read pages 18-12.", Severity.MAJOR),
    ],
)
def test_two_numbers_that_changed_places(source: str, back: str, severity: Severity) -> None:
    (finding,) = graded(Numbers().detect(bead(source, back)))
    assert (finding.category, finding.severity) == (Category.NUMBER, severity)
    assert [mark.stop for mark in finding.marks] == [0, 0, 1, 1]


def test_a_changed_number_of_a_quantity_said_twice_is_found() -> None:
    (finding,) = detect("It is 250 m (820 ft) deep.", "It is 300 m (820 ft) deep.")
    assert (finding.category, finding.severity) == (Category.NUMBER, Severity.CRITICAL)


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("Doses of 5 mg and 10 mg exist.", "Doses of 10 mg and 5 mg exist."),
        ("In 2010 we sold 40 boats.", "We sold 40 boats in 2010."),
        ("Mix 5 ml of A with 20 ml of B.", "Mix 20 ml of B with 5 ml of A."),
        ("It is 12/03/2021.", "It is 03/12/2021."),  # a date: see `dates`
        ("Stand about 100 feet (30 m) away.", "Stand about 30 m away."),  # said twice
    ],
)
def test_numbers_in_another_order_that_say_the_same(source: str, back: str) -> None:
    assert list(Numbers().detect(bead(source, back))) == []


@pytest.mark.parametrize(
    ("source", "back"),
    [("Nació en el siglo XVII.", "Nació en el siglo 17."), ("Reinó Felipe 5.", "Reinó Felipe V.")],
)
def test_a_numeral_in_other_digits_is_no_other_number(source: str, back: str) -> None:
    assert detect(source, back, language="es") == []
    assert detect(source, back.replace("17", "18").replace("V", "IV"), language="es") != []
