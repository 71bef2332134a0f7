"""Market data sets as assets: validated CSV to tidy figures and legal targets.

Belongs here: when data sets are read. Does not belong here: validating them (market).
"""

from collections.abc import Iterator

import dagster as dg

from dagster_project.defs.metadata import described
from dagster_project.defs.resources import Ledger, raw_spec
from dagster_project.defs.warehouse import described_columns
from dagster_project.warehouse.profile import profiles

TABLES = {
    "market_figures": "One row per figure of a market data set, per period and vintage.",
    "regulation_targets": "One row per target a law sets.",
    "market_quarantine": "One row per data set refused, with the reason.",
}


@dg.multi_asset(name="market", specs=[raw_spec(*table) for table in TABLES.items()])
def market(
    context: dg.AssetExecutionContext, ledger: dg.ResourceParam[Ledger]
) -> Iterator[dg.MaterializeResult[None]]:
    """Read the data package of `raw/market` again when any of its bytes changed."""
    from dagster_project.market.store import refresh_market

    settings = ledger.settings
    with ledger.connect() as connection:
        market = refresh_market(connection, settings.market_dir, settings.max_document_bytes)
        seen = profiles(connection, [("raw", name) for name in TABLES])
    context.log.info(
        f"Market: {market.figures} figures {'unchanged' if market.unchanged else 'read'},"
        f" {market.refused} data sets refused"
    )
    for (_, name), profile in seen.items():
        yield dg.MaterializeResult(
            asset_key=["raw", name], metadata=described(profile, described_columns("raw", name))
        )
