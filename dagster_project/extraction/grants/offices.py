"""Money of an office is its department's: one award told of either has one funder."""

from __future__ import annotations

import csv
import re
from functools import cache

from dagster_project.extraction.organisations.names import SEEDS

_OFFICE = re.compile(r"\bOffice\b")


def department_of(funder: str) -> str:
    """The department an office belongs to; any other funder is itself."""
    return _departments().get(funder, funder)


@cache
def _departments() -> dict[str, str]:
    with (SEEDS / "organizations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row["organization_id"]: row["name"] for row in rows}
    return {
        row["name"]: names[row["parent_organization_id"]]
        for row in rows
        if row["kind"] == "government"
        and row["parent_organization_id"] in names
        and _OFFICE.search(row["name"])
    }
