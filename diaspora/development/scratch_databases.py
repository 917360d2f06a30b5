"""Databases beside the site's own, made by a command and known by a mark: no other is ever written to or dropped."""

import contextlib
import os
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from psycopg import sql

from diaspora.development import embedded_server

# The comment on the database. A copy of a database does not take it along.
MARK = "Scratch database of the Diaspora Atlas, made by manage.py generate_sample"


def scratch_name(suffix: str) -> str:
    """Returns the name of the scratch database of that purpose beside the site's own."""
    return f"{connection.settings_dict['NAME']}_{suffix}"


def is_scratch(name: str) -> bool | None:
    """Returns whether the database is one of ours; None where there is no database of that name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
        row = cursor.fetchone()
    return None if row is None else row[0] == MARK


def create(name: str) -> None:
    """Makes an empty database with our mark; raises CommandError where that cannot be, or where there is one."""
    run("CREATE DATABASE {}", name)
    run("COMMENT ON DATABASE {} IS {}", name, MARK)


def drop(name: str) -> None:
    """Drops one of our databases; raises CommandError where it is none of ours, or somebody is connected to it."""
    if not is_scratch(name):
        raise CommandError(f"The database {name} was not made by manage.py generate_sample, so it stays as it is.")
    run("DROP DATABASE {}", name)


def run(statement: str, name: str, *texts: str) -> None:
    """Runs a statement about a whole database; raises CommandError with what the server said."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name), *map(sql.Literal, texts)))
    except DatabaseError as error:
        said = str(error).strip().splitlines()[0]
        raise CommandError(f"{statement.partition(' {')[0]} {name}: {said}. See to that, then try again.") from error


@contextlib.contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Lets this process work in another database of the same server."""
    usual = connection.settings_dict["NAME"]
    try:
        switch(name)
        yield
    finally:
        switch(usual)


def switch(name: str) -> None:
    """Ends every connection of this process; those that follow are to the database of that name."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    connection.settings_dict["NAME"] = name
    # What is remembered of one database is wrong in another.
    ContentType.objects.clear_cache()


def database_url(name: str) -> str:
    """Returns the address of another database of the same server, for the environment of another process."""
    address = os.environ.get("DATABASE_URL") or embedded_server.database_url(settings.BASE_DIR)
    return urlsplit(address)._replace(path=f"/{quote(name, safe='')}").geturl()
