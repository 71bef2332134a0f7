"""Documents as assets: the files of `raw/documents`, the text left out, the files refused.

Belongs here: when documents are read and what is reported. Does not belong here: reading them.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from dagster_project.defs.metadata import described, per_run
from dagster_project.defs.resources import Ledger, raw_spec
from dagster_project.defs.warehouse import described_columns
from dagster_project.warehouse.profile import profiles

TABLES = {
    "documents": "One row per document or sidebar article, every version ever read.",
    "suppressed_text": "One row per boilerplate block left out of extraction.",
    "quarantine": "One row per document file refused, with the reason.",
}
KEY = dg.AssetKey(["raw", "documents"])


@dg.multi_asset(name="documents", specs=[raw_spec(*table) for table in TABLES.items()])
def documents(
    context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]
) -> Iterator[dg.MaterializeResult[None]]:
    """Read files that are new or changed, mark those that vanished."""
    from dagster_project.documents import discovery, library, store

    def progress(done: int, total: int) -> None:
        context.log.info(f"Documents: {done} of {total} files read")

    if not discovery.has_files(ledger.settings.documents_dir):
        # Taken for what it says, an empty folder would withdraw every document ever read.
        raise dg.Failure(
            f"There is no file in {ledger.settings.documents_dir}; put documents there, or name the"
            " folder above it with LEDGER_RAW, then run again.",
            allow_retries=False,
        )
    with ledger.connect() as connection:
        store.create_tables(connection)
        known = store.known_documents(connection)
        refused = store.known_refusals(connection, ledger.settings.document_seconds)
        result = library.read_documents(ledger.settings, known, refused, progress)
        store.apply(connection, result)
        seen = profiles(connection, [("raw", name) for name in TABLES])
    counts = result.counts
    context.log.info(
        f"Documents: {counts['read']} new or changed, {counts['unchanged']} unchanged,"
        f" {counts['quarantined']} quarantined"
    )
    told: dict[str, dict[str, Any]] = {
        "documents": {
            "documents_per_run": per_run(context.instance, KEY, seen["raw", "documents"].rows),
            **{f"documents_{name}": count for name, count in counts.items()},
        }
    }
    for (_, name), profile in seen.items():
        yield dg.MaterializeResult(
            asset_key=["raw", name],
            metadata={**told.get(name, {}), **described(profile, described_columns("raw", name))},
        )
