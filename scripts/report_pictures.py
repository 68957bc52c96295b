"""Pictures of reports for the docs: light, dark and narrow, side by side in one small JPEG each.

  python scripts/report_pictures.py runs/news runs/leaflet -o docs/reports
  python scripts/report_pictures.py runs/news -o docs/reports --readme docs/report.png

Each picture shows the first screen in light, rows in dark, and the first screen of a phone. With
`--readme`, the first screen of the first run is shown alone, as a PNG. Needs Debian's Chromium; the
same record gives the same page, though fonts may differ from machine to machine.
"""

import argparse
import base64
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from harness.report.html.reporter import Html
from harness.run.record import find_records, read_run

_HEIGHT = 1000
_JOINED = 1840  # pixels, the width of the whole picture
# Scrolled to the rows, and waited until what has come into sight is drawn.
_TO_ROWS = "document.querySelector('#controls').scrollIntoView()"


@dataclass(frozen=True)
class View:
    """One screen: how wide, in which colours, and whether scrolled to the rows."""

    width: int
    scheme: str
    rows: bool


VIEWS = (
    View(1180, "light", rows=False),
    View(1180, "dark", rows=True),
    View(400, "light", rows=False),
)
README = View(1280, "light", rows=False)


def screen(browser: Browser, page_file: Path, view: View, height: int = _HEIGHT) -> bytes:
    """What a reader sees, as a PNG."""
    context = browser.new_context(
        viewport={"width": view.width, "height": height}, color_scheme=view.scheme
    )
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(page_file.as_uri())
    if view.rows:
        page.evaluate(_TO_ROWS)
    page.wait_for_timeout(1000)
    shot = page.screenshot()
    context.close()
    return shot


def joined(browser: Browser, shots: list[bytes]) -> bytes:
    """Screens of one height beside each other, as a JPEG."""
    images = "".join(
        f"<img src='data:image/png;base64,{base64.b64encode(shot).decode()}'>" for shot in shots
    )
    style = "body{margin:0;display:flex;gap:12px;background:#8a8f98}img{height:100vh;min-width:0}"
    width = sum(view.width for view in VIEWS) + 12 * (len(VIEWS) - 1)
    height = round(_HEIGHT * _JOINED / width)
    page = browser.new_page(viewport={"width": _JOINED, "height": height})
    page.set_content(f"<style>{style}</style>{images}")
    shot = page.screenshot(type="jpeg", quality=72)
    page.close()
    return shot


def pictures(browser: Browser, runs: list[Path], folder: Path) -> Iterator[tuple[str, bytes]]:
    """The name and the picture of each run; its page is kept in `folder`."""
    for place in runs:
        page_file = folder / f"{place.name}.html"
        records = [read_run(path) for path in find_records(place)]
        with page_file.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(Html().render(records))
        yield place.name, joined(browser, [screen(browser, page_file, view) for view in VIEWS])


def main() -> None:
    """Write the pictures, and say how large they are."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("runs", type=Path, nargs="+", help="run folders")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--readme", type=Path, help="also rows of the first run, as this PNG")
    arguments = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no chromium on PATH; on Debian: apt-get install chromium")
    arguments.output.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="report-pictures-"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, picture in pictures(browser, arguments.runs, folder):
            path = arguments.output / f"{name}.jpg"
            path.write_bytes(picture)
            print(f"{path}: {len(picture) / 1000:.0f} kB")
        if arguments.readme:
            shown = screen(browser, folder / f"{arguments.runs[0].name}.html", README, height=760)
            arguments.readme.write_bytes(shown)
            print(f"{arguments.readme}: {len(shown) / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
