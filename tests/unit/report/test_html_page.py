"""The page is self-contained, hostile text stays text, and nothing is said by colour alone."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from unit.report.page_reader import Element, faults, parse
from unit.report.report_samples import (
    HOSTILE,
    arabic,
    drift,
    empty,
    failed,
    finding,
    portuguese,
    run,
    spanish,
)

from harness.core.values import Category, Direction, MeasuredRow, Route, Run, Severity
from harness.report.html.reporter import Html

SETS = {
    "one": [spanish()],
    "two": [spanish(), portuguese()],
    "right to left": [arabic()],
    "empty": [empty()],
    "failed": [failed()],
}
ODD = "a\u0301\u202e\u2066\u200d👩\u200d👧\x00\r\n\t\u00a0 <>/&;\"'`]{}%#\ud800éع漢"


def _page(runs: Sequence[Run]) -> str:
    return "".join(Html().render(runs))


@pytest.mark.parametrize("runs", SETS.values(), ids=SETS)
def test_a_page_is_self_contained(runs: list[Run]) -> None:
    assert faults(_page(runs)) == []


@pytest.mark.parametrize(
    "damage",
    [
        ("</main>", '<img src="https://example.org/x.png"></main>'),
        ("</main>", '<p onclick="x()"></p></main>'),
        ("</main>", '<p style="color:red"></p></main>'),
        ("</main>", '<a href="https://example.org">x</a></main>'),
        ("</main>", "<script>x()</script></main>"),
        ("</style>", "p{}</style>"),
        ("})();\n</script>", "})();;</script>"),
        ("</main>", '<script type="module">x()</script></main>'),
        ("default-src &#39;none&#39;;", ""),
    ],
)
def test_the_check_for_it_can_fail(damage: tuple[str, str]) -> None:
    page = _page([spanish()])
    damaged = page.replace(*damage, 1)
    assert damaged != page
    assert faults(damaged) != []


def test_every_text_cell_says_its_language_and_direction() -> None:
    for runs in SETS.values():
        for cell in parse(_page(runs)).find("text"):
            assert cell.attributes["lang"]
            assert cell.attributes["dir"] == "auto"


def _rows(root: Element) -> list[Element]:
    return [element for element in root.walk() if element.tag == "article"]


def _items(row: Element) -> list[Element]:
    return [element for element in row.walk() if element.tag == "li"]


def _messages(row: Element) -> list[Element]:
    """What each finding says: the paragraph that stands in it, not the folded ones."""
    return [
        child
        for item in _items(row)
        for child in item.children
        if isinstance(child, Element) and child.tag == "p"
    ]


@pytest.mark.parametrize("runs", [[spanish()], [arabic()], [portuguese()]])
def test_a_reader_finds_every_text_as_it_was(runs: list[Run]) -> None:
    rows = _rows(parse(_page(runs)))
    for row, element in zip(runs[0].rows, rows, strict=True):
        if isinstance(row, MeasuredRow):
            shown = [cell.text() for cell in element.find("text")]
            assert shown == [stop.text for stop in row.texts.stops]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.one_of(st.sampled_from(ODD), st.characters()), max_size=30))
@example(HOSTILE)
@example("<!-- --> <![CDATA[ ]]> &amp; &#x27; {{ 7*7 }} {% raw %}")
def test_hostile_text_stays_text(text: str) -> None:
    stops = (text, text + "x", "y" + text)
    said = finding(stops, Category.NUMBER, Severity.MAJOR, text, [(1, "x"), (2, "y")])
    page = _page([run("en:es:en", "argos", [drift(0, ("en", "es", "en"), stops, said)])])
    (row,) = _rows(parse(page))
    assert [cell.text() for cell in row.find("text")] == list(stops)
    assert [message.text() for message in _messages(row)] == [text]
    assert faults(page) == []


def test_no_bidi_control_reaches_the_page() -> None:
    page = _page([spanish()])
    assert not set(page) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00")
    assert "RIGHT-TO-LEFT OVERRIDE" in page


def _numbers(element: Element, name: str) -> set[str]:
    return set(element.attributes.get(name, "").split())


def test_a_finding_and_its_words_share_a_number() -> None:
    listed = 0
    for row in _rows(parse(_page([spanish(), portuguese()]))):
        numbers = [item.attributes["data-f"] for item in _items(row)]
        marks = [element for element in row.walk() if element.tag == "mark"]
        assert len(set(numbers)) == len(numbers)
        assert set().union(*(_numbers(mark, "data-f") for mark in marks)) == set(numbers), (
            "every finding of the samples has words, and no words are left alone"
        )
        listed += len(numbers)
    assert listed == 13


def test_a_number_stands_where_the_words_of_its_finding_end() -> None:
    stops = ("one two three four", "x", "one two")
    wide = finding(
        stops, Category.NUMBER, Severity.MAJOR, "wide", [(0, "one two three"), (2, "one")]
    )
    inner = finding(stops, Category.NUMBER, Severity.MAJOR, "inner", [(0, "two"), (2, "two")])
    page = _page([run("en:es:en", "argos", [drift(0, ("en", "es", "en"), stops, wide, inner)])])
    source = parse(page).find("source")[0]
    marks = [
        (e.text(), e.attributes["data-f"], e.attributes.get("data-n", e.attributes["data-f"]))
        for e in source.walk()
        if e.tag == "mark"
    ]
    assert "".join(text for text, *_ in marks) == "one two three"
    assert [(text.strip(), ends) for text, _, ends in marks if ends] == [
        ("two", "2"),
        ("three", "1"),
    ]


def test_the_number_of_a_minor_finding_waits_for_its_fold() -> None:
    stops = ("one two three four", "x", "one two")
    wide = finding(
        stops, Category.NUMBER, Severity.MAJOR, "wide", [(0, "one two three"), (2, "one")]
    )
    inner = finding(stops, Category.NUMBER, Severity.MINOR, "inner", [(0, "two"), (2, "two")])
    alone = finding(stops, Category.NUMBER, Severity.MINOR, "alone", [(0, "four")])
    row = drift(0, ("en", "es", "en"), stops, wide, inner, alone)
    (element,) = _rows(parse(_page([run("en:es:en", "argos", [row])])))
    source = element.find("source")[0]
    marks = {e.text().strip(): e for e in source.walk() if e.tag == "mark"}
    shown = {
        text: [mark.attributes.get(name) for name in ("class", "data-f", "data-n", "data-m")]
        for text, mark in marks.items()
    }
    assert shown == {
        "one": ["major", "1", "", None],
        "two": ["major", "1 2", "", "2"],
        "three": ["major", "1", None, None],
        "four": ["minor", "3", None, None],
    }


def _folds(root: Element) -> list[Element]:
    return root.find("minor-fold")


def test_what_is_minor_is_folded_and_counted_where_it_stands() -> None:
    rows = _rows(parse(_page([spanish()])))
    folds = [fold for row in rows for fold in _folds(row)]
    assert [fold.children[0].text() for fold in folds] == ["and 1 minor", "1 minor"]
    assert all("open" not in fold.attributes for fold in folds)
    listed = [item for row in rows for item in _items(row)]
    inside = [item for fold in folds for item in _items(fold)]
    assert [item for item in listed if "minor" in item.classes] == inside
    assert not [badge for row in rows for badge in row.find("badge") if "minor" in badge.classes]


def test_the_unfolded_page_opens_with_all_of_it_in_sight() -> None:
    page = parse("".join(Html().unfolded().render([spanish()])))
    assert [fold.attributes["open"] for fold in _folds(page)] == ["", ""]
    boxes = {
        e.attributes["value"]: "checked" in e.attributes
        for e in page.walk()
        if e.attributes.get("name") == "severity"
    }
    assert boxes["minor"]
    assert faults("".join(Html().unfolded().render([spanish()]))) == []


def test_findings_about_the_same_words_are_one_item_with_its_evidence() -> None:
    stops = ("It is cold.", "x", "It is warm.")
    cold = [(0, "cold"), (2, "warm")]
    found = [
        finding(stops, Category.WORD, Severity.MINOR, "other word", cold),
        finding(stops, Category.ANTONYM, Severity.CRITICAL, "opposite", cold),
        finding(stops, Category.MISTRANSLATION, Severity.MAJOR, "says otherwise", cold),
    ]
    row = drift(0, ("en", "es", "en"), stops, *found)
    (shown,) = _rows(parse(_page([run("en:es:en", "argos", [row])])))
    (item,) = _items(shown)
    assert [each.text() for each in shown.find("also")] == [
        "also major, mistranslation: says otherwise",
        "also minor, other word: other word",
    ]
    in_sight = [each for each in item.children if isinstance(each, Element) and each.tag == "p"]
    assert [each.text() for each in in_sight] == [
        "opposite",
        "also major, mistranslation: says otherwise",
    ]
    anchors = [element.attributes["id"] for element in (item, *shown.find("also"))]
    assert sorted(anchors) == sorted(f"finding-{each}" for each in row.finding_ids())
    assert _folds(shown) == []


def test_words_that_stand_for_a_finding_name_it() -> None:
    rows = _rows(parse(_page([spanish(), portuguese()])))
    linked = {
        e.text(): _numbers(e, "data-l") <= {item.attributes["data-f"] for item in _items(row)}
        for row in rows
        for e in row.walk()
        if "data-l" in e.attributes and "data-f" not in e.attributes
    }
    assert "Aproximadamente" not in linked
    assert "devem" in linked  # finding on "must" and "should"
    assert all(linked.values())


def test_both_halves_of_a_move_share_its_name() -> None:
    stops = ("In the evening the two boys slept.", "x", "The two boys slept in the evening.")
    page = _page([run("en:es:en", "argos", [drift(0, ("en", "es", "en"), stops)])])
    moved = [e for row in _rows(parse(page)) for e in row.find("moved")]
    assert len({element.attributes["data-move"] for element in moved}) == 1
    assert len({element.text().strip().lower() for element in moved}) == 1
    assert not {"del", "ins"} & {e.tag for row in _rows(parse(page)) for e in row.walk()}


def test_the_language_of_each_text_is_said_above_it() -> None:
    root = parse(_page([spanish(), portuguese()]))
    (style,) = (element.text() for element in root.walk() if element.tag == "style")
    for cell in (cell for row in _rows(root) for cell in row.find("text")):
        (column,) = cell.classes - {"text"}
        assert f'.{column}[lang="{cell.attributes["lang"]}"]::before' in style


def test_a_language_cannot_end_the_style_sheet() -> None:
    tag = 'x"]{}</style><script>x()</script>'
    row = drift(0, ("en", tag, "en"), ("a", "b", "c"))
    made = run("en:es:en", "argos", [row])
    out, back = made.identity.route.legs
    there = replace(out, direction=Direction("en", tag))
    again = replace(back, direction=Direction(tag, "en"))
    identity = replace(made.identity, route=Route((there, again)))
    page = _page([replace(made, identity=identity)])
    assert faults(page) == []
    assert page.count("</style>") == page.count("<style>") == 1


def test_links_lead_to_something_and_names_are_unique() -> None:
    for runs in SETS.values():
        elements = parse(_page(runs)).walk()
        names = [e.attributes["id"] for e in elements if "id" in e.attributes]
        assert len(set(names)) == len(names)
        links = {e.attributes["href"] for e in elements if "href" in e.attributes}
        assert links <= {f"#{name}" for name in names}


def test_caveats_and_what_is_missing_come_before_any_score() -> None:
    page = _page([spanish()])
    body = page[page.index("<body>") :]
    assert 0 < body.index("could not be measured") < body.index("chrF")
    assert 0 < body.index("Meaning was not measured") < body.index("chrF")


def test_edits_and_severities_are_told_without_colour() -> None:
    root = parse(_page([spanish()]))
    rows = _rows(root)
    assert {"del", "ins"} <= {element.tag for row in rows for element in row.walk()}
    for item in (each for row in rows for each in _items(row)):
        severity = next(c for c in item.children if isinstance(c, Element) and c.tag == "b")
        assert {severity.text()} == item.classes


def test_same_runs_same_bytes_on_every_machine() -> None:
    program = (
        "import hashlib\n"
        "from unit.report.report_samples import spanish, portuguese\n"
        "from harness.report.html.reporter import Html\n"
        "page = ''.join(Html().render([spanish(), portuguese()]))\n"
        "print(hashlib.sha256(page.encode()).hexdigest())\n"
    )
    expected = hashlib.sha256(_page([spanish(), portuguese()]).encode()).hexdigest()
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        ran = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, check=True
        )
        assert ran.stdout.decode().strip() == expected


# ── contrast, by the formula of WCAG 2.2 ────────────────────────────────────────────────────────

PAIRS = [
    *((ink, ground) for ink in ("ink", "quiet", "link") for ground in ("page", "sheet", "sunken")),
    *((name, "sheet") for name in ("critical", "major", "minor", "unmeasured", "lost", "new")),
    *((name, "page") for name in ("critical", "major", "minor", "unmeasured", "moved")),
    *((name, f"{name}-ground") for name in ("critical", "major", "minor", "unmeasured")),
    *(("sheet", name) for name in ("critical", "major", "minor", "ink")),
    ("lost", "lost-ground"),
    ("new", "new-ground"),
    ("moved", "sheet"),
    ("ink", "critical-ground"),
    ("ink", "major-ground"),
    ("ink", "minor-ground"),
    ("quiet", "minor-ground"),
    ("quiet", "major-ground"),
    ("quiet", "critical-ground"),
]


def _themes() -> dict[str, dict[str, str]]:
    css = (files("harness.report.html") / "assets" / "tokens.css").read_text("utf-8")
    light, dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in css.split("@media")
    )
    return {"light": light, "dark": {**light, **dark}}


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_formula_is_right() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # WCAG's known miss


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_ink_is_readable_on_its_ground(theme: str) -> None:
    colours = _themes()[theme]
    low = {
        pair: round(_contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in PAIRS
        if _contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    }
    assert low == {}
