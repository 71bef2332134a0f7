"""One compiled warehouse for all tests of the project's SQL."""

from __future__ import annotations

import pytest

from tests.warehouse.compiled import CompiledWarehouse, compiled_warehouse


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> CompiledWarehouse:
    return compiled_warehouse(tmp_path_factory.mktemp("compiled"))
