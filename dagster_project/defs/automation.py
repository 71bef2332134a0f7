"""When things run by themselves: the jobs, their schedules, the sensors.

Belongs here: triggers. Does not belong here: what a run does.
"""

import json

import dagster as dg

from dagster_project.defs.liveness import fail_dead_runs
from dagster_project.settings import Settings

SETTINGS = Settings()

build = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all() | dg.AssetSelection.all_asset_checks(),
    description="Read what is new, rebuild, check, and publish when every blocking check passed.",
)
checks = dg.define_asset_job(
    "checks",
    selection=dg.AssetSelection.all_asset_checks(),
    description="Evaluate every check on the data as it is; nothing is built or published.",
)

daily_build = dg.ScheduleDefinition(
    name="daily_build",
    job=build,
    cron_schedule=SETTINGS.build_cron,
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
hourly_checks = dg.ScheduleDefinition(
    name="hourly_checks",
    job=checks,
    cron_schedule=SETTINGS.checks_cron,
    default_status=dg.DefaultScheduleStatus.RUNNING,
)


@dg.sensor(
    job=build,
    minimum_interval_seconds=SETTINGS.watch_seconds,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def changed_files(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """One build for a batch of new, changed or vanished files, once they have settled.

    Files have settled when two looks see the same names, sizes and times. Then their bytes decide:
    a file that was only touched starts nothing.
    """
    from dagster_project.documents.listing import content, glance

    settings = Settings()
    folders = (settings.documents_dir, settings.market_dir)
    cursor = {"seen": "", "settled": "", "built": "", **json.loads(context.cursor or "{}")}
    now = glance(folders)
    if now != cursor["seen"]:
        skip = "files have changed; a build starts when they have settled"
        return dg.SensorResult(skip_reason=skip, cursor=json.dumps({**cursor, "seen": now}))
    if now == cursor["settled"]:
        return dg.SensorResult(skip_reason="nothing has changed")
    holds = content(folders, settings.max_document_bytes)
    is_new = holds != cursor["built"]
    return dg.SensorResult(
        run_requests=[dg.RunRequest()] if is_new else [],
        skip_reason=None if is_new else "files were touched, their content is the same",
        cursor=json.dumps({"seen": now, "settled": now, "built": holds}),
    )


@dg.sensor(
    minimum_interval_seconds=SETTINGS.watch_seconds,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def dead_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Runs whose process was killed are marked as failed, so that the queue goes on."""
    dead = fail_dead_runs(context.instance, SETTINGS.alive_dir)
    return dg.SkipReason(f"killed: {', '.join(dead)}" if dead else "every run is alive")
