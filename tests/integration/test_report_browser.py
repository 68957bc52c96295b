"""The report in a real browser: what its script does, under its own policy, and how it is laid out.

`open_report` (conftest) fails every test whose page asks for anything but itself, logs a complaint
or throws.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from unit.report.report_samples import (
    arabic,
    compared,
    drift,
    empty,
    failed,
    finding,
    linted,
    portuguese,
    run,
    spanish,
)

from harness.core.values import BeadText, Category, MeasuredRow, Run, Severity
from harness.report.html.reporter import Html, page
from harness.report.html.text_pages import TextPage

pytestmark = pytest.mark.browser

SETS = {
    "one": [spanish()],
    "two": [spanish(), portuguese()],
    "right to left": [arabic()],
    "empty": [empty()],
    "failed": [failed()],
}

_TOOLS = """
    const all = (selector) => [...document.querySelectorAll(selector)];
    const shown = () => all(".row").filter((row) => !row.hidden).length;
    const order = () => all(".row h3").map((head) => head.textContent.trim());
    const change = (id, value) => {
      const element = document.getElementById(id);
      element.type === "checkbox" ? (element.checked = value) : (element.value = value);
      element.dispatchEvent(new Event("input", { bubbles: true }));
      element.dispatchEvent(new Event("change", { bubbles: true }));
    };
"""


def _otherwise(original: Run) -> Run:
    """The same run with one return in other words, and the same findings."""
    first, *rows = original.rows
    assert isinstance(first, MeasuredRow)
    *stops, back = first.texts.stops
    said = replace(back, text=back.text.replace("grew", "rose"))
    changed = replace(first, texts=BeadText((*stops, said)))
    return replace(original, rows=(changed, *rows))


def _does(page: Any, script: str) -> Any:
    """What a function body returns in the page."""
    return page.evaluate(f"() => {{ {_TOOLS} {script} }}")


# ── the policy ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("runs", SETS.values(), ids=SETS)
def test_the_script_runs_and_nothing_is_refused(runs: list[Run], open_report: Any) -> None:
    assert _does(open_report(runs), "return 'ready' in document.documentElement.dataset;")


def test_a_changed_script_is_refused(open_report: Any) -> None:
    changed = "".join(Html().render([spanish()])).replace("})();", "  })();")
    page = open_report(changed)
    assert not _does(page, "return 'ready' in document.documentElement.dataset;")
    row = page.locator(".row").first
    row.scroll_into_view_if_needed()
    assert row.is_visible()
    assert "120,000" in (row.text_content() or ""), "it can be read all the same"
    assert "Content Security Policy" in open_report.said.pop()


def test_what_is_asked_for_elsewhere_is_noticed(open_report: Any) -> None:
    page = open_report("<!doctype html><title>x</title><img src='https://example.org/x.png'>")
    page.wait_for_load_state()
    assert open_report.asked.pop() == "https://example.org/x.png"
    open_report.said.clear()


# ── the layout ──────────────────────────────────────────────────────────────────────────────────

_OPEN = 'for (const details of all("details")) details.open = true;'
_WIDTHS = _OPEN + "const root = document.documentElement; return [innerWidth, root.scrollWidth];"


@pytest.mark.parametrize("runs", SETS.values(), ids=SETS)
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_window(runs: list[Run], width: int, open_report: Any) -> None:
    assert _does(open_report(runs, width), _WIDTHS) == [width, width]


@pytest.mark.parametrize(("facts", "found"), [(compared, 2), (linted, 1)])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_about_texts_fit_and_can_be_filtered(
    facts: Callable[[], TextPage], found: int, width: int, open_report: Any
) -> None:
    opened = open_report("".join(page(facts())), width)
    assert _does(opened, _WIDTHS) == [width, width]
    script = """
        const counts = [shown()];
        change("only-findings", true); counts.push(shown());
        return [counts, getComputedStyle(document.querySelector(".row-body")).display];
    """
    counts, display = _does(opened, script)
    assert counts == [3, found]
    assert display == "grid"


def test_two_texts_stand_side_by_side_where_there_is_room(open_report: Any) -> None:
    assert len(set(_tops(open_report("".join(page(compared())))))) == 1
    assert len(set(_tops(open_report("".join(page(compared())), 390)))) == 2


def test_a_page_that_is_too_wide_is_noticed(open_report: Any) -> None:
    page = "".join(Html().render([spanish()]))
    page = page.replace("</main>", '<svg width="500"></svg></main>')
    assert _does(open_report(page, 390), _WIDTHS)[1] > 390


def _damaged(count: int) -> Run:
    """Sentences of a usual length, each with a number that came back wrong."""
    rows = []
    for place in range(count):
        source = (
            f"The ferry that left the harbour at noon carried {place + 20} passengers and crew."
        )
        back = f"The ferry that left the port at noon carried {place + 70} passengers and the crew."
        stops = (source, "El transbordador.", back)
        words = [(0, str(place + 20)), (2, str(place + 70))]
        said = f"“{place + 20}” came back as “{place + 70}”."
        found = finding(stops, Category.NUMBER, Severity.CRITICAL, said, words)
        rows.append(drift(place, ("en", "es", "en"), stops, found))
    return run("en:es:en", "argos", rows)


_FIRST_SCREEN = """
    const inSight = (element) => element.getBoundingClientRect().bottom <= innerHeight;
    const lit = (item) => [...item.querySelectorAll("mark")].filter(inSight)
        .map((mark) => mark.textContent);
    const whole = all(".worst li").filter(inSight);
    return [inSight(document.querySelector(".lead")), inSight(document.querySelector(".strips")),
        whole.length, whole.map(lit)];
"""


@pytest.mark.parametrize(("width", "least"), [(1400, 5), (500, 2)])
@pytest.mark.parametrize("several", [False, True])
def test_the_first_screen_answers_and_shows_rows_side_by_side(
    width: int, least: int, several: bool, open_report: Any
) -> None:
    runs = [_damaged(30)] * (2 if several else 1)
    answered, strip, rows, lit = _does(open_report(runs, width), _FIRST_SCREEN)
    assert (answered, strip) == (True, True)
    assert rows >= least
    for place, words in enumerate(lit):
        assert words[:2] == [str(place + 20), str(place + 70)], "words are lit on both sides"


@pytest.mark.parametrize("facts", [compared, linted])
def test_the_first_screen_of_pages_about_texts_shows_rows_in_their_whole_width(
    facts: Callable[[], TextPage], open_report: Any
) -> None:
    opened = open_report("".join(page(facts())), 1400)
    script = """
        const widths = [".worst ol", ".worst .told"].map((each) =>
            document.querySelector(each).getBoundingClientRect().width);
        return widths.map((width) => width > 1000);
    """
    assert _does(opened, script) == [True, True]


def test_tabs_need_no_script_and_a_link_to_a_row_leads_back(open_report: Any) -> None:
    page = open_report([spanish(), portuguese()], java_script_enabled=False)
    for tab in ("#statistics", "#changes"):
        assert not page.locator(tab).is_visible()
        page.locator(f".tabs [href='{tab}']:visible").click()
        assert page.locator(tab).is_visible()
        assert not page.locator("#row-list").is_visible()
    page.locator(".worst li a").first.click()
    assert page.locator(".row:target").is_visible()
    assert not page.locator("#changes").is_visible()


def test_keys_that_walk_through_rows_leave_other_tabs(open_report: Any) -> None:
    page = open_report([spanish()], address="#statistics")
    assert not page.locator("#row-list").is_visible()
    page.keyboard.press("n")
    assert page.locator("#row-list").is_visible()


def test_the_copy_button_stays_on_one_line(open_report: Any) -> None:
    page = open_report([spanish()], 390, address="#statistics")
    box = page.locator("[data-act=copy]").bounding_box()
    assert box["height"] < 2 * 13 * 1.5
    assert box["width"] > box["height"]


def _tops(page: Any) -> list[int]:
    script = """return all(".row:first-child .text").map((text) =>
        Math.round(text.getBoundingClientRect().top));"""
    tops: list[int] = _does(page, script)
    return tops


def test_columns_stand_side_by_side_only_where_there_is_room(open_report: Any) -> None:
    assert len(set(_tops(open_report([spanish()])))) == 1
    narrow = _tops(open_report([spanish()], 390))
    assert narrow == sorted(set(narrow))
    assert len(narrow) == 3


def test_each_run_has_a_column(open_report: Any) -> None:
    script = """return all(".row:first-child .run").map((run) =>
        Math.round(run.getBoundingClientRect().left));"""
    left, right = _does(open_report([spanish(), portuguese()]), script)
    assert 400 < left < right


def test_both_colour_schemes_are_used(open_report: Any) -> None:
    script = "return getComputedStyle(document.body).backgroundColor;"
    grounds = [
        _does(open_report([spanish()], color_scheme=scheme), script) for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(246, 245, 241)", "rgb(20, 22, 26)"]


def test_the_page_is_read_without_scripts(open_report: Any) -> None:
    page = open_report([spanish(), portuguese()], java_script_enabled=False)
    assert page.locator(".row").count() == 9
    assert page.locator(".row").first.locator(".back-translation").first.is_visible()
    for needing in (".controls", ".review", "[data-act=copy]"):
        assert not page.locator(needing).first.is_visible()


def test_paper_shows_everything_and_nothing_to_press(open_report: Any) -> None:
    page = open_report([arabic()])
    folded = page.locator(".pivots .text").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    assert page.locator("#statistics").is_visible()
    for pressed in (".controls", ".review", ".tabs", "[data-act=copy]"):
        assert not page.locator(pressed).first.is_visible()


# ── choosing rows ───────────────────────────────────────────────────────────────────────────────


def test_filters_choose_rows(open_report: Any) -> None:
    script = """
        const counts = [shown()];
        change("only-findings", true); counts.push(shown()); change("only-findings", false);
        change("category", "accuracy/mistranslation/number"); counts.push(shown());
        change("category", "");
        change("locus", "backward"); counts.push(shown()); change("locus", "");
        change("metric", "chrf"); change("score", "58.21"); counts.push(shown());
        change("metric", "ter"); change("score", "0.25"); counts.push(shown());
        change("score", "0.3"); counts.push(shown()); change("score", "");
        change("query", "FOREC"); counts.push(shown());
        change("query", "no such words"); counts.push(shown());
        const empty = document.getElementById("no-match").hidden;
        document.querySelector("#no-match button").click(); counts.push(shown());
        return [counts, empty, document.getElementById("shown").value];
    """
    # By hand: of ten rows one is clean and one has a minor finding only; numbers in rows 1, 2 and
    # 6; the way back at fault in rows 2 and 4; chrF of 58.21 and 33.0, the others higher; TER 0.25
    # in all eight that have one; one "Forec".
    expected = [[10, 8, 3, 2, 2, 8, 0, 1, 0, 10], False, "10 of 10 rows"]
    assert _does(open_report([spanish()]), script) == expected


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ((portuguese(), portuguese()), [0, 0, 8, 0]),
        ((portuguese(), _otherwise(portuguese())), [1, 0, 8, 0]),
        # By hand: nine groups, as one run joined two sentences; each has a finding in one run, or
        # a failure, that the other has not; in one of them only a minor finding.
        ((spanish(), portuguese()), [9, 8, 9, 9]),
    ],
    ids=["the same run", "other words", "another engine"],
)
def test_a_comparison_shows_what_differs(
    others: tuple[Run, ...], expected: list[int], open_report: Any
) -> None:
    script = """
        const count = (value) => { change("differs", value); return shown(); };
        const counts = ["", "findings", "all"].map(count);
        document.querySelector("[value=minor]").click();
        return [...counts, count("findings")];
    """
    assert _does(open_report(list(others)), script) == expected


def test_a_run_can_be_looked_at_alone(open_report: Any) -> None:
    script = """
        change("run", "B"); change("only-findings", true);
        const columns = all(".row:not([hidden]) .run:not([hidden])");
        return [shown(), [...new Set(columns.map((column) => column.dataset.run))]];
    """
    assert _does(open_report([spanish(), portuguese()]), script) == [2, ["B"]]


# ── what is minor ───────────────────────────────────────────────────────────────────────────────

_FOLDS = """
    const folds = () => all(".minor-fold").map((fold) => fold.open);
    const marked = () => all("mark.minor").filter((word) =>
        getComputedStyle(word, "::after").content !== "none").length;
"""


def test_what_is_minor_is_folded_with_its_marks_until_its_box_is_ticked(open_report: Any) -> None:
    page = open_report([spanish()])
    look = _FOLDS + "return [folds(), marked() > 0, shown()];"
    assert _does(page, look) == [[False, False], False, 10]
    page.locator("[value=minor]").check()
    assert _does(page, look) == [[True, True], True, 10]
    address = page.url.partition("page.html")[2]
    assert address == "?severity=critical,major,minor,unmeasured"
    page.reload()
    assert _does(page, look) == [[True, True], True, 10]
    page.locator("[value=minor]").uncheck()
    assert _does(page, look) == [[False, False], False, 10]
    assert page.url.endswith("page.html")


def test_one_fold_opens_alone_and_without_scripts(open_report: Any) -> None:
    page = open_report([spanish()], java_script_enabled=False)
    folded = page.locator("#row-list li.minor")
    assert not folded.first.is_visible()
    page.locator(".minor-fold summary").first.click()
    assert folded.first.is_visible()
    assert not folded.nth(1).is_visible()


def test_changed_words_have_colour_where_something_above_minor_is_said(open_report: Any) -> None:
    page = open_report([spanish()])
    look = """
        const clear = (word) => getComputedStyle(word).backgroundColor === "rgba(0, 0, 0, 0)";
        const words = all("#row-list del, #row-list ins");
        const said = words.filter((word) => word.closest("mark:not(.minor)"));
        return [words.filter(clear).length, said.filter(clear).length, words.length > said.length];
    """
    quiet, quiet_though_said, some_unsaid = _does(page, look)
    assert (quiet > 0, quiet_though_said, some_unsaid) == (True, 0, True)
    page.locator("[value=minor]").check()
    assert _does(page, look)[0] == 0


def test_a_choice_that_only_minor_findings_answer_unfolds_them(open_report: Any) -> None:
    page = open_report([spanish()])
    look = "return [shown(), document.querySelector('[value=minor]').checked];"
    page.locator("#category").select_option("accuracy/mistranslation")
    assert _does(page, look) == [1, False], "a major one answers"
    page.locator("#category").select_option("accuracy/untranslated")
    assert _does(page, look) == [1, True]
    other = open_report([spanish()], address="?category=accuracy/untranslated")
    assert _does(other, look) == [1, True]


def test_a_link_to_a_folded_finding_opens_its_fold(open_report: Any) -> None:
    page = open_report([spanish()])
    assert _does(page, _FOLDS + "return folds();") == [False, False]
    _does(page, "location.hash = all('#row-list li.minor')[1].id;")
    page.wait_for_function("document.querySelectorAll('.minor-fold')[1].open")
    assert _does(page, _FOLDS + "return folds();") == [False, True]


def test_keys_pass_by_what_is_folded(open_report: Any) -> None:
    page = open_report([spanish()])
    severities = []
    for _ in range(4):
        page.keyboard.press("n")
        script = "return document.activeElement.closest('li').classList[0];"
        severities.append(_does(page, script))
    assert severities == ["critical", "critical", "critical", "major"]


def test_reviewing_an_entry_reviews_all_its_findings(open_report: Any, tmp_path: Path) -> None:
    stops = ("It is cold.", "x", "It is warm.")
    found = [
        finding(stops, category, severity, severity.value, [(0, "cold"), (2, "warm")])
        for category, severity in (
            (Category.WORD, Severity.MINOR),
            (Category.ANTONYM, Severity.CRITICAL),
        )
    ]
    row = drift(0, ("en", "es", "en"), stops, *found)
    page = open_report([run("en:es:en", "argos", [row])])
    page.locator(".review input").check()
    page.locator(".reason").fill("as the glossary says")
    page.locator(".more summary").click()
    with page.expect_download() as download:
        page.locator("[data-act=export]").click()
    download.value.save_as(tmp_path / "review.json")
    reviewed = json.loads((tmp_path / "review.json").read_text("utf-8"))["reviewed"]
    assert {(each["finding_id"], each["reason"]) for each in reviewed} == {
        (each, "as the glossary says") for each in row.finding_ids()
    }


def test_the_worst_come_first_and_the_text_comes_back(open_report: Any) -> None:
    page = open_report([spanish()])
    orders = [_does(page, "return order();")]
    for _ in range(2):
        page.keyboard.press("o")
        orders.append(_does(page, "return order();"))
    text, worst, again = orders
    assert text == ["1", "2", "3", "4", "5", "6", "+", "7", "8", "9"]
    assert worst == ["1", "2", "6", "7", "9", "3", "4", "+", "8", "5"]
    assert again == text


def _long() -> Run:
    """Four chunks of rows; one row in ten has a critical finding."""
    rows = []
    for number in range(1, 201):
        texts = (f"{number} ships.", f"{number} barcos.", f"{number + 1} ships.")
        wrong = [finding(texts, Category.NUMBER, Severity.CRITICAL, "It grew.")]
        found = wrong if number % 10 == 0 else []
        rows.append(drift(number - 1, ("en", "es", "en"), texts, *found))
    return run("en:es@argos:en@argos", "argos", rows)


TEXT_ORDER = [str(number) for number in range(1, 201)]
WORST_FIRST = sorted(TEXT_ORDER, key=lambda number: int(number) % 10 != 0)


def test_a_long_report_is_sorted_where_it_is_seen_and_then_everywhere(open_report: Any) -> None:
    page = open_report([_long()])
    first = _does(page, "change('order', 'rank'); return order().slice(0, 50);")
    assert first == WORST_FIRST[:50]
    whole = """return new Promise((done) => {
        const look = () => all(".row").length === 200 ? done(order()) : setTimeout(look, 50);
        look();
    });"""
    assert _does(page, whole) == WORST_FIRST


GOING_ON = {
    "a key": "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}))",
    "a link": "window.dispatchEvent(new Event('hashchange'))",
    "printing": "window.dispatchEvent(new Event('beforeprint'))",
}


@pytest.mark.parametrize("act", GOING_ON.values(), ids=GOING_ON)
def test_whoever_does_not_wait_for_the_sorting_misses_no_row(act: str, open_report: Any) -> None:
    script = f"change('order', 'rank'); const few = order(); {act}; return [few.length, order()];"
    few, all_rows = _does(open_report([_long()]), script)
    assert few < 200
    assert all_rows == WORST_FIRST


# ── keys, lights ────────────────────────────────────────────────────────────────────────────────


def test_keys_walk_through_rows_and_findings(open_report: Any) -> None:
    page = open_report([spanish()])
    seen = []
    for key in ("j", "j", "k", "n", "n", "n", "p"):
        page.keyboard.press(key)
        seen.append(
            _does(
                page, "return document.activeElement.closest('.row').querySelector('h3').innerText;"
            )
        )
    assert seen == ["1", "2", "1", "1", "1", "2", "1"]
    assert page.url.partition("#finding-")[2], "the address says where one stands"
    page.keyboard.press("/")
    assert _does(page, "return document.activeElement.id;") == "query"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()


def test_pointing_at_a_finding_lights_its_words_in_every_column(open_report: Any) -> None:
    page = open_report([arabic()])
    page.locator(".findings li").nth(1).hover()
    lit = _does(page, "return all('mark.lit').map((word) => word.textContent);")
    assert lit == ["12", "12", "12", "21"]


def test_going_to_a_finding_opens_the_pivots_where_its_words_stand(open_report: Any) -> None:
    page = open_report([arabic()])
    assert not _does(page, "return document.querySelector('.pivots').open;")
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert _does(page, "return document.querySelector('.pivots').open;")


def test_pointing_at_a_finding_lights_what_stands_for_its_words_more_faintly(
    open_report: Any,
) -> None:
    page = open_report([portuguese()])
    page.locator("[value=minor]").check()
    page.locator(".findings li", has_text="must").hover()
    script = """
        const look = (element) => getComputedStyle(element).borderBottomStyle;
        const [own, linked] = ["mark[data-f].lit", "mark:not([data-f]).lit"].map(all);
        const looks = new Set([...own, ...linked].map(look));
        return [linked.map((word) => word.textContent), looks.size];
    """
    assert _does(page, script) == [["devem"], 2]


def test_pointing_at_moved_words_lights_where_they_went(open_report: Any) -> None:
    stops = ("In the evening the two boys slept.", "x", "The two boys slept in the evening.")
    page = open_report([run("en:es:en", "argos", [drift(0, ("en", "es", "en"), stops)])])
    page.locator(".row .moved").first.hover()
    script = "return all('.row .moved.lit').map((word) => word.closest('.text').className);"
    assert _does(page, script) == ["text source", "text back-translation"]


# ── links, reviewed marks ───────────────────────────────────────────────────────────────────────


def test_a_link_leads_to_a_row_that_a_filter_hides(open_report: Any) -> None:
    page = open_report([spanish()])
    page.locator("#query").fill("no such words")
    assert _does(page, "return shown();") == 0
    _does(page, "location.hash = all('.row')[4].id;")
    page.wait_for_function("!document.querySelectorAll('.row')[4].hidden")
    assert _does(page, "return all('.row')[4].matches(':target');")


def test_an_address_carries_the_filter_and_the_place(open_report: Any) -> None:
    first = open_report([spanish()])
    first.locator("#category").select_option("accuracy/mistranslation/number")
    first.locator(".severity-filter input").nth(3).uncheck()
    first.locator("#row-list .findings a").first.click()
    address = first.url.partition("page.html")[2]
    query, _, anchor = address.partition("#")
    assert "category=accuracy/mistranslation/number" in query
    assert "severity=critical,major&" in query
    other = open_report([spanish()], address=address)
    assert _does(other, "return shown();") == 3
    assert _does(other, "return document.querySelector(':target').id;") == anchor
    assert not other.locator(".severity-filter input").nth(3).is_checked()


def test_what_was_reviewed_is_kept_and_exported(open_report: Any, tmp_path: Path) -> None:
    page = open_report([spanish(), portuguese()])
    page.locator("#differs").select_option("all")
    page.locator("[value=minor]").check()
    for _ in range(2):
        page.keyboard.press("n")
    page.keyboard.press("r")
    item = page.locator(".findings li.done")
    item.locator(".reason").fill("a typing error of the source </script>")
    item.locator(".reason").blur()
    page.locator(".run[data-run=B] .review input").first.check()
    page.reload()
    assert page.locator(".findings li.done").count() == 2
    page.locator(".more summary").click()
    with page.expect_download() as download:
        page.locator("[data-act=export]").click()
    saved = tmp_path / "review.json"
    download.value.save_as(saved)
    data = json.loads(saved.read_text("utf-8"))
    assert (data["kind"], data["schema"]) == ("harness-review", 1)
    ours = [(spanish(), 0, 1, "a typing error of the source </script>"), (portuguese(), 1, 0, "")]
    assert data["reviewed"] == [
        {
            "run": of.identity.fingerprint,
            "row_id": (row := list(of.rows)[place]).row_id,
            "finding_id": row.finding_ids()[number],
            "reviewed": True,
            "reason": reason,
        }
        for of, place, number, reason in ours
    ]
    page.locator("#reviewed").select_option("yes")
    assert _does(page, "return shown();") == 2
