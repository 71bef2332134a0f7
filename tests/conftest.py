"""Generated input is the same every time and leaves nothing behind; SQL is compiled once."""

import pytest
from hypothesis import settings

from tests.warehouse.compiled import CompiledWarehouse, compiled_warehouse

settings.register_profile("ledger", database=None, derandomize=True, deadline=None)
settings.load_profile("ledger")


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> CompiledWarehouse:
    """One compiled warehouse for all tests of the project's SQL."""
    return compiled_warehouse(tmp_path_factory.mktemp("compiled"))
