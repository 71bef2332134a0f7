"""Documents as assets: the files of `raw/documents`, the text left out, the files refused.

Belongs here: when documents are read and what is reported. Does not belong here: reading them.
"""

from collections.abc import Iterator

import dagster as dg

from dagster_project.defs.resources import Ledger, preview, raw_spec

TABLES = {
    "documents": "One row per document or sidebar article, every version ever read.",
    "suppressed_text": "One row per boilerplate block left out of extraction.",
    "quarantine": "One row per document file refused, with the reason.",
}


@dg.multi_asset(name="documents", specs=[raw_spec(*table) for table in TABLES.items()])
def documents(
    context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]
) -> Iterator[dg.MaterializeResult[None]]:
    """Read files that are new or changed, mark those that vanished."""
    from dagster_project.documents import library, store

    def progress(done: int, total: int) -> None:
        context.log.info(f"Documents: {done} of {total} files read")

    with ledger.connect() as connection:
        store.create_tables(connection)
        known = store.known_documents(connection)
        refused = store.known_refusals(connection, ledger.settings.document_seconds)
        result = library.read_documents(ledger.settings, known, refused, progress)
        store.apply(connection, result)
        listing = preview(
            connection,
            "SELECT file_path, title, published_on, status FROM raw.documents ORDER BY file_path",
        )
        rows = {name: connection.table(f"raw.{name}").shape[0] for name in TABLES}
    counts = result.counts
    context.log.info(
        f"Documents: {counts['read']} new or changed, {counts['unchanged']} unchanged,"
        f" {counts['quarantined']} quarantined"
    )
    yield dg.MaterializeResult(
        asset_key=["raw", "documents"],
        metadata={
            "dagster/row_count": rows.pop("documents"),
            "preview": listing,
            **{f"documents_{name}": count for name, count in counts.items()},
        },
    )
    for name, count in rows.items():
        yield dg.MaterializeResult(asset_key=["raw", name], metadata={"dagster/row_count": count})
