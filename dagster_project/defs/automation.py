"""When things run by themselves: the jobs, their schedules, the sensor for new documents.

Belongs here: triggers. Does not belong here: what a run does.
"""

import hashlib

import dagster as dg

from dagster_project.settings import Settings

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
    job=build, cron_schedule="0 5 * * *", default_status=dg.DefaultScheduleStatus.RUNNING
)
hourly_checks = dg.ScheduleDefinition(
    job=checks, cron_schedule="30 * * * *", default_status=dg.DefaultScheduleStatus.RUNNING
)


@dg.sensor(job=build, minimum_interval_seconds=30, default_status=dg.DefaultSensorStatus.RUNNING)
def changed_documents(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """One build for a batch of new, changed or vanished files, once they have settled.

    The cursor is `<listing built>:<listing seen>`: a run starts when two ticks see the same
    listing and it is not the one built last.
    """
    built, _, seen = (context.cursor or ":").partition(":")
    now = _listing()
    if now == seen != built:
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=now)], cursor=f"{now}:{now}")
    return dg.SensorResult(skip_reason="nothing new has settled", cursor=f"{built}:{now}")


def _listing() -> str:
    """A hash of the names, sizes and times of everything below raw/documents."""
    digest = hashlib.sha256()
    folder = Settings().documents_dir
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            stat = path.stat()
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode(errors="replace"))
    return digest.hexdigest()[:16]
