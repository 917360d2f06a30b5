"""Long work, shown as it goes: the page is sent piece by piece, so that it needs no script.

The work has a thread and a database connection of its own. Whoever leaves the page leaves the work to its end; where
the server stops first, the database undoes what was not finished.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue

from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from diaspora.figures.wording import number
from diaspora.imports import Progress

logger = logging.getLogger(__name__)
# Stands in the page where the steps go, and a second time where the result goes.
MARK = "<!-- here -->"
# A bar for every so much of a step, a twentieth.
SHARE_TOLD = 0.05


class Steps:
    """The steps of the work as items of a list: a line for each, and how much of the last one is done."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self.write = write
        self.step, self.told = "", 0.0

    def tell(self, step: str, share: float) -> None:
        """Writes a step when it begins, and a bar now and then."""
        if step != self.step:
            self.step, self.told = step, 0.0
            self.write(format_html("<li>{}</li>\n", step))
        if share >= self.told + SHARE_TOLD and share < 1:
            self.told = share
            bar = '<li class="share"><progress max="100" value="{0}" aria-label="{1}">{2}%</progress></li>\n'
            self.write(format_html(bar, round(share * 100), step, number(share * 100)))


def stream_work(request: HttpRequest, page: str, work: Callable[[Progress], str]) -> StreamingHttpResponse:
    """Starts the work and returns the page that shows its steps and then what it returns, which is HTML."""
    head, middle, tail = page.split(MARK)
    pieces: SimpleQueue[str | None] = SimpleQueue()
    language = translation.get_language()

    def run() -> None:
        # A thread knows neither the language of the reader nor whom to name in the history.
        HistoricalRecords.context.request = request
        try:
            with translation.override(language):
                try:
                    result = work(Steps(pieces.put).tell)
                except Exception:
                    logger.exception("What became of an import could not be told.")
                    result = format_html('<p class="errornote">{}</p>', error_message())
                pieces.put(middle + result + tail)
        finally:
            pieces.put(None)

    def read() -> Iterator[str]:
        yield head
        yield from iter(pieces.get, None)

    start(run)
    response = StreamingHttpResponse(read())
    # Compression and the proxy would both hold back what is not yet a full block.
    response["Content-Encoding"] = "identity"
    response["X-Accel-Buffering"] = "no"
    response["Cache-Control"] = "no-store"
    return response


def start(run: Callable[[], None]) -> None:
    """Runs this in a thread of its own and gives its connection to the database back."""

    def run_and_close() -> None:
        try:
            run()
        finally:
            connections.close_all()

    threading.Thread(target=run_and_close, name="import").start()


def error_message() -> str:
    """Returns what to say of an error that nobody foresaw."""
    return _(
        "The site met an error. The log says whether anything was imported; where it says nothing, nothing was. If it "
        "happens again, tell whoever runs the site."
    )
