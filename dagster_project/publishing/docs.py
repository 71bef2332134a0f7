"""dbt's documentation as one page beside the data, written anew only when it would differ."""

from __future__ import annotations

import filecmp
import shutil

import duckdb

from dagster_project.publishing.database import swap
from dagster_project.publishing.tables import literal, published_tables
from dagster_project.settings import Settings
from dagster_project.warehouse.dbt import docs_page
from dagster_project.warehouse.store import CONNECTION_CONFIG


def publish_docs(settings: Settings) -> bool:
    """Bring `settings.docs_path` up to date with the published file; whether it had to change.

    Raises DbtError when dbt cannot read the warehouse; the last page is left alone then.
    """
    with duckdb.connect(":memory:", config=CONNECTION_CONFIG) as connection:
        published = literal(str(settings.published_path))
        connection.execute(f"ATTACH {published} AS ledger (READ_ONLY)")
        tables = published_tables(connection, "ledger")
    page = docs_page(settings, tables)
    if settings.docs_path.exists() and filecmp.cmp(page, settings.docs_path, False):
        return False
    new = settings.docs_path.with_name(".docs.html.new")
    new.unlink(missing_ok=True)
    shutil.copyfile(page, new)
    swap(new, settings.docs_path)
    return True
