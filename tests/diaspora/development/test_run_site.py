"""`make run`: a bare checkout becomes a site, and what keeps it from that is said in one line."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings

from diaspora.development import scratch_databases
from diaspora.development.launch import CannotStartError, check_kind, check_reachable, read_secret_key
from diaspora.development.run_site import check_port_is_free, read_port
from tests import databases

SECONDS_TO_STOP = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.fixture
def environment(tmp_path: Path, django_db_modify_db_settings: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """What `make run` finds: an empty database beside those of the tests, and folders of its own."""
    name = f"test_run_site_{os.getpid()}"
    with django_db_blocker.unblock(), databases.maintenance() as cursor:
        databases.copy(cursor, "template1", name)
    yield os.environ | {
        "DATABASE_URL": scratch_databases.database_url(name),
        "STATIC_ROOT": str(tmp_path / "static"),
        "PAGE_CACHE_FOLDER": str(tmp_path / "pages"),
        "PORT": str(free_port()),
    }
    with django_db_blocker.unblock(), databases.maintenance() as cursor:
        databases.drop(cursor, name)


@contextlib.contextmanager
def starting(environment: dict[str, str]) -> "Iterator[subprocess.Popen[str]]":
    """Starts the site as `make run` does, and ends it where a test did not."""
    command = [sys.executable, "-m", "diaspora.development"]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, **pipes) as site:
        try:
            yield site
        finally:
            site.terminate()


def read_until_ready(site: "subprocess.Popen[str]") -> str:
    """Returns what is said until the site is there; all of it where it ends before."""
    assert site.stdout is not None
    said = ""
    for line in site.stdout:
        said += line
        if "Ctrl-C stops it." in line:
            break
    return said


def stop(site: "subprocess.Popen[str]") -> str:
    """Ends the site with Ctrl-C; returns what it says."""
    site.send_signal(signal.SIGINT)
    said, _errors = site.communicate(timeout=SECONDS_TO_STOP)
    return said


@pytest.mark.slow
def test_bare_checkout_becomes_a_site_that_stops_when_told(environment: dict[str, str]) -> None:
    """Mali is loaded and an administrator made, once; production is what it is served with."""
    with starting(environment) as site:
        said = read_until_ready(site)
        assert "Loading reference and mali" in said
        assert re.search(r"Made the account admin with the password \S{12,}", said)
        address = f"http://127.0.0.1:{environment['PORT']}/"
        assert address in said
        with urlopen(f"{address}fr/countries/mali/") as page:  # noqa: S310 (our own address)
            assert "Haut Conseil" in page.read().decode()
        with pytest.raises(HTTPError, match="404") as error:
            urlopen(f"{address}styleguide/")  # noqa: S310 (our own address)
        error.value.close()
        assert "Stopped." in stop(site)
        assert site.returncode == 0
    with starting(environment) as again:
        said = read_until_ready(again)
        assert "Loading" not in said
        assert "Made the account" not in said
        assert "Stopped." in stop(again)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"PORT": "80 or so"}, "PORT is “80 or so”. Give a number from 1 to 65535"),
        ({"DATABASE_URL": "mysql://me:secret@localhost/atlas"}, "DATABASE_URL is no address of a PostgreSQL server"),
        ({"DATABASE_URL": "postgresql://me:secret@localhost:1/atlas"}, "The database at localhost:1 cannot be reached"),
        ({"DEBUG": "perhaps"}, "DEBUG is “perhaps”. Write 1 for yes or 0 for no."),
    ],
)
def test_what_keeps_the_site_from_starting_is_said_in_one_line(
    environment: dict[str, str], setting: dict[str, str], words: str
) -> None:
    with starting(environment | setting) as site:
        said = read_until_ready(site)
        assert site.wait(SECONDS_TO_STOP) == 1
    assert words in said
    assert "secret" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "８０", "http"])
def test_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CannotStartError, match="Give a number from 1 to 65535"):
        read_port(text)
    assert read_port("8001") == 8001


def test_port_in_use_is_said_with_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CannotStartError, match=f"Port {port} is in use.*make run PORT="):
            check_port_is_free("127.0.0.1", port)
    check_port_is_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "words"),
    [("no such host", "which is no address"), ("192.0.2.1", "is not this machine"), ("a" * 300, "which is no address")],
)
def test_host_that_is_none_of_ours_is_said(host: str, words: str) -> None:
    with pytest.raises(CannotStartError, match=words):
        check_port_is_free(host, 8000)


def test_address_of_a_database_is_told_from_another() -> None:
    check_kind("postgresql://atlas@localhost/atlas")
    with pytest.raises(CannotStartError, match="is no address"):
        check_kind("sqlite:///atlas")


def test_server_that_lets_nobody_in_is_said_without_the_password() -> None:
    with pytest.raises(CannotStartError, match=r"cannot be reached: .*Check DATABASE_URL") as error:
        check_reachable("postgresql://me:secret@127.0.0.1:1/atlas")
    assert "secret" not in str(error.value)


def test_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"
    key = read_secret_key(path)
    assert len(key) >= 50
    assert read_secret_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    path.unlink()
    path.mkdir()
    with pytest.raises(CannotStartError, match="Make it writable and leave some disk free"):
        read_secret_key(path)
