"""Serves the site on this machine, from a bare checkout: `make run`."""

import errno
import os
import secrets
import signal
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connections
from django.urls import reverse
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from diaspora.development.launch import CannotStartError, database
from diaspora.models import Country, CountryProfile

WORKERS, THREADS = 2, 4
SECONDS_TO_FINISH_REQUESTS = 5


def run_site(arguments: Sequence[str]) -> None:
    """Prepares the database, loads what it lacks, and serves until interrupted.

    The address to serve at is read from the environment too. Raises CannotStartError or EmbeddedServerError.
    """
    parser = ArgumentParser(prog="make run", description="Serve the site on this machine, preparing what it needs.")
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
    options = parser.parse_args(arguments)
    port = read_port(options.port)
    check_port_is_free(options.host, port)
    say("Starting the database …")
    with database(settings.BASE_DIR):
        prepare()
        serve(options.host, port)


def say(text: str) -> None:
    """Writes a line at once, and once: the workers, forked later, would repeat what waits in a buffer."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def prepare() -> None:
    """Brings database and static files up to date; what editors wrote stays as it is."""
    say("Updating the tables …")
    call_command("migrate", verbosity=0, interactive=False)
    load_missing_content()
    say("Collecting the static files …")
    call_command("collectstatic", verbosity=0, interactive=False)
    make_administrator()


def load_missing_content() -> None:
    """Loads `reference` and `mali` where they were never loaded, with a first entry of history each."""
    fixtures = []
    if not Country.objects.exists():
        fixtures.append("reference")
    if not CountryProfile.objects.filter(country__iso3="MLI").exists():
        fixtures.append("mali")
    if fixtures:
        say(f"Loading {' and '.join(fixtures)} …")
        # All or nothing: the next start takes up what an interruption undid.
        call_command("loaddata", *fixtures, verbosity=0)


def make_administrator() -> None:
    """Makes the account `admin` where nobody can administer the site, and shows its password."""
    users = get_user_model().objects
    if users.filter(is_superuser=True).exists():
        return
    if users.filter(username="admin").exists():
        say("Nobody can administer the site: make someone with manage.py createsuperuser")
        return
    password = secrets.token_urlsafe(12)
    users.create_superuser("admin", password=password)
    say(
        f"\n  Made the account admin with the password {password}\n"
        "  It is shown this once. Change it with: .venv/bin/python manage.py changepassword admin\n"
    )


def serve(host: str, port: int) -> None:
    """Serves with gunicorn, in this process, until a signal ends it."""
    # Connections do not survive the fork into workers.
    for connection in connections.all():
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
    shown = f"[{host}]" if ":" in host else host
    site = f"http://{'localhost' if host in ('0.0.0.0', '::') else shown}:{port}"  # noqa: S104 (compared, not bound)

    def say_ready() -> None:
        say(f"\n  Site   {site}/\n  Admin  {site}{reverse('admin:index')}\n\nCtrl-C stops it.")

    def say_stopped() -> None:
        say("\nStopped.")

    SiteServer(f"{shown}:{port}", say_ready, say_stopped).run()


class SiteServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn without its own command line and configuration file."""

    def __init__(self, address: str, say_ready: Callable[[], None], say_stopped: Callable[[], None]) -> None:
        self.address, self.say_ready, self.say_stopped = address, say_ready, say_stopped
        super().__init__()

    def load_config(self) -> None:
        """Sets what gunicorn would read from its configuration file."""
        configuration = {
            "bind": self.address,
            "workers": WORKERS,
            "threads": THREADS,
            "worker_class": "gthread",
            "graceful_timeout": SECONDS_TO_FINISH_REQUESTS,
            # Its warnings tell of each HEAD request, which Django rightly answers like a GET.
            "loglevel": "error",
            "control_socket_disable": True,
            "when_ready": self.when_ready,
            "post_worker_init": self.ignore_interrupt,
            "on_exit": lambda arbiter: self.say_stopped(),
        }
        for name, value in configuration.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Returns the WSGI application; called in each worker."""
        return get_internal_wsgi_application()

    def when_ready(self, arbiter: Any) -> None:
        """Says that the site is there, and lets Ctrl-C and a closed terminal end it once requests are answered."""

        def finish(number: int, frame: object) -> None:
            # A second Ctrl-C no longer waits.
            signal.signal(signal.SIGINT, arbiter.signal)
            arbiter.signal(signal.SIGTERM, frame)

        signal.signal(signal.SIGINT, finish)
        signal.signal(signal.SIGHUP, finish)
        self.say_ready()

    @staticmethod
    def ignore_interrupt(worker: object) -> None:
        """Leaves Ctrl-C, which the terminal sends to workers as well, to the process that started them."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def read_port(text: str) -> int:
    """Returns the number of a port; raises CannotStartError."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise CannotStartError(f"PORT is “{text}”. Give a number from 1 to 65535: make run PORT=8001")


def check_port_is_free(host: str, port: int) -> None:
    """Raises CannotStartError where the site could not be served at this address."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # As gunicorn does: connections that just ended do not hold the port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except PermissionError:
        raise CannotStartError(f"Port {port} is kept for root. Choose another: make run PORT=8000") from None
    except (socket.gaierror, UnicodeError):
        raise CannotStartError(f"HOST is “{host}”, which is no address. Try: make run HOST=127.0.0.1") from None
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise CannotStartError(
                f"{host} is not this machine ({error.strerror}). Try: make run HOST=127.0.0.1"
            ) from None
        other = port + 1 if port < 65535 else 8000
        raise CannotStartError(
            f"Port {port} is in use. Stop the program that uses it, or choose another: make run PORT={other}"
        ) from None
