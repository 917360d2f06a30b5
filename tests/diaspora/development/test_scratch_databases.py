"""The database that a sample is made in: beside the site's own, which nothing touches."""

import os
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from diaspora.development import scratch_databases
from diaspora.development.management.commands import generate_sample
from diaspora.models import Source
from practices.models import Practice
from tests import factories


@pytest.fixture
def databases(django_db_modify_db_settings: None, django_db_blocker: Any) -> Iterator[str]:
    """The name of the database that the sample goes to, beside one that stands for the site's own, which is empty.

    Databases are not made in a transaction, so nothing of this goes near the database of the other tests.
    """
    site = f"test_scratch_{os.getpid()}"
    with django_db_blocker.unblock():
        with scratch_databases.connected_to("postgres"):
            scratch_databases.run("CREATE DATABASE {}", site)
        with scratch_databases.connected_to(site):
            yield scratch_databases.scratch_name("sample")
        with scratch_databases.connected_to("postgres"):
            scratch_databases.run("DROP DATABASE IF EXISTS {}", f"{site}_sample")
            scratch_databases.run("DROP DATABASE {}", site)


def find_databases(name: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [name])
        return [row[0] for row in cursor.fetchall()]


def generate(*options: str) -> str:
    """Makes a small sample; returns what is said."""
    output = StringIO()
    call_command("generate_sample", "--scale=0.001", *options, stdout=output)
    return output.getvalue()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves the sample without tables and rows, where a test is about its database alone."""
    for name in ("call_command", "fill"):
        monkeypatch.setattr(generate_sample, name, lambda *arguments, **options: None)


@pytest.mark.slow
def test_sample_gets_a_database_of_its_own(databases: str) -> None:
    """The site's own database stays empty; what somebody has worked in is not made anew."""
    said = generate()
    assert f"The database {databases} is filled" in said
    assert "20 practices" in said
    assert f"{connection.settings_dict['NAME']}_sample" == databases
    assert connection.introspection.table_names() == []
    with scratch_databases.connected_to(databases):
        assert Practice.objects.count() == 20
        source = factories.create_source()
    with pytest.raises(CommandError, match=r"Somebody has changed this sample \(sources\)"):
        generate("--replace")
    with scratch_databases.connected_to(databases):
        assert Source.objects.filter(pk=source.pk).exists()


def test_sample_takes_the_place_of_another_when_asked(quick: None, databases: str) -> None:
    """Without --replace the one that is there stays."""
    generate()
    with scratch_databases.connected_to(databases), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE first AS SELECT 1 AS number")
    with pytest.raises(CommandError, match=r"There is a sample already, .* add --replace"):
        generate()
    with scratch_databases.connected_to(databases):
        assert connection.introspection.table_names() == ["first"]
    generate("--replace")
    with scratch_databases.connected_to(databases):
        assert connection.introspection.table_names() == []


@pytest.mark.parametrize("options", [(), ("--replace",)])
def test_sample_leaves_a_database_alone_that_it_did_not_make(databases: str, options: tuple[str, ...]) -> None:
    """A database of that name is not ours for being called so."""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{databases}"')
    with scratch_databases.connected_to(databases), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 1 AS number")
    with pytest.raises(CommandError, match=r"that this command did not make\. It stays as it is"):
        generate(*options)
    with pytest.raises(CommandError, match="so it stays as it is"):
        scratch_databases.drop(databases)
    with scratch_databases.connected_to(databases):
        assert connection.introspection.table_names() == ["kept"]


@pytest.mark.parametrize("failure", [CommandError("No more."), KeyboardInterrupt()])
def test_sample_that_fails_leaves_no_database(
    quick: None, databases: str, failure: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends it, the database goes, and the process is back where it was."""
    usual = connection.settings_dict["NAME"]

    def fail(*arguments: Any) -> None:
        assert connection.settings_dict["NAME"] == databases
        raise failure

    monkeypatch.setattr(generate_sample, "fill", fail)
    with pytest.raises(type(failure)):
        generate()
    assert find_databases(databases) == []
    assert connection.settings_dict["NAME"] == usual


@pytest.mark.parametrize("scale", ["0", "-1", "11", "nan"])
def test_sample_of_no_size_is_refused(databases: str, scale: str) -> None:
    """What is no size is answered in words, and nothing is made."""
    with pytest.raises(CommandError, match="above 0"):
        call_command("generate_sample", f"--scale={scale}")
    assert find_databases(databases) == []


def test_scratch_database_says_what_the_server_said(databases: str) -> None:
    """What the server refuses is one line in words, without a traceback."""
    scratch_databases.create(databases)
    with pytest.raises(CommandError, match=r"^CREATE DATABASE \S+: .*already exists\. See to that, then try again\.$"):
        scratch_databases.create(databases)
    scratch_databases.drop(databases)
    assert find_databases(databases) == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://atlas:secret@db.example:5433/atlas", "postgresql://atlas:secret@db.example:5433/a_sample"),
        (
            "postgresql://atlas@db.example/atlas?sslmode=require",
            "postgresql://atlas@db.example/a_sample?sslmode=require",
        ),
        ("postgresql://atlas@%2Frun%2Fpg:5432/atlas", "postgresql://atlas@%2Frun%2Fpg:5432/a_sample"),
    ],
)
def test_scratch_database_has_the_address_of_the_server(
    monkeypatch: pytest.MonkeyPatch, address: str, expected: str
) -> None:
    """Only the name of the database differs."""
    monkeypatch.setenv("DATABASE_URL", address)
    assert scratch_databases.database_url("a_sample") == expected
