"""Serves the site as production does, for as long as a command or a test needs it."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import CommandError

from diaspora.development.launch import site_environment
from diaspora.development.run_site import THREADS, WORKERS

SECONDS_TO_STOP = 10


@dataclass
class Server:
    """A server that is running: where it listens, and its process."""

    port: int
    pid: int


@contextlib.contextmanager
def serving(base_dir: Path, database: str = "", settings: dict[str, str] | None = None) -> Iterator[Server]:
    """Serves the site with gunicorn for as long as needed, on a port of its own; raises CommandError.

    `database` is the address of another database than the site's own; `settings` are those of its environment that
    differ from `make run`.
    """
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        environment = os.environ | site_environment(base_dir) | {"STATIC_ROOT": f"{folder}/static"}
        environment |= {"PAGE_CACHE_FOLDER": f"{folder}/pages"} | (settings or {})
        environment |= {"DATABASE_URL": database} if database else {}
        collect = [sys.executable, str(base_dir / "manage.py"), "collectstatic", "--no-input", "--verbosity=0"]
        if subprocess.run(collect, env=environment, cwd=base_dir, check=False).returncode:  # noqa: S603
            raise CommandError("The static files could not be collected, for the reason above.")
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=64))
        port = listener.getsockname()[1]
        # The server inherits the socket, so that nobody else can take the port in between.
        options = f"--bind fd://{listener.fileno()} --workers {WORKERS} --threads {THREADS} --worker-class gthread"
        server = subprocess.Popen(  # noqa: S603
            [
                sys.executable,
                "-m",
                "gunicorn",
                *options.split(),
                "--log-level",
                "error",
                "--keep-alive=60",
                "--no-control-socket",
                "diaspora.wsgi",
            ],
            env=environment,
            cwd=base_dir,
            pass_fds=[listener.fileno()],
            # Ctrl-C ends this command, which ends the server.
            start_new_session=True,
        )
        stack.callback(stop, server)
        # Where the server ends by itself, nobody answers, and requests fail instead of waiting.
        listener.close()
        yield Server(port, server.pid)


def stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
