"""How quickly a long report opens and answers in Debian's Chromium.

  python scripts/bench/report_size.py --segments 10000 -o /tmp/long.html
  python scripts/bench/report_browser.py /tmp/long.html --rounds 5

First paint is the browser's own `first-contentful-paint`. An answer is the time from an input event
until the frame after it has been drawn, with the layout that it needs; the medians are printed.
Processor time of the machine's other work is in all of these: look at `--rounds`' spread too.
"""

import argparse
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

_ANSWER = """([id, value, name]) => new Promise((done) => {
    const find = name ? `[name=${name}][value=${id}]` : `#${id}`;
    const element = document.querySelector(find);
    if (element.type === "checkbox") element.checked = value; else element.value = value;
    const start = performance.now();
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def _choices(page: Page) -> dict[str, list[list[object]]]:
    """What a reader does: each is done, and undone."""
    category = page.evaluate("document.querySelector('#category')?.options[1]?.value ?? ''")
    return {
        "category": [["category", category, ""], ["category", "", ""]],
        "severity": [["major", False, "severity"], ["major", True, "severity"]],
        "only findings": [["only-findings", True, ""], ["only-findings", False, ""]],
        "search": [["query", "the", ""], ["query", "no such words", ""], ["query", "", ""]],
        "worst first": [["order", "rank", ""], ["order", "place", ""]],
    }


def measure(path: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds by what was done."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no chromium on PATH; on Debian: apt-get install chromium")
    found: dict[str, list[float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(rounds):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(300_000)
            page.goto(path.resolve().as_uri())
            page.wait_for_timeout(3000)  # a reader looks before acting; idle work is done by then
            found.setdefault("first paint", []).append(page.evaluate(_PAINT))
            for name, steps in _choices(page).items():
                for step in steps:
                    found.setdefault(name, []).append(page.evaluate(_ANSWER, step))
            page.close()
        browser.close()
    return found


def main() -> None:
    """Measure and print medians and extremes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("report", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    for name, times in measure(arguments.report, arguments.rounds).items():
        low, high = min(times), max(times)
        print(f"{name:<14} {statistics.median(times):7.0f} ms   ({low:.0f} to {high:.0f})")


if __name__ == "__main__":
    main()
