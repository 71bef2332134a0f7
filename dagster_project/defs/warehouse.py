"""dbt's models, seeds and tests as assets and asset checks, from one dbt invocation per run.

Belongs here: how dbt's nodes look in Dagster. Does not belong here: running dbt (warehouse/dbt).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject, dbt_assets

from dagster_project.defs.metadata import (
    check_metadata,
    column_lineage,
    described,
    documents_behind,
    made_of,
)
from dagster_project.defs.resources import FRESH, OWNERS, Ledger
from dagster_project.publishing.tables import PUBLISHED_SCHEMAS
from dagster_project.settings import Settings
from dagster_project.warehouse import dbt, profile
from dagster_project.warehouse.checks import describe_failures, promise, record_checks
from dagster_project.warehouse.lineage import kept_lineage

UNIQUE_ID = "dagster_dbt/unique_id"


class Translator(DagsterDbtTranslator):
    """Asset keys are the database's names: schema, then table; groups are the layers."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))
        self._specs: dict[str, dg.AssetSpec] = {}

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """What people read must be fresh; asked for often, so made once."""
        if unique_id not in self._specs:
            spec = super().get_asset_spec(manifest, unique_id, project)
            if spec.key.path[0] in PUBLISHED_SCHEMAS:
                spec = spec.replace_attributes(freshness_policy=FRESH)
            self._specs[unique_id] = spec
        return self._specs[unique_id]

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: DbtProject | None,
    ) -> dg.AssetCheckSpec | None:
        """With the promise that the check makes, in words."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        return spec and spec._replace(description=promise(manifest["nodes"][unique_id]))

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


def described_columns(schema: str, table: str) -> dict[str, str]:
    """What dbt's documentation says of each column of a table; of a raw one, its staging view's."""
    wanted = ("staging", f"stg_{table}") if schema == "raw" else (schema, table)
    return {
        name: column["description"]
        for node in MANIFEST["nodes"].values()
        if (node["schema"], node["name"]) == wanted
        for name, column in node["columns"].items()
    }


@dbt_assets(manifest=MANIFEST, name="dbt", dagster_dbt_translator=Translator())
def warehouse(context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]) -> Iterator[Any]:
    """Build or test what is selected, report every node, stop the run at a broken one."""
    assets = {spec.metadata[UNIQUE_ID]: spec.key for spec in context.assets_def.specs}
    checks = {spec.metadata[UNIQUE_ID]: spec.key for spec in context.assets_def.check_specs}
    command = "build" if context.selected_asset_keys else "test"
    context.log.info(f"Transforming and checking: dbt {command}")
    results = dbt.run(ledger.settings, command, _selection(context, assets, checks))

    tests = [r for r in results if r.kind in ("test", "unit_test")]
    built = {
        assets[result.unique_id]: result
        for result in results
        if result.unique_id in assets and result.status == "success"
    }
    with ledger.connect() as connection:
        record_checks(connection, context.run_id, dt.datetime.now(dt.UTC), tests)
        failures = describe_failures(connection, results)
        failing = {
            test.unique_id: profile.first_rows(connection.sql(test.compiled_sql))
            for test in tests
            if test.status in ("fail", "warn") and test.compiled_sql
        }
        shown = _shown(connection, ledger.settings, built) if built else {}
    for result in results:
        if result.unique_id in assets and assets[result.unique_id] in built:
            key = assets[result.unique_id]
            yield dg.MaterializeResult(
                asset_key=key, metadata={"dbt_seconds": round(result.seconds, 2), **shown[key]}
            )
        elif result.unique_id in checks and result.status != "skipped":
            yield dg.AssetCheckResult(
                check_name=checks[result.unique_id].name,
                asset_key=checks[result.unique_id].asset_key,
                passed=result.status == "pass",
                severity=dg.AssetCheckSeverity[result.severity.upper()],
                metadata=check_metadata(result.failures, failing.get(result.unique_id, [])),
            )
    if failures:
        raise dg.Failure("\n".join(failures), allow_retries=False)


def _shown(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    built: Mapping[dg.AssetKey, dbt.NodeResult],
) -> dict[dg.AssetKey, dict[str, Any]]:
    """What the UI shows of each table that was built: rows, columns, lineage, documents behind."""
    seen = profile.profiles(connection, [key.path for key in built], ("seeds", "staging"))
    queries = {
        ".".join(key.path): result.compiled_sql
        for key, result in built.items()
        if result.kind == "model"
    }
    models = [n for n in MANIFEST["nodes"].values() if n["resource_type"] == "model"]
    lineage = kept_lineage(
        dbt.beside_manifest(settings, "lineage"),
        queries,
        profile.all_columns(connection),
        are_all=len(queries) == len(models),
    )
    behind = profile.documents_behind(connection)
    shown: dict[dg.AssetKey, dict[str, Any]] = {}
    for key in built:
        schema, table = key.path
        told = described_columns(schema, table)
        # The preview comes last: it is the tallest.
        shown[key] = {}
        if origins := lineage.get(f"{schema}.{table}"):
            shown[key]["dagster/column_lineage"] = column_lineage(origins)
            shown[key]["columns_made_of"] = made_of(origins)
        if schema == "marts" and table in behind:
            shown[key]["documents_behind"] = documents_behind(behind[table])
        shown[key].update(described(seen[schema, table], told))
    return shown


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
