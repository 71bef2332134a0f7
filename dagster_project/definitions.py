"""What Dagster loads; nothing else."""

import dagster as dg

from dagster_project.defs import (
    alerts,
    automation,
    checks,
    documents,
    market,
    publishing,
    statements,
    warehouse,
)
from dagster_project.defs.resources import ledger, terminal

defs = dg.Definitions(
    assets=dg.load_assets_from_modules([documents, market, statements, warehouse, publishing]),
    asset_checks=dg.load_asset_checks_from_modules([checks]),
    jobs=[automation.build, automation.checks],
    schedules=[automation.daily_build, automation.hourly_checks],
    sensors=[automation.changed_files, automation.dead_runs, alerts.failed_runs],
    resources={"ledger": ledger},
    # One process does the work: a process per step costs more CPU than the steps themselves.
    executor=dg.in_process_executor,
    loggers={"console": terminal},
)
