"""Metrics of dbt's semantic layer, asked of the published file through MetricFlow.

Its own command line looks for updates on the network and reads only a project's own target folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
from metricflow.data_table.mf_table import MetricFlowDataTable
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlClient, SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow.sql.render.sql_plan_renderer import SqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup
from metricflow_semantics.sql.sql_bind_parameters import SqlBindParameterSet

from dagster_project.publishing.tables import literal
from dagster_project.warehouse.store import CONNECTION_CONFIG

NO_PARAMETERS = SqlBindParameterSet()
# The semantic manifest names its relations by the database in which dbt built them.
BUILT_IN = "warehouse"


class Metrics:
    """Answers from one published file; metrics and dimensions by MetricFlow's names."""

    def __init__(self, semantic_manifest: Path, published: Path) -> None:
        """`semantic_manifest` is dbt's semantic_manifest.json. Raises duckdb.IOException."""
        manifest = parse_manifest_from_dbt_generated_manifest(semantic_manifest.read_text())
        self.names = tuple(sorted(metric.name for metric in manifest.metrics))
        self.saved_queries = tuple(sorted(query.name for query in manifest.saved_queries))
        self._only_within = {
            metric.name: metric.config.meta["only_within"]
            for metric in manifest.metrics
            if metric.config and "only_within" in metric.config.meta
        }
        self._engine = MetricFlowEngine(SemanticManifestLookup(manifest), _Client(published))

    def query(self, metrics: Sequence[str], group_by: Sequence[str] = ()) -> MetricFlowDataTable:
        """Values of `metrics`, one row for each combination of `group_by`, in their order.

        Raises ValueError when a metric would be added up across what it must be kept within, as
        money across currencies.
        """
        for name in metrics:
            within = self._only_within.get(name)
            if within and within not in group_by:
                raise ValueError(f"{name} must be grouped by {within}")
        return self._run(
            MetricFlowQueryRequest.create(
                metric_names=metrics, group_by_names=group_by, order_by_names=group_by
            )
        )

    def saved_query(self, name: str) -> MetricFlowDataTable:
        """Rows of a query that the semantic layer holds by name."""
        return self._run(MetricFlowQueryRequest.create(saved_query_name=name))

    def _run(self, request: MetricFlowQueryRequest) -> MetricFlowDataTable:
        table = self._engine.query(request).result_df
        assert table is not None, "only requests for SQL alone give no table"
        return table


class _Client(SqlClient):
    """The published file as MetricFlow wants a database; reads only."""

    def __init__(self, published: Path) -> None:
        self._connection = duckdb.connect(":memory:", config=CONNECTION_CONFIG)
        self._connection.execute(f"ATTACH {literal(str(published))} AS {BUILT_IN} (READ_ONLY)")

    @property
    def sql_engine_type(self) -> SqlEngine:
        return SqlEngine.DUCKDB

    @property
    def sql_plan_renderer(self) -> SqlPlanRenderer:
        return DuckDbSqlPlanRenderer()

    def query(
        self, stmt: str, sql_bind_parameter_set: SqlBindParameterSet = NO_PARAMETERS
    ) -> MetricFlowDataTable:
        rows = self._connection.execute(stmt, sql_bind_parameter_set.param_dict)
        names = [column[0] for column in rows.description]
        return MetricFlowDataTable.create_from_rows(names, rows.fetchall())

    def execute(
        self, stmt: str, sql_bind_parameter_set: SqlBindParameterSet = NO_PARAMETERS
    ) -> None:
        self._connection.execute(stmt, sql_bind_parameter_set.param_dict)

    def dry_run(
        self, stmt: str, sql_bind_parameter_set: SqlBindParameterSet = NO_PARAMETERS
    ) -> None:
        self.execute(f"EXPLAIN {stmt}", sql_bind_parameter_set)

    def close(self) -> None:
        self._connection.close()

    def render_bind_parameter_key(self, bind_parameter_key: str) -> str:
        return f"${bind_parameter_key}"
