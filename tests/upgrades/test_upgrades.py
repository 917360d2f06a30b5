"""A site of each earlier version becomes one of today, with everything in it."""

import os
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from actors.models import Institution
from diaspora.development import scratch_databases
from diaspora.models import Indicator, MigrantStock, Observation

# Sites with the reference data, Mali, accounts, a draft and, where the version could, imports: see README.md.
SITES = Path(__file__).with_name("sites.tar.xz")
MINISTRY = "mali-ministry-of-malians-abroad"
VERSIONS = ("0.1.0", "0.2.0", "0.3.0")
# Where `migrate` itself adds rows.
KEPT_BY_MIGRATE = {"auth_group_permissions", "auth_permission", "django_content_type", "django_migrations"}
# A zero as the tables have it in which migrants are counted; each site has one year of them.
ZEROS = {"diaspora_migrantstock": "{0}", "diaspora_observation": "0.000000"}

Columns = dict[str, list[str]]
Rows = dict[str, Counter[tuple[Any, ...]]]

# What the tables are, one text for each column, constraint, index, function and trigger.
CATALOGUE = """
    SELECT concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable, column_default,
                     character_maximum_length, generation_expression)
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'atlas%'
    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""


@dataclass
class Upgrade:
    """What a site of an earlier version held before `migrate`, and the same columns after it."""

    version: str
    before: Rows
    after: Rows


@pytest.fixture(scope="module")
def tables_of_a_new_site(django_db_setup: None, django_db_blocker: Any) -> set[str]:
    """What the tables of a site are that was installed today, read while the tests are connected to one."""
    with django_db_blocker.unblock():
        return read_catalogue()


@pytest.fixture(scope="module", params=VERSIONS)
def upgrade(
    request: pytest.FixtureRequest, tables_of_a_new_site: set[str], django_db_blocker: Any
) -> Iterator[Upgrade]:
    """Restores the site of a version and brings it up to today; the tests are connected to it."""
    name = f"test_upgrade_{os.getpid()}"
    with django_db_blocker.unblock():
        with scratch_databases.connected_to("postgres"):
            scratch_databases.run("CREATE DATABASE {}", name)
        try:
            with scratch_databases.connected_to(name), tarfile.open(SITES) as sites:
                site = sites.extractfile(f"{request.param}.sql")
                assert site
                restore(site.read().decode())
            with scratch_databases.connected_to(name):
                columns = read_columns()
                before = read_rows(columns)
                call_command("migrate", verbosity=0)
                yield Upgrade(request.param, before, read_rows(columns))
        finally:
            with scratch_databases.connected_to("postgres"):
                scratch_databases.run("DROP DATABASE {}", name)


def restore(site: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(site)


def read_columns() -> Columns:
    """Returns the columns of every table, without those that the database fills itself."""
    columns: Columns = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position"
        )
        for table, column in cursor.fetchall():
            columns.setdefault(table, []).append(column)
    return columns


def read_rows(columns: Columns) -> Rows:
    """Returns the rows of each table as far as these columns go."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table, names in columns.items():
            cursor.execute("SELECT {} FROM {}".format(", ".join(f'"{name}"::text' for name in names), table))  # noqa: S608
            rows[table] = Counter(cursor.fetchall())
    return rows


def read_catalogue() -> set[str]:
    """Returns what the tables of the database are, in the words of PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE)
        return {row[0] for row in cursor.fetchall()}


def test_snapshot_is_of_a_site_with_records(upgrade: Upgrade) -> None:
    assert upgrade.before["diaspora_country"].total() == 249
    tables = ["practices_practice", "actors_historicalinstitution", "diaspora_observation", "auth_user"]
    tables += ["diaspora_migrantstock", "diaspora_importrun"] if upgrade.version > "0.1.0" else []
    assert all(upgrade.before[table] for table in tables)


def test_upgrade_keeps_every_row_but_zeros_of_migrants(upgrade: Upgrade) -> None:
    """Those are not published (decision 0023): a figure of nobody goes, and a corridor keeps its row."""
    changed = {
        table: [row for row in rows - upgrade.after[table] if table not in ZEROS or ZEROS[table] not in row]
        for table, rows in upgrade.before.items()
    }
    assert {table: rows for table, rows in changed.items() if rows} == {}
    corridors = "diaspora_migrantstock"
    assert upgrade.after.get(corridors, Counter()).total() == upgrade.before.get(corridors, Counter()).total()
    added = {table for table, rows in upgrade.after.items() if rows - upgrade.before[table]}
    assert added <= KEPT_BY_MIGRATE | {corridors}


def test_upgraded_site_has_no_zeros_of_migrants(upgrade: Upgrade) -> None:
    assert not MigrantStock.objects.filter(total__contains=[0]).exists()
    assert not Observation.objects.imported().filter(value=0).exists()
    if upgrade.version > "0.1.0":
        # The number of Mali's emigrants in Latvia is such a zero.
        assert MigrantStock.objects.get(origin__iso3="MLI", destination__iso3="LVA").total == [None]


def test_upgraded_site_has_the_tables_of_a_new_one(tables_of_a_new_site: set[str], upgrade: Upgrade) -> None:
    assert read_catalogue() == tables_of_a_new_site


def test_upgraded_site_answers(upgrade: Upgrade, django_db_blocker: Any) -> None:
    for path in ("/en/", "/en/countries/mali/", "/fr/practices/", "/en/search/?q=cigem"):
        assert Client().get(path).status_code == 200, path


def test_upgraded_mali_says_who_is_in_charge(upgrade: Upgrade) -> None:
    assert [institution.slug for institution in Institution.objects.filter(in_charge=True)] == [MINISTRY]
    # No version of the record differs in it, so that no editor seems to have changed it.
    assert set(Institution.history.filter(slug=MINISTRY).values_list("in_charge", flat=True)) == {True}


def test_upgraded_indicators_are_known_by_the_codes_of_their_publisher(upgrade: Upgrade) -> None:
    call_command("loaddata", "reference", missing=True, verbosity=0)
    codes = set(Indicator.objects.exclude(publisher_code="").values_list("code", "publisher_code"))
    with (settings.BASE_DIR / "fixtures" / "vocabularies" / "reference.yaml").open() as fixture:
        indicators = [row["fields"] for row in yaml.safe_load(fixture) if row["model"] == "diaspora.indicator"]
    assert codes == {(row["code"], row["publisher_code"]) for row in indicators if row.get("publisher_code")}


def test_upgraded_accounts_may_what_their_group_may_today(upgrade: Upgrade) -> None:
    contributor, editor = User.objects.get(username="contributor"), User.objects.get(username="editor")
    assert contributor.has_perms(["practices.change_practice", "diaspora.view_importrun"])
    assert not contributor.has_perm("practices.publish_practice")
    assert editor.has_perms(["practices.publish_practice", "diaspora.add_importrun"])
