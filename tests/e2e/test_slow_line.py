"""On a slow line a page comes in pieces; what a reader has begun to read stays where it is."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import urlopen

import pytest

from tests.e2e.conftest import DESK, PHONE, OpenPage
from tests.e2e.site import PAGES

PIECES = 16
# Long enough for a browser to paint what it has; what is asserted does not depend on it.
SECONDS_BETWEEN_PIECES = 0.04


@pytest.fixture(scope="module")
def slow_site(site: str) -> Iterator[str]:
    """The address at which the site hands out its pages piece by piece."""

    class SlowLine(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with urlopen(site + self.path) as answer:  # noqa: S310 (our own address)
                body = answer.read()
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.headers["Content-Type"])
                self.end_headers()
            is_page = answer.headers["Content-Type"].startswith("text/html")
            size = len(body) // PIECES + 1 if is_page else len(body)
            for start in range(0, len(body), size):
                self.wfile.write(body[start : start + size])
                time.sleep(SECONDS_BETWEEN_PIECES)

        def log_message(self, *args: object) -> None:
            """Says nothing of each request."""

    with ThreadingHTTPServer(("127.0.0.1", 0), SlowLine) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_does_not_move_while_it_arrives(
    open_page: OpenPage, slow_site: str, path: str, viewport: dict[str, int]
) -> None:
    page = open_page(f"{slow_site}/en/{path}", viewport=viewport)
    assert page.evaluate("checks.shift()") == 0
