"""Databases that are filled once in a run of the tests and copied by each test process: a copy takes a moment."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

from diaspora.development.scratch_databases import connected_to
from tests.stock_files import immigrants_file, mali_file

# The comment on what this run of the tests filled; what an earlier one left is filled anew.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone {os.getpid()}")
# Any number that no other lock has.
LOCK = 20261201


def import_workbooks() -> None:
    """Imports figures of UN DESA, of Mali as a country of origin and of destination, by the command."""
    with tempfile.TemporaryDirectory() as folder:
        for workbook in (mali_file(), immigrants_file()):
            path = Path(folder) / workbook.name
            path.write_bytes(workbook.content)
            call_command("import_migrant_stock", str(path), verbosity=0)


# What is done to each, and to a copy of which.
FILLED: dict[str, tuple[str, Callable[[], object]]] = {
    "migrated": ("", lambda: call_command("migrate", verbosity=0)),
    "mali": ("migrated", lambda: call_command("loaddata", "reference", "mali", verbosity=0)),
    "imported": ("mali", import_workbooks),
}


@contextlib.contextmanager
def maintenance() -> Iterator[CursorWrapper]:
    """Yields a cursor for statements that belong to the server and to no database, to one test process at a time."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cursor


def filled(content: str) -> str:
    """Returns the name of the database with this content, filled by the first process that asks."""
    with maintenance() as cursor:
        return fill(cursor, content)


def fill(cursor: CursorWrapper, content: str) -> str:
    name = template_name(content)
    cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
    if cursor.fetchone() != (RUN,):
        source, act = FILLED[content]
        copy(cursor, fill(cursor, source) if source else "template1", name)
        with connected_to(name):
            act()
        cursor.execute(f"COMMENT ON DATABASE \"{name}\" IS '{RUN}'")
    return name


def template_name(content: str) -> str:
    return f"template_test_{content}"


def copy(cursor: CursorWrapper, source: str, name: str) -> None:
    """Copies a database, in place of what an interrupted run may have left."""
    drop(cursor, name)
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def drop(cursor: CursorWrapper, name: str) -> None:
    """Drops a database, where there is one, whoever is connected to it."""
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def working_in(name: str) -> Iterator[None]:
    """Lets the tests of this process work in another database.

    Each time the pool is full before it is used: it would grow in the background otherwise, and what it draws by
    chance there would seem to Hypothesis to be drawn by the test.
    """
    with connected_to(name):
        open_pool()
        yield
    open_pool()


def open_pool() -> None:
    """Opens the pool of connections, and waits until it is full."""
    connection.pool.open(wait=True)  # type: ignore[attr-defined]


@contextlib.contextmanager
def copied(content: str, name: str) -> Iterator[str]:
    """Yields the name of a copy of the database with this content, which is gone afterwards."""
    with maintenance() as cursor:
        copy(cursor, fill(cursor, content), name)
    try:
        yield name
    finally:
        with maintenance() as cursor:
            drop(cursor, name)


def drop_filled() -> None:
    """Drops what was filled; a process that asks later fills anew."""
    with maintenance() as cursor:
        for content in FILLED:
            drop(cursor, template_name(content))
