"""Times the main pages of the site as production serves them: `make bench`."""

import contextlib
import math
import re
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import translation

from diaspora.development import scratch_databases
from diaspora.development.run_site import THREADS, WORKERS
from diaspora.development.server import serving
from diaspora.models import Citation, Country, Entry, Place, Source

CONNECTIONS = (1, 16)
SECONDS_TO_ANSWER = 120
# A table in Markdown, as the README has it: the first connections alone, then all at once.
ROW = "| {:<19} | {:>8} | {:>8} | {:>8} | {:>8} | {:>8} | {:>8} | {:>8} |"
HEADINGS = ("Page", "p50, 1", "p95, 1", "p50, 16", "p95, 16", "req/s, 16", "Bytes", "Queries")


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
    sample_suffix = "bench"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--requests", type=int, default=60, help="requests for each page and number of connections")
        parser.add_argument("--page", action="append", help="time this page only; may be given several times")
        parser.add_argument(
            "--sample",
            nargs="?",
            const=1.0,
            type=float,
            metavar="SCALE",
            help="time a hundred times the data (or that scale of it), in a database made for it and dropped after",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints a line for each page and number of connections."""
        if options["requests"] < 1:
            raise CommandError("--requests is a number from 1 upwards.")
        if options["sample"] is None:
            self.time_pages(**options)
            return
        name = scratch_databases.scratch_name(self.sample_suffix)
        call_command(
            "generate_sample",
            scale=options["sample"],
            suffix=self.sample_suffix,
            replace=True,
            stdout=self.stdout,
        )
        try:
            with scratch_databases.connected_to(name):
                self.time_pages(database=scratch_databases.database_url(name), **options)
        finally:
            scratch_databases.drop(name)

    def time_pages(self, *, requests: int, page: list[str] | None, database: str = "", **options: Any) -> None:
        """Times the pages against the database that this process is connected to, and prints the table."""
        pages = find_pages()
        names = page or list(pages)
        if unknown := [name for name in names if name not in pages]:
            raise CommandError(f"There is no page “{unknown[0]}”. Choose from: {', '.join(pages)}.")
        self.say(f"{WORKERS} workers with {THREADS} threads, {requests} requests a number, in ms and bytes as sent\n")
        self.say(ROW.format(*HEADINGS))
        self.say(ROW.format(*(":---", *["---:"] * (len(HEADINGS) - 1))))
        with serving(settings.BASE_DIR, database, {"PAGE_CACHE_MEGABYTES": "0"}) as server:
            for name in names:
                queries = count_queries(pages[name])
                # Every worker reads its templates at the first request.
                time_requests(server.port, pages[name], max(CONNECTIONS), 2 * WORKERS * THREADS)
                timings = [time_requests(server.port, pages[name], number, requests) for number in CONNECTIONS]
                self.say(describe(name, timings, queries))
            if memory := peak_memory(server.pid):
                self.say(f"\nMemory of the server at its peak: {memory / 1024:,.0f} MB, all processes together.")

    def say(self, text: str) -> None:
        """Writes a line at once."""
        self.stdout.write(text)
        self.stdout.flush()


def find_pages() -> dict[str, str]:
    """Returns the addresses of the main pages by name; raises CommandError where there is no country to show.

    The country is that of which there are most practices: Mali, where there is only Mali.
    """
    with translation.override("en"):
        try:
            country = Country.objects.with_profile().annotate(many=Count("practices")).order_by("-many", "pk").first()
        except ProgrammingError:
            country = None
        if country is None:
            raise CommandError("The database lacks what is timed. Load it: manage.py migrate, loaddata reference mali.")
        other = Country.objects.exclude(pk=country.pk).annotate(many=Count("practices")).order_by("-many", "pk")[0]
        practices, search = reverse("practices:practices"), reverse("diaspora:search")
        pages = {
            "home": reverse("diaspora:home"),
            "map-computed": f"{reverse('diaspora:home')}?indicator=emigrant_share_in_eu",
            "countries": reverse("diaspora:countries"),
            "country": country.get_absolute_url(),
            "country-fr": translate(country),
            "corridor": reverse("diaspora:corridor", args=[country.slug, other.slug]),
            "compare": f"{reverse('diaspora:compare')}?country={country.slug}&country={other.slug}",
            "practices": practices,
            "practices-filtered": f"{practices}?country={country.slug}&area=investment&state=not_known",
            "practices-searched": f"{practices}?q=diaspora+investment",
        }
        for record_type in Entry.types():
            cited = record_type.objects.published().annotate(cited=Count("citations")).order_by("-cited", "pk")
            if (record := cited.first()) and record.get_absolute_url() not in pages.values():
                pages[record_type._meta.model_name] = record.get_absolute_url()
        place = Place.objects.order_by("pk").first()
        name = re.findall(r"\w+", place.name if place else country.name)[0]
        return pages | {
            "source": find_most_cited().get_absolute_url(),
            "search": f"{search}?{urlencode({'q': name})}",
            "search-common": f"{search}?q=remittance",
            "search-misspelt": f"{search}?{urlencode({'q': misspell(name)})}",
            "search-nothing": f"{search}?q=zzqqxx",
        }


def find_most_cited() -> Source:
    cited: Counter[int] = Counter()
    for model in Citation.__subclasses__():
        cited.update(dict(model._default_manager.order_by().values_list("source").annotate(Count("pk"))))
    return Source.objects.get(pk=min(cited, key=lambda key: (-cited[key], key)))


def misspell(word: str) -> str:
    """Returns the word without the letter in its middle."""
    return word[: len(word) // 2] + word[len(word) // 2 + 1 :]


def translate(country: Country) -> str:
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


def describe(name: str, timings: Sequence[Timing], queries: int) -> str:
    latencies = (f"{timing.percentile(percent):,.0f}" for timing in timings for percent in (50, 95))
    return ROW.format(name, *latencies, f"{timings[-1].rate:.1f}", f"{timings[-1].size:,}", queries)


def peak_memory(pid: int) -> int:
    """Returns the most memory, in kB, that the process and those it started have held; 0 where Linux does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    held = re.search(r"VmHWM:\s+(\d+) kB", status)
    return (int(held[1]) if held else 0) + sum(peak_memory(int(child)) for child in children)
