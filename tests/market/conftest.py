import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SHIPPED = Path(__file__).resolve().parents[2] / "raw" / "market"


@pytest.fixture
def market_dir(tmp_path: Path) -> Path:
    """The data package the project ships, to be damaged."""
    copy = tmp_path / "market"
    shutil.copytree(SHIPPED, copy)
    return copy


@pytest.fixture
def edit_descriptor(market_dir: Path) -> Callable[[Callable[[dict[str, Any]], object]], None]:
    def edit(change: Callable[[dict[str, Any]], object]) -> None:
        path = market_dir / "datapackage.json"
        descriptor = json.loads(path.read_text())
        change(descriptor)
        path.write_text(json.dumps(descriptor))

    return edit
