"""What readers get, as assets downstream of every checked table.

Belongs here: what publishing waits for. Does not belong here: how files are swapped (publishing).
"""

from collections.abc import Iterator
from functools import partial

import dagster as dg

from dagster_project.defs.resources import FRESH, OWNERS, Ledger
from dagster_project.defs.warehouse import warehouse
from dagster_project.publishing.database import publish_database
from dagster_project.publishing.docs import publish_docs
from dagster_project.publishing.files import export_files
from dagster_project.publishing.postgres import PostgresError, publish_postgres
from dagster_project.publishing.renderings import render
from dagster_project.publishing.tables import PUBLISHED_SCHEMAS
from dagster_project.warehouse.checks import failed_when_last_seen
from dagster_project.warehouse.dbt import PROJECT_DIR, load_manifest, prepared_manifest


@dg.asset(
    key=["published", "battery_ledger"],
    group_name="published",
    kinds={"duckdb", "parquet"},
    owners=OWNERS,
    freshness_policy=FRESH,
    deps=[key for key in warehouse.keys if key.path[0] in PUBLISHED_SCHEMAS],
)
def battery_ledger(
    context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]
) -> dg.MaterializeResult[None]:
    """The one file people read, replaced whole after every blocking check passed."""
    settings = ledger.settings
    _refuse_what_failed(ledger)
    context.log.info("Publishing")
    macros = [path.read_text() for path in sorted((PROJECT_DIR / "published").glob("*.sql"))]
    counts = publish_database(settings.warehouse_path, settings.published_path, macros)
    manifest = load_manifest(prepared_manifest(settings))
    export_files(settings.published_path, settings.parquet_dir, "parquet", manifest)
    publish_docs(settings)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(settings.published_path),
            "dagster/row_count": sum(counts.values()),
            "rows": dg.MetadataValue.json(counts),
        }
    )


def _refuse_what_failed(ledger: Ledger) -> None:
    """Whoever asks for this asset alone runs no checks: then those made last decide."""
    with ledger.connect() as connection:
        failed = failed_when_last_seen(connection, [key.name for key in warehouse.check_keys])
    if failed:
        told = [f"{name} failed on {rows} rows at {at:%F %H:%M} UTC" for name, at, rows in failed]
        raise dg.Failure("Not published: " + "; ".join(told), allow_retries=False)


@dg.asset(
    key=["published", "files"],
    group_name="published",
    kinds={"csv", "excel"},
    owners=OWNERS,
    deps=[battery_ledger],
)
def files(ledger: dg.ResourceParam[Ledger]) -> dg.MaterializeResult[None]:
    """The same tables as CSV and as a workbook, made again only when they changed."""
    from dagster_project.publishing.workbook import export_workbook

    settings = ledger.settings
    manifest = load_manifest(prepared_manifest(settings))
    published, csv, workbook = settings.published_path, settings.csv_dir, settings.workbook_path
    contents = settings.parquet_dir / "datapackage.json"
    made = [
        render(
            csv,
            contents,
            settings.rendered_dir,
            partial(export_files, published, csv, "csv", manifest),
        ),
        render(
            workbook,
            contents,
            settings.rendered_dir,
            partial(export_workbook, published, workbook, manifest),
        ),
    ]
    return dg.MaterializeResult(
        metadata={
            "folder": dg.MetadataValue.path(csv),
            "workbook": dg.MetadataValue.path(workbook),
            "is_made_again": any(made),
        }
    )


@dg.asset(
    key=["published", "dashboard"],
    group_name="published",
    kinds={"html", "altair"},
    owners=OWNERS,
    deps=[battery_ledger],
)
def dashboard(ledger: dg.ResourceParam[Ledger]) -> dg.MaterializeResult[None]:
    """The tables as charts in one page without a network, drawn again only when they changed."""
    from dagster_project.publishing.dashboard.page import publish_dashboard

    settings = ledger.settings
    page, marks = settings.dashboard_path, settings.rendered_dir
    is_made_again = render(
        page,
        settings.parquet_dir / "datapackage.json",
        marks,
        partial(publish_dashboard, settings.published_path, page, marks),
    )
    return dg.MaterializeResult(
        metadata={
            "page": dg.MetadataValue.path(page),
            "bytes": page.stat().st_size,
            "is_made_again": is_made_again,
        }
    )


@dg.asset(
    key=["published", "postgres"],
    group_name="published",
    kinds={"postgres"},
    owners=OWNERS,
    deps=[battery_ledger],
    output_required=False,
)
def postgres(
    context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]
) -> Iterator[dg.MaterializeResult[None]]:
    """The same tables in the database LEDGER_POSTGRES_DSN names; left out when it names none."""
    settings = ledger.settings
    if settings.postgres_dsn is None:
        return
    context.log.info("Publishing to PostgreSQL")
    try:
        counts = publish_postgres(
            settings.postgres_dsn.get_secret_value(),
            settings.published_path,
            load_manifest(prepared_manifest(settings)),
        )
    except PostgresError as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    yield dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(counts.values()),
            "rows": dg.MetadataValue.json(counts),
        }
    )
