import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from program import Program

from harness.core.values import Run
from harness.report.html.reporter import Html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def harness(tmp_path: Path) -> Program:
    (tmp_path / "home").mkdir()
    return Program(tmp_path)


# ── reports in Debian's Chromium, driven by Playwright ──────────────────────────────────────────

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium on PATH")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_report(browser: "Browser", tmp_path: Path) -> Iterator[Open]:
    """Opens a page; at the end, nothing but that file was asked for, and nothing complained."""
    path = tmp_path / "page.html"
    asked: list[str] = []
    said: list[str] = []
    contexts = []

    def opened(
        page: str | Sequence[Run], width: int = 1280, address: str = "", **options: Any
    ) -> "Page":
        if not isinstance(page, str):
            page = "".join(Html().render(page))
        path.write_text(page, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(120_000)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url.partition("?")[0]))
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("dialog", lambda dialog: said.append(f"dialog {dialog.message}"))
        tab.goto(path.as_uri() + address)
        return tab

    opened.asked, opened.said = asked, said  # type: ignore[attr-defined]
    yield opened
    for context in contexts:
        context.close()
    home = path.as_uri()
    elsewhere = {url for url in asked if url.partition("#")[0] != home and url[:5] != "blob:"}
    assert elsewhere == set()
    assert said == []
