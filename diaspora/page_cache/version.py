"""The version of what readers see: it changes with every committed change, and with the day."""

import select
import threading
import time
import zlib
from functools import cache
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn

# One round trip to the server; while it does not answer, pages that are kept are better than none.
SECONDS_TO_ANSWER = 2
VERSION = b"SELECT coalesce(sum(token), 0), count(*) FROM atlas_public_change"
# So many rows are made one, which leaves their sum.
MANY = 200
MERGE = """
    WITH merged AS (
        DELETE FROM atlas_public_change
        WHERE ctid = ANY (ARRAY(SELECT ctid FROM atlas_public_change LIMIT 10000 FOR UPDATE SKIP LOCKED))
        RETURNING token
    )
    INSERT INTO atlas_public_change SELECT sum(token) FROM merged HAVING count(*) > 0
"""
WRITTEN_BY_US = ("*.py", "*.html", "*.mo")


class VersionUnknownError(Exception):
    """The database does not say which version it has."""


class VersionReader(threading.local):
    """Reads the version on a connection of this thread, beside Django's: a hit asks nothing else of the database.

    The question is put with libpq itself, for its answer is waited for: a server that was stopped, not ended, says
    nothing, and psycopg would wait for ever.
    """

    connection: "psycopg.Connection[tuple[object, ...]] | None" = None

    def read(self) -> str:
        """Returns the version; raises VersionUnknownError where the database does not answer in time."""
        for is_last in (False, True):
            try:
                return f"{release()}.{timezone.localdate():%Y%m%d}.{self.ask()}"
            except TimeoutError as error:
                self.close()
                raise VersionUnknownError from error
            except psycopg.Error as error:
                self.close()
                # A connection that the server has ended is no answer yet.
                if is_last:
                    raise VersionUnknownError from error
        raise AssertionError

    def ask(self) -> str:
        """Returns the sum of the changes."""
        if self.connection is None:
            self.connection = connect()
            self.connection.pgconn.prepare(b"version", VERSION)
        total, rows = put_question(self.connection.pgconn)
        if rows > MANY:
            self.connection.execute(MERGE)
        return total

    def close(self) -> None:
        """Ends the connection, if there is one."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


version_reader = VersionReader()


def put_question(server: PGconn) -> tuple[str, int]:
    """Returns the sum of the changes and how many rows hold it; raises TimeoutError or psycopg.Error."""
    server.send_query_prepared(b"version", None)
    server.flush()
    ready = select.poll()
    ready.register(server.socket, select.POLLIN)
    until = time.monotonic() + SECONDS_TO_ANSWER
    while server.is_busy():
        if not ready.poll(max(until - time.monotonic(), 0) * 1000):
            raise TimeoutError
        server.consume_input()
    results = []
    while (result := server.get_result()) is not None:
        results.append(result)
    if not results or results[0].status != ExecStatus.TUPLES_OK:
        raise psycopg.OperationalError(server.get_error_message())
    return (results[0].get_value(0, 0) or b"").decode(), int(results[0].get_value(0, 1) or 0)


def connect() -> "psycopg.Connection[tuple[object, ...]]":
    """Returns a new connection to the database of the site, for short questions."""
    known = connection.get_connection_params()
    parameters = {name: known[name] for name in ("dbname", "user", "password", "host", "port") if known.get(name)}
    return psycopg.connect(
        **parameters,
        autocommit=True,
        connect_timeout=SECONDS_TO_ANSWER,
        application_name="atlas page cache",
        options=f"-c statement_timeout={SECONDS_TO_ANSWER}s",
    )


@cache
def release() -> str:
    """Returns what is different where the code, a template, a translation or a setting on the pages is."""
    base = Path(settings.BASE_DIR)
    folders = ("diaspora", "actors", "practices", "templates")
    files = sorted(path for folder in folders for name in WRITTEN_BY_US for path in (base / folder).rglob(name))
    stats = [(str(path.relative_to(base)), path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    told = (stats, settings.CONTACT, manifest.read_text() if manifest.exists() else "")
    return f"{zlib.crc32(repr(told).encode()):08x}"
