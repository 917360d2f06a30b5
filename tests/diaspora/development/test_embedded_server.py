"""The embedded server: one a checkout, shared by its users, and whole again after any crash."""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import psycopg
import pytest

from diaspora.development import embedded_server
from diaspora.development.embedded_server import EmbeddedServerError, database_url, running

PROJECT = Path(__file__).resolve().parents[3]
USE_UNTIL_TOLD = """
import pathlib, sys
from diaspora.development import embedded_server
with embedded_server.running(pathlib.Path(sys.argv[1])):
    print("running", flush=True)
    sys.stdin.read()
"""


# Servers are started, killed and taken over here.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose cluster is made, its server stopped; for copying only."""
    base_dir = tmp_path_factory.mktemp("Prepared")
    with running(base_dir):
        pass
    return base_dir


@pytest.fixture
def checkout(prepared: Path) -> Iterator[Path]:
    """A checkout with spaces and capitals in its path, which is short enough for the socket to be inside."""
    with tempfile.TemporaryDirectory(prefix="My Checkout ") as folder:
        base_dir = Path(folder).resolve() / "atlas"
        copy_with_owners(prepared, base_dir)
        yield base_dir


def copy_with_owners(original: Path, copy: Path) -> None:
    shutil.copytree(original, copy)
    for path in copy.rglob("*"):
        found = (original / path.relative_to(copy)).stat()
        os.chown(path, found.st_uid, found.st_gid)


def ask(base_dir: Path, question: str) -> object:
    with psycopg.connect(database_url(base_dir)) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def is_answering(base_dir: Path) -> bool:
    with contextlib.suppress(psycopg.OperationalError):
        return ask(base_dir, "SELECT 1") == 1
    return False


def read_server_id(base_dir: Path) -> int:
    return int((base_dir / "var/postgres/data/postmaster.pid").read_text().splitlines()[0])


@contextlib.contextmanager
def another_user(base_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the server, until it is told or killed."""
    command = [sys.executable, "-c", USE_UNTIL_TOLD, str(base_dir)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as user:
        yield user


def wait_until_using(user: subprocess.Popen[str]) -> None:
    assert user.stdout
    assert user.stdout.readline() == "running\n"


def test_database_url_is_steady_and_writes_nothing(tmp_path: Path) -> None:
    base_dir = tmp_path / "Some Folder, 100%"

    assert database_url(base_dir) == database_url(base_dir)
    assert list(tmp_path.iterdir()) == []


def test_database_url_survives_its_reader_in_a_folder_with_capitals_and_spaces() -> None:
    read = dj_database_url.parse(database_url(Path("/Some Folder")))

    assert (read["HOST"], read["NAME"]) == (str(Path("/Some Folder/var/postgres/socket").resolve()), "atlas")


@pytest.mark.parametrize("name", ["long " * 30, "one, two"])
def test_database_url_avoids_a_folder_that_no_socket_can_be_in(name: str) -> None:
    socket_directory = str(dj_database_url.parse(database_url(Path("/home") / name))["HOST"])

    assert name not in socket_directory
    assert len(socket_directory) < 80


@pytest.mark.parametrize("name", ['Two  spaces, a "quote" and 100% $HOME', "very long folder name " * 8])
def test_running_makes_a_database_that_knows_accents_in_any_folder(tmp_path: Path, name: str) -> None:
    base_dir = tmp_path / name
    base_dir.mkdir()

    with running(base_dir):
        assert ask(base_dir, "SELECT current_database() || upper('é')") == "atlasÉ"

    assert not is_answering(base_dir)


def test_server_listens_on_no_network_address_and_its_socket_is_private(checkout: Path) -> None:
    with running(checkout):
        assert ask(checkout, "SHOW listen_addresses") == ""
        assert (checkout / "var/postgres/socket").stat().st_mode & 0o077 == 0


def test_server_stops_when_the_last_of_two_users_leaves(checkout: Path) -> None:
    with running(checkout):
        with running(checkout):
            assert is_answering(checkout)
        assert is_answering(checkout)
    assert not is_answering(checkout)


def test_server_outlives_the_process_that_started_it_while_another_uses_it(checkout: Path) -> None:
    with contextlib.ExitStack() as stack:
        with another_user(checkout) as first:
            wait_until_using(first)
            server = read_server_id(checkout)
            stack.enter_context(running(checkout))
        assert (is_answering(checkout), read_server_id(checkout)) == (True, server)
    assert not is_answering(checkout)


def test_two_processes_that_start_at_once_share_one_server(tmp_path: Path) -> None:
    with another_user(tmp_path) as first, another_user(tmp_path) as second:
        wait_until_using(first)
        wait_until_using(second)
        assert is_answering(tmp_path)
    assert (first.returncode, second.returncode) == (0, 0)
    assert not is_answering(tmp_path)


def test_forked_child_that_exits_leaves_the_server_to_its_parent(checkout: Path) -> None:
    forking = """
import os, pathlib, sys
from diaspora.development import embedded_server
base_dir = pathlib.Path(sys.argv[1])
parent = os.getpid()
with embedded_server.running(base_dir):
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        server = base_dir / "var/postgres/data/postmaster.pid"
        print(server.exists())
    """
    done = subprocess.run(
        [sys.executable, "-c", forking, str(checkout)], cwd=PROJECT, check=True, capture_output=True, text=True
    )

    assert done.stdout == "True\n"
    assert not is_answering(checkout)


def test_server_orphaned_by_a_killed_user_is_taken_over_and_stopped(checkout: Path) -> None:
    with another_user(checkout) as user:
        wait_until_using(user)
        server = read_server_id(checkout)
        user.kill()
    assert is_answering(checkout)

    with running(checkout):
        assert read_server_id(checkout) == server
    assert not is_answering(checkout)


def test_killed_server_whose_number_another_program_got_starts_again_with_its_data(checkout: Path) -> None:
    with another_user(checkout) as user:
        wait_until_using(user)
        with psycopg.connect(database_url(checkout)) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'still here' AS note")
        user.kill()
        os.kill(read_server_id(checkout), 9)
    postmaster_pid = checkout / "var/postgres/data/postmaster.pid"
    # As the server's own account, whose processes alone PostgreSQL takes for a server.
    account = postmaster_pid.stat().st_uid
    sleep = [shutil.which("sleep") or "", "60"]
    with subprocess.Popen(sleep, user=account if os.geteuid() == 0 else None) as bystander:
        _, rest = postmaster_pid.read_text().split("\n", 1)
        postmaster_pid.write_text(f"{bystander.pid}\n{rest}")
        with running(checkout):
            assert ask(checkout, "SELECT note FROM kept") == "still here"
        assert bystander.poll() is None
        bystander.kill()


def test_empty_lock_file_that_a_full_disk_left_is_overcome(checkout: Path) -> None:
    (checkout / "var/postgres/data/postmaster.pid").touch()

    with running(checkout):
        assert is_answering(checkout)


def test_cluster_cut_off_while_it_was_made_is_made_anew(tmp_path: Path) -> None:
    half = tmp_path / "var/postgres/data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    with running(tmp_path):
        assert is_answering(tmp_path)
    assert not half.exists()


def test_copy_of_a_checkout_with_a_running_server_leaves_the_original_alone(checkout: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy_with_owners(checkout, copy)
    with running(checkout):
        lock_file = (checkout / "var/postgres/data/postmaster.pid").read_text()
        (copy / "var/postgres/data/postmaster.pid").write_text(lock_file)
        with running(copy):
            assert ask(copy, "SHOW data_directory") == str(copy / "var/postgres/data")
        assert is_answering(checkout)


def test_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("A file, where there should be a folder.")

    with pytest.raises(EmbeddedServerError) as caught, running(tmp_path):
        pass

    message = str(caught.value)
    assert str(tmp_path / "var") in message
    assert "set DATABASE_URL" in message
    assert "\n" not in message


def test_missing_wheel_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(EmbeddedServerError, match=r"set DATABASE_URL .* requirements-dev\.txt"), running(tmp_path):
        pass


def test_server_that_does_not_start_is_said_with_its_last_words(checkout: Path) -> None:
    with (checkout / "var/postgres/data/postgresql.conf").open("a") as configuration:
        configuration.write("max_connections = none\n")

    last_words = r"postgresql\.conf.* contains errors.*The log is .*"
    with pytest.raises(EmbeddedServerError, match=last_words) as caught, running(checkout):
        pass

    assert "\n" not in str(caught.value)


def test_socket_folder_prepared_by_someone_else_is_refused(tmp_path: Path) -> None:
    base_dir = tmp_path / "a, b"
    base_dir.mkdir()
    socket_directory = Path(str(dj_database_url.parse(database_url(base_dir))["HOST"]))
    socket_directory.mkdir()
    socket_directory.chmod(0o777)

    with pytest.raises(EmbeddedServerError, match="is not a private folder"), running(base_dir):
        pass

    socket_directory.rmdir()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "LOG:  could not write: No space left on device\nPANIC:  cannot go on",
            "could not write: No space left on device",
        ),
        ("12:00 UTC [1] FATAL:  bad file\n12:01 UTC [2] FATAL:  the database system is starting up", "bad file"),
        ("initdb: error: program missing\n", "program missing"),
        ("", "the disk may be full"),
    ],
)
def test_failure_is_told_by_the_line_that_names_its_cause(said: str, told: str) -> None:
    explained = embedded_server._explain(said)

    assert told in explained
    assert "starting up" not in explained
    assert explained.endswith("or set DATABASE_URL to another PostgreSQL server.")
