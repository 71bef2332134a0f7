"""Every data set of `raw/market` that passes, as Arrow tables, and why the others did not.

A data set is read whole or not at all; one that is refused leaves the others as they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from dagster_project.documents.model import QUARANTINE, file_time
from dagster_project.market.model import (
    ARROW_SCHEMAS,
    TABLE_NAMES,
    MarketData,
    TableName,
    TableRefusedError,
    table_schema,
)
from dagster_project.market.package import (
    DESCRIPTOR,
    DataSet,
    declared_columns,
    file_sha256,
    listed_resources,
    package_digest,
    package_files,
    parse_data_set,
    read_file,
)

_Key = tuple[Any, ...]
_Refused = list[tuple[str, TableRefusedError]]


def read_market(market_dir: Path, max_bytes: int = 20_000_000) -> MarketData:
    """Read the data package in `market_dir`; a missing folder gives empty tables.

    `max_bytes` bounds a single file. Never raises for what the files hold: see `quarantine`.
    """
    refused: _Refused = []
    parts: dict[TableName, list[pa.Table]] = {name: [] for name in TABLE_NAMES}
    owners: dict[_Key, str] = {}
    data_sets = _described(market_dir, refused)
    for data_set in data_sets:
        try:
            rows = _read(market_dir, data_set, max_bytes)
            _claim_keys(data_set, rows, owners)
        except TableRefusedError as refusal:
            refused.append((data_set.path, refusal))
        else:
            parts[data_set.table].append(_to_arrow(data_set, rows))
    refused += _undescribed(market_dir, data_sets)
    return MarketData(
        market_figures=_joined("market_figures", parts["market_figures"]),
        regulation_targets=_joined("regulation_targets", parts["regulation_targets"]),
        quarantine=_quarantine(market_dir, refused),
        digest=package_digest(market_dir),
    )


def _described(market_dir: Path, refused: _Refused) -> list[DataSet]:
    """The data sets the descriptor lists; what is wrong with it is added to `refused`."""
    try:
        resources = listed_resources(market_dir)
    except TableRefusedError as refusal:
        refused.append((DESCRIPTOR, refusal))
        return []
    data_sets = []
    for resource in resources:
        try:
            data_sets.append(parse_data_set(resource))
        except TableRefusedError as refusal:
            refused.append((DESCRIPTOR, refusal))
    return data_sets


def _undescribed(market_dir: Path, data_sets: list[DataSet]) -> _Refused:
    described = {market_dir / data_set.path for data_set in data_sets}
    detail = f"No resource of {DESCRIPTOR} names this file, so nothing says what it holds."
    return [
        (path.relative_to(market_dir).as_posix(), TableRefusedError("undescribed_table", detail))
        for path in package_files(market_dir)
        if path.suffix.lower() == ".csv" and path not in described
    ]


def _read(market_dir: Path, data_set: DataSet, max_bytes: int) -> list[dict[str, Any]]:
    # Here, because frictionless takes 0.6 s to import and a run without changes needs none of it.
    from dagster_project.market.validation import read_rows

    content = read_file(market_dir, data_set.path, max_bytes)
    if not data_set.path.lower().endswith(".csv"):
        raise TableRefusedError("unsupported_format", "Only CSV files are read as market data.")
    return read_rows(content, data_set.table, declared_columns(market_dir, data_set))


def _claim_keys(data_set: DataSet, rows: list[dict[str, Any]], owners: dict[_Key, str]) -> None:
    """Keys hold across data sets too; raises TableRefusedError for the later of two."""
    names = table_schema(data_set.table)["primaryKey"]
    mine = {(data_set.table, *(row[name] for name in names)) for row in rows}
    if taken := sorted(mine & owners.keys(), key=str):
        key = ", ".join(f"{name} {part}" for name, part in zip(names, taken[0][1:], strict=True))
        raise TableRefusedError("duplicate_key", f"{owners[taken[0]]!r} also has a row with {key}.")
    owners.update(dict.fromkeys(mine, data_set.path))


def _to_arrow(data_set: DataSet, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(
        [{"dataset": data_set.name, **row} for row in rows], schema=ARROW_SCHEMAS[data_set.table]
    )


def _joined(name: TableName, parts: list[pa.Table]) -> pa.Table:
    table = pa.concat_tables([ARROW_SCHEMAS[name].empty_table(), *parts])
    return table.sort_by([(key, "ascending") for key in table_schema(name)["primaryKey"]])


def _quarantine(market_dir: Path, refused: _Refused) -> pa.Table:
    """One row per refusal, by path and detail; paths begin with the folder's name."""
    present = set(package_files(market_dir))
    rows = []
    for name, refusal in refused:
        path = market_dir / name
        # A path that only the descriptor knows was seen when the descriptor was.
        seen = path if path in present else market_dir / DESCRIPTOR
        rows.append(
            {
                "file_path": f"{market_dir.name}/{name}",
                "sha256": file_sha256(path) if path in present else None,
                "reason": refusal.reason,
                "detail": refusal.detail,
                "first_seen_at": file_time(seen.lstat().st_mtime),
            }
        )
    rows.sort(key=lambda row: (str(row["file_path"]), str(row["detail"])))
    return pa.Table.from_pylist(rows, schema=QUARANTINE)
