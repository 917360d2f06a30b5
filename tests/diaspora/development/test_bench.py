"""The bench: what it counts is right, every page has its rows, and the server it starts is gone afterwards."""

import contextlib
import os
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from diaspora.development import scratch_databases
from diaspora.development import server as site_server
from diaspora.development.management.commands import bench
from diaspora.development.run_site import WORKERS
from diaspora.development.server import Server
from diaspora.development.server import serving as serve_site
from diaspora.models import CountryProfile

BODY = b"x" * 1000


class Answering(BaseHTTPRequestHandler):
    """Answers every request alike, and notes it."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, int]]

    def do_GET(self) -> None:
        """Answers with the body; the path /missing/ is not found."""
        self.asked.append((self.path, self.client_address[1]))
        self.send_response_only(404 if self.path == "/missing/" else 200)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


@pytest.fixture
def asked() -> list[tuple[str, int]]:
    """The path and the client’s port of each request that the answering server had."""
    return []


@pytest.fixture
def port(asked: list[tuple[str, int]]) -> Iterator[int]:
    """The port of a server that answers at once."""
    handler = type("Handler", (Answering,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1), (1, 1), (50, 5), (51, 6), (90, 9), (91, 10), (95, 10), (99, 10), (100, 10)]
)
def test_percentile_is_the_nearest_rank(percent: float, expected: float) -> None:
    """Of ten values, nine do not exceed the ninth; their order does not matter."""
    assert bench.percentile([10, 3, 1, 2, 9, 4, 8, 5, 7, 6], percent) == expected


def test_percentile_of_one_value_is_that_value() -> None:
    """One request is its own median and its own worst."""
    assert {bench.percentile([7.5], percent) for percent in (0, 50, 99, 100)} == {7.5}


def test_timing_is_in_requests_per_second_and_milliseconds() -> None:
    """Four requests in two seconds are two a second, whatever each of them took."""
    alone = bench.Timing(elapsed=1, latencies=[0.5, 0.1], size=10)
    together = bench.Timing(elapsed=2, latencies=[0.5, 0.25, 1, 0.75], size=10)
    assert together.rate == 2
    assert together.percentile(50) == 500
    cells = read_cells(bench.describe("home", [alone, together], 13))
    assert cells == ["home", "100", "500", "500", "1,000", "2.0", "10", "13"]


def read_cells(row: str) -> list[str]:
    """Returns what stands in the columns of a row of a table in Markdown."""
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def read_table(output: str) -> list[list[str]]:
    """Returns the cells of each row of the table, without its head."""
    head, rule, *rows = [line for line in output.splitlines() if line.startswith("|")]
    assert read_cells(head) == list(bench.HEADINGS)
    assert set(rule) == set("|-: ")
    return [read_cells(row) for row in rows]


def stand_in(port: int) -> Any:
    """Returns what the bench serves with, that answers at once; this process is its server."""
    return lambda base_dir, database, settings: contextlib.nullcontext(Server(port, os.getpid()))


@pytest.mark.parametrize(("connections", "requests"), [(1, 5), (4, 10), (16, 3)])
def test_requests_are_shared_among_kept_connections(
    port: int, asked: list[tuple[str, int]], connections: int, requests: int
) -> None:
    """As many requests as asked for are sent, over no more connections than asked for."""
    timing = bench.time_requests(port, "/page/", connections, requests)
    assert [path for path, _client in asked] == ["/page/"] * requests
    assert len({client for _path, client in asked}) == min(connections, requests)
    assert len(timing.latencies) == requests
    assert timing.size == len(f"HTTP/1.1 200 OK\r\nContent-Length: {len(BODY)}\r\n\r\n") + len(BODY)


def test_requests_that_are_not_answered_end_in_words(port: int) -> None:
    """A page that is not there, or a server that is gone, is no timing."""
    with pytest.raises(CommandError, match="/missing/ answers 404"):
        bench.time_requests(port, "/missing/", 1, 1)
    with contextlib.closing(HTTPConnection("127.0.0.1", port)) as free:
        free.connect()
        unused = free.sock.getsockname()[1]
    with pytest.raises(CommandError, match="did not answer at /page/"):
        bench.time_requests(unused, "/page/", 1, 1)


@pytest.mark.slow
@pytest.mark.django_db
def test_bench_prints_a_row_for_each_page(
    mali: None, port: int, asked: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every main page has a line for one connection and one for sixteen, with the queries it takes."""
    monkeypatch.setattr(bench, "serving", stand_in(port))
    output = StringIO()
    call_command("bench", "--requests=2", stdout=output)
    rows = read_table(output.getvalue())
    pages = bench.find_pages()
    assert {
        "home", "map-computed", "countries", "country", "country-fr", "corridor", "compare", "practices",
        "practices-filtered", "practices-searched", "search", "search-common", "search-misspelt", "search-nothing",
        "policy", "practice", "institution", "organisation", "source",
    } == set(pages)  # fmt: skip
    assert [row[0] for row in rows] == list(pages)
    assert {path for path, _client in asked} == set(pages.values())
    queries = {row[0]: int(row[-1]) for row in rows}
    assert queries["home"] > 5
    assert queries["country"] == queries["country-fr"] > queries["home"]
    memory = re.search(r"Memory of the server at its peak: ([\d,]+) MB", output.getvalue())
    assert memory
    assert 20 < int(memory[1].replace(",", "")) < 2000


@pytest.mark.django_db
def test_bench_asks_for_what_it_says(mali: None) -> None:
    """The country is Mali, the list has three filters, and of the searches two find something and one nothing."""
    pages = bench.find_pages()
    assert pages["country"] == "/en/countries/mali/"
    assert pages["country-fr"] == "/fr/countries/mali/"
    assert pages["compare"].startswith("/en/compare/?country=mali&country=")
    assert pages["source"] == "/en/sources/eudif-mali-2025/"
    assert len(Client().get(pages["practices-filtered"]).context["filter"].active_filters) == 3
    found = {name: Client().get(path).context["count"] for name, path in pages.items() if name.startswith("search")}
    assert found["search"] > 0
    assert found["search-common"] > 0
    assert found["search-nothing"] == 0
    assert pages["search-misspelt"] != pages["search"]


def test_misspelt_word_lacks_a_letter() -> None:
    """The middle one, so that neither end helps."""
    assert bench.misspell("Kayes") == "Kaes"
    assert bench.misspell("abcd") == "abd"


@pytest.mark.django_db
def test_bench_times_the_page_that_is_named(mali: None, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """--page chooses; a name that is none is answered with those there are."""
    monkeypatch.setattr(bench, "serving", stand_in(port))
    output = StringIO()
    call_command("bench", "--requests=1", "--page=country-fr", stdout=output)
    assert [row[0] for row in read_table(output.getvalue())] == ["country-fr"]
    with pytest.raises(CommandError, match=r"no page “nowhere”\. Choose from: home, map-computed, countries"):
        call_command("bench", "--page=nowhere")
    with pytest.raises(CommandError, match="from 1 upwards"):
        call_command("bench", "--requests=0")


@pytest.mark.django_db
def test_bench_says_what_is_missing(mali: None) -> None:
    """Without Mali there is nothing to time, and one line says how to load it."""
    CountryProfile.objects.update(status="archived")
    with pytest.raises(CommandError, match=r"^[^\n]*loaddata reference mali[^\n]*$"):
        call_command("bench")


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    servers: list[Any] = []
    stop = site_server.stop

    def stop_and_note(server: Any) -> None:
        stop(server)
        servers.append(server)

    monkeypatch.setattr(site_server, "stop", stop_and_note)
    return servers


@pytest.mark.slow
def test_server_answers_and_is_gone_afterwards(stopped: list[Any]) -> None:
    """Gunicorn serves with the settings of production, on a port that nobody holds once it ended."""
    serving = contextlib.ExitStack()
    server = serving.enter_context(serve_site(settings.BASE_DIR))
    port = server.port
    with serving, contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=30)) as client:
        client.request("GET", "/en/about/", headers={"Accept-Encoding": "gzip"})
        about = client.getresponse()
        assert len(about.read()) > 1000
        assert (about.status, about.headers["Content-Encoding"]) == (200, "gzip")
        client.request("GET", "/en/no-such-page/")
        page = client.getresponse().read().decode()
        # With DEBUG on, the page would list every address.
        assert "There is no such page" in page
        assert "URLconf" not in page
        # A master and its workers, each with an interpreter.
        assert bench.peak_memory(server.pid) > WORKERS * 20_000
    assert [server.returncode for server in stopped] == [0]
    with pytest.raises(ConnectionRefusedError):
        HTTPConnection("127.0.0.1", port).connect()


@pytest.mark.slow
def test_server_is_gone_after_an_interruption(stopped: list[Any]) -> None:
    """Ctrl-C, or whatever else ends the timing, ends the server as well."""
    serving = contextlib.ExitStack()
    serving.enter_context(serve_site(settings.BASE_DIR))
    with pytest.raises(KeyboardInterrupt), serving:
        raise KeyboardInterrupt
    assert [server.poll() is not None for server in stopped] == [True]


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch, port: int) -> list[tuple[str, Any]]:
    """What the bench does with its scratch database, in order; none is made."""
    steps: list[tuple[str, Any]] = []

    def generate(name: str, **options: Any) -> None:
        steps.append((name, (options["scale"], options["suffix"], options["replace"])))

    def serve(base_dir: Any, database: str, settings: dict[str, str]) -> Any:
        # What is timed is what a page costs, not what keeps it.
        assert settings == {"PAGE_CACHE_MEGABYTES": "0"}
        steps.append(("serve", database))
        return contextlib.nullcontext(Server(port, os.getpid()))

    monkeypatch.setattr(bench, "call_command", generate)
    monkeypatch.setattr(scratch_databases, "connected_to", lambda name: contextlib.nullcontext())
    monkeypatch.setattr(scratch_databases, "drop", lambda name: steps.append(("drop", name)))
    monkeypatch.setattr(bench, "serving", serve)
    return steps


@pytest.mark.django_db
def test_bench_of_a_sample_has_a_database_of_its_own(mali: None, scratch: list[tuple[str, Any]]) -> None:
    """It is filled, served and dropped; the site's own is not served."""
    name = scratch_databases.scratch_name("bench")
    output = StringIO()
    call_command("bench", "--sample=0.5", "--requests=1", "--page=home", stdout=output)
    assert scratch == [
        ("generate_sample", (0.5, "bench", True)),
        ("serve", scratch_databases.database_url(name)),
        ("drop", name),
    ]
    assert [row[0] for row in read_table(output.getvalue())] == ["home"]


@pytest.mark.django_db
def test_bench_of_a_sample_drops_it_whatever_happens(mali: None, scratch: list[tuple[str, Any]]) -> None:
    """A page that there is not ends the bench, and not before the database is gone."""
    with pytest.raises(CommandError, match="no page"):
        call_command("bench", "--sample", "--page=nowhere", stdout=StringIO())
    assert [step for step, _what in scratch] == ["generate_sample", "drop"]


@pytest.mark.django_db
def test_bench_without_a_sample_serves_the_site_as_it_is(mali: None, scratch: list[tuple[str, Any]]) -> None:
    """No database is made, and the server reads the address of the site's own as ever."""
    call_command("bench", "--requests=1", "--page=home", stdout=StringIO())
    assert scratch == [("serve", "")]
