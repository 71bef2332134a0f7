"""What the market room hands on. The columns are said once, in `tables/*.json` (Table Schema).

`market_figures` is keyed by series x period x vintage x nominal/real, `regulation_targets` by rule.
Both begin with `dataset`, the name of the resource a row came from.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, get_args

import pyarrow as pa

# Raise it when the same files give other rows: data sets are then read again.
READER_VERSION = "1"

TableName = Literal["market_figures", "regulation_targets"]
TABLE_NAMES: tuple[TableName, ...] = get_args(TableName)

_ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


@cache
def table_schema(name: TableName) -> dict[str, Any]:
    """The Table Schema of one of our tables; `rowRules` are expressions every row must satisfy."""
    text = (files(__package__) / "tables" / f"{name}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _arrow_schema(name: TableName) -> pa.Schema:
    columns = table_schema(name)["fields"]
    fields = [pa.field(column["name"], _ARROW_TYPES[column["type"]]) for column in columns]
    return pa.schema([pa.field("dataset", pa.string()), *fields])


MARKET_FIGURES = _arrow_schema("market_figures")
REGULATION_TARGETS = _arrow_schema("regulation_targets")
ARROW_SCHEMAS: dict[TableName, pa.Schema] = {
    "market_figures": MARKET_FIGURES,
    "regulation_targets": REGULATION_TARGETS,
}


class MarketData(NamedTuple):
    """Everything read from one `market/` folder.

    `quarantine` has the documents room's QUARANTINE schema; its paths begin with `market/`.
    `digest` names the bytes all of it came from.
    """

    market_figures: pa.Table
    regulation_targets: pa.Table
    quarantine: pa.Table
    digest: str


class TableRefusedError(Exception):
    """A data set that is not read: a stable code and a sentence a person understands."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
