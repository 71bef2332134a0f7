"""The `market/` folder as a Data Package: its descriptor, its files, and nothing outside it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from dagster_project.market.model import (
    READER_VERSION,
    TABLE_NAMES,
    TableName,
    TableRefusedError,
    table_schema,
)

DESCRIPTOR = "datapackage.json"
_MAX_DESCRIPTOR_BYTES = 1_000_000


class Column(BaseModel, extra="allow"):
    """One field of a Table Schema."""

    name: str
    constraints: dict[str, Any] = {}


class TableSchema(BaseModel):
    """The part of a Table Schema that may add to ours."""

    fields: list[Column]


class DataSet(BaseModel):
    """One resource of the descriptor; `table` says which of our tables its rows belong to."""

    name: Annotated[str, Field(min_length=1)]
    path: str
    table: TableName = "market_figures"
    columns: Annotated[TableSchema | str | None, Field(alias="schema")] = None


_Model = TypeVar("_Model", bound=BaseModel)


def package_files(market_dir: Path) -> list[Path]:
    """Every CSV and JSON file below the folder, and every link of such a name, in path order."""
    return sorted(
        path
        for path in market_dir.rglob("*")
        if path.suffix.lower() in (".csv", ".json") and (path.is_symlink() or path.is_file())
    )


def package_digest(market_dir: Path) -> str:
    """Hash of every file and link of the package, of our tables and of the reader's version."""
    digest = hashlib.sha256(READER_VERSION.encode())
    for name in TABLE_NAMES:
        digest.update(json.dumps(table_schema(name), sort_keys=True).encode())
    for path in package_files(market_dir):
        digest.update(path.relative_to(market_dir).as_posix().encode() + b"\0")
        digest.update((file_sha256(path) or f"link to {path.readlink()}").encode() + b"\0")
    return digest.hexdigest()


def file_sha256(path: Path) -> str | None:
    """Hash of a file's bytes, None for a link, which is never followed."""
    if path.is_symlink():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def listed_resources(market_dir: Path) -> list[object]:
    """What the descriptor lists, unchecked; nothing where there is no descriptor.

    Raises TableRefusedError where the descriptor cannot be read.
    """
    if not (market_dir / DESCRIPTOR).exists():
        return []
    resources = _json_object(market_dir, DESCRIPTOR).get("resources")
    if not isinstance(resources, list):
        raise TableRefusedError("bad_descriptor", f"{DESCRIPTOR} has no list of resources.")
    return resources


def parse_data_set(resource: object) -> DataSet:
    """One listed resource; raises TableRefusedError naming the property at fault."""
    return _parse(DataSet, resource)


def declared_columns(market_dir: Path, data_set: DataSet) -> list[dict[str, Any]]:
    """Fields of the data set's own schema, from the descriptor or the file it names."""
    schema = data_set.columns
    if isinstance(schema, str):
        schema = _parse(TableSchema, _json_object(market_dir, schema))
    return [column.model_dump() for column in schema.fields] if schema else []


def read_file(market_dir: Path, name: str, max_bytes: int) -> bytes:
    """Bytes of a plain file inside the folder; raises TableRefusedError for anything else."""
    path = market_dir / name
    try:
        if path.is_symlink() or not path.resolve().is_relative_to(market_dir.resolve()):
            raise TableRefusedError(
                "outside_raw", f"{name!r} is a link or leads out of the folder; it is not opened."
            )
        if not path.is_file():
            raise TableRefusedError(
                "missing_file", f"{DESCRIPTOR} names {name!r}, which is not there."
            )
        size = path.stat().st_size
        if size > max_bytes:
            raise TableRefusedError("too_large", f"It has {size} bytes; the limit is {max_bytes}.")
        if size == 0:
            raise TableRefusedError("empty_file", "The file is empty.")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise TableRefusedError("unreadable", f"{name!r} cannot be read: {error}") from error


def _json_object(market_dir: Path, name: str) -> dict[str, Any]:
    content = read_file(market_dir, name, _MAX_DESCRIPTOR_BYTES)
    try:
        loaded = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise TableRefusedError("bad_descriptor", f"{name!r} is not JSON: {error}") from error
    if not isinstance(loaded, dict):
        raise TableRefusedError("bad_descriptor", f"{name!r} is JSON, but no object.")
    return loaded


def _parse(model: type[_Model], value: object) -> _Model:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "a resource"
        raise TableRefusedError(
            "bad_descriptor", f"In {DESCRIPTOR}, {where}: {first['msg']}"
        ) from error
