"""What the page's filter knows of the rows is what the rows say."""

import json
from html.parser import HTMLParser
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from unit.report.report_samples import drift, finding, portuguese, run, spanish

from harness.core.values import Category, Run, Severity
from harness.report.html.filter_index import Index
from harness.report.html.page_view import RunPage
from harness.report.html.reporter import Html
from harness.report.html.view import Block

_DIFFERS = ["", "text", "minor", "findings"]  # in the order that the page's script knows


def _data(*runs: Run) -> tuple[list[Block], dict[str, Any]]:
    index = Index()
    blocks = list(index.over(RunPage(runs).blocks()))
    return blocks, json.loads(index.json())


def _column(data: dict[str, Any], name: str) -> list[str]:
    return [data[name]["names"][each] for each in data[name]["column"]]


def test_every_complaint_of_every_row_is_there_in_the_order_of_the_page() -> None:
    blocks, data = _data(spanish(), portuguese())
    said = [
        (place, line.run, each.severity, each.category_path, each.locus_key)
        for place, block in enumerate(blocks)
        for line in block.lines
        for entry in (*line.findings, *line.minor)
        for each in (entry, *entry.also)
    ]
    runs, lines = _column(data, "runs"), data["lines"]
    found = list(
        zip(
            (lines[line] for line in data["complaints"]),
            (runs[line] for line in data["complaints"]),
            *(_column(data, name) for name in ("severities", "categories", "loci")),
            strict=True,
        )
    )
    assert [each for each in found if each[2] != "unmeasured"] == said
    assert [(row, run) for row, run, worst, *_ in found if worst == "unmeasured"] == [
        (place, line.run)
        for place, block in enumerate(blocks)
        for line in block.lines
        if line.worst == "unmeasured"
    ]


def test_ranks_differences_and_scores_are_those_of_the_rows() -> None:
    blocks, data = _data(spanish(), portuguese())
    assert data["ranks"] == [block.rank for block in blocks]
    assert data["differs"] == [_DIFFERS.index(block.differs) for block in blocks]
    lines = [line for block in blocks for line in block.lines]
    assert len(data["lines"]) == len(lines)
    for name, column in data["scores"].items():
        shown = [next((s.number for s in line.scores if s.name == name), None) for line in lines]
        known = [None if number is None else float(number) for number in shown]
        assert column == known[: len(column)]
        assert not any(known[len(column) :])


def test_findings_of_one_entry_are_told_from_those_that_stand_alone() -> None:
    stops = ("It is cold and wet.", "x", "It is warm and wet.")
    found = [
        finding(stops, category, severity, severity.value, words)
        for category, severity, words in (
            (Category.WORD, Severity.MINOR, [(0, "wet")]),
            (Category.WORD, Severity.MINOR, [(0, "cold"), (2, "warm")]),
            (Category.ANTONYM, Severity.CRITICAL, [(0, "cold"), (2, "warm")]),
            (Category.NUMBER, Severity.MAJOR, [(0, "It")]),
        )
    ]
    row = drift(0, ("en", "es", "en"), stops, *found)
    _, data = _data(run("en:es:en", "argos", [row, row]))
    assert _column(data, "severities") == ["critical", "minor", "major", "minor"] * 2
    assert data["also"] == [1, 5]


def test_runs_that_differ_in_what_is_minor_alone_are_told_apart() -> None:
    stops = ("It is cold.", "x", "It is warm.")
    minor, major = (
        finding(stops, Category.WORD, severity, "said", [(0, "cold")])
        for severity in (Severity.MINOR, Severity.MAJOR)
    )
    tags = ("en", "es", "en")
    plain = run("en:es:en", "argos", [drift(0, tags, stops), drift(1, tags, stops)])
    found = run("en:pt:en", "argos", [drift(0, tags, stops, minor), drift(1, tags, stops, major)])
    blocks, data = _data(plain, found)
    assert [block.differs for block in blocks] == ["minor", "findings"]
    assert data["differs"] == [2, 3]


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.contents: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.contents.append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.contents[-1] += data


@settings(deadline=None, max_examples=25)
@given(st.text(alphabet=st.sampled_from("</script><!--&\"'\u2028x"), max_size=30))
def test_nothing_in_it_can_end_its_script(name: str) -> None:
    stops = ("a", "b", "c")
    said = finding(stops, Category.NUMBER, Severity.MAJOR, name, [(0, "a")])
    rows = [drift(0, ("en", "es", "en"), stops, said)]
    reader = _Scripts()
    reader.feed("".join(Html().render([run("en:es:en", name or "x", rows)])))
    data, script = reader.contents
    assert json.loads(data)["lines"] == [0]
    assert script.endswith("})();\n")
