"""How the published tables refer to one another, as dbt's manifest has it.

A copied table loses its constraints. What dbt calls a primary key, and every tested relationship,
is what a reader's tool needs to find the joins.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from dagster_project.publishing.tables import ForeignKey, PublishedTable

# A node's schema and table name.
Name = tuple[str, str]


def with_keys(
    tables: Iterable[PublishedTable], manifest: Mapping[str, Any]
) -> tuple[PublishedTable, ...]:
    """The same tables with their primary and foreign keys; only keys among them are given."""
    tables = tuple(tables)
    there = {(table.schema, table.name) for table in tables}
    primary = {
        _name(node): tuple(node.get("primary_key") or ())
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
    }
    foreign: dict[Name, set[ForeignKey]] = {}
    for child, key in _tested_relationships(manifest):
        parent = (key.schema, key.table)
        if parent in there and primary.get(parent) == (key.references,):
            foreign.setdefault(child, set()).add(key)
    return tuple(
        dataclasses.replace(
            table,
            key=primary.get((table.schema, table.name), table.key),
            foreign_keys=tuple(sorted(foreign.get((table.schema, table.name), ()))),
        )
        for table in tables
    )


def _tested_relationships(manifest: Mapping[str, Any]) -> Iterable[tuple[Name, ForeignKey]]:
    """Every relationship that held for every row, or nothing would have been published."""
    nodes = manifest["nodes"]
    for test in nodes.values():
        metadata = test.get("test_metadata") or {}
        if metadata.get("name") != "relationships" or test["config"]["severity"] != "error":
            continue
        if test["config"]["where"] or test["attached_node"] not in nodes:
            continue
        child = test["attached_node"]
        # A table that refers to itself is its only dependency.
        parent = next((n for n in test["depends_on"]["nodes"] if n != child), child)
        if parent in nodes:
            yield (
                _name(nodes[child]),
                ForeignKey(test["column_name"], *_name(nodes[parent]), metadata["kwargs"]["field"]),
            )


def _name(node: Mapping[str, Any]) -> Name:
    return node["schema"], node.get("alias") or node["name"]
