"""axe-core finds nothing serious in any report, in light and in dark.

axe is a rule engine: what it cannot decide (is an alternative text true, does an order make sense)
it does not report.
"""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from unit.report.report_samples import arabic, compared, empty, failed, linted, portuguese, spanish

from harness.compare.comparison import ComparisonSide
from harness.compare.trend import trend
from harness.core.values import Run
from harness.report.html.reporter import Html, page
from harness.report.html.text_pages import TextPage
from harness.report.trend.as_html import trend_page

pytestmark = pytest.mark.browser

SETS = {
    "one": [spanish()],
    "two": [spanish(), portuguese()],
    "right to left": [arabic()],
    "nothing measured": [failed()],
    "no sentence": [empty()],
}


def _violations(page: Any) -> list[str]:
    pytest.importorskip("axe_playwright_python", reason="no axe-playwright-python")
    axe = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    page.evaluate(axe + "\n;null")
    page.evaluate(
        "for (const each of document.querySelectorAll('details, .row'))"
        " { each.open = true; each.style.contentVisibility = 'visible'; }"
    )
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:120]} {node.get('failureSummary', '')}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("facts", [compared, linted])
def test_pages_about_texts_have_none_either(
    facts: Callable[[], TextPage], scheme: str, open_report: Any
) -> None:
    assert _violations(open_report("".join(page(facts())), color_scheme=scheme)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("runs", SETS.values(), ids=SETS)
def test_no_serious_violation(runs: list[Run], scheme: str, open_report: Any) -> None:
    assert _violations(open_report(runs, color_scheme=scheme)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tab", ["#statistics", "#changes"])
def test_tabs_have_none_either(tab: str, scheme: str, open_report: Any) -> None:
    page = open_report([spanish(), portuguese()], address=tab, color_scheme=scheme)
    assert page.locator(tab).is_visible()
    assert _violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_trend_has_none_either_and_fits_its_window(scheme: str, open_report: Any) -> None:
    sides = [ComparisonSide(name, (spanish(), portuguese())) for name in ("1.0", "1.1", "1.2")]
    page = open_report("".join(trend_page(trend(sides))), 500, color_scheme=scheme)
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 500


def test_a_violation_is_noticed(open_report: Any) -> None:
    page = "".join(Html().render([spanish()]))
    page = page.replace('<html lang="en">', "<html>").replace("</main>", "<button></button></main>")
    assert {each.split()[0] for each in _violations(open_report(page))} >= {
        "html-has-lang",
        "button-name",
    }
