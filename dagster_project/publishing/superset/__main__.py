"""Write the Superset bundles of the published file, as `make superset` does first."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit, urlunsplit

from dagster_project.publishing.superset.bundle import write_bundle
from dagster_project.settings import Settings

# What Superset itself writes for a password it does not tell.
MASK = "X" * 10


def main() -> int:
    """Print the path of each bundle; 1 where nothing is published yet."""
    settings = Settings()
    published, folder = settings.published_path, settings.home / "superset"
    if not published.exists():
        print(f"{published} is not there yet; make run publishes it.", file=sys.stderr)
        return 1
    addresses = {"duckdb": f"duckdb:///{published}"}
    if settings.postgres_dsn is not None:
        addresses["postgres"] = _without_password(settings.postgres_dsn.get_secret_value())
    for name, address in addresses.items():
        print(write_bundle(published, address, folder / f"battery_ledger_{name}.zip"))
    return 0


def _without_password(dsn: str) -> str:
    """The address for a file that is passed on; Superset asks for a password that it masks."""
    parts = urlsplit(dsn)
    user, host = parts.username or "", parts.netloc.rpartition("@")[2]
    login = f"{user}:{MASK}" if parts.password else user
    netloc = f"{login}@{host}" if login else host
    return urlunsplit(("postgresql+psycopg2", netloc, parts.path, parts.query, ""))


if __name__ == "__main__":
    sys.exit(main())
