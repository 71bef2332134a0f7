"""`dashboard.yaml` and the published tables' descriptions to a bundle that Superset imports."""

from __future__ import annotations

import json
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import yaml

from dagster_project.publishing.tables import PublishedTable, literal, published_tables
from dagster_project.warehouse.store import CONNECTION_CONFIG

SOURCE = Path(__file__).with_name("dashboard.yaml")
VERSION = "1.0.0"
# Ids are the same in every bundle of one kind of database, so that a newer one can replace the
# older, and both kinds can stand in one Superset.
NAMESPACE = uuid.UUID("6f1d6f0e-0d1c-5b7e-9d43-0a3a5a2b7c11")
ROW_LIMIT = 1000
ROW_HEIGHT = 50
COLUMNS_WIDE = 12

Parts = Mapping[str, Any]


def write_bundle(published: Path, address: str, target: Path) -> Path:
    """Write the bundle for the database at `address`, an SQLAlchemy URI, to the ZIP `target`.

    Columns and descriptions come from the `published` file, which PostgreSQL has the same. A
    DuckDB address is opened read-only. The same tables and address give the same bytes.
    """
    plan = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    plan["kind"] = address.partition(":")[0].partition("+")[0]
    plan["name"] = plan["title"] + ("" if plan["kind"] == "duckdb" else f" ({plan['kind']})")
    with duckdb.connect(":memory:", config=CONNECTION_CONFIG) as connection:
        connection.execute(f"ATTACH {literal(str(published))} AS ledger (READ_ONLY)")
        tables = {f"{t.schema}.{t.name}": t for t in published_tables(connection, "ledger")}
        connection.execute("USE ledger")
        described = {
            name: _columns(connection, tables, dataset)
            for name, dataset in plan["datasets"].items()
        }
    files = dict(_files(plan, described, tables, address))
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in sorted(files.items()):
            text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
            # A fixed time of writing.
            bundle.writestr(zipfile.ZipInfo(f"battery_ledger/{name}"), text)
    return target


def _columns(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, PublishedTable], dataset: Parts
) -> list[tuple[str, str, str]]:
    """Name, type and description of each column."""
    if "table" in dataset:
        return [(c.name, c.type, c.description) for c in tables[dataset["table"]].columns]
    query = connection.sql(dataset["sql"])
    return [(n, str(t), "") for n, t in zip(query.columns, query.types, strict=True)]


def _files(
    plan: Parts,
    described: Mapping[str, list[tuple[str, str, str]]],
    tables: Mapping[str, PublishedTable],
    address: str,
) -> Iterator[tuple[str, Parts]]:
    yield (
        "metadata.yaml",
        # Without a type it may be imported as a dashboard or, over an older one, as assets.
        {"version": VERSION, "timestamp": "2025-01-01T00:00:00+00:00"},
    )
    kind = plan["kind"]
    read_only = {"connect_args": {"read_only": True}} if kind == "duckdb" else {}
    yield (
        "databases/battery_ledger.yaml",
        {
            "database_name": plan["name"],
            "sqlalchemy_uri": address,
            "expose_in_sqllab": True,
            "allow_run_async": False,
            "allow_ctas": False,
            "allow_cvas": False,
            "allow_dml": False,
            "allow_file_upload": False,
            "extra": {"engine_params": read_only, "allows_virtual_table_explore": True},
            "uuid": _id(kind, "database"),
            "version": VERSION,
        },
    )
    for name, dataset in plan["datasets"].items():
        description = dataset.get("description") or tables[dataset["table"]].description
        yield (
            f"datasets/battery_ledger/{name}.yaml",
            _dataset(kind, name, dataset, described[name], description),
        )
    for chart in plan["charts"]:
        yield f"charts/{_slug(chart['title'])}.yaml", _chart(kind, chart)
    yield "dashboards/battery_ledger.yaml", _dashboard(plan)


def _dataset(
    kind: str, name: str, dataset: Parts, columns: Sequence[tuple[str, str, str]], description: str
) -> Parts:
    schema, _, table = dataset.get("table", "").rpartition(".")
    return {
        "table_name": table or name,
        "schema": schema or None,
        "main_dttm_col": dataset.get("time"),
        "description": description,
        "sql": dataset.get("sql"),
        "filter_select_enabled": True,
        "uuid": _id(kind, "dataset", name),
        "metrics": [
            {"metric_name": metric, "verbose_name": _words(metric), "expression": expression}
            for metric, expression in dataset["metrics"].items()
        ],
        "columns": [
            {
                "column_name": column,
                "type": type_,
                "is_dttm": type_ in ("DATE", "TIMESTAMP"),
                "is_active": True,
                "groupby": True,
                "filterable": True,
                "description": meaning,
            }
            for column, type_, meaning in columns
        ],
        "version": VERSION,
        "database_uuid": _id(kind, "database"),
    }


def _chart(kind: str, chart: Parts) -> Parts:
    params, query = _params(chart), _query(chart)
    return {
        "slice_name": chart["title"],
        "description": chart.get("description"),
        "viz_type": chart["type"],
        "params": params,
        # What Superset asks the database, kept with the chart so that its API can ask it too.
        "query_context": json.dumps(
            {
                "datasource": {"id": 0, "type": "table"},
                "force": False,
                "queries": [query],
                "form_data": params,
                "result_format": "json",
                "result_type": "full",
            }
        ),
        "uuid": _id(kind, "chart", chart["title"]),
        "version": VERSION,
        "dataset_uuid": _id(kind, "dataset", chart["dataset"]),
    }


def _params(chart: Parts) -> dict[str, Any]:
    shared = {"viz_type": chart["type"], "adhoc_filters": [], "row_limit": ROW_LIMIT}
    if chart["type"] == "table":
        return {
            **shared,
            "query_mode": "raw",
            "all_columns": chart["columns"],
            "order_by_cols": [json.dumps(column) for column in _order(chart)],
            "show_cell_bars": False,
            "column_config": {
                name: {"d3NumberFormat": ",.0f"}
                for name in chart["columns"]
                if name.endswith("_amount")
            },
        }
    if chart["type"] == "pie":
        return {**shared, "groupby": chart["by"], "metric": chart["metric"], "label_type": "key"}
    if chart["type"] == "big_number_total":
        return {**shared, "metric": chart["metric"]}
    return {
        **shared,
        "x_axis": chart["by"][0],
        "time_grain_sqla": chart.get("grain"),
        "groupby": chart["split"],
        "metrics": [chart["metric"]],
        "stack": "Stack" if chart.get("stacked", True) else None,
        "show_legend": True,
        "xAxisForceCategorical": "grain" not in chart,
    }


def _query(chart: Parts) -> dict[str, Any]:
    by: list[Any] = [*chart.get("by", ())]
    if "grain" in chart:
        by[0] = {
            "columnType": "BASE_AXIS",
            "sqlExpression": by[0],
            "label": by[0],
            "expressionType": "SQL",
            "timeGrain": chart["grain"],
        }
    return {
        "columns": chart.get("columns") or [*by, *chart.get("split", ())],
        "metrics": [chart["metric"]] if "metric" in chart else None,
        "filters": [],
        "orderby": _order(chart),
        "row_limit": ROW_LIMIT,
    }


def _dashboard(plan: Parts) -> Parts:
    """Charts from left to right, a new row where the next one has no room."""
    position: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"id": "ROOT_ID", "type": "ROOT", "children": ["GRID_ID"]},
        "GRID_ID": {"id": "GRID_ID", "type": "GRID", "children": [], "parents": ["ROOT_ID"]},
        "HEADER_ID": {"id": "HEADER_ID", "type": "HEADER", "meta": {"text": plan["name"]}},
    }
    room = 0
    row = ""
    for number, chart in enumerate(plan["charts"]):
        if chart["width"] > room:
            row, room = f"ROW-{number}", COLUMNS_WIDE
            position["GRID_ID"]["children"].append(row)
            position[row] = {
                "id": row,
                "type": "ROW",
                "children": [],
                "parents": ["ROOT_ID", "GRID_ID"],
                "meta": {"background": "BACKGROUND_TRANSPARENT"},
            }
        room -= chart["width"]
        key = f"CHART-{number}"
        position[row]["children"].append(key)
        position[key] = {
            "id": key,
            "type": "CHART",
            "children": [],
            "parents": ["ROOT_ID", "GRID_ID", row],
            "meta": {
                "width": chart["width"],
                "height": ROW_HEIGHT,
                "chartId": number + 1,
                "sliceName": chart["title"],
                "uuid": _id(plan["kind"], "chart", chart["title"]),
            },
        }
    return {
        "dashboard_title": plan["name"],
        "description": plan["description"],
        "slug": _slug(plan["name"]).replace("_", "-"),
        "uuid": _id(plan["kind"], "dashboard"),
        "position": position,
        "metadata": {},
        "published": True,
        "version": VERSION,
    }


def _order(chart: Parts) -> list[tuple[str, bool]]:
    """Columns to sort by, and whether upwards: a minus before the name says downwards."""
    return [(name.removeprefix("-"), name[0] != "-") for name in chart.get("order", ())]


def _id(*names: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(names)))


def _slug(title: str) -> str:
    return "_".join("".join(c if c.isalnum() else " " for c in title.lower()).split())


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
