"""Where things lie and how much is allowed, from LEDGER_* environment variables.

Every other path of the project is derived here, so that nothing is written outside `home`.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read with `Settings()`; raises pydantic's ValidationError naming the variable at fault."""

    model_config = SettingsConfigDict(env_prefix="LEDGER_", frozen=True, env_ignore_empty=True)

    raw: Path = Field(default=Path("raw"), description="Folder with documents/ and market/.")
    home: Path = Field(default=Path(".ledger"), description="Everything the pipeline writes.")
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256)
    max_document_bytes: int = Field(default=20_000_000, ge=1)
    document_seconds: float = Field(
        default=2.0, gt=0, description="Processor time to read a document, and to extract it."
    )
    postgres_dsn: SecretStr | None = Field(
        default=None, description="PostgreSQL database that gets the published tables too."
    )
    build_cron: str = Field(default="0 5 * * *", description="When everything is built, in UTC.")
    checks_cron: str = Field(default="30 * * * *", description="When all checks run, in UTC.")
    watch_seconds: int = Field(default=30, ge=1, description="How often the sensors look.")
    fresh_hours: int = Field(
        default=30, ge=1, description="After so many hours without a build a table is stale."
    )
    alert_webhook_url: SecretStr | None = Field(
        default=None, description="Address that gets a POST for every failed run."
    )
    dagster_postgres_url: SecretStr | None = Field(
        default=None, description="PostgreSQL database for Dagster's own records."
    )
    llm_base_url: str | None = Field(default=None, description="An OpenAI-compatible endpoint.")
    llm_model: str | None = Field(default=None, description="The model's name there.")
    llm_api_key: SecretStr = Field(
        default=SecretStr("none"), description="Its key, if it needs one."
    )
    llm_timeout_seconds: float = Field(default=60.0, gt=0)
    llm_max_requests: int = Field(default=500, ge=0, description="Requests in one run.")
    debug: bool = Field(default=False, description="Full logs and tracebacks.")

    @field_validator("raw", "home")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        """Resolve once, so that a step that changes directory still means the same folder."""
        path = path.expanduser().absolute()
        if path.exists() and not path.is_dir():
            raise ValueError(f"{path} is a file, a folder is needed")
        return path

    @model_validator(mode="after")
    def _whole_endpoint(self) -> Settings:
        """An endpoint without a model, or a model without an endpoint, is a slip."""
        if (self.llm_base_url is None) != (self.llm_model is None):
            raise ValueError("LEDGER_LLM_BASE_URL and LEDGER_LLM_MODEL must be set together")
        return self

    @property
    def documents_dir(self) -> Path:
        """Documents of any depth."""
        return self.raw / "documents"

    @property
    def market_dir(self) -> Path:
        """Market figures with their data package."""
        return self.raw / "market"

    @property
    def warehouse_path(self) -> Path:
        """The pipeline's own database."""
        return self.home / "warehouse.duckdb"

    @property
    def published_dir(self) -> Path:
        """What people read."""
        return self.home / "published"

    @property
    def published_path(self) -> Path:
        """The one published database."""
        return self.published_dir / "battery_ledger.duckdb"

    @property
    def parquet_dir(self) -> Path:
        """The same tables as Parquet."""
        return self.published_dir / "parquet"

    @property
    def csv_dir(self) -> Path:
        """The same tables as CSV."""
        return self.published_dir / "csv"

    @property
    def workbook_path(self) -> Path:
        """The star schema for Excel."""
        return self.published_dir / "battery_ledger.xlsx"

    @property
    def dashboard_path(self) -> Path:
        """The tables as charts, one page."""
        return self.published_dir / "dashboard.html"

    @property
    def rendered_dir(self) -> Path:
        """From which tables each of those was made."""
        return self.home / "rendered"

    @property
    def docs_path(self) -> Path:
        """What every table and column means, as one page."""
        return self.published_dir / "docs.html"

    @property
    def review_path(self) -> Path:
        """Questions for a person, to be filled."""
        return self.home / "review.csv"

    @property
    def llm_cache_dir(self) -> Path:
        """What the language model said, by the hash of what it was asked."""
        return self.home / "llm"

    @property
    def dagster_home(self) -> Path:
        """Dagster's instance."""
        return self.home / "dagster"

    @property
    def alive_dir(self) -> Path:
        """One locked file per run whose process is alive."""
        return self.dagster_home / "alive"

    @property
    def dbt_target_dir(self) -> Path:
        """The compiled project and run results of dbt."""
        return self.home / "dbt" / "target"

    @property
    def dbt_log_dir(self) -> Path:
        """The log of dbt."""
        return self.home / "dbt" / "logs"
