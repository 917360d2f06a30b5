"""A page that is kept is never older than what is committed, whoever changed it, and in whatever order."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from psycopg import sql

from diaspora.models import Country
from diaspora.page_cache.triggers import keep_triggers, public_tables
from diaspora.page_cache.version import MANY, VERSION, version_reader
from practices.models import Practice
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/en/practices/"


def connect() -> "psycopg.Connection[Any]":
    """Returns a connection beside Django's, with a transaction of its own."""
    known = connection.get_connection_params()
    return psycopg.connect(
        **{name: known[name] for name in ("dbname", "user", "password", "host", "port") if name in known}
    )


def version() -> str:
    """Returns the version that readers are answered with."""
    return version_reader.read()


def rename(title: str) -> None:
    Practice.objects.update(title_en=title)


def save(title: str) -> None:
    practice = Practice.objects.get()
    practice.title_en = title
    practice.save()


def rename_by_sql(title: str) -> None:
    with connect() as other:
        other.execute("UPDATE practices_practice SET title_en = %s", [title])


@pytest.mark.parametrize("change", [rename, save, rename_by_sql])
def test_change_is_seen_at_once(reader: Client, change: Callable[[str], None]) -> None:
    factories.create_practice(title_en="Old title")
    assert "Old title" in reader.get(ADDRESS).content.decode()
    change("New title")
    assert "New title" in reader.get(ADDRESS).content.decode()


def test_every_public_table_is_noted(folder: Any) -> None:
    """Also those of relations, and of types of records that come later."""
    tables = public_tables()
    assert {"practices_practice", "practices_practice_areas", "diaspora_observation", "actors_institution"} <= tables
    assert not [table for table in tables if "historical" in table]
    unnoted = []
    for table in sorted(tables):
        before = version()
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DELETE FROM {} WHERE false").format(sql.Identifier(table)))
        unnoted += [table] if version() == before else []
    assert unnoted == []


def test_triggers_are_made_where_they_are_missing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER atlas_public_change ON practices_practice")
    for _again in range(2):
        keep_triggers(None, "default")  # type: ignore[arg-type]
    before = version()
    Practice.objects.update(title_en="Other")
    assert version() != before
    version_reader.close()


def test_what_editors_alone_see_makes_no_new_version(folder: Any) -> None:
    before = version()
    factories.create_user()
    assert version() == before


def test_change_that_is_undone_makes_no_new_version(folder: Any) -> None:
    factories.create_country()
    before = version()
    with transaction.atomic():
        Country.objects.update(name_en="Elsewhere")
        transaction.set_rollback(True)
    assert version() == before


def test_change_after_one_that_was_undone_is_noted(folder: Any) -> None:
    """The note that a transaction was noted goes with the savepoint that made it."""
    factories.create_country()
    before = version()
    with transaction.atomic():
        with transaction.atomic():
            Country.objects.update(name_en="Elsewhere")
            transaction.set_rollback(True)
        Country.objects.update(name_en="Somewhere")
    assert version() != before


@pytest.mark.parametrize("first", [0, 1])
def test_transactions_that_overlap_each_make_a_new_version(reader: Client, first: int) -> None:
    """Whichever is committed first: a reader who comes between the two sees one change, and both afterwards."""
    factories.create_practice(title_en="First before", slug="first")
    factories.create_practice(title_en="Second before", slug="second")
    with connect() as one, connect() as two:
        one.execute("UPDATE practices_practice SET title_en = 'First after' WHERE slug = 'first'")
        two.execute("UPDATE practices_practice SET title_en = 'Second after' WHERE slug = 'second'")
        assert "First before" in reader.get(ADDRESS).content.decode()
        (one, two)[first].commit()
        seen = reader.get(ADDRESS).content.decode()
        assert [f"{name} after" in seen for name in ("First", "Second")] == [first == 0, first == 1]
        (one, two)[1 - first].commit()
    seen = reader.get(ADDRESS).content.decode()
    assert "First after" in seen
    assert "Second after" in seen


def test_change_while_a_page_is_made_is_seen_by_the_next_reader(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is kept under the version from before it was made."""
    factories.create_practice(title_en="Old title")
    by_title = Practice.objects.all().__class__.by_title

    def change_then_answer(records: Any) -> Any:
        answer = list(by_title(records))
        rename_by_sql("New title")
        monkeypatch.undo()
        assert answer
        return by_title(records)

    monkeypatch.setattr(Practice.objects.all().__class__, "by_title", change_then_answer)
    reader.get(ADDRESS)
    assert "New title" in reader.get(ADDRESS).content.decode()


def test_merged_changes_keep_their_version(folder: Any) -> None:
    """Rows are not kept for ever, and no page is made anew for their sake."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO atlas_public_change SELECT i FROM generate_series(1, %s) i", [MANY + 1])
        before = version()
        cursor.execute(VERSION.decode())
        assert cursor.fetchone()[1] == 1
    assert version() == before


def test_day_that_begins_makes_a_new_version(folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A review falls due at midnight."""
    before = version()
    monkeypatch.setattr(timezone, "localdate", lambda: date.today() + timedelta(days=1))
    assert version() != before


def test_connection_that_the_server_ended_is_made_anew(folder: Any) -> None:
    before = version()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE application_name = 'atlas page cache' AND datname = current_database()"
        )
    assert version() == before
