"""The last words of a run: what was read, what came of it, where it lies."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_project.publishing.escaping import terminal_text
from dagster_project.publishing.tables import literal, published_tables, row_counts
from dagster_project.settings import Settings
from dagster_project.warehouse.store import CONNECTION_CONFIG

# More names than this are counted, not listed.
LISTED = 20

LAST_CHECKS = """
    SELECT
        count(*) FILTER (passed),
        count(*) FILTER (NOT passed AND severity = 'error'),
        list(check_name ORDER BY check_name) FILTER (NOT passed AND severity = 'warn')
    FROM audit.check_results
    WHERE run_id = (SELECT arg_max(run_id, checked_at) FROM audit.check_results)
"""

SILENT = """
    SELECT file_path FROM marts.dim_documents
    ANTI JOIN marts.statements USING (document_id)
    WHERE status = 'active' AND kind = 'document'
    ORDER BY file_path
"""

QUERY = (
    "select distinct deal_type, announced_on, quote from marts.fct_deals"
    " join marts.bridge_fact_evidence on fact_id = deal_id where is_winning"
)


def summary(settings: Settings, documents_read: int, documents_unchanged: int) -> str:
    """A page for a person; files read and left alone are counted by the run itself."""
    with duckdb.connect(":memory:", config=CONNECTION_CONFIG) as connection:
        published = str(settings.published_path)
        connection.execute(f"ATTACH {literal(published)} AS ledger (READ_ONLY)")
        connection.execute("USE ledger")
        counts = row_counts(connection, "ledger", published_tables(connection, "ledger"))
        passed, failed, warned = _first(connection, LAST_CHECKS)
        refused = connection.sql(
            "SELECT file_path, detail FROM audit.quarantine ORDER BY file_path, detail"
        ).fetchall()
        silent = [repr(path) for (path,) in connection.sql(SILENT).fetchall()]
    lines = [
        "",
        f"Documents   {documents_read} read, {documents_unchanged} unchanged,"
        f" {len(refused)} quarantined",
        *(f"            {path!r}: {terminal_text(detail)}" for path, detail in refused[:LISTED]),
        *([f"            … and {len(refused) - LISTED} more"] if len(refused) > LISTED else []),
        *([f"            nothing found in {_listed(silent)}"] if silent else []),
        f"Statements  {counts['marts.statements']}",
        f"Checks      {passed} passed, {failed} failed, {len(warned or [])} warned",
        *(f"            warned: {name}" for name in warned or []),
        "Rows        " + "\n            ".join(f"{n:>7,}  {table}" for table, n in counts.items()),
        f"Published   {published}",
        f"            {settings.parquet_dir}/<table>.parquet",
        f"            {settings.csv_dir}/<table>.csv",
        f"            {settings.workbook_path}",
        f"            {settings.dashboard_path}",
        f"            {settings.docs_path}",
        "Try         .venv/bin/python -c 'import duckdb;"
        f' print(duckdb.connect("{published}", read_only=True).sql("""{QUERY}"""))\'',
    ]
    return "\n".join(lines)


def _listed(names: list[str]) -> str:
    left_out = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + left_out


def _first(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None, "an aggregate always has a row"
    return row
