"""Engines that answer with all that breaks pages: nothing of it runs, and the layout holds."""

from typing import Any

import pytest
from unit.report.report_samples import HOSTILE, drift, finding, run

from harness.core.values import Category, Row, Run, Severity, Unmeasured

pytestmark = pytest.mark.browser

OUTPUTS = {
    "script": "<script>window.hacked = 1</script>",
    "closing tags": "</p></div></article></main></style></script><script>window.hacked=1</script>",
    "event handlers": "<img src=x onerror='window.hacked=1'><svg/onload=window.hacked=1>",
    "attribute breakout": '" autofocus onfocus="window.hacked=1" x=\'',
    "javascript link": '<a href="javascript:window.hacked=1">here</a> [x](javascript:alert(1))',
    "data link": '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
    "broken entities": "&#x3c;script&#x3e; &lt &amp;amp; &#0; &#xD800; &NotAnEntity;",
    "style": "<style>*{display:none!important}</style><link rel=stylesheet href=//example.org>",
    "meta": '<meta http-equiv=refresh content="0;url=https://example.org/">',
    "template": "{{ 7*7 }} {% raw %} ${7*7} <%= 7*7 %>",
    "comment": "<!-- --> <![CDATA[ ]]> --> <!--",
    "bidi": "\u202eesrever\u202c \u2067right\u2069 \u200f\u061c",
    "nulls": "a\x00b\x1b[31mred\x07\x7f\ufeff\u2028\u2029",
    "half characters": "\ud83d \ude00 \ud800",
    "marks": "Z\u0351\u036b\u0343\u036a\u0302" + "\u0300" * 200,
    "a long word": "w" * 50_000,
    "a long line of ideographs": "漢" * 5_000,
    "many findings": "1 " * 400,
    "everything": HOSTILE,
}


def _hostile() -> Run:
    rows: list[Row] = []
    for place, text in enumerate(OUTPUTS.values()):
        stops = ("A plain source.", text, text)
        said = finding(stops, Category.NUMBER, Severity.MAJOR, text, [(1, text), (2, text[:40])])
        rows.append(drift(place, ("en", "es", "en"), stops, said))
    broken = drift(len(rows), ("en", "es", "en"), ("Unheard of.", "x", "x"))
    rows.append(Unmeasured(broken.segments[0], broken.texts.stops[:1], 1, "".join(OUTPUTS)))
    return run("en:es:en", HOSTILE, rows, list(OUTPUTS.values()))


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_and_nothing_overflows(width: int, open_report: Any) -> None:
    page = open_report([_hostile()], width)
    page.wait_for_timeout(300)
    script = """() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
        const root = document.documentElement;
        return [typeof window.hacked, root.scrollWidth, document.querySelectorAll(".row").length,
          document.querySelectorAll("iframe, img, link, #row-list script, #row-list style").length];
    }"""
    assert page.evaluate(script) == ["undefined", width, len(OUTPUTS) + 1, 0]


def test_two_hostile_runs_side_by_side_hold_too(open_report: Any) -> None:
    page = open_report([_hostile(), _hostile()], 390)
    assert page.evaluate("[typeof window.hacked, document.documentElement.scrollWidth]") == [
        "undefined",
        390,
    ]


def test_the_words_arrive_as_they_were(open_report: Any) -> None:
    page = open_report([_hostile()])
    for name in ("script", "event handlers", "javascript link", "template", "a long word"):
        place = list(OUTPUTS).index(name)
        cell = page.locator(".row").nth(place).locator(".hypothesis")
        assert cell.evaluate("(cell) => cell.firstElementChild.textContent") == OUTPUTS[name]
