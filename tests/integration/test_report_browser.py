"""The report in a real browser: its script runs under its own policy, and nothing overflows.

A page cannot be measured from outside without a debugger, so a *copy* gets one more script, and
its policy that script's hash; the copy stands in a frame of the wanted width and posts what it saw.
"""

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from unit.report.report_samples import arabic, drift, empty, failed, portuguese, run, spanish

from harness.core.values import Run
from harness.report.html import Html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH"),
]

SETS = {
    "one": [spanish()],
    "two": [spanish(), portuguese()],
    "right to left": [arabic()],
    "empty": [empty()],
    "failed": [failed()],
}
Browse = Callable[[Path], tuple[str, str]]


@pytest.fixture
def browse(tmp_path: Path) -> Browse:
    """Opens a file in a fresh browser; gives the document afterwards, and what was logged."""

    def opened(page: Path) -> tuple[str, str]:
        assert CHROMIUM is not None
        ran = subprocess.run(
            [
                CHROMIUM,
                *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
                *("--no-first-run", "--disable-background-networking", "--disable-sync"),
                *("--disable-component-update", f"--user-data-dir={tmp_path / 'profile'}"),
                *("--enable-logging=stderr", "--virtual-time-budget=5000"),
                *("--window-size=1400,1000", "--dump-dom", page.as_uri()),
            ],
            capture_output=True,
            check=True,
            timeout=120,
        )
        return ran.stdout.decode(), ran.stderr.decode(errors="replace")

    return opened


def _page(runs: list[Run]) -> str:
    return "".join(Html().render(runs))


def _complaints(log: str) -> list[str]:
    return [line for line in log.splitlines() if "CONSOLE" in line]


def _observed(browse: Browse, folder: Path, page: str, width: int, script: str) -> Any:
    """What `script`, a function body in the page, returns when the page is `width` pixels wide."""
    script = f"parent.postMessage(JSON.stringify((() => {{ {script} }})()), '*');"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    copy = page.replace("script-src &#39;", f"script-src 'sha256-{digest}' &#39;")
    copy = copy.replace("</body>", f"<script>{script}</script></body>")
    (folder / "copy.html").write_text(copy, encoding="utf-8")
    frame = folder / "frame.html"
    frame.write_text(
        f"<iframe src='copy.html' width='{width}' height='900' frameborder='0'></iframe>"
        "<pre></pre><script>onmessage = (event) =>"
        " { document.querySelector('pre').textContent = event.data; };</script>"
    )
    document, _ = browse(frame)
    said = re.search("<pre>(.+)</pre>", document)
    assert said, "the page posted nothing"
    return json.loads(html.unescape(said[1]))


# ── the policy ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("runs", SETS.values(), ids=SETS)
def test_the_script_runs_and_nothing_is_refused(
    runs: list[Run], browse: Browse, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(_page(runs), encoding="utf-8")
    document, log = browse(path)
    assert re.search(r'<html[^>]* data-ready=""', document)
    assert _complaints(log) == []


def test_a_changed_script_is_refused(browse: Browse, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(_page([spanish()]).replace("})();", "  })();"), encoding="utf-8")
    document, log = browse(path)
    assert "data-ready" not in document.partition("<head>")[0]
    assert any("Content Security Policy" in line for line in _complaints(log))
    assert "120,000" in document, "without its script the page is still there to be read"


# ── the layout ──────────────────────────────────────────────────────────────────────────────────

_WIDTHS = """
    for (const details of document.querySelectorAll("details")) details.open = true;
    const root = document.documentElement;
    return [innerWidth, root.clientWidth, root.scrollWidth];
"""


@pytest.mark.parametrize("runs", SETS.values(), ids=SETS)
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_window(
    runs: list[Run], width: int, browse: Browse, tmp_path: Path
) -> None:
    inner, client, scroll = _observed(browse, tmp_path, _page(runs), width, _WIDTHS)
    assert inner == width
    assert scroll == client


def test_a_page_that_is_too_wide_is_noticed(browse: Browse, tmp_path: Path) -> None:
    page = _page([spanish()]).replace("</main>", '<svg width="500"></svg></main>')
    _, client, scroll = _observed(browse, tmp_path, page, 390, _WIDTHS)
    assert scroll > client


def test_columns_stand_side_by_side_only_where_there_is_room(
    browse: Browse, tmp_path: Path
) -> None:
    tops = "return [...document.querySelectorAll('.row:first-child .cell')].map((cell) =>"
    script = tops + " Math.round(cell.querySelector('.text').getBoundingClientRect().top));"
    wide = _observed(browse, tmp_path, _page([spanish()]), 1280, script)
    assert len(set(wide)) == 1
    narrow = _observed(browse, tmp_path, _page([spanish()]), 390, script)
    assert narrow == sorted(set(narrow))
    assert len(narrow) == 3


# ── what the script does ────────────────────────────────────────────────────────────────────────

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
    const press = (key) => document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
"""


def _acted(browse: Browse, folder: Path, runs: list[Run], script: str) -> Any:
    return _observed(browse, folder, _page(runs), 1280, _TOOLS + script)


def test_filters_choose_rows(browse: Browse, tmp_path: Path) -> None:
    script = """
        const counts = [shown()];
        change("only-findings", true); counts.push(shown()); change("only-findings", false);
        change("category", "accuracy/mistranslation/number"); counts.push(shown());
        change("category", "");
        change("query", "FOREC"); counts.push(shown());
        change("query", "no such words"); counts.push(shown());
        const empty = document.getElementById("no-match").hidden;
        document.querySelector("#no-match button").click(); counts.push(shown());
        return [counts, empty, document.getElementById("shown").value];
    """
    # By hand: one clean row of ten; numbers in rows 1, 2 and 6; one "Forec".
    expected = [[10, 9, 3, 1, 0, 10], False, "10 of 10 rows"]
    assert _acted(browse, tmp_path, [spanish()], script) == expected


def test_a_run_can_be_looked_at_alone(browse: Browse, tmp_path: Path) -> None:
    script = """
        change("run", "B"); change("only-findings", true);
        const lines = all(".row:not([hidden]) .line:not([hidden])");
        return [shown(), [...new Set(lines.map((line) => line.dataset.run))]];
    """
    assert _acted(browse, tmp_path, [spanish(), portuguese()], script) == [3, ["B"]]


def test_the_worst_come_first_and_the_text_comes_back(browse: Browse, tmp_path: Path) -> None:
    script = """
        const text = order();
        press("o"); const worst = order();
        press("o"); return [text, worst, order()];
    """
    text, worst, again = _acted(browse, tmp_path, [spanish()], script)
    assert text == ["1", "2", "3", "4", "5", "6", "+", "7", "8", "9"]
    assert worst == ["1", "2", "6", "7", "9", "3", "4", "+", "8", "5"]
    assert again == text


def test_keys_walk_through_rows_and_findings(browse: Browse, tmp_path: Path) -> None:
    script = """
        const here = () => document.activeElement.closest(".row").querySelector("h3").textContent;
        const seen = [];
        for (const key of ["j", "j", "k", "n", "n", "n", "p"]) { press(key); seen.push(here()); }
        press("?"); const help = document.getElementById("help").open;
        return [seen.map((text) => text.trim()), help];
    """
    expected = [["1", "2", "1", "1", "1", "2", "1"], True]
    assert _acted(browse, tmp_path, [spanish()], script) == expected


def test_pointing_at_a_finding_lights_its_words_in_every_column(
    browse: Browse, tmp_path: Path
) -> None:
    script = """
        document.querySelectorAll(".findings li")[1]
          .dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
        return all("mark.lit").map((word) => word.textContent);
    """
    assert _acted(browse, tmp_path, [arabic()], script) == ["12", "12", "12", "21"]


def test_pointing_at_a_finding_lights_what_stands_for_its_words_more_faintly(
    browse: Browse, tmp_path: Path
) -> None:
    script = """
        const item = all(".findings li").find((each) => each.textContent.includes("must"));
        item.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
        const lit = all(".linked.lit");
        const look = (element) => getComputedStyle(element).backgroundColor;
        const grounds = [...lit, ...all("mark.lit")].map(look);
        item.dispatchEvent(new PointerEvent("pointerout", { bubbles: true }));
        return [lit.map((word) => word.textContent), new Set(grounds).size, all(".lit").length];
    """
    assert _acted(browse, tmp_path, [portuguese()], script) == [["devem"], 2, 0]


def test_pointing_at_moved_words_lights_where_they_went(browse: Browse, tmp_path: Path) -> None:
    stops = ("In the evening the two boys slept.", "x", "The two boys slept in the evening.")
    moved = run("en:es:en", "argos", [drift(0, ("en", "es", "en"), stops)])
    script = """
        all(".row .moved")[0].dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
        return all(".row .moved.lit").map((word) => word.closest(".cell").className);
    """
    expected = ["cell source", "cell back-translation"]
    assert _acted(browse, tmp_path, [moved], script) == expected


def test_a_link_leads_to_a_row_that_a_filter_hides(browse: Browse, tmp_path: Path) -> None:
    script = """
        change("query", "no such words");
        const row = document.querySelectorAll(".row")[4];
        location.hash = row.id;
        window.dispatchEvent(new HashChangeEvent("hashchange"));
        return [row.hidden, row.matches(":target")];
    """
    assert _acted(browse, tmp_path, [spanish()], script) == [False, True]
