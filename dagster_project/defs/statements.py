"""Statements as an asset: text of new documents to rows of `raw.statements`.

Belongs here: when extraction runs and what it reports. Does not belong here: reading sentences.
"""

import dagster as dg

from dagster_project.defs.resources import OWNERS, Ledger


@dg.asset(
    key=["raw", "statements"],
    deps=[["raw", "documents"], ["raw", "suppressed_text"]],
    group_name="raw",
    kinds={"python", "duckdb"},
    owners=OWNERS,
)
def statements(context: dg.AssetExecutionContext, ledger: Ledger) -> dg.MaterializeResult[None]:
    """One row per claim one document makes about one property."""
    from dagster_project.warehouse.statements import update_statements

    with ledger.connect() as connection:
        update = update_statements(connection, ledger.settings.workers, context.log.info)
        frames = connection.execute(
            "SELECT frame, count(*) FROM raw.statements GROUP BY frame ORDER BY frame"
        ).fetchall()
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": update.statements,
            "documents_read": update.documents,
            "documents_failed": update.failed,
            "statements_by_frame": dg.MetadataValue.json(dict(frames)),
        }
    )
