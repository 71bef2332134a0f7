"""Who hears of a failed run: the log, and whoever LEDGER_ALERT_WEBHOOK_URL names.

Belongs here: telling people. Does not belong here: what makes a run fail.
"""

import json
import urllib.request
from collections.abc import Iterable
from html import escape

import dagster as dg
from dagster import DagsterEvent

from dagster_project.settings import Settings

WEBHOOK_SECONDS = 10


@dg.run_failure_sensor(
    name="failed_runs",
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=Settings().watch_seconds,
    # A run that `make run` or Dagster's command line made belongs to no location in Dagster's eyes.
    monitor_all_code_locations=True,
)
def failed_runs(context: dg.RunFailureSensorContext) -> None:
    """Say which run failed and why, once per run, however it was started."""
    run = context.dagster_run
    causes = step_causes(context.get_step_failure_events())
    words = [f"{step}: {cause}" for step, cause in causes] or [context.failure_event.message or ""]
    text = "\n".join([f"Battery Ledger: {run.job_name} failed (run {run.run_id})", *words])
    context.log.error(text)
    address = Settings().alert_webhook_url
    if address is not None:
        _post(address.get_secret_value(), {"text": text, "job": run.job_name, "run": run.run_id})


def step_causes(events: Iterable[DagsterEvent]) -> list[tuple[str, str]]:
    """Each failed step with its cause in words."""
    causes = []
    for event in events:
        data = event.step_failure_data
        told = data.user_failure_data
        cause = told.description if told else None
        error = data.error.cause if data.error and data.error.cause else data.error
        causes.append((str(event.step_key), cause or (error.message.strip() if error else "?")))
    return causes


def _post(address: str, message: dict[str, str]) -> None:
    """Raises OSError, which the UI shows at the sensor, when nobody takes the message."""
    # Chat programs read <...> and & as markup, and a failing row quotes documents.
    body = {**message, "text": escape(message["text"], quote=False)}
    request = urllib.request.Request(
        address, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=WEBHOOK_SECONDS):
        pass
