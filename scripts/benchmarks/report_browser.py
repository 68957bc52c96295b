"""How quickly a long report opens and answers in Debian's Chromium.

  python scripts/benchmarks/report_size.py --segments 10000 -o /tmp/long.html
  python scripts/benchmarks/report_browser.py /tmp/long.html --rounds 5

First paint is the browser's own `first-contentful-paint`. An answer is the time from an input event
until the frame after it has been drawn, with the layout that it needs; medians, and extremes in
brackets. Beside it stands the processor time of the page's main thread for the same answer, which
other work on the machine hardly changes.
"""

import argparse
import shutil
import statistics
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

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
_LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


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


@dataclass
class Times:
    """Milliseconds of one kind of answer: by the clock, and of the main thread's processor time."""

    clock: list[float] = field(default_factory=list)
    thread: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        said = f"{statistics.median(self.clock):7.0f} ms"
        said += f"   ({min(self.clock):.0f} to {max(self.clock):.0f})"
        if self.thread:
            said += f"   main thread {statistics.median(self.thread):.0f} ms"
            said += f" (at most {max(self.thread):.0f})"
        return said


def _busy(session: CDPSession) -> float:
    """Milliseconds that the main thread has worked since the page was opened."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(each["value"] for each in metrics if each["name"] == "TaskDuration")


def measure(path: Path, rounds: int) -> dict[str, Times]:
    """Milliseconds by what was done."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no chromium on PATH; on Debian: apt-get install chromium")
    found: dict[str, Times] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(rounds):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(300_000)
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            page.goto(path.resolve().as_uri())
            page.wait_for_timeout(3000)  # a reader looks before acting; idle work is done by then
            found.setdefault("first paint", Times()).clock.append(page.evaluate(_PAINT))
            found.setdefault("loading", Times()).clock.append(page.evaluate(_LOADED))
            found["loading"].thread.append(_busy(session))
            for name, steps in _choices(page).items():
                times = found.setdefault(name, Times())
                for step in steps:
                    before = _busy(session)
                    times.clock.append(page.evaluate(_ANSWER, step))
                    times.thread.append(_busy(session) - before)
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
        print(f"{name:<14} {times}")


if __name__ == "__main__":
    main()
