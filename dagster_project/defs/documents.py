"""Documents as assets: the files of `raw/documents`, the text left out, the files refused.

Belongs here: when documents are read and what is reported. Does not belong here: reading them.
"""

from collections.abc import Iterator

import dagster as dg

from dagster_project.defs.resources import OWNERS, Ledger, preview

COMMON = {"group_name": "raw", "kinds": {"python", "duckdb"}, "owners": OWNERS}


@dg.multi_asset(
    name="documents",
    specs=[
        dg.AssetSpec(
            ["raw", "documents"],
            description="One row per document or sidebar article, every version ever read.",
            **COMMON,
        ),
        dg.AssetSpec(
            ["raw", "suppressed_text"],
            description="One row per boilerplate block left out of extraction.",
            **COMMON,
        ),
        dg.AssetSpec(
            ["raw", "quarantine"],
            description="One row per document file refused, with the reason.",
            **COMMON,
        ),
    ],
)
def documents(
    context: dg.AssetExecutionContext, ledger: Ledger
) -> Iterator[dg.MaterializeResult[None]]:
    """Read files that are new or changed, mark those that vanished."""
    from dagster_project.documents import library, store

    def progress(done: int, total: int) -> None:
        context.log.info(f"Documents: {done} of {total} files read")

    with ledger.connect() as connection:
        store.create_tables(connection)
        known = store.known_documents(connection)
        refused = store.known_refusals(connection)
        result = library.read_documents(ledger.settings, known, refused, progress)
        store.apply(connection, result)
        counts = result.counts
        context.log.info(
            f"Documents: {counts['read']} new or changed, {counts['unchanged']} unchanged,"
            f" {counts['quarantined']} quarantined"
        )
        listing = preview(
            connection,
            "SELECT file_path, title, published_on, status FROM raw.documents ORDER BY file_path",
        )
        rows = {
            name: connection.table(f"raw.{name}").shape[0]
            for name in ("documents", "suppressed_text", "quarantine")
        }
    metadata = {
        "documents": {"preview": listing, **{f"documents_{k}": n for k, n in counts.items()}},
    }
    for name, count in rows.items():
        yield dg.MaterializeResult(
            asset_key=["raw", name],
            metadata={"dagster/row_count": count, **metadata.get(name, {})},
        )
