"""dbt's models, seeds and tests as assets and asset checks, from one dbt invocation per run.

Belongs here: how dbt's nodes look in Dagster. Does not belong here: running dbt (warehouse/dbt).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from dagster_project.defs.resources import OWNERS, Ledger
from dagster_project.settings import Settings
from dagster_project.warehouse import dbt
from dagster_project.warehouse.checks import describe_failures, record_checks
from dagster_project.warehouse.store import count_rows

UNIQUE_ID = "dagster_dbt/unique_id"


class Translator(DagsterDbtTranslator):
    """Asset keys are the database's names: schema, then table; groups are the layers."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Schema and table name."""
        name = dbt_resource_props.get("alias") or dbt_resource_props["name"]
        return dg.AssetKey([dbt_resource_props["schema"], name])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The schema: raw, seeds, staging, intermediate, marts, analytics, audit."""
        return str(dbt_resource_props["schema"])

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """Everybody's, as all assets."""
        del dbt_resource_props
        return OWNERS

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The model's own description, without its SQL."""
        return str(dbt_resource_props.get("description") or "")


MANIFEST = dbt.load_manifest(dbt.prepared_manifest(Settings()))


@dbt_assets(manifest=MANIFEST, name="dbt", dagster_dbt_translator=Translator())
def warehouse(context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]) -> Iterator[Any]:
    """Build or test what is selected, report every node, stop the run at a broken one."""
    assets = {spec.metadata[UNIQUE_ID]: spec.key for spec in context.assets_def.specs}
    checks = {spec.metadata[UNIQUE_ID]: spec.key for spec in context.assets_def.check_specs}
    command = "build" if context.selected_asset_keys else "test"
    context.log.info(f"Transforming and checking: dbt {command}")
    results = dbt.run(ledger.settings, command, _selection(context, assets, checks))

    tests = [r for r in results if r.kind in ("test", "unit_test")]
    with ledger.connect() as connection:
        record_checks(connection, context.run_id, dt.datetime.now(dt.UTC), tests)
        rows = count_rows(connection, [key.path for key in assets.values()])
        failures = describe_failures(connection, results)
    for result in results:
        if result.unique_id in assets and result.status == "success":
            key = assets[result.unique_id]
            yield dg.MaterializeResult(
                asset_key=key,
                metadata={
                    "dagster/row_count": rows[".".join(key.path)],
                    "seconds": result.seconds,
                },
            )
        elif result.unique_id in checks and result.status != "skipped":
            yield dg.AssetCheckResult(
                check_name=checks[result.unique_id].name,
                asset_key=checks[result.unique_id].asset_key,
                passed=result.status == "pass",
                severity=dg.AssetCheckSeverity[result.severity.upper()],
                metadata={"failing_rows": result.failures},
            )
    if failures:
        raise dg.Failure("\n".join(failures), allow_retries=False)


def _selection(
    context: dg.AssetExecutionContext,
    assets: Mapping[str, dg.AssetKey],
    checks: Mapping[str, dg.AssetCheckKey],
) -> list[str] | None:
    """The dotted names of the nodes to run; None when nothing was left out."""
    wanted = [u for u, key in assets.items() if key in context.selected_asset_keys]
    wanted += [u for u, key in checks.items() if key in context.selected_asset_check_keys]
    if len(wanted) == len(assets) + len(checks):
        return None
    return sorted(".".join(MANIFEST["nodes"][unique_id]["fqn"]) for unique_id in wanted)
