"""The end of a run: within the terminal's width, and nothing in it that a terminal obeys."""

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.report.report_samples import (
    CITY,
    arabic,
    drift,
    empty,
    failed,
    finding,
    portuguese,
    run,
    spanish,
    templated,
)

from harness.core.values import Category, MetricCard, Run, Severity, Signature
from harness.report.html.reporter import Html
from harness.report.terminal.summary import summary
from harness.writing.ink import Ink


def _columns(line: str) -> int:
    """How many columns a line takes, after Unicode's East Asian Width."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in line
    )


def _with(text: str) -> Run:
    stops = (text + "x", text, text)
    said = finding(stops, Category.NUMBER, Severity.CRITICAL, text, [(0, "x")])
    made = run("en:es:en", "argos", [drift(0, ("en", "es", "en"), stops, said)], [text])
    return replace(made, identity=replace(made.identity, doc_id=text))


@given(st.text(alphabet=st.sampled_from("ab 漢字الé\u0301，"), max_size=120), st.integers(1, 120))
def test_no_line_is_wider_than_the_terminal(text: str, width: int) -> None:
    lines = summary([_with(text), spanish()], width=width).split("\n")
    assert max(map(_columns, lines)) <= max(width, 40)


@given(
    st.text(
        alphabet=st.sampled_from("a\x1b[31m]0;\x07\x9b\x00\r\n\t\u202e\u2066\u200b\x85 "),
        max_size=40,
    )
)
def test_a_terminal_finds_nothing_to_obey(text: str) -> None:
    said = summary([_with(text)], width=100)
    obeyed = {c for c in said if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}}
    assert obeyed == set()
    assert said.count("\n") == summary([_with("a")], width=100).count("\n") - (
        # Texts of nothing but controls and spaces have no line of their own.
        2 if not text.strip() else 0
    )


def test_the_words_of_the_worst_are_in_sight() -> None:
    long = "This goes on and on before it comes to the point. " * 5 + CITY
    stops = (long, "Corto.", long.replace("120,000", "12,000"))
    said = finding(
        stops, Category.NUMBER, Severity.CRITICAL, "lost", [(0, "120,000"), (2, "12,000")]
    )
    lines = summary(
        [run("en:es:en", "argos", [drift(0, ("en", "es", "en"), stops, said)])], width=80
    ).splitlines()
    (source,) = [line for line in lines if "120,000" in line]
    (back,) = [line for line in lines if "12,000" in line]
    assert source.startswith("     en  …")
    assert back.startswith("     en  …")


def test_every_run_has_a_block_with_what_was_not_measured() -> None:
    blocks = summary([spanish(), portuguese()], width=100).split("\n\n")
    assert len(blocks) == 2
    assert "measured 9 of 10 rows, NOT MEASURED: 1" in blocks[0]
    assert "NOT MEASURED" not in blocks[1]
    assert blocks[0].index("note: Meaning was not measured") < blocks[0].index("chrF")


@pytest.mark.parametrize(
    ("name", "counts"),
    [("number", ["4", "·", "·"]), ("mistranslation", ["·", "1", "1"]), ("all", ["5", "3", "2"])],
)
def test_findings_are_counted_by_category_and_severity(name: str, counts: list[str]) -> None:
    lines = summary([spanish()], width=100, minor=True).splitlines()
    (line,) = [line for line in lines if line.split()[:1] == [name]]
    assert line.split()[-3:] == counts
    lines = summary([spanish()], width=100).splitlines()
    (line,) = [line for line in lines if line.split()[:1] == [name]]
    assert line.split()[-2:] == counts[:2]


def test_what_is_minor_is_counted_and_listed_when_asked_for() -> None:
    folded = summary([spanish()], width=100)
    assert "  and 2 minor (--all shows their kinds)" in folded.splitlines()
    assert "untranslated" not in folded
    everything = summary([spanish()], width=100, minor=True)
    assert "--all" not in everything
    assert re.search(r"untranslated +· +· +1", everything)


def _about_one_word(*severities: Severity) -> Run:
    stops = ("It is cold.", "x", "It is warm.")
    found = [
        finding(stops, Category.WORD, severity, f"said {place}", [(0, "cold"), (2, "warm")])
        for place, severity in enumerate(severities)
    ]
    return run("en:es:en", "argos", [drift(0, ("en", "es", "en"), stops, *found)])


def test_a_run_with_nothing_but_minor_findings_shows_none_of_them() -> None:
    minor = _about_one_word(Severity.MINOR)
    assert summary([minor], width=80).splitlines()[-2:] == [
        "  nothing above minor",
        "  and 1 minor (--all shows their kinds)",
    ]
    assert "  minor, sentence 1: said 0" in summary([minor], width=80, minor=True).splitlines()


def test_findings_about_the_same_words_are_one_with_its_evidence() -> None:
    several = _about_one_word(Severity.MINOR, Severity.CRITICAL, Severity.MAJOR)
    lines = summary([several], width=80).splitlines()
    place = lines.index("  critical, sentence 1: said 1")
    assert lines[place + 1 :] == [
        "    also: said 2",
        "     en  It is cold.",
        "     es  x",
        "     en  It is warm.",
    ]
    assert "    also: said 0" in summary([several], width=80, minor=True).splitlines()


def test_the_adequacy_score_is_said_in_a_word() -> None:
    made = _about_one_word()
    card = MetricCard("adequacy", "Adequacy", Signature("adequacy"), 0, 1, True)
    scored = replace(
        made,
        identity=replace(made.identity, metrics=(card, *made.identity.metrics)),
        totals=replace(made.totals, scores={"adequacy": 0.594, **made.totals.scores}),
    )
    (line,) = [line for line in summary([scored], width=80).splitlines() if "Adequacy" in line]
    assert line == "  Adequacy    0.594  close (0 to 1, higher is better)"


def test_three_of_the_worst_come_from_different_places() -> None:
    lines = summary([spanish()], width=100).splitlines()
    worst = [line.strip() for line in lines if line.startswith("  critical, ")]
    assert [line.split(":")[0] for line in worst] == [
        "critical, sentence 1",
        "critical, sentence 2",
        "critical, sentence 6",
    ]


def test_one_fault_in_many_rows_is_one_with_its_count_and_examples() -> None:
    lines = summary([templated(47)], width=100).splitlines()
    worst = lines.index("  major, sentence 1: “she” came back as “he”.")
    assert lines[worst - 1] == "  47 of 47 rows need a look: 47 major findings."
    assert lines[worst + 1] == (
        "    in 47 rows, also in sentence 2, sentence 3, sentence 4, sentence 5, …"
    )
    assert len(lines) == worst + 5, "one fault, shown once"


def test_colours_change_no_word_and_lie_on_the_words_in_question() -> None:
    runs = [spanish(), portuguese(), templated(3)]
    plain, coloured = (summary(runs, width=100, ink=Ink(on)) for on in (False, True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b" not in plain
    assert "\x1b[33mshe\x1b[0m sailed" in coloured
    assert "\x1b[1;31m120,000\x1b[0m" in coloured


def test_nothing_measured_is_said() -> None:
    assert "nothing was measured" in summary([failed()], width=80)
    assert "nothing was measured" in summary([empty()], width=80)
    assert "no findings" not in summary([failed()], width=80)
    assert "لم" in summary([arabic()], width=80)


def test_no_run_no_lines() -> None:
    assert summary([], width=80) == ""


def test_why_a_row_could_not_be_measured_is_said() -> None:
    lines = summary([failed()], width=80).splitlines()
    assert "  sentence 1, hop 1: the engine gave nothing" in lines
    assert "  sentence 2, hop 1: the engine gave nothing" in lines


def test_a_long_caveat_is_wrapped_and_not_cut() -> None:
    caveat = "Meaning was not measured: " + "install the extra semantic " * 8
    shown = summary([replace(failed(), caveats=(caveat.strip(),))], width=60)
    assert " ".join(shown.split()).count("install the extra semantic") == 8
    assert max(map(len, shown.splitlines())) <= 60


def test_words_that_were_never_translated_are_counted_beside_the_findings() -> None:
    made = spanish()
    told = "not translated and came back"
    assert told not in summary([made], width=80)
    two = replace(made, totals=replace(made.totals, healed=2))
    assert f"2 words were {told}" in summary([two], width=100)


def _of_rows(*findings_by_row: tuple[tuple[Category, Severity, str], ...]) -> Run:
    """A run whose rows have these findings, each about a word of its own."""
    rows = []
    for place, found in enumerate(findings_by_row):
        words = [f"w{place}{at}" for at in range(len(found))]
        stops = (" ".join(words) or "fine", "x", "y")
        said = [
            finding(stops, category, severity, f"{message} {word}", [(0, word)])
            for word, (category, severity, message) in zip(words, found, strict=True)
        ]
        rows.append(drift(place, ("en", "es", "en"), stops, *said))
    return run("en:es:en", "argos", rows)


def test_rows_come_worst_first_as_on_the_page_each_once() -> None:
    word = (Category.WORD, Severity.MAJOR, "another word")
    number = (Category.NUMBER, Severity.MAJOR, "another number")
    name = (Category.DATE_TIME, Severity.MAJOR, "another date")
    made = _of_rows((word,), (name,), (), (word, number), (name,), (name, number, word))
    lines = summary([made], width=80, folder=Path("runs/my text")).splitlines()
    worst = [line.strip() for line in lines if line.startswith("  major, ")]
    assert worst == [
        "major, sentence 6: another date w50",
        "major, sentence 4: another number w31",
        "major, sentence 1: another word w00",
    ]
    assert lines[-1] == "  and 2 more: harness report 'runs/my text'"
    page = "".join(Html().render([made]))
    matter = page[page.index('aria-labelledby="worst-title"') :]
    places = re.findall(r"Row </span>(\d+)</a>", matter)
    assert places[:5] == ["6", "4", "1", "2", "5"]


def test_rows_with_the_fault_of_one_that_is_shown_are_no_more_rows() -> None:
    assert "more" not in summary([templated(47)], width=100, folder=Path("runs/x"))


def test_a_command_that_does_not_fit_is_left_out_and_not_cut() -> None:
    folder = Path("runs") / ("long" * 20)
    lines = summary([spanish()], width=80, folder=folder).splitlines()
    assert lines[-1] == "  and 4 more"
    lines = summary([spanish()], width=180, folder=folder).splitlines()
    assert lines[-1] == f"  and 4 more: harness report {folder}"


@pytest.mark.parametrize("width", [40, 80])
def test_the_end_of_what_is_said_of_a_row_is_not_cut(width: int) -> None:
    stops = ("w x", "y", "z")
    said = "“euros” in “Tickets cost 12 euros, but children under 漢字漢字” did not come back."
    found = [
        finding(stops, category, Severity.MAJOR, said, [(0, "w")])
        for category in (Category.WORD, Category.NUMBER)
    ]
    made = run("en:es:en", "argos", [drift(0, ("en", "es", "en"), stops, *found)])
    shown = summary([made], width=width)
    assert max(map(_columns, shown.split("\n"))) <= width
    told = " ".join(shown.split())
    assert f"major, sentence 1: {said} also: {said}" in told
