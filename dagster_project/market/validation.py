"""One CSV against a Table Schema, by frictionless. Import it late: frictionless takes 0.6 s."""

from __future__ import annotations

from typing import Any

from frictionless import Checklist, FrictionlessException, Row, Schema
from frictionless.resources import TableResource

from dagster_project.market.model import TableName, TableRefusedError, table_schema

# More than this many faults are not worth telling: the file is refused at the first.
_MAX_FAULTS = 10
# Characters shown of the cell or label at fault, which may be the whole file.
_MAX_QUOTED = 80

# frictionless's error types -> our reasons; what is not listed is a `bad_table`.
_REASONS = {
    "missing-label": "missing_column",
    "extra-label": "unknown_column",
    "type-error": "wrong_type",
    "constraint-error": "bad_value",
    "row-constraint": "bad_value",
    "primary-key": "duplicate_key",
    "encoding-error": "not_text",
}


def read_rows(
    content: bytes, table: TableName, declared_fields: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Typed rows of a UTF-8 CSV for one of our tables; column order does not matter.

    `declared_fields` are those of the data set's own schema: they may add columns and constraints
    but weaken none of ours. Only our columns are returned. Raises TableRefusedError for the
    whole file at the first fault, naming row (the header is row 1) and column.
    """
    ours = table_schema(table)
    rules = [{"type": "row-constraint", "formula": rule} for rule in ours["rowRules"]]
    rows: list[Row] = []

    def keep(row: Row) -> None:
        rows.append(row)

    try:
        schema = Schema.from_descriptor(
            {
                "fields": _merged_fields(ours["fields"], declared_fields),
                "fieldsMatch": "equal",
                "primaryKey": ours["primaryKey"],
            }
        )
        # From memory: no path, glob or address of the descriptor ever reaches a loader.
        report = TableResource(
            data=content, format="csv", encoding="utf-8", schema=schema
        ).validate(
            Checklist.from_descriptor({"checks": rules}), on_row=keep, limit_errors=_MAX_FAULTS
        )
    except FrictionlessException as error:
        raise TableRefusedError("bad_descriptor", str(error)) from error
    faults = [*report.errors, *(fault for task in report.tasks for fault in task.errors)]
    if faults:
        raise _refusal(faults, ours["primaryKey"])
    names = [field["name"] for field in ours["fields"]]
    return [{name: row[name] for name in names} for row in rows]


def _merged_fields(
    ours: list[dict[str, Any]], declared: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    theirs = {field["name"]: field for field in declared}
    merged = []
    for field in ours:
        other = theirs.pop(field["name"], {})
        constraints = {**other.get("constraints", {}), **field.get("constraints", {})}
        merged.append({**other, **field, "constraints": constraints})
    return [*merged, *theirs.values()]


def _refusal(faults: list[Any], key: list[str]) -> TableRefusedError:
    # A renamed column is missing under one name and extra under the other; the first says more.
    first = next((fault for fault in faults if fault.type == "missing-label"), faults[0])
    quoted = getattr(first, "cell", "") or getattr(first, "label", "")
    detail = str(first.message)
    if len(quoted) > _MAX_QUOTED:
        detail = detail.replace(quoted, quoted[:_MAX_QUOTED] + "…")
    if first.type == "primary-key":
        detail += f" (the key is {', '.join(key)})"
    if len(faults) > 1:
        more = f"{len(faults) - 1} more" if len(faults) < _MAX_FAULTS else "many more"
        detail += f"; {more} in this file"
    return TableRefusedError(_REASONS.get(first.type, "bad_table"), detail)
