"""What Dagster loads; nothing else."""

import dagster as dg

from dagster_project import defs as package
from dagster_project.defs import automation
from dagster_project.defs.resources import ledger, terminal

defs = dg.Definitions(
    assets=dg.load_assets_from_package_module(package),
    asset_checks=dg.load_asset_checks_from_package_module(package),
    jobs=[automation.build, automation.checks],
    schedules=[automation.daily_build, automation.hourly_checks],
    sensors=[automation.changed_documents],
    resources={"ledger": ledger},
    # One process does the work: a process per step costs more CPU than the steps themselves.
    executor=dg.in_process_executor,
    loggers={"console": terminal},
)
