import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.market.datasets import read_market
from dagster_project.market.model import MarketData

EditDescriptor = Callable[[Callable[[dict[str, Any]], object]], None]


def refusals(market: MarketData) -> list[tuple[str, str]]:
    return [(row["file_path"], row["reason"]) for row in market.quarantine.to_pylist()]


def data_sets(market: MarketData) -> set[str]:
    tables = (market.market_figures, market.regulation_targets)
    return {str(name) for table in tables for name in table["dataset"].to_pylist()}


ALL = {
    "prices",
    "ev_sales",
    "battery_demand",
    "china_vehicle_market",
    "eu_battery_regulation",
    "us_battery_tax_credits",
}


def test_a_missing_folder_is_an_empty_market(tmp_path: Path) -> None:
    market = read_market(tmp_path / "market")
    assert (market.market_figures.num_rows, market.regulation_targets.num_rows) == (0, 0)
    assert market.quarantine.num_rows == 0


def test_the_shipped_package_is_read_whole(market_dir: Path) -> None:
    market = read_market(market_dir)
    assert refusals(market) == []
    assert data_sets(market) == ALL


def edit_csv(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def damage(market_dir: Path) -> None:
        path = market_dir / name
        before = path.read_text()
        path.write_text(change(before))
        assert path.read_text() != before

    return damage


def without_first_column(text: str) -> str:
    return "".join(line.split(",", 1)[1] for line in text.splitlines(keepends=True))


@pytest.mark.parametrize(
    ("change", "reason", "told"),
    [
        (without_first_column, "missing_column", '"series_id"'),
        (lambda t: t.replace(",note", ",remark"), "missing_column", '"note"'),
        (lambda t: t.replace(",330,GWh", ",many,GWh"), "wrong_type", 'row "2" and field "value"'),
        (lambda t: t.replace("2021-01-01", "01/01/2021"), "wrong_type", '"period_start"'),
        (lambda t: t.replace(",more_than,", ",over,"), "bad_value", 'field "qualifier"'),
        (lambda t: t.replace(",GWh,", ",gigawatts,"), "bad_value", 'field "unit"'),
        (lambda t: t.replace("2021-12-31", "2020-12-31"), "bad_value", "period_start <= period"),
        (lambda t: t.replace(",330,GWh", ",NaN,GWh"), "bad_value", "position 2"),
        (lambda t: t + t.splitlines(keepends=True)[-1], "duplicate_key", 'position "6"'),
        (lambda _: "", "empty_file", "empty"),
    ],
)
def test_a_damaged_data_set_is_refused_with_the_place_and_the_others_stay(
    market_dir: Path, change: Callable[[str], str], reason: str, told: str
) -> None:
    edit_csv("battery_demand.csv", change)(market_dir)
    market = read_market(market_dir)
    assert refusals(market) == [("market/battery_demand.csv", reason)]
    assert told in market.quarantine["detail"][0].as_py()
    assert data_sets(market) == ALL - {"battery_demand"}


def test_bytes_that_are_no_text_are_refused(market_dir: Path) -> None:
    path = market_dir / "prices.csv"
    path.write_bytes(path.read_bytes().replace(b"Nickel", b"N\xff\xfeckel"))
    assert refusals(read_market(market_dir)) == [("market/prices.csv", "not_text")]


def test_a_cell_of_megabytes_is_refused_in_a_short_sentence(market_dir: Path) -> None:
    edit_csv("battery_demand.csv", lambda t: t.replace("330", "3" * 1_000_000 + "x"))(market_dir)
    market = read_market(market_dir)
    assert data_sets(market) == ALL - {"battery_demand"}
    assert len(market.quarantine["detail"][0].as_py()) < 500


def test_a_file_over_the_limit_is_not_opened(market_dir: Path) -> None:
    market = read_market(market_dir, max_bytes=5_000)
    assert ("market/prices.csv", "too_large") in refusals(market)
    assert "ev_sales" in data_sets(market)


def test_the_order_of_columns_does_not_matter(market_dir: Path) -> None:
    before = read_market(market_dir)

    def reverse(text: str) -> str:
        # No cell of this data set holds a comma but the last, which is quoted.
        rows = [line.split(",", 17) for line in text.splitlines()]
        return "\n".join(",".join(reversed(row)) for row in rows) + "\n"

    edit_csv("battery_demand.csv", reverse)(market_dir)
    assert read_market(market_dir).market_figures.equals(before.market_figures)


def test_a_table_no_resource_names_is_refused(market_dir: Path) -> None:
    (market_dir / "more").mkdir()
    (market_dir / "more" / "copper.csv").write_text("a,b\n1,2\n")
    market = read_market(market_dir)
    assert refusals(market) == [("market/more/copper.csv", "undescribed_table")]
    assert data_sets(market) == ALL


def test_a_figure_in_two_data_sets_keeps_the_first(
    market_dir: Path, edit_descriptor: EditDescriptor
) -> None:
    (market_dir / "again.csv").write_text((market_dir / "battery_demand.csv").read_text())
    edit_descriptor(
        lambda d: d["resources"].append(
            {"name": "again", "path": "again.csv", "schema": "market_figures.schema.json"}
        )
    )
    market = read_market(market_dir)
    assert refusals(market) == [("market/again.csv", "duplicate_key")]
    assert data_sets(market) == ALL


@pytest.mark.parametrize(
    "path", ["../outside.csv", "link.csv", "folder/outside.csv", "/etc/hostname", "a\0b.csv"]
)
def test_nothing_outside_the_folder_is_opened(
    market_dir: Path, edit_descriptor: EditDescriptor, path: str
) -> None:
    outside = market_dir.parent / "outside.csv"
    outside.write_text((market_dir / "battery_demand.csv").read_text())
    (market_dir / "battery_demand.csv").unlink()
    (market_dir / "link.csv").symlink_to(outside)
    (market_dir / "folder").symlink_to(market_dir.parent)
    edit_descriptor(lambda d: d["resources"][2].update(path=path))
    market = read_market(market_dir)
    assert "battery_demand" not in data_sets(market)
    row = next(r for r in market.quarantine.to_pylist() if r["file_path"] == f"market/{path}")
    assert row["reason"] in ("outside_raw", "unreadable")
    assert row["sha256"] is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "not JSON"),
        ("[]", "no object"),
        ("{}", "no list of resources"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_descriptor_that_says_nothing_is_refused_and_no_table_is_guessed(
    market_dir: Path, text: str, told: str
) -> None:
    (market_dir / "datapackage.json").write_text(text)
    market = read_market(market_dir)
    reasons = dict(refusals(market))
    assert reasons.pop("market/datapackage.json") == "bad_descriptor"
    assert set(reasons.values()) == {"undescribed_table"}
    assert any(told in str(detail) for detail in market.quarantine["detail"].to_pylist())
    assert data_sets(market) == set()


def test_a_data_set_for_an_unknown_table_is_refused(
    market_dir: Path, edit_descriptor: EditDescriptor
) -> None:
    edit_descriptor(lambda d: d["resources"][0].update(table="rumours"))
    market = read_market(market_dir)
    assert ("market/datapackage.json", "bad_descriptor") in refusals(market)
    assert data_sets(market) == ALL - {"prices"}


def test_a_data_sets_own_schema_adds_columns_and_constraints_but_weakens_none(
    market_dir: Path, edit_descriptor: EditDescriptor
) -> None:
    edit_csv(
        "battery_demand.csv",
        lambda t: "\n".join(f"{line},x" for line in t.splitlines()).replace("note,x", "note,extra"),
    )(market_dir)
    loose: list[dict[str, Any]] = [{"name": "value", "type": "string"}, {"name": "extra"}]
    edit_descriptor(lambda d: d["resources"][2].update(schema={"fields": loose}))
    assert data_sets(read_market(market_dir)) == ALL

    loose[0]["constraints"] = {"maximum": 900}
    edit_descriptor(lambda d: d["resources"][2].update(schema={"fields": loose}))
    assert refusals(read_market(market_dir)) == [("market/battery_demand.csv", "bad_value")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "path", "table", "schema", "fields", "type", "constraints"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(resource=JSON)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_resource_however_odd_stops_the_others(market_dir: Path, resource: object) -> None:
    good = {"name": "demand", "path": "battery_demand.csv", "schema": "market_figures.schema.json"}
    descriptor = {"resources": [resource, good]}
    (market_dir / "datapackage.json").write_text(json.dumps(descriptor))
    assert data_sets(read_market(market_dir)) == {"demand"}
