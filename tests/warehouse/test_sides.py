"""Input and output are never added: whoever mixes them is stopped by a check."""

from __future__ import annotations

import datetime as dt

from tests.warehouse.compiled import CompiledWarehouse
from tests.warehouse.pages import Number, Page, add_pages


def a_plant_with_both_sides() -> Page:
    page = Page("sides", dt.date(2025, 3, 1))
    plant = page.tell(
        "plant",
        0,
        "Quarrystone runs a plant in Dayton, Ohio.",
        operator="Quarrystone",
        city="Dayton",
        region="Ohio",
        country="US",
        stage="operating",
    )
    for ordinal, (side, material, tonnes) in enumerate(
        [("input", "lithium_ion_batteries", 30_000), ("output", "black_mass", 12_000)]
    ):
        page.tell(
            "capacity",
            ordinal,
            f"Its {side} is {tonnes} tonnes of {material} per year.",
            amount=Number(tonnes, "t"),
            side=side,
            material=material,
            basis="per_year",
            kind="nameplate",
            organization="Quarrystone",
            plant=plant,
        )
    return page


def test_a_model_that_adds_input_to_output_fails_its_check(
    warehouse: CompiledWarehouse,
) -> None:
    with warehouse.connect() as connection:
        add_pages(connection, [a_plant_with_both_sides()])
        warehouse.rebuild(connection)
        sums = connection.sql(
            "SELECT side, sum(capacity_per_year) FROM analytics.capacity_outlook GROUP BY side"
        ).fetchall()
        assert dict(sums) == {"input": 30_000, "output": 12_000}
        assert warehouse.failing(connection, "sides_are_never_mixed") == 0
        # The mistake: what a plant takes in is summed with what it makes.
        connection.execute("UPDATE analytics.capacity_outlook SET side = 'output'")
        assert warehouse.failing(connection, "sides_are_never_mixed") == 1
