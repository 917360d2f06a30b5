"""Dates as precise as they are known: a year, a month or a day.

Kept as ISO 8601 text of reduced precision (`2014`, `2014-03`, `2014-03-01`), so that the precision is part of the
value, an editor reads it as written, and text order is date order.
"""

import datetime
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Q
from django.db.models.functions import Least, Left, Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from diaspora.columns.text import current_language

PATTERN = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


def validate_partial_date(value: str) -> None:
    """Raises ValidationError where the text is no year, month or day of the calendar."""
    if re.fullmatch(PATTERN, value):
        try:
            first_day(value)
        except ValueError:
            pass
        else:
            return
    raise ValidationError(
        _("“%(value)s” is not a date. Write a year (2014), a month (2014-03) or a day (2014-03-01)."),
        code="invalid",
        params={"value": value},
    )


def first_day(value: str) -> datetime.date:
    """Returns the first day that the date covers; raises ValueError for a day that the calendar lacks."""
    year, month, day = (*(int(part) for part in value.split("-")), 1, 1)[:3]
    return datetime.date(year, month, day)


def format_partial_date(value: str) -> str:
    """Returns the date in the reader's language with the precision it is known in: 2014, March 2014, 1 March 2014."""
    if len(value) == 10:
        return format_day(first_day(value))
    return formats.date_format(first_day(value), "Y" if len(value) == 4 else "YEAR_MONTH_FORMAT")


def format_day(day: datetime.date) -> str:
    """Returns a day in the reader's language; in French the first of a month is “1er”, which Django does not know."""
    text = formats.date_format(day, "DATE_FORMAT")
    return text.replace("1 ", "1er ", 1) if day.day == 1 and current_language() == "fr" else text


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """A date of which the year, the month or the day is known."""

    default_validators = [validate_partial_date]
    description = _("Date as precise as known")

    def __init__(self, *args: Any, **options: Any) -> None:
        options["max_length"] = 10
        # Text order must be date order, whatever the collation of the database.
        options["db_collation"] = "C"
        options.setdefault("help_text", _("As precise as known: 2014, 2014-03 or 2014-03-01."))
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Returns the field without what every such field has."""
        name, path, args, options = super().deconstruct()
        return (
            name,
            path,
            args,
            {key: value for key, value in options.items() if key not in ("max_length", "db_collation")},
        )

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        return f"{connection.ops.quote_name(str(self.column))} ~ '{PATTERN}'"

    def to_python(self, value: Any) -> Any:
        """Returns text also for what YAML read as a number or a date."""
        if isinstance(value, int | datetime.date):
            return str(value)
        return super().to_python(value) or (None if self.null else "")

    def formfield(self, **options: Any) -> Any:
        """Returns a short text field; an empty one is unknown."""
        return super().formfield(**({"empty_value": None if self.null else ""} | options))


def in_order(earlier: str, later: str) -> Q:
    """Returns the condition that one partial date is not after another, compared as far as both are known."""
    known = Least(Length(earlier), Length(later))
    return (
        Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__isnull": True})
        | Q(LessThanOrEqual(Left(F(earlier), known), Left(F(later), known)))
    )


class AddMonths(Func):
    """A date some months later."""

    function = "atlas_add_months"
    output_field = models.DateField()
