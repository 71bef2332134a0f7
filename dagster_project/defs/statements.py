"""Statements as an asset: text of new documents to rows of `raw.statements`.

Belongs here: when extraction runs and what it reports. Does not belong here: reading sentences.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from dagster_project.defs.documents import documents
from dagster_project.defs.metadata import chart, described, per_run
from dagster_project.defs.resources import Ledger, raw_spec
from dagster_project.defs.warehouse import described_columns
from dagster_project.warehouse.profile import profiles

TABLES = {
    "statements": "One row per claim one document makes about one property.",
    "extractions": "One row per document read for statements, with the version that read it.",
}
KEY = dg.AssetKey(["raw", "statements"])

LLM_COUNTS = ("documents", "statements", "requests", "left", "failed")


@dg.multi_asset(
    name="statements",
    specs=[raw_spec(*table, deps=documents.specs) for table in TABLES.items()],
)
def statements(
    context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]
) -> Iterator[dg.MaterializeResult[None]]:
    """Read what this version of the extractor has not read; ask a model too where one is set."""
    from dagster_project.extraction.llm.reader import LlmError
    from dagster_project.warehouse.llm_statements import (
        llm_reader,
        remove_llm_statements,
        update_llm_statements,
    )
    from dagster_project.warehouse.statements import update_statements

    asked: dict[str, int] = {}
    with ledger.connect() as connection:
        update = update_statements(
            connection,
            ledger.settings.workers,
            context.log.info,
            ledger.settings.document_seconds,
        )
        try:
            reader = llm_reader(ledger.settings)
            if reader:
                model = update_llm_statements(connection, reader, context.log.info)
                asked = {f"llm_{name}": int(getattr(model, name)) for name in LLM_COUNTS}
            else:
                remove_llm_statements(connection)
        except LlmError as error:
            raise dg.Failure(str(error), allow_retries=False) from error
        frames = connection.execute(
            "SELECT frame, count(*) FROM raw.statements GROUP BY frame ORDER BY frame"
        ).fetchall()
        seen = profiles(connection, [("raw", name) for name in TABLES])
    told: dict[str, dict[str, Any]] = {
        "statements": {
            "statements_per_run": per_run(context.instance, KEY, sum(n for _, n in frames)),
            "statements_by_frame": chart(frames),
        },
        "extractions": {
            "documents_read": update.documents,
            "documents_failed": update.failed,
            **asked,
        },
    }
    for (_, name), profile in seen.items():
        yield dg.MaterializeResult(
            asset_key=["raw", name],
            metadata={**told[name], **described(profile, described_columns("raw", name))},
        )
