"""The data package of a folder of tables: what each file holds, in the words of dbt."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dagster_project.publishing.tables import PublishedTable

# DuckDB's types in the words of the Table Schema standard.
FIELD_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "TIMESTAMP WITH TIME ZONE": "datetime",
    "DOUBLE": "number",
    "FLOAT": "number",
    "DECIMAL": "number",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "UINTEGER": "integer",
    "UBIGINT": "integer",
}


def package(resources: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The descriptor of a folder, as a `datapackage.json` holds it."""
    return {
        "profile": "data-package",
        "name": "battery-ledger",
        "title": "Battery Ledger",
        "description": "Deals, plants, capacities and grants of battery recycling; every value"
        " leads back to a sentence.",
        "resources": list(resources),
    }


def resource(table: PublishedTable, path: Path, form: dict[str, Any]) -> dict[str, Any]:
    """The entry of one file; `form` is what its format adds, such as its media type."""
    schema: dict[str, Any] = {
        "fields": [
            {"name": c.name, "type": _field_type(c.type), "description": c.description}
            for c in table.columns
        ]
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {
                "fields": key.column,
                "reference": {
                    # Nothing is the table itself.
                    "resource": "" if key.table == table.name else _resource_name(key.table),
                    "fields": key.references,
                },
            }
            for key in table.foreign_keys
        ]
    return {
        "name": _resource_name(table.name),
        "path": path.name,
        **form,
        "description": table.description,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
        "schema": schema,
    }


def _resource_name(table: str) -> str:
    return table.replace("_", "-")


def _field_type(duckdb_type: str) -> str:
    """The Table Schema type; a list or struct is `any`. Raises KeyError for a type not listed."""
    if duckdb_type.endswith("]") or duckdb_type.startswith(("STRUCT", "MAP")):
        return "any"
    return FIELD_TYPES[re.sub(r"\(.*\)", "", duckdb_type)]
