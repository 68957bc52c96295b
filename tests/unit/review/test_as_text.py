"""A review in a terminal: who brought the translations home, and what is not shown or not seen."""

from dataclasses import replace

from harness.bilingual.checks import TranslationChecks
from harness.core.route_syntax import parse_route
from harness.core.values import (
    Adjustment,
    BeadText,
    Category,
    Document,
    Finding,
    LocalText,
    MeasuredRow,
    Severity,
    Signature,
    Target,
    Unit,
)
from harness.review.as_text import as_text
from harness.review.review import Judge, Review
from harness.review.units import REVIEW, ReviewedUnit, UnitState
from harness.run.assembly import grades

MADE = Adjustment(REVIEW, Severity.MAJOR, Severity.MINOR, "Nothing confirms it.")
WAY_BACK = Finding(
    "content", Category.WORD, Severity.MINOR, "“door” came back as “gate”.", adjustments=(MADE,)
)
DOOR = Unit("door", "Open the door.", target=Target("Abra la puerta.", "es"), line=3)
STOPS = tuple(
    LocalText(tag, text)
    for tag, text in (("en", DOOR.text), ("es", "Abra la puerta."), ("en", "Open the gate."))
)
ROW = MeasuredRow((), BeadText(STOPS), findings=(WAY_BACK,))
FILE = Document("a.po", "en", (DOOR,), "a.po", target_language="es")
HOME = Review(
    FILE,
    "es",
    (ReviewedUnit(DOOR, UnitState.DONE, ROW),),
    (("engine", Signature("argos")), ("witness", Signature("apertium"))),
    (),
)


def shown(review: Review, *, everything: bool = False) -> str:
    return "".join(as_text(review, width=200, everything=everything))


def test_all_engines_that_brought_home_are_named() -> None:
    assert "brought home by argos, and by apertium as a witness\n" in shown(HOME)
    alone = replace(HOME, judges=HOME.judges[:1])
    assert "brought home by argos\n" in shown(alone)


def test_what_an_engine_made_is_counted_in_plain_words() -> None:
    assert (
        "not shown: 1 difference that an engine may have made on the way back, not the translation"
        " (--all shows them)\n" in shown(HOME)
    )
    assert "way back only  unit door, line 3\n" in shown(HOME, everything=True)


def test_without_an_engine_it_says_what_nothing_looks_at() -> None:
    judge = Judge(FILE, TranslationChecks(FILE), None, grades((), {}))
    review = judge.review_alone("es", parse_route("en:es@file:en"))
    assert (
        "note: Without an engine nothing looks at denials, at how names are translated, and at the"
        " meaning.\n" in shown(review)
    )


def test_without_an_engine_what_is_too_long_is_not_measured() -> None:
    """A number of 100,000 digits ended the review as a bug; a line of a megabyte took 31 s."""
    units = (
        Unit("digits", f"It costs {'7' * 5_000} euros.", target=Target("Cuesta 7 euros.", "es")),
        Unit("stop", "Stop.", target=Target("Alto.", "es")),
    )
    file = replace(FILE, units=units)
    judge = Judge(file, TranslationChecks(file), None, grades((), {}))
    review = judge.review_alone("es", parse_route("en:es@file:en"))
    digits, stop = review.units
    assert digits.failure == (
        "the source has 5,000 digits of one number in one segment, of at most 1,000 that are"
        " measured"
    )
    assert digits.row is None
    assert not stop.failure
