"""The groups that each `migrate` keeps, and the database's own check of figures."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState

from diaspora.roles import CONTRIBUTED, ROLES, keep_roles

pytestmark = pytest.mark.django_db


def permissions_of(name: str) -> set[str]:
    granted = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in granted}


def test_contributor_adds_and_changes_records_but_publishes_and_deletes_nothing() -> None:
    granted = permissions_of("Contributor")
    assert {
        "practices.add_practice",
        "practices.change_practicecitation",
        "actors.add_organisation",
        "diaspora.change_source",
        "diaspora.add_place",
        "diaspora.view_topic",
        "practices.view_politicalright",
    } <= granted
    assert not {codename for codename in granted if ".delete_" in codename or ".publish_" in codename}
    assert not granted & {
        "diaspora.add_observation",
        "practices.change_politicalright",
        "practices.add_participation",
        "diaspora.change_country",
        "diaspora.add_topic",
        "auth.view_user",
    }


def test_editor_does_everything_editorial_and_looks_after_no_account() -> None:
    granted = permissions_of("Editor")
    every = Permission.objects.filter(content_type__app_label__in=("diaspora", "actors", "practices"))
    expected = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in every.select_related("content_type")
        if not permission.content_type.model.startswith("historical")
    }
    assert granted == expected
    assert {"practices.publish_practice", "diaspora.publish_countryprofile", "diaspora.delete_source"} <= granted


def test_administrator_looks_after_accounts_too() -> None:
    granted = permissions_of("Administrator")
    assert granted >= permissions_of("Editor")
    assert {"auth.add_user", "auth.change_user", "auth.delete_user", "auth.change_group"} <= granted


def test_migrate_makes_the_groups_again_and_leaves_those_of_the_site_alone() -> None:
    before = {name: permissions_of(name) for name in ROLES}
    Group.objects.get(name="Editor").permissions.remove(Permission.objects.get(codename="publish_practice"))
    Group.objects.get(name="Contributor").permissions.add(Permission.objects.get(codename="delete_practice"))
    Group.objects.get(name="Administrator").delete()
    readers = Group.objects.create(name="Readers")
    readers.permissions.add(Permission.objects.get(codename="view_practice"))
    editor = User.objects.create(username="editor")
    editor.groups.add(Group.objects.get(name="Editor"))

    call_command("migrate", verbosity=0)

    assert {name: permissions_of(name) for name in ROLES} == before
    assert permissions_of("Readers") == {"practices.view_practice"}
    assert editor.has_perm("practices.publish_practice")


def test_migrating_another_app_before_there_are_accounts_makes_no_group() -> None:
    Group.objects.all().delete()
    nothing_yet = ProjectState().apps
    keep_roles(apps.get_app_config("auth"), using=connection.alias, apps=nothing_yet)
    assert not Group.objects.exists()


def test_every_record_that_contributors_enter_exists() -> None:
    for label, names in CONTRIBUTED.items():
        for name in names:
            assert apps.get_model(label, name)
