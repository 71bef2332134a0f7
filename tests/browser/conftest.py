"""A real browser for pages that people look at: `make ui-trial` sets it up.

The browser is Debian's Chromium (or what CHROMIUM names), driven by Playwright, which is installed
in a folder of its own. Without either, these tests are skipped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.pipeline.conftest import ROOT, Run, run_ledger
from tests.publishing.conftest import postgres_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["postgres_server"]
NAMES = ("chromium", "chromium-browser", "google-chrome")
LOCAL = {"127.0.0.1", "localhost", ""}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="`make ui-trial` installs it")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as driver:
        # Chromium's own sandbox refuses to run as root, as it does in a container.
        browser = driver.chromium.launch(
            executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test when a script broke or anything beyond this computer was asked."""
    context = browser.new_context(viewport={"width": 1600, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(60_000)
    broken: list[str] = []
    outside: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on(
        "request",
        lambda request: (
            outside.append(request.url)
            if (urlsplit(request.url).hostname or "") not in LOCAL
            else None
        ),
    )
    yield page
    context.close()
    assert broken == []
    assert outside == []


@pytest.fixture(scope="session")
def screenshot() -> Callable[[Page, str], None]:
    """Keep what the page shows as `<name>.png` in LEDGER_SCREENSHOTS, for a person to look at."""
    folder = Path(os.environ.get("LEDGER_SCREENSHOTS", ROOT / ".venv" / ".cache" / "screenshots"))
    folder.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}.png")

    return keep


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """What `make run` makes of the project's own documents."""
    run = run_ledger(ROOT / "raw", tmp_path_factory.mktemp("built") / "home")
    assert run.status == 0, run.said
    return run
