"""Two people import at once, someone clicks twice or leaves, the database fails: in threads, on real connections."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from diaspora.admin.importing import uploads
from diaspora.admin.importing.progress import Steps
from diaspora.imports import PublishedFile
from diaspora.models import Dataset, ImportRun, MigrantStock, Observation, UploadedFile
from tests import factories
from tests.admin_client import sign_in
from tests.import_pages import confirm, read, upload
from tests.stock_files import both, pair_file

pytestmark = pytest.mark.django_db(transaction=True)

# Nothing takes so long; a test that would wait for ever fails instead.
PATIENCE = 30
WRITING = "Writing the figures"
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


@pytest.fixture(autouse=True)
def finished_threads() -> Iterator[None]:
    """Waits for the imports of a test, so that none of them meets the next one."""
    yield
    join_imports()


class Pause:
    """Holds the first import that comes to the writing, until the test has done what it wants to do meanwhile."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.over = threading.Event(), threading.Event()
        self.database_process = 0
        tell = Steps.tell

        def tell_and_wait(steps: Steps, step: str, share: float) -> None:
            tell(steps, step, share)
            if step == WRITING and not self.reached.is_set():
                self.database_process = connection.connection.info.backend_pid
                self.reached.set()
                assert self.over.wait(PATIENCE)

        monkeypatch.setattr(Steps, "tell", tell_and_wait)

    def wait(self) -> None:
        """Returns as soon as an import has come to the writing."""
        assert self.reached.wait(PATIENCE)

    def end(self) -> None:
        """Lets it go on."""
        self.over.set()


@pytest.fixture
def pause(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pause]:
    """Holds the first import of a test."""
    pause = Pause(monkeypatch)
    yield pause
    pause.end()


def join_imports() -> None:
    """Returns as soon as the imports that were started have ended."""
    for thread in threading.enumerate():
        if thread.name == "import":
            thread.join(PATIENCE)
            assert not thread.is_alive()


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
    """Returns what became of each import, in the order of the log."""
    return [*ImportRun.objects.order_by("pk").values_list("outcome", flat=True)]


def import_both(pause: Pause, first: tuple[Client, Any], second: tuple[Client, Any]) -> tuple[str, str]:
    """Imports two uploads so that the second begins while the first one writes; returns what the two pages say."""
    pages = [confirm(*first)]
    pause.wait()
    pages.append(confirm(*second))
    wait_until_blocked()
    assert outcomes() == []
    pause.end()
    return read(pages[0]), read(pages[1])


def test_two_editions_at_once_both_land_one_after_the_other(pause: Pause) -> None:
    one, other = sign_in(), sign_in()
    said = import_both(pause, (one, upload(one, small_file(2020))), (other, upload(other, small_file(2024))))
    assert "Waiting until another import has ended" not in said[0]
    assert "Waiting until another import has ended" in said[1]
    assert outcomes() == ["imported", "imported"]
    assert count_written() == (2, 16, 2)
    assert {*Observation.objects.filter(in_series=True).values_list("dataset__edition_en", flat=True)} == {"2024"}


def test_two_editors_with_one_file_at_once_import_it_once(pause: Pause) -> None:
    one, other = sign_in(), sign_in()
    said = import_both(pause, (one, upload(one, small_file())), (other, upload(other, small_file())))
    assert "Imported – 8 figures" in said[0]
    assert "Imported already, nothing changed" in said[1]
    assert outcomes() == ["imported", "unchanged"]
    assert count_written() == (1, 8, 1)


def test_second_click_waits_for_the_first_and_is_told(pause: Pause) -> None:
    client = sign_in()
    preview = upload(client, small_file())
    said = import_both(pause, (client, preview), (client, preview))
    assert "Imported – 8 figures" in said[0]
    assert "Waiting: these files are being imported already" in said[1]
    assert "no longer kept" in said[1]
    assert outcomes() == ["imported"]
    assert count_written() == (1, 8, 1)


def test_cancelling_what_is_being_imported_does_not_say_that_nothing_was(pause: Pause) -> None:
    client = sign_in()
    preview = upload(client, small_file())
    page = confirm(client, preview)
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
    assert "Imported – 8 figures" in read(page)


def test_reader_who_leaves_leaves_the_import_to_its_end(pause: Pause) -> None:
    client = sign_in()
    page = confirm(client, upload(client, small_file()))
    pieces = iter(page.streaming_content)
    assert b"You may leave this page" in next(pieces)
    pause.wait()
    page.close()
    pause.end()
    join_imports()
    assert outcomes() == ["imported"]
    assert count_written() == (1, 8, 1)
    assert not UploadedFile.objects.exists()


def test_connection_that_is_lost_leaves_nothing_but_the_log(pause: Pause) -> None:
    client = sign_in()
    preview = upload(client, small_file())
    page = confirm(client, preview)
    pause.wait()
    end_connection(pause.database_process)
    pause.end()
    check_failure(client, preview, page, "OperationalError")


def test_error_that_nobody_foresaw_leaves_nothing_but_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_steps: Steps, step: str, _share: float) -> None:
        if step == WRITING:
            raise RuntimeError("broken")

    client = sign_in()
    preview = upload(client, small_file())
    with monkeypatch.context() as patch:
        patch.setattr(Steps, "tell", fail)
        page = confirm(client, preview)
        join_imports()
    check_failure(client, preview, page, "RuntimeError")


def test_connection_that_is_lost_in_the_preview_leaves_nothing_but_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def lose_connection(_edition: Any) -> None:
        process = connection.connection.info.backend_pid
        other = threading.Thread(target=end_connection, args=[process])
        other.start()
        other.join(PATIENCE)
        Dataset.objects.exists()

    client = sign_in()
    with monkeypatch.context() as patch:
        patch.setattr(uploads, "make_plan", lose_connection)
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


def check_failure(client: Client, preview: Any, page: Any, error: str) -> None:
    """Fails unless the page and the log say what happened, nothing was written, and the files can be imported again."""
    said = read(page)
    run = ImportRun.objects.get()
    assert run.outcome == ImportRun.Outcome.FAILED
    assert run.message in said
    assert f"({error}), and nothing was imported" in run.message
    assert (run.file_name, run.file_sha256) == ("stock.xlsx", small_file().sha256)
    assert run.started_by is not None
    assert count_written() == (0, 0, 0)
    assert "Imported – 8 figures" in read(confirm(client, preview))
    assert count_written() == (1, 8, 1)
