"""Who may do what in the admin: contributors, editors, administrators."""

import pytest
from django.urls import reverse
from django.utils import translation

from actors.models import Institution
from diaspora.models import Entry, Observation
from tests import factories
from tests.admin_client import act, address, errors_of, messages_of, open_form, sign_in

pytestmark = pytest.mark.django_db


def test_contributor_enters_a_draft_but_cannot_publish_it() -> None:
    institution = factories.create_institution(status=Entry.Status.DRAFT)
    factories.create_citation(institution)
    client = sign_in("Contributor")
    values = open_form(client, institution)
    assert client.post(address(institution), values | {"status": "in_review"}).status_code == 302
    for status in ("published", "archived"):
        values = open_form(client, institution) | {"status": status}
        assert "status" in errors_of(client.post(address(institution), values))
    assert client.post(address(institution, "delete"), {"post": "yes"}).status_code == 403


def test_contributor_sees_a_published_record_but_cannot_change_it() -> None:
    institution = factories.create_institution()
    citation = factories.create_citation(institution)
    editor, contributor = sign_in("Editor"), sign_in("Contributor")
    values = open_form(editor, institution) | {"summary_en": "Changed"}
    page = contributor.get(address(institution))
    assert "only an editor can change it" in " ".join(messages_of(page))
    assert 'name="_save"' not in page.content.decode()
    assert f'name="{citation.pk}' not in page.content.decode()
    assert contributor.post(address(institution), values).status_code == 403
    institution.refresh_from_db()
    assert institution.summary_en != "Changed"


def test_contributor_actions_leave_published_records_alone() -> None:
    institution = factories.create_institution(title_en="Public")
    client = sign_in("Contributor")
    listed = client.get(address(Institution, "changelist")).content.decode()
    assert "verify_today" in listed
    assert 'value="publish"' not in listed
    assert 'value="archive"' not in listed
    said = act(client, "verify_today", institution)
    assert said[0].startswith("“Public” is left as it was: This record is published")
    institution.refresh_from_db()
    assert institution.reviewed_on is None


def test_contributor_cannot_bring_back_a_version_of_a_published_record() -> None:
    institution = factories.create_institution(status=Entry.Status.DRAFT, summary_en="Draft.")
    draft = institution.history.first()
    institution.status, institution.summary_en = Entry.Status.PUBLISHED, "Public."
    institution.save()
    contributor = sign_in("Contributor")
    version = address(institution, "simple_history", draft.history_id)
    page = contributor.get(version)
    assert page.status_code == 200
    assert "Draft." in page.content.decode()
    assert contributor.post(version, {"_save": "Revert"}).status_code == 403
    institution.refresh_from_db()
    assert institution.summary_en == "Public."


def test_contributor_has_no_access_to_figures_but_to_look() -> None:
    observation = factories.create_observation()
    client = sign_in("Contributor")
    assert client.get(address(observation)).status_code == 200
    assert client.get(address(Observation, "add")).status_code == 403
    assert client.get(address(Observation, "changelist")).status_code == 200


# Accounts


def test_administrator_looks_after_accounts_but_makes_no_superuser() -> None:
    editor, superuser = factories.create_user("Editor"), factories.create_user(is_superuser=True)
    client = sign_in("Administrator")
    page = client.get(address(editor)).content.decode()
    assert 'name="groups"' in page
    assert 'name="is_superuser"' not in page
    assert 'name="user_permissions"' not in page
    assert 'name="_save"' not in client.get(address(superuser)).content.decode()
    assert client.post(address(superuser), {"username": "taken-over"}).status_code == 403
    assert client.post(address(superuser, "delete"), {"post": "yes"}).status_code == 403
    with translation.override("en"):
        password = reverse("admin:auth_user_password_change", args=[superuser.pk])
    assert client.get(password).status_code == 403


def test_editor_has_no_access_to_accounts() -> None:
    assert sign_in("Editor").get(address(factories.create_user(), "changelist")).status_code == 403
