"""Two people import at once, someone clicks twice or leaves, the database fails: in threads, on real connections."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from diaspora.admin.importing import uploads
from diaspora.imports import PublishedFile, writing
from diaspora.models import Dataset, ImportRun, MigrantStock, Observation, UploadedFile, choose_series
from tests import factories
from tests.admin_client import sign_in
from tests.import_pages import confirm, read, upload
from tests.stock_files import both, pair_file

pytestmark = pytest.mark.django_db(transaction=True)

# Nothing takes so long; a test that would wait for ever fails instead.
PATIENCE = 30
BLOCKED = """
    SELECT EXISTS (
        SELECT FROM pg_locks lock JOIN pg_stat_activity activity USING (pid)
        WHERE NOT lock.granted AND activity.datname = current_database()
    )
"""


@pytest.fixture(autouse=True)
def reference() -> None:
    """Makes the countries and indicators of the files."""
    for name, m49 in (("Mali", "466"), ("France", "250")):
        factories.create_country(name, m49=m49)
    for code in ("emigrant_stock", "immigrant_stock"):
        factories.create_indicator(code=code, unit="persons")


class Request(threading.Thread):
    """The request that imports an upload, on its way; as a process of a server it has a connection of its own."""

    def __init__(self, client: Client, preview: Any) -> None:
        super().__init__()
        self.client, self.preview, self.said = client, preview, ""
        self.start()

    def run(self) -> None:
        try:
            self.said = read(confirm(self.client, self.preview))
        finally:
            connection.close()

    def read(self) -> str:
        """Returns the words of the page that answers, as soon as it does."""
        self.join(PATIENCE)
        assert not self.is_alive()
        return self.said


class Pause:
    """Holds the next import when all its figures are written, until the test has done what it wants to do meanwhile."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.over = threading.Event(), threading.Event()
        self.database_process = 0

        def wait_and_choose(indicators: Any) -> None:
            if not self.reached.is_set():
                self.database_process = connection.connection.info.backend_pid
                self.reached.set()
                assert self.over.wait(PATIENCE)
            choose_series(indicators)

        monkeypatch.setattr(writing, "choose_series", wait_and_choose)

    def wait(self) -> None:
        assert self.reached.wait(PATIENCE)

    def end(self) -> None:
        self.over.set()


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Pause]]:
    """Holds the next import of a test, once its previews are made, which import too."""
    pauses: list[Pause] = []

    def start() -> Pause:
        pauses.append(Pause(monkeypatch))
        return pauses[-1]

    yield start
    for pause in pauses:
        pause.end()


def wait_until_blocked() -> None:
    """Returns as soon as a connection waits for a lock that another one has."""
    end = threading.Event()
    timer = threading.Timer(PATIENCE, end.set)
    timer.start()
    with connection.cursor() as cursor:
        while not end.is_set():
            cursor.execute(BLOCKED)
            if cursor.fetchone()[0]:
                timer.cancel()
                return
    pytest.fail("Nobody waits for a lock.")


def small_file(edition: int = 2024, *people: int) -> PublishedFile:
    """Returns a workbook with emigrants of Mali in France."""
    numbers = people or (5, 6)
    return pair_file({(250, 466): both(numbers, numbers)}, years=(2015, edition), edition=edition)


def count_written() -> tuple[int, int, int]:
    """Returns how many datasets, figures and corridors were imported."""
    return Dataset.objects.count(), Observation.objects.count(), MigrantStock.objects.count()


def outcomes() -> list[str]:
    return [*ImportRun.objects.order_by("pk").values_list("outcome", flat=True)]


def import_both(pause: Pause, first: tuple[Client, Any], second: tuple[Client, Any]) -> tuple[str, str]:
    """Imports two uploads so that the second begins while the first one writes; returns what the two pages say."""
    one = Request(*first)
    pause.wait()
    other = Request(*second)
    wait_until_blocked()
    assert outcomes() == []
    pause.end()
    return one.read(), other.read()


def test_two_editions_at_once_both_land_one_after_the_other(hold: Callable[[], Pause]) -> None:
    one, other = sign_in(), sign_in()
    first, second = (one, upload(one, small_file(2020))), (other, upload(other, small_file(2024)))
    said = import_both(hold(), first, second)
    assert ["Imported – 8 figures" in page for page in said] == [True, True]
    assert outcomes() == ["imported", "imported"]
    assert count_written() == (2, 16, 2)
    assert {*Observation.objects.filter(in_series=True).values_list("dataset__edition_en", flat=True)} == {"2024"}


def test_two_editors_with_one_file_at_once_import_it_once(hold: Callable[[], Pause]) -> None:
    one, other = sign_in(), sign_in()
    first, second = (one, upload(one, small_file())), (other, upload(other, small_file()))
    said = import_both(hold(), first, second)
    assert "Imported – 8 figures" in said[0]
    assert "Imported already, nothing changed" in said[1]
    assert outcomes() == ["imported", "unchanged"]
    assert count_written() == (1, 8, 1)


def test_second_click_waits_for_the_first_and_is_told(hold: Callable[[], Pause]) -> None:
    client = sign_in()
    preview = upload(client, small_file())
    said = import_both(hold(), (client, preview), (client, preview))
    assert "Imported – 8 figures" in said[0]
    assert "no longer kept" in said[1]
    assert outcomes() == ["imported"]
    assert count_written() == (1, 8, 1)


def test_cancelling_what_is_being_imported_does_not_say_that_nothing_was(hold: Callable[[], Pause]) -> None:
    client = sign_in()
    preview = upload(client, small_file())
    pause = hold()
    request = Request(client, preview)
    pause.wait()

    def let_go() -> None:
        wait_until_blocked()
        connection.close()
        pause.end()

    # The answer waits for the import, so the import is let go by another hand.
    helper = threading.Thread(target=let_go)
    helper.start()
    answer = confirm(client, preview, "_cancel", follow=True)
    helper.join(PATIENCE)
    assert "Nothing was imported." not in read(answer)
    assert "no longer kept" in read(answer)
    assert "Imported – 8 figures" in request.read()


def test_connection_that_is_lost_leaves_nothing_but_the_log(hold: Callable[[], Pause]) -> None:
    client = sign_in()
    preview = upload(client, small_file())
    pause = hold()
    request = Request(client, preview)
    pause.wait()
    end_connection(pause.database_process)
    pause.end()
    check_failure(client, preview, request.read(), "OperationalError")


def test_error_that_nobody_foresaw_leaves_nothing_but_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_indicators: Any) -> None:
        raise RuntimeError("broken")

    client = sign_in()
    preview = upload(client, small_file())
    with monkeypatch.context() as patch:
        patch.setattr(writing, "choose_series", fail)
        said = read(confirm(client, preview))
    check_failure(client, preview, said, "RuntimeError")


def test_connection_that_is_lost_in_the_preview_leaves_nothing_but_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def lose_connection(_editions: Any) -> None:
        process = connection.connection.info.backend_pid
        other = threading.Thread(target=end_connection, args=[process])
        other.start()
        other.join(PATIENCE)
        Dataset.objects.exists()

    client = sign_in()
    with monkeypatch.context() as patch:
        patch.setattr(uploads, "preview_import", lose_connection)
        said = read(upload(client, small_file()))
    run = ImportRun.objects.get()
    assert run.outcome == ImportRun.Outcome.FAILED
    assert run.message in said
    assert not UploadedFile.objects.exists()


def end_connection(database_process: int) -> None:
    """Ends a connection of someone else's, as a restart of the database would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, %s)", [database_process, PATIENCE * 1000])
        assert cursor.fetchone() == (True,)
    connection.close()


def check_failure(client: Client, preview: Any, said: str, error: str) -> None:
    """Fails unless the page and the log say what happened, nothing was written, and the files can be imported again."""
    run = ImportRun.objects.get()
    assert run.outcome == ImportRun.Outcome.FAILED
    assert run.message in said
    assert f"({error}), and nothing was imported" in run.message
    assert (run.file_name, run.file_sha256) == ("stock.xlsx", small_file().sha256)
    assert run.started_by is not None
    assert count_written() == (0, 0, 0)
    assert "Imported – 8 figures" in read(confirm(client, preview))
    assert count_written() == (1, 8, 1)
