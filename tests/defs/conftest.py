"""The definitions, loaded once with a home of their own."""

from __future__ import annotations

import dagster as dg
import pytest

from tests.publishing.conftest import postgres_server

__all__ = ["postgres_server"]


@pytest.fixture(scope="session")
def defs(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEDGER_HOME", str(tmp_path_factory.mktemp("home")))
        from dagster_project.definitions import defs

        return defs
