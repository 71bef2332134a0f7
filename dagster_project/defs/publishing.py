"""The published file and its Parquet twin as one asset downstream of every checked table.

Belongs here: what publishing waits for. Does not belong here: how files are swapped (publishing).
"""

import dagster as dg

from dagster_project.defs.resources import OWNERS, Ledger
from dagster_project.defs.warehouse import warehouse
from dagster_project.publishing.database import publish_database
from dagster_project.publishing.docs import publish_docs
from dagster_project.publishing.parquet import export_parquet
from dagster_project.publishing.tables import PUBLISHED_SCHEMAS
from dagster_project.warehouse.dbt import PROJECT_DIR


@dg.asset(
    key=["published", "battery_ledger"],
    group_name="published",
    kinds={"duckdb", "parquet"},
    owners=OWNERS,
    deps=[key for key in warehouse.keys if key.path[0] in PUBLISHED_SCHEMAS],
)
def battery_ledger(
    context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]
) -> dg.MaterializeResult[None]:
    """The one file people read, replaced whole after every blocking check passed."""
    settings = ledger.settings
    context.log.info("Publishing")
    macros = [path.read_text() for path in sorted((PROJECT_DIR / "published").glob("*.sql"))]
    counts = publish_database(settings.warehouse_path, settings.published_path, macros)
    export_parquet(settings.published_path, settings.parquet_dir)
    publish_docs(settings)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(settings.published_path),
            "dagster/row_count": sum(counts.values()),
            "rows": dg.MetadataValue.json(counts),
        }
    )
