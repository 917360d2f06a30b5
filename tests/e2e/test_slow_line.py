"""On a slow line a page comes in pieces; what a reader has begun to read stays where it is."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Semaphore, Thread
from urllib.request import urlopen

import pytest

from tests.e2e.conftest import DESK, PHONE, OpenPage
from tests.e2e.site import PAGES

PIECES = 12
# A hundredth of the window, a tenth of what counts as still. Cut in forty places, in the middle of a word say, no page
# moved by more than half of it; and where a busy machine paints between, there may be any number of places.
MOVED = 0.01


class SlowLine(ThreadingHTTPServer):
    """Hands out the pages of a site in pieces, the next one when it is let through."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.gate = Semaphore(0)
        super().__init__(("127.0.0.1", 0), SlowAnswer)


class SlowAnswer(BaseHTTPRequestHandler):
    """Asks the site, and passes on what it answers: pages in pieces, the rest at once."""

    server: SlowLine

    def do_GET(self) -> None:
        with urlopen(self.server.site + self.path) as answer:  # noqa: S310 (our own address)
            body = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.end_headers()
        if not answer.headers["Content-Type"].startswith("text/html"):
            self.wfile.write(body)
            return
        # A browser paints nothing before the body begins and the stylesheets named above it are there.
        head, tag, rest = body.partition(b"<body>")
        size = len(rest) // PIECES + 1
        self.wfile.write(head + tag)
        for start in range(0, len(rest), size):
            self.server.gate.acquire()
            self.wfile.write(rest[start : start + size])

    def log_message(self, *args: object) -> None:
        """Says nothing of each request."""


@pytest.fixture(scope="module")
def line(site: str) -> Iterator[SlowLine]:
    with SlowLine(site) as line:
        thread = Thread(target=line.serve_forever)
        thread.start()
        yield line
        line.shutdown()
        thread.join()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_does_not_move_while_it_arrives(
    open_page: OpenPage, line: SlowLine, path: str, viewport: dict[str, int]
) -> None:
    page = open_page("about:blank", viewport=viewport)
    page.goto(f"http://127.0.0.1:{line.server_port}/en/{path}", wait_until="commit")
    for _piece in range(PIECES):
        # What is there has been painted before more comes.
        page.evaluate("checks.shift()")
        line.gate.release()
    page.wait_for_load_state()
    assert page.evaluate("checks.shift()") < MOVED
