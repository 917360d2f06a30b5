"""An error of the site or its database is told apart from a bad file, and stands in the log: the commands."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from diaspora.imports import command, read_files, write_editions, writing
from diaspora.models import ImportRun
from tests import factories
from tests.stock_files import mali_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]


def fail(*_args: Any) -> None:
    """Meets an error that nobody foresaw."""
    raise RuntimeError("broken")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "stock.xlsx"
    path.write_bytes(mali_file().content)
    return path


def test_command_that_fails_says_so_in_the_log(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = factories.create_user(username="editor")
    monkeypatch.setattr(command, "write_editions", fail)
    with pytest.raises(RuntimeError, match="broken"):
        call_command("import_migrant_stock", str(path), user="editor", verbosity=0)
    run = ImportRun.objects.get()
    assert (run.outcome, run.file_name, run.file_sha256) == ("failed", "stock.xlsx", mali_file().sha256)
    assert run.started_by == editor
    assert "(RuntimeError), and nothing was imported" in run.message


def test_preview_that_fails_leaves_the_log_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "preview_import", fail)
    with pytest.raises(RuntimeError, match="broken"):
        call_command("import_migrant_stock", str(path), preview=True, verbosity=0)
    assert not ImportRun.objects.exists()


def test_database_that_fails_does_not_blame_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were it told as a refusal, an editor would download a good file again and again."""

    def time_out(*_args: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 1")
            cursor.execute("SELECT pg_sleep(60)")

    monkeypatch.setattr(writing, "choose_series", time_out)
    with pytest.raises(OperationalError):
        write_editions(read_files([mali_file()]))
