"""The bundle in a real Superset: `make superset-trial` sets it up.

Superset lives in `.venv/superset`, or where LEDGER_SUPERSET says; without it this is skipped.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from dagster_project.publishing.superset import bundle
from tests.pipeline.conftest import ROOT, Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ENVIRONMENT = Path(os.environ.get("LEDGER_SUPERSET", ROOT / ".venv" / "superset"))
PATIENCE_SECONDS = 1200


@dataclass(frozen=True)
class Superset:
    """A running server and its administrator's token."""

    address: str
    password: str
    token: str = ""

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        request = urllib.request.Request(f"{self.address}/api/v1/{path}")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        if body:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def superset(built: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Superset]:
    if not (ENVIRONMENT / "bin" / "superset").exists():
        pytest.skip(f"no Superset in {ENVIRONMENT}: `make superset-trial` installs it")
    # A home that is kept spares the minutes its database takes to make.
    home = Path(os.environ.get("LEDGER_SUPERSET_HOME") or tmp_path_factory.mktemp("superset"))
    archive = bundle.write_bundle(
        built.published, f"duckdb:///{built.published}", home / "battery_ledger.zip"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = Path(bundle.__file__).with_name("up.sh")
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [script, ENVIRONMENT, archive, home, str(port)], stdout=log, stderr=log
        )
        try:
            yield logged_in(server, home, f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(30)


def logged_in(server: subprocess.Popen[bytes], home: Path, address: str) -> Superset:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, (home / "log").read_text()[-3000:]
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                break
        except OSError:
            time.sleep(1)
    password = (home / "password").read_text()
    login = {"username": "admin", "password": password, "provider": "db"}
    token = Superset(address, password).ask("security/login", login)["access_token"]
    return Superset(address, password, token)


def test_every_chart_of_the_bundle_is_imported_and_answers(superset: Superset) -> None:
    plan = yaml.safe_load(bundle.SOURCE.read_text())
    charts = superset.ask("chart/?q=(page_size:100)")["result"]
    assert {c["slice_name"] for c in charts} == {c["title"] for c in plan["charts"]}
    rows = {}
    for chart in charts:
        (answer,) = superset.ask(f"chart/{chart['id']}/data/")["result"]
        rows[chart["slice_name"]] = answer["rowcount"]
    assert {title for title, count in rows.items() if not count} == set(), rows


def test_the_dashboard_shows_every_chart_and_reports_to_nobody(
    superset: Superset, browser: Browser, screenshot: Callable[[Page, str], None]
) -> None:
    # Not the page of the other tests: here the browser is asked for an address and must refuse it.
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.set_default_timeout(120_000)
    answered: list[str] = []
    page.on("requestfinished", lambda request: answered.append(request.url))
    page.goto(f"{superset.address}/login/")
    page.locator("input[type=text]").first.fill("admin")
    page.locator("input[type=password]").fill(superset.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/welcome/**")
    page.goto(f"{superset.address}/superset/dashboard/battery-ledger/?standalone=1")
    titles = [chart["title"] for chart in yaml.safe_load(bundle.SOURCE.read_text())["charts"]]
    for title in titles:
        page.get_by_text(title, exact=True).first.wait_for()
    page.wait_for_function("!document.querySelector('.loading')")
    screenshot(page, "superset")
    assert page.get_by_text("Data error").count() == 0
    local = (superset.address, "data:", "blob:")
    assert [url for url in answered if not url.startswith(local)] == []
