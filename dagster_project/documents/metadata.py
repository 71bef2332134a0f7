"""What is said about a document beside its text: front matter and `<file>.meta.yaml`.

Fields: title, publisher, published_on (2025-02-27, 2025-02, 2025-Q1 or 2025), precision (to
coarsen it), published_between (two of these: the day is unknown, the bounds are not), language,
url. Further fields are left to others.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal, NamedTuple

import yaml
from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from dagster_project.documents.dates import Precision, period_end
from dagster_project.documents.model import Metadata, Published, Refusal

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-?Q([1-4]))?")
_PRECISIONS: tuple[Precision, ...] = ("day", "month", "quarter", "year")


class Period(NamedTuple):
    """A day, month, quarter or year by its first day."""

    on: date
    precision: Precision

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return period_end(self.on, self.precision)


def parse_period(value: object) -> Period:
    """`2025-02-27`, `2025-02`, `2025-Q1` or `2025`, as YAML gives it; raises ValueError."""
    if isinstance(value, datetime):
        return Period(value.date(), "day")
    if isinstance(value, date):
        return Period(value, "day")
    match = _PERIOD.fullmatch(str(value).strip())
    if match is None:
        raise ValueError(f"{value!r} is no date such as 2025-02-27, 2025-02, 2025-Q1 or 2025")
    year, month, day, quarter = match.groups()
    if quarter:
        return Period(date(int(year), int(quarter) * 3 - 2, 1), "quarter")
    precision: Precision = "day" if day else "month" if month else "year"
    return Period(date(int(year), int(month or 1), int(day or 1)), precision)


def _language(value: object) -> str:
    code = str(value).strip().lower().replace("_", "-").split("-")[0]
    if not re.fullmatch("[a-z]{2}", code):
        raise ValueError(f"{value!r} is no ISO 639-1 language code")
    return code


_PeriodField = Annotated[Period, BeforeValidator(parse_period)]


class _Fields(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    title: str | None = None
    publisher: str | None = None
    published_on: _PeriodField | None = Field(
        default=None, validation_alias=AliasChoices("published_on", "published", "date")
    )
    published_between: tuple[_PeriodField, _PeriodField] | None = None
    precision: Literal["day", "month", "quarter", "year", "unknown"] | None = None
    language: Annotated[str, BeforeValidator(_language)] | None = None
    url: str | None = None


def split_front_matter(text: str) -> tuple[Metadata, str]:
    """The front matter's fields and the text without it. Raises Refusal `bad_metadata`."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return Metadata(), text
    return parse_metadata(match[1] or "", "front matter"), text[match.end() :]


def parse_metadata(source: str, where: str) -> Metadata:
    """Fields of a YAML mapping. Raises Refusal `bad_metadata` naming the field at fault."""
    try:
        loaded = yaml.safe_load(source) or {}
        if not isinstance(loaded, dict):
            raise Refusal("bad_metadata", f"The {where} is not a list of `field: value` lines.")
        fields = _Fields.model_validate({k: v for k, v in loaded.items() if v is not None})
        return Metadata(
            fields.title, fields.publisher, _published(fields), fields.language, fields.url
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise Refusal(
            "bad_metadata", f"The {where}'s {field} cannot be used: {first['msg']}."
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        detail = " ".join(str(error).split())[:200]
        raise Refusal("bad_metadata", f"The {where} is not valid YAML: {detail}.") from error


def _published(fields: _Fields) -> Published | None:
    if fields.published_between is not None:
        earliest, latest = fields.published_between
        if earliest.on > latest.last_day:
            raise ValueError("published_between ends before it begins")
        return Published(None, "unknown", "front_matter", earliest.on, latest.last_day)
    if fields.published_on is None:
        return None
    on, stated = fields.published_on
    wanted = fields.precision or stated
    if wanted == "unknown":
        return Published(None, "unknown", "front_matter", on, fields.published_on.last_day)
    if _PRECISIONS.index(wanted) < _PRECISIONS.index(stated):
        raise ValueError(f"published_on names only a {stated}, so its precision is no {wanted}")
    first = {
        "day": on,
        "month": on.replace(day=1),
        "quarter": on.replace(month=(on.month - 1) // 3 * 3 + 1, day=1),
        "year": on.replace(month=1, day=1),
    }[wanted]
    return Published(first, wanted, "front_matter", first, period_end(first, wanted))


def merge(preferred: Metadata, other: Metadata) -> Metadata:
    """Field by field, the first that says something."""
    said = {name: value for name, value in preferred._asdict().items() if value is not None}
    return other._replace(**said)
