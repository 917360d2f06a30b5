"""What the site of a checkout needs before Django is set up: a database that answers, and its settings."""

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.core.management.base import CommandError
from psycopg.conninfo import conninfo_to_dict

from diaspora.development import embedded_server

SECONDS_TO_CONNECT = 5


class CannotStartError(CommandError):
    """The site cannot start; the message is one line that says what to do."""


@contextlib.contextmanager
def database(base_dir: Path) -> Iterator[None]:
    """Makes the database answer: that of DATABASE_URL where set, else the embedded one, for as long as needed.

    Raises CannotStartError or EmbeddedServerError.
    """
    url = os.environ.get("DATABASE_URL")
    if url:
        check_reachable(url)
        yield
    else:
        with embedded_server.running(base_dir):
            yield


def check_kind(url: str) -> None:
    """Raises CannotStartError where the address, which may hold a password, is of no PostgreSQL server."""
    if url.partition("://")[0] not in ("postgresql", "postgres", "pgsql"):
        raise CannotStartError(
            "DATABASE_URL is no address of a PostgreSQL server. Write postgresql://USER:PASSWORD@HOST:PORT/NAME"
        )


def check_reachable(url: str) -> None:
    """Raises CannotStartError, without the password, where no PostgreSQL server lets us in at this address."""
    try:
        server = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # The settings read a few options that libpq does not know, and say what they cannot read.
        return
    try:
        psycopg.connect(url, connect_timeout=SECONDS_TO_CONNECT).close()
    except psycopg.OperationalError as error:
        host, port = server.get("host", "localhost"), server.get("port", 5432)
        said = str(error).strip()
        reasons = re.findall(r"failed: (?!.*failed: )(.+)", said) or said.splitlines()
        raise CannotStartError(
            f"The database at {host}:{port} cannot be reached: {reasons[-1]}. Check DATABASE_URL."
        ) from error


def site_environment(base_dir: Path) -> dict[str, str]:
    """Returns the settings with which `make run` serves: those of production, but on plain HTTP on this machine.

    Makes the secret key at the first call and keeps it in `var/`. Raises CannotStartError.
    """
    hosts = ["localhost", "127.0.0.1", "[::1]", os.environ.get("HOST", "")]
    return {
        "DEBUG": "0",
        "PLAIN_HTTP": "1",
        "ALLOWED_HOSTS": ",".join(filter(None, hosts)),
        "SECRET_KEY": read_secret_key(base_dir / "var" / "secret_key"),
    }


def read_secret_key(path: Path) -> str:
    """Returns the key in this file, made where there is none; raises CannotStartError."""
    try:
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            # Written aside and renamed, so that an interruption leaves no half of a key.
            unfinished = path.with_suffix(".new")
            unfinished.touch(mode=0o600)
            unfinished.write_text(secrets.token_urlsafe(50))
            unfinished.rename(path)
        return path.read_text()
    except OSError as error:
        raise CannotStartError(
            f"{error.filename}: {error.strerror}. Make it writable and leave some disk free."
        ) from error
