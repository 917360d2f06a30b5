"""The bench of an import leaves the database as it is, whatever it times."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from diaspora.development.management.commands import bench_import
from diaspora.imports import PublishedFile, read_migrant_stock
from diaspora.models import MigrantStock
from tests.factories import create_dataset

pytestmark = pytest.mark.django_db


def test_workbook_is_imported_timed_and_taken_back(mali: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_import, "COUNTRIES", 20)
    path, output = tmp_path / "generated.xlsx", StringIO()
    call_command("bench_import", "--rows=1000", write=path)
    assert len(read_migrant_stock(PublishedFile.read(path)).stocks) > 20
    call_command("bench_import", file=path, stdout=output)
    assert len(output.getvalue().split()) == 5
    assert not MigrantStock.objects.exists()


def test_each_round_is_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    steps: list[str] = []

    def step(*options: str) -> str:
        steps.append(options[0])
        if options[0] == "--write":
            Path(options[1]).write_bytes(b"workbook")
        return "a line\n"

    monkeypatch.setattr(bench_import, "run_step", step)
    output = StringIO()
    call_command("bench_import", "--rounds=2", stdout=output)
    assert steps == ["--write", "--file", "--file"]
    assert output.getvalue().count("a line") == 2


def test_step_that_fails_says_why() -> None:
    with pytest.raises(CommandError, match="no-such-option"):
        bench_import.run_step("--no-such-option")


def test_bench_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench_import, "COUNTRIES", 999)
    with pytest.raises(CommandError, match="The database lacks the countries"):
        call_command("bench_import", write=tmp_path / "never written")
    create_dataset(slug=bench_import.SLUG)
    with pytest.raises(CommandError, match="is in this database already"):
        call_command("bench_import")
