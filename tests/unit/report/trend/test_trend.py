"""Many versions of one text: what each has, in words, in charts, and for programs."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from unit.report.page_reader import faults, parse
from unit.report.report_samples import CHRF, HOSTILE, drift, finding, portuguese, run, spanish

from harness.compare.comparison import ComparisonSide
from harness.compare.trend import Counts, Trend, trend
from harness.core.errors import ComparisonError
from harness.core.values import Category, Locus, Run, Severity, Signature
from harness.report.trend import wording
from harness.report.trend.as_html import trend_page
from harness.report.trend.as_json import trend_json
from harness.report.trend.as_text import trend_text
from harness.report.trend.charts import HEIGHT, bars, curve
from harness.writing.ink import Ink

TAGS = ("en", "es", "en")
FORWARD, BACKWARD = (Locus.at(hop, 2, (), 0.9) for hop in (1, 2))


def _run(critical: int, major: int, minor: int = 0, locus: Locus = FORWARD) -> Run:
    """Ten rows, the first of them with a finding each."""
    severities = [Severity.CRITICAL] * critical + [Severity.MAJOR] * major
    severities += [Severity.MINOR] * minor
    rows = []
    for place in range(10):
        stops = (f"Boat {place}.", "x", f"Ship {place}.")
        said = [
            finding(stops, Category.NUMBER, each, "said", [(0, "Boat")], locus)
            for each in severities[place : place + 1]
        ]
        rows.append(drift(place, TAGS, stops, *said))
    return run("en:es:en", "argos", rows)


def _trend(**versions: Sequence[Run]) -> Trend:
    return trend([ComparisonSide(name, tuple(runs)) for name, runs in versions.items()])


def _three() -> Trend:
    better = _run(1, 1)
    beam = tuple(
        Signature("argos", (*each.fields[:-1], ("beam", "1"))) for each in better.identity.engines
    )
    better = replace(better, identity=replace(better.identity, engines=beam))
    return _trend(v1=[_run(2, 4, 3)], v2=[_run(2, 3, locus=BACKWARD)], v3=[better])


def test_each_version_is_counted_by_severity_hop_and_kind() -> None:
    (course,) = _three().courses
    assert [each.findings.above_minor for each in course.present] == [6, 5, 2]
    assert [each.findings.of(Severity.MINOR) for each in course.present] == [3, 0, 0]
    first, second, third = course.present
    assert (first.by_hop["forward"].above_minor, second.by_hop["backward"].above_minor) == (6, 5)
    assert "backward" not in first.by_hop
    number = Category.NUMBER.value
    assert [each.by_kind[number].above_minor for each in course.present] == [6, 5, 2]
    assert (first.changed, second.changed) == ((), ())
    assert {(each.field, each.baseline, each.candidate) for each in third.changed} == {
        ("beam", "4", "1")
    }


def test_the_verdict_names_the_way_the_kinds_and_the_largest_step() -> None:
    (course,) = _three().courses
    assert wording.verdict(course) == (
        "From v1 to v3, findings above minor fell from 6 to 2, in 10 rows. Most by number (−4)."
        " The largest step is at v3 (−3)."
    )


def test_a_trend_that_stays_says_so() -> None:
    (course,) = _trend(a=[_run(1, 1)], b=[_run(1, 1)]).courses
    assert wording.verdict(course) == "From a to b, findings above minor stayed at 2, in 10 rows."


def test_every_route_has_its_course_and_versions_without_it_a_gap() -> None:
    found = _trend(a=[spanish()], b=[portuguese(), spanish()], c=[portuguese()])
    spain, portugal = found.courses
    assert [version is None for version in spain.versions] == [False, False, True]
    assert [version is None for version in portugal.versions] == [True, False, False]
    assert wording.verdict(spain).startswith("From a to b")


def test_scores_of_several_texts_are_weighed_by_rows() -> None:
    small = replace(_run(0, 0), rows=_run(0, 0).rows)
    small = replace(small, identity=replace(small.identity, doc_id="other"))
    small = replace(small, totals=replace(small.totals, measured=30, scores={"chrf": 80.0}))
    large = replace(_run(0, 0), totals=replace(_run(0, 0).totals, scores={"chrf": 60.0}))
    (course,) = _trend(a=[large, small], b=[large, small]).courses
    assert course.present[0].scores["chrf"] == pytest.approx((10 * 60 + 30 * 80) / 40)


def test_another_text_is_told() -> None:
    one = _run(1, 1)
    other = replace(one, identity=replace(one.identity, text_digest="b" * 64))
    found = _trend(a=[one], b=[other])
    assert [each.other_text for each in found.courses[0].present] == [False, True]
    assert "b is of another text" in "".join(trend_text(found, 100))
    assert "another text" in "".join(trend_page(found))


def test_one_version_is_no_trend() -> None:
    with pytest.raises(ComparisonError, match="two versions"):
        _trend(a=[spanish()])
    with pytest.raises(ComparisonError, match="b holds no run"):
        _trend(a=[spanish()], b=[])


@pytest.mark.parametrize(
    ("paths", "short"),
    [
        (["runs/v1", "runs/v2"], ("v1", "v2")),
        (["runs/v1/", "other/v1"], ("runs", "other")),
        (["a/1-en.jsonl", "b/1-en.jsonl"], ("a", "b")),
        (["runs/a", "runs/a"], ("a", "a")),
        (["x", "runs/x"], ("x", "runs/x")),
    ],
)
def test_versions_are_called_by_what_tells_them_apart(
    paths: list[str], short: tuple[str, ...]
) -> None:
    assert wording.names(paths) == short


COUNTS = st.builds(
    lambda critical, major: Counts({Severity.CRITICAL: critical, Severity.MAJOR: major}),
    st.integers(0, 50),
    st.integers(0, 50),
)


@given(st.lists(st.one_of(st.none(), COUNTS), min_size=1, max_size=8))
def test_bars_stand_on_the_ground_and_are_as_high_as_their_counts(
    counts: list[Counts | None],
) -> None:
    peak = max((each.above_minor for each in counts if each), default=0)
    chart = bars("all", [str(place) for place in range(len(counts))], counts, peak)
    for each, bar in zip(counts, chart.bars, strict=True):
        assert bar.missing == (each is None)
        floor = float(HEIGHT)
        for part in bar.parts:
            assert part.y + part.height == pytest.approx(floor, abs=0.01)
            floor = part.y
        expected = HEIGHT * each.above_minor / max(peak, 1) if each else 0
        assert HEIGHT - floor == pytest.approx(expected, abs=0.01)


def test_a_curve_leaves_gaps_open() -> None:
    drawn = curve(CHRF, ["a", "b", "c", "d"], [50.0, None, 60.0, 70.0])
    assert drawn is not None
    assert re.findall(r"[ML]", drawn.path) == ["M", "M", "L"]
    assert [dot.words for dot in drawn.dots] == ["a: 50.0", "c: 60.0", "d: 70.0"]
    assert curve(CHRF, ["a", "b"], [None, float("nan")]) is None


@given(st.integers(1, 120))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for found in (_three(), _trend(a=[spanish()], b=[portuguese(), spanish()])):
        lines = "".join(trend_text(found, width)).split("\n")
        assert max(map(cell_len, lines)) <= max(width, 40)


def test_colours_change_no_word() -> None:
    plain, coloured = ("".join(trend_text(_three(), 100, Ink(on))) for on in (False, True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain != coloured


def test_the_page_runs_nothing_and_fetches_nothing() -> None:
    one = _run(1, 2)
    named = replace(one, identity=replace(one.identity, doc_id=HOSTILE))
    page = "".join(trend_page(_trend(**{"v1": [named], HOSTILE: [named]})))
    assert faults(page) == ["0 <script>"], "a trend has no script, and all else holds"
    assert "script-src 'none'" in page.replace("&#39;", "'")


def test_every_chart_says_in_words_what_it_shows_and_the_table_has_all() -> None:
    root = parse("".join(trend_page(_three())))
    pictures = [each for each in root.walk() if each.attributes.get("role") == "img"]
    assert (
        "v1: 2 critical, 4 major; v2: 2 critical, 3 major" in (pictures[0].attributes["aria-label"])
    )
    assert all("v3: " in each.attributes["aria-label"] for each in pictures)
    table = {
        "".join(c.text() for c in row.children[:1] if not isinstance(c, str)): [
            cell.text() for cell in row.walk() if cell.tag == "td"
        ]
        for row in root.walk()
        if row.tag == "tr"
    }
    assert table["major"] == ["4", "3", "1"]
    assert table["forward, en→es"] == ["6", "0", "2"]
    assert table["chrF"] == ["61.3"] * 3


def test_programs_are_given_everything() -> None:
    data = json.loads("".join(trend_json(_trend(a=[spanish()], b=[portuguese(), spanish()]))))
    assert data["versions"] == ["a", "b"]
    spain, portugal = data["routes"]
    assert portugal["versions"][0] is None
    assert spain["versions"][0]["findings"] == {"critical": 5, "major": 3, "minor": 2}
    assert spain["versions"][1]["changed"] == []
