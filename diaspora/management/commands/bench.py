"""Times the main pages of the site as production serves them: `make bench`."""

import contextlib
import math
import os
import socket
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import translation

from diaspora.citations import citations_from
from diaspora.management import site_environment
from diaspora.management.commands.run_site import THREADS, WORKERS
from diaspora.models import Country, Entry, Source

CONNECTIONS = (1, 16)
SECONDS_TO_ANSWER = 30
SECONDS_TO_STOP = 10
ROW = "{:<22} {:>11} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}"
HEADINGS = ("page", "connections", "req/s", "p50 ms", "p95 ms", "p99 ms", "bytes", "queries")


@dataclass
class Timing:
    """What some requests for one page took."""

    elapsed: float
    latencies: list[float]
    size: int

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.latencies) / self.elapsed

    def percentile(self, percent: float) -> float:
        """Returns the latency in milliseconds that so many per cent of the requests did not exceed."""
        return 1000 * percentile(self.latencies, percent)


class Command(BaseCommand):
    """Serves the site with gunicorn on a free port, asks for its main pages, and prints what they took."""

    help = "Time the main pages under gunicorn, with the settings of production, against the site’s own database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Takes how often to ask, and for which pages."""
        parser.add_argument("--requests", type=int, default=60, help="requests for each page and number of connections")
        parser.add_argument("--page", action="append", help="time this page only; may be given several times")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints a line for each page and number of connections."""
        if options["requests"] < 1:
            raise CommandError("--requests is a number from 1 upwards.")
        pages = find_pages()
        names = options["page"] or list(pages)
        if unknown := [name for name in names if name not in pages]:
            raise CommandError(f"There is no page “{unknown[0]}”. Choose from: {', '.join(pages)}.")
        self.stdout.write(f"{WORKERS} workers with {THREADS} threads, {options['requests']} requests a line\n\n")
        self.stdout.write(ROW.format(*HEADINGS))
        with serving(settings.BASE_DIR) as port:
            for name in names:
                queries = count_queries(pages[name])
                # Every worker reads its templates at the first request.
                time_requests(port, pages[name], max(CONNECTIONS), 2 * WORKERS * THREADS)
                for connections in CONNECTIONS:
                    timing = time_requests(port, pages[name], connections, options["requests"])
                    self.stdout.write(describe(name, connections, timing, queries))
                    self.stdout.flush()


def find_pages() -> dict[str, str]:
    """Returns the addresses of the main pages by name; raises CommandError where there is no Mali to show."""
    with translation.override("en"):
        try:
            mali = Country.objects.with_profile().filter(iso3="MLI").first()
        except ProgrammingError:
            mali = None
        if mali is None:
            raise CommandError("The database lacks what is timed. Load it: manage.py migrate, loaddata reference mali.")
        practices = reverse("practices:practices")
        pages = {
            "home": reverse("diaspora:home"),
            "countries": reverse("diaspora:countries"),
            "mali": mali.get_absolute_url(),
            "mali-fr": translate(mali),
            "practices": practices,
            "practices-filtered": f"{practices}?country={mali.slug}&area=investment&state=not_known",
            "practices-searched": f"{practices}?q=diaspora+investment",
        }
        for record_type in Entry.types():
            cited = record_type.objects.published().annotate(cited=Count("citations")).order_by("-cited", "pk")
            if (record := cited.first()) and record.get_absolute_url() not in pages.values():
                pages[record_type._meta.model_name] = record.get_absolute_url()
        source = max(Source.objects.order_by("pk"), key=lambda source: len(citations_from(source)))
        return pages | {"source": source.get_absolute_url()}


def translate(country: Country) -> str:
    """Returns the address of the country's page in French."""
    with translation.override("fr"):
        return country.get_absolute_url()


def count_queries(path: str) -> int:
    """Returns how many queries the page takes, asked in this process."""
    with (
        override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False),
        CaptureQueriesContext(connection) as queries,
    ):
        Client().get(path)
    return len(queries)


@contextlib.contextmanager
def serving(base_dir: Path, database_url: str = "") -> Iterator[int]:
    """Serves the site with gunicorn for as long as needed, on a port of its own; raises CommandError.

    The database is the site's own unless the address of another is given.
    """
    with tempfile.TemporaryDirectory() as static_root, contextlib.ExitStack() as stack:
        environment = os.environ | site_environment(base_dir) | {"STATIC_ROOT": static_root}
        if database_url:
            environment["DATABASE_URL"] = database_url
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
        yield port


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Ends the server."""
    server.terminate()
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def time_requests(port: int, path: str, connections: int, requests: int) -> Timing:
    """Asks for the page so many times over so many kept connections at once; raises CommandError."""
    shares = [requests // connections + (number < requests % connections) for number in range(connections)]
    start = time.perf_counter()
    try:
        with ThreadPoolExecutor(connections) as pool:
            answers = [answer for share in pool.map(lambda n: ask(port, path, n), shares) for answer in share]
    except (OSError, HTTPException) as error:
        raise CommandError(f"The server did not answer at {path}: {error}.") from error
    elapsed = time.perf_counter() - start
    return Timing(elapsed, [latency for latency, _size in answers], answers[0][1])


def ask(port: int, path: str, requests: int) -> list[tuple[float, int]]:
    """Asks for the page over one connection; returns for each answer the seconds it took, and its size in bytes."""
    answers = []
    with contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_ANSWER)) as server:
        for _number in range(requests):
            start = time.perf_counter()
            server.request("GET", path, headers={"Accept-Encoding": "gzip"})
            response = server.getresponse()
            body = response.read()
            answers.append((time.perf_counter() - start, len(body) + head_size(response)))
            if response.status != 200:
                raise CommandError(f"{path} answers {response.status}, so there is nothing to time.")
    return answers


def head_size(response: HTTPResponse) -> int:
    """Returns the bytes of the status line, the headers and the line after them."""
    status_line = f"HTTP/1.1 {response.status} {response.reason}\r\n"
    return len(status_line) + sum(len(f"{name}: {value}\r\n") for name, value in response.getheaders()) + 2


def percentile(values: Sequence[float], percent: float) -> float:
    """Returns the smallest of the values that at least so many per cent of them do not exceed (the nearest rank)."""
    return sorted(values)[max(math.ceil(percent / 100 * len(values)), 1) - 1]


def describe(name: str, connections: int, timing: Timing, queries: int) -> str:
    """Returns the line of the table."""
    latencies = (f"{timing.percentile(percent):.1f}" for percent in (50, 95, 99))
    return ROW.format(name, connections, f"{timing.rate:.1f}", *latencies, f"{timing.size:,}", queries)
