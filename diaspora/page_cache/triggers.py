"""Has the database note every change of what readers see, by whatever way it comes: admin, import, fixture or SQL."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import connections
from psycopg import sql

TRIGGER = "atlas_public_change"
ATLAS = ("diaspora", "actors", "practices")
# What editors alone see: history, the log of imports, and files that wait for a decision.
UNSEEN = ("importrun", "uploadedfile")

CREATE = sql.SQL(
    "CREATE TRIGGER {trigger} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION atlas_note_public_change()"
)
TABLES_WITH_TRIGGER = """
    SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgname = %s AND relnamespace = current_schema()::regnamespace
"""


def public_tables(apps: Apps = installed) -> set[str]:
    """Returns the tables that pages are made of, relations included."""
    models = (model for app in ATLAS for model in apps.get_app_config(app).get_models(include_auto_created=True))
    return {
        model._meta.db_table
        for model in models
        if model._meta.managed
        and not (name := str(model._meta.model_name)).startswith("historical")
        and name not in UNSEEN
    }


def keep_triggers(app_config: AppConfig, using: str, apps: Apps = installed, **options: Any) -> None:
    """Gives each public table that has none its trigger; called when all apps of the atlas have been migrated."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('atlas_note_public_change()') IS NOT NULL")
        if not cursor.fetchone()[0]:
            # Tables of an older release, or none at all.
            return
        cursor.execute(TABLES_WITH_TRIGGER, [TRIGGER])
        noted = {name for (name,) in cursor.fetchall()}
        existing = set(connection.introspection.table_names(cursor))
        for table in sorted((public_tables(apps) & existing) - noted):
            cursor.execute(CREATE.format(trigger=sql.Identifier(TRIGGER), table=sql.Identifier(table)))
