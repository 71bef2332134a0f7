"""What runs here is reached from this machine alone, and tells nobody that it runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import dagster as dg
import pytest
import yaml

from dagster_project.__main__ import main
from dagster_project.defs.instance import prepare_instance
from dagster_project.settings import Settings
from dagster_project.warehouse.dbt import PROJECT_DIR


def test_the_user_interface_listens_on_loopback_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setenv("LEDGER_HOME", str(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.setattr(os, "execv", lambda _, arguments: started.append(arguments))
    monkeypatch.setattr(sys, "argv", ["dagster_project", "dev"])
    main()
    [arguments] = started
    assert arguments[arguments.index("-h") + 1] == "127.0.0.1"


def test_neither_dagster_nor_dbt_sends_anything_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    settings = Settings(home=tmp_path)
    prepare_instance(settings)
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        assert not instance.telemetry_enabled
    project = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text())
    assert project["flags"]["send_anonymous_usage_stats"] is False
