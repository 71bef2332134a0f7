"""dbt in this process: the manifest, one invocation per run, and what it found.

A subprocess would import dbt again (4 CPU seconds) and ask it for its version (4 more).
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.settings import Settings

PROJECT_DIR = Path(__file__).resolve().parents[2] / "dbt"


class DbtError(Exception):
    """dbt could not run at all; the message is dbt's own."""


@dataclass(frozen=True)
class NodeResult:
    """What one dbt node came to.

    `status` is dbt's: success, error, skipped; for tests pass, fail, warn, error, skipped.
    `severity` (error or warn), `failures` and `compiled_sql` are given for tests.
    """

    unique_id: str
    name: str
    kind: str
    status: str
    message: str
    seconds: float
    severity: str
    failures: int
    compiled_sql: str

    @property
    def is_broken(self) -> bool:
        """Whether this must stop publishing: an error, or a failed test of severity error."""
        return self.status in ("error", "runtime error", "fail")


def prepared_manifest(settings: Settings) -> Path:
    """Path of dbt's manifest for the sources as they are now; parsed only when they changed."""
    manifest = settings.dbt_target_dir.parent / f"manifest-{_fingerprint()}.json"
    if not manifest.exists():
        _invoke(settings, ["parse"])
        for stale in manifest.parent.glob("manifest-*.json"):
            stale.unlink()
        (settings.dbt_target_dir / "manifest.json").replace(manifest)
    return manifest


def beside_manifest(settings: Settings, name: str) -> Path:
    """Where to keep what follows from the sources as they are now."""
    manifest = prepared_manifest(settings)
    return manifest.with_name(manifest.name.replace("manifest", name))


def semantic_manifest(settings: Settings) -> Path:
    """Path of the semantic models and metrics for the sources as they are now."""
    prepared_manifest(settings)
    return settings.dbt_target_dir / "semantic_manifest.json"


def docs_page(settings: Settings, catalog: object) -> Path:
    """Path of dbt's documentation as one page, for the sources and the tables as they are now.

    `catalog` tells by its repr what is in the warehouse: dbt reads it again only when that or a
    source changed.
    """
    manifest = prepared_manifest(settings)
    state = hashlib.sha256(f"{manifest.name} {catalog!r}".encode()).hexdigest()[:16]
    page = manifest.with_name(f"docs-{state}.html")
    if not page.exists():
        # Uncompiled: the compiled SQL is the same with the paths of this computer in it.
        shutil.copyfile(manifest, settings.dbt_target_dir / "manifest.json")
        _invoke(settings, ["docs", "generate", "--static", "--no-compile"])
        for stale in page.parent.glob("docs-*.html"):
            stale.unlink()
        # Seeds are listed with the folder of this computer in which they lie.
        written = settings.dbt_target_dir / "static_index.html"
        text = written.read_text(encoding="utf-8").replace(str(PROJECT_DIR), PROJECT_DIR.name)
        written.write_text(text, encoding="utf-8")
        written.replace(page)
    return page


@cache
def load_manifest(path: Path) -> dict[str, Any]:
    """The manifest as dbt wrote it."""
    loaded: dict[str, Any] = json.loads(path.read_bytes())
    return loaded


def run(settings: Settings, command: str, select: Sequence[str] | None) -> list[NodeResult]:
    """Run `dbt build` or `dbt test` once and give the result of every node.

    `select` names nodes by their dotted fqn; None is the whole project without unit tests, which
    test code rather than data (`make test` runs them). Raises DbtError when dbt stops before it
    runs a node.
    """
    arguments = [command, "--no-write-json"]
    if select is None:
        arguments += ["--exclude-resource-type", "unit_test"]
    else:
        arguments += ["--indirect-selection", "empty", "--select", *select]
    return [_result(r) for r in _invoke(settings, arguments).results]


def failing_rows(
    connection: duckdb.DuckDBPyConnection, result: NodeResult, limit: int = 5
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and up to `limit` rows that made a test fail."""
    rows = connection.sql(result.compiled_sql).limit(limit)
    return rows.columns, rows.fetchall()


def _invoke(settings: Settings, arguments: list[str]) -> Any:
    # Slow to import, and only a run needs it.
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    os.environ["LEDGER_WAREHOUSE"] = str(settings.warehouse_path.resolve())
    settings.warehouse_path.parent.mkdir(parents=True, exist_ok=True)
    level = "info" if settings.debug else "none"
    outcome = dbtRunner().invoke(
        [
            *("--log-level", level, "--log-level-file", level),
            *("--log-path", str(settings.dbt_log_dir.resolve())),
            "--no-send-anonymous-usage-stats",
            *arguments,
            *("--project-dir", str(PROJECT_DIR), "--profiles-dir", str(PROJECT_DIR)),
            *("--target-path", str(settings.dbt_target_dir.resolve())),
        ]
    )
    # dbt keeps its handle on the file; a second one with other options would be refused.
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    gc.collect()
    if outcome.exception is not None:
        raise DbtError(str(outcome.exception)) from outcome.exception
    if outcome.result is None:
        raise DbtError(f"dbt {arguments[0]} gave no result")
    return outcome.result


def _result(raw: Any) -> NodeResult:
    node = raw.node
    return NodeResult(
        unique_id=node.unique_id,
        name=node.name,
        kind=str(node.resource_type),
        status=str(raw.status),
        message=raw.message or "",
        seconds=raw.execution_time,
        severity=str(getattr(node.config, "severity", "error")).lower(),
        failures=raw.failures or 0,
        compiled_sql=getattr(node, "compiled_code", None) or "",
    )


def _fingerprint() -> str:
    """Hash of everything under dbt/ and of the dbt version."""
    digest = hashlib.sha256(version("dbt-core").encode())
    for path in sorted(PROJECT_DIR.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(PROJECT_DIR).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
