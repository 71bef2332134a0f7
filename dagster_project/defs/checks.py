"""Checks that SQL cannot make because they look at files. All other checks are dbt tests.

Belongs here: checks in Python. Does not belong here: rules about data (dbt/tests, models' .yml).
"""

import dagster as dg

from dagster_project.defs.publishing import battery_ledger
from dagster_project.defs.resources import Ledger
from dagster_project.publishing.database import differing_tables


@dg.asset_check(asset=battery_ledger)
def published_file_holds_what_was_built(
    context: dg.AssetCheckExecutionContext, ledger: dg.ResourceParam[Ledger]
) -> dg.AssetCheckResult:
    """The published tables have as many rows as those of the last build.

    Only a warning: after a build that failed a check, the older file is what readers should have.
    """
    settings = ledger.settings
    differing = differing_tables(settings.warehouse_path, settings.published_path)
    for table, (built, published) in differing.items():
        context.log.warning(f"{table}: {built} rows built, {published} published")
    return dg.AssetCheckResult(
        passed=not differing,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"differing_tables": len(differing)},
    )
