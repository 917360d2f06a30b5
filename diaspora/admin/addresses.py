"""Addresses that cannot be meant: a list or form that is asked for what there cannot be answers, and does not fail."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import DataError, ProgrammingError, models, transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

# What Django or the database raises where a value does not suit its column or lookup: NUL, a number or year beyond all
# bounds, half a range, half a regular expression.
UNSUITABLE = (ValueError, LookupError, OverflowError, DataError, ProgrammingError)


def is_key(model: type[models.Model], text: str) -> bool:
    """Tells whether a record of the model could have this key."""
    try:
        model._meta.pk.to_python(text)
    except ValidationError:
        return False
    return True


def check_key(model: type[models.Model], text: str) -> None:
    """Raises Http404 where no record of the model could have this key."""
    if not is_key(model, unquote(text)):
        raise Http404


class SteadyChangeList(ChangeList):
    """A list that leads back to all records where its filters cannot be understood."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Model]:
        """Returns the records that the address asks for; raises IncorrectLookupParameters where none could be meant."""
        try:
            return super().get_queryset(request, exclude_parameters)
        except UNSUITABLE as error:
            raise IncorrectLookupParameters from error

    def get_results(self, request: HttpRequest) -> None:
        """Counts the records, which is when the database reads the filters."""
        try:
            with transaction.atomic():
                super().get_results(request)
        except UNSUITABLE as error:
            raise IncorrectLookupParameters from error


class SteadyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The admin of a type of record whose pages answer any address."""

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return SteadyChangeList

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Returns what the address fills the form in with, without what no relation can hold."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        for field in (*self.opts.fields, *self.opts.many_to_many):
            related = field.related_model
            if field.name in initial and isinstance(related, type):
                given = initial[field.name]
                keys = [key for key in (given if isinstance(given, list) else [given]) if is_key(related, key)]
                initial[field.name] = keys if isinstance(given, list) else "".join(keys)
        return initial
