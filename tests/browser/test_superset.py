"""The bundle in a real Superset: `make superset-trial` sets it up.

Superset lives in `.venv/superset`, or where LEDGER_SUPERSET says; without it this is skipped.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from dagster_project.publishing.postgres import publish_postgres
from dagster_project.publishing.superset import bundle
from tests.pipeline.conftest import ROOT, Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ENVIRONMENT = Path(os.environ.get("LEDGER_SUPERSET", ROOT / ".venv" / "superset"))
PATIENCE_SECONDS = 1200
PLAN = yaml.safe_load(bundle.SOURCE.read_text())
TITLES = {chart["title"] for chart in PLAN["charts"]}
CONFIG = bundle.SOURCE.with_name("superset_config.py")


@dataclass(frozen=True)
class Superset:
    """A running server and its administrator's token."""

    home: Path
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
    script = bundle.SOURCE.with_name("up.sh")
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [script, ENVIRONMENT, archive, home, str(port)], stdout=log, stderr=log
        )
        try:
            yield logged_in(server, home, f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="module")
def signed_in(superset: Superset, browser: Browser) -> Iterator[Page]:
    # Not the page of the other tests: here the browser is asked for an address and must refuse it.
    page = browser.new_page(viewport={"width": 1600, "height": 2300})
    page.set_default_timeout(120_000)
    # What the page reports about an unknown reader would sign out one who is quicker.
    with page.expect_response("**/superset/log/**"):
        page.goto(f"{superset.address}/login/")
    page.locator("input[type=text]").first.fill("admin")
    page.locator("input[type=password]").fill(superset.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/welcome/**")
    yield page
    page.close()


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
    token = Superset(home, address, password).ask("security/login", login)["access_token"]
    return Superset(home, address, password, token)


def answers(superset: Superset) -> dict[str, int]:
    """How many rows each chart shows, by its title and dataset."""
    rows = {}
    for chart in superset.ask("chart/?q=(page_size:100)")["result"]:
        (answer,) = superset.ask(f"chart/{chart['id']}/data/")["result"]
        rows[chart["slice_name"], chart["datasource_id"]] = answer["rowcount"]
    return rows


def show(page: Page, superset: Superset, slug: str) -> None:
    page.goto(f"{superset.address}/superset/dashboard/{slug}/?standalone=1")
    for title in TITLES:
        page.get_by_text(title, exact=True).first.wait_for()
    # Asked from outside the page, whose policy forbids strings of code.
    deadline = time.monotonic() + PATIENCE_SECONDS
    while page.locator(".loading").count():
        assert time.monotonic() < deadline
        page.wait_for_timeout(500)
    assert page.get_by_text("Data error").count() == 0


def test_every_chart_of_the_bundle_is_imported_and_answers(superset: Superset) -> None:
    rows = answers(superset)
    assert {title for title, _ in rows} == TITLES
    assert [chart for chart, count in rows.items() if not count] == []


def test_a_newer_bundle_takes_the_place_of_an_older_one(
    superset: Superset, built: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.yaml").write_text(yaml.safe_dump(PLAN).replace("COUNT(*)", "COUNT(1)"))
    monkeypatch.setattr(bundle, "SOURCE", tmp_path / "plan.yaml")
    address = f"duckdb:///{built.published}"
    newer = bundle.write_bundle(built.published, address, tmp_path / "newer.zip")
    subprocess.run(
        [ENVIRONMENT / "bin" / "python", CONFIG.with_name("import_bundle.py"), newer],
        env={**os.environ, "SUPERSET_HOME": superset.home, "SUPERSET_CONFIG_PATH": CONFIG},
        check=True,
    )
    assert len(superset.ask("chart/?q=(page_size:100)")["result"]) == len(TITLES)
    datasets = superset.ask("dataset/?q=(page_size:100)")["result"]
    (deals,) = [d["id"] for d in datasets if d["table_name"] == "fct_deals"]
    metrics = superset.ask(f"dataset/{deals}")["result"]["metrics"]
    assert "COUNT(1)" in {metric["expression"] for metric in metrics}


def test_the_dashboard_shows_every_chart_and_reports_to_nobody(
    superset: Superset, signed_in: Page, screenshot: Callable[[Page, str], None]
) -> None:
    answered: list[str] = []
    signed_in.on("requestfinished", lambda request: answered.append(request.url))
    show(signed_in, superset, "battery-ledger")
    screenshot(signed_in, "superset")
    local = (superset.address, "data:", "blob:")
    assert [url for url in answered if not url.startswith(local)] == []


def test_the_bundle_for_postgresql_asks_for_the_password_and_shows_the_same(
    superset: Superset,
    signed_in: Page,
    built: Run,
    postgres_server: str,
    screenshot: Callable[[Page, str], None],
) -> None:
    dsn = f"{postgres_server}/postgres".replace("ledger@", "ledger:secret@")
    publish_postgres(dsn, built.published, {"nodes": {}})
    subprocess.run(
        [sys.executable, "-m", "dagster_project.publishing.superset"],
        cwd=ROOT,
        env={**os.environ, "LEDGER_HOME": str(built.home), "LEDGER_POSTGRES_DSN": dsn},
        check=True,
    )
    archive = built.home / "superset" / "battery_ledger_postgres.zip"
    with zipfile.ZipFile(archive) as files:
        assert [name for name in files.namelist() if b"secret" in files.read(name)] == []
    in_duckdb = {title: rows for (title, _), rows in answers(superset).items()}
    token = signed_in.request.get(f"{superset.address}/api/v1/security/csrf_token/")
    headers = {
        "X-CSRFToken": token.json()["result"],
        "Referer": superset.address,
        "Accept": "application/json",
    }
    # A Superset that keeps its records in SQLite has each name of a table once.
    for kind in ("dashboard", "chart", "dataset"):
        ids = [str(one["id"]) for one in superset.ask(f"{kind}/?q=(page_size:100)")["result"]]
        address = f"{superset.address}/api/v1/{kind}/?q=!({','.join(ids)})"
        assert signed_in.request.delete(address, headers=headers).ok

    def imported(**passwords: str) -> Any:
        content = {"name": "a.zip", "mimeType": "application/zip", "buffer": archive.read_bytes()}
        return signed_in.request.post(
            f"{superset.address}/api/v1/dashboard/import/",
            headers=headers,
            multipart={"formData": content, **passwords},
        )

    refused = imported()
    assert "Must provide a password" in refused.text()
    taken = imported(passwords=json.dumps({"databases/battery_ledger.yaml": "secret"}))
    assert taken.ok, taken.text()
    assert {title: rows for (title, _), rows in answers(superset).items()} == in_duckdb
    show(signed_in, superset, "battery-ledger-postgresql")
    screenshot(signed_in, "superset-postgresql")
