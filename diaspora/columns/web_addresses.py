"""Web addresses begin with http:// or https://, wherever they come from: pages make links of them."""

from collections.abc import Callable, Iterator

from django.apps.registry import Apps
from django.core.management.base import CommandError
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# An empty one is unknown.
PATTERN = r"^($|https?://)"


def are_web_addresses(*fields: str) -> Q:
    """Returns the condition that these fields, where they are filled, begin with http:// or https://."""
    return Q(**{f"{field}__iregex": PATTERN for field in fields})


def hold_to_web_addresses(*fields: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=are_web_addresses(*fields),
        violation_error_message=_("A web address begins with http:// or https://."),
    )


def name_other_addresses(app: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """Returns the step of a migration that names the rows which would break these constraints, before they are added.

    The step raises CommandError, and nothing has been changed.
    """

    def look(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        database = schema_editor.connection.alias
        if other := list(find_other_addresses(apps, app, database)):
            raise CommandError(
                "These web addresses begin with neither http:// nor https://. Correct or empty them on the site as it "
                "is, then migrate again; docs/upgrading.md says how.\n" + "\n".join(other)
            )

    return look


def find_other_addresses(apps: Apps, app: str, database: str) -> Iterator[str]:
    """Yields a line for each web address of the app that begins otherwise: table, row, column, and what it is."""
    for model in apps.get_app_config(app).get_models():
        # History stays as it was.
        if model.__name__.startswith("Historical"):
            continue
        for field in model._meta.fields:
            if isinstance(field, models.URLField):
                rows = model._default_manager.using(database).exclude(are_web_addresses(field.name)).order_by("pk")
                for key, address in rows.values_list("pk", field.name):
                    yield f"{model._meta.db_table}, id {key}, {field.column}: {address}"
