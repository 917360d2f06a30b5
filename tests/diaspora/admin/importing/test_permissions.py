"""Who may import and withdraw, by whatever way they come; and what is too large."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client

from diaspora.imports import PublishedFile, read_files, write_editions
from diaspora.imports.files import MAX_SIZE, MEBIBYTE
from diaspora.models import Dataset, ImportRun, Observation, UploadedFile
from tests import factories
from tests.admin_client import sign_in
from tests.import_pages import confirm, page_address, read, upload
from tests.stock_files import mali_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]

SLUG = "un-desa-migrant-stock-by-destination-and-origin-2024"
IMPORT = ("add_dataset", "add_observation")
WITHDRAW = ("delete_dataset", "delete_observation")


def sign_in_with(*permissions: str) -> Client:
    """Returns a client signed in as someone with these permissions and no others."""
    user = factories.create_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("group", ["Editor", "Administrator"])
def test_editors_and_administrators_import_and_withdraw(group: str) -> None:
    client = sign_in(group)
    assert "Imported – 44 figures" in read(confirm(client, upload(client, mali_file())))
    target = page_address("dataset_withdraw", Dataset.objects.get(slug=SLUG).pk)
    assert client.get(target).status_code == 200
    assert client.post(target).status_code == 302
    assert not Dataset.objects.filter(slug=SLUG).exists()


@pytest.mark.parametrize("permissions", [(), IMPORT[:1], IMPORT[1:], WITHDRAW])
def test_import_needs_the_right_to_add_both_datasets_and_figures(permissions: tuple[str, ...]) -> None:
    client = sign_in_with(*permissions)
    target = page_address("importrun_confirm", uuid4())
    assert upload(client, mali_file()).status_code == 403
    assert [client.get(target).status_code, client.post(target, {"_import": "x"}).status_code] == [403, 403]
    assert not UploadedFile.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("permissions", [(), WITHDRAW[:1], WITHDRAW[1:], IMPORT])
def test_withdrawing_needs_the_right_to_delete_both_datasets_and_figures(permissions: tuple[str, ...]) -> None:
    write_editions(read_files([mali_file()]))
    client = sign_in_with(*permissions)
    target = page_address("dataset_withdraw", Dataset.objects.get(slug=SLUG).pk)
    assert [client.get(target).status_code, client.post(target).status_code] == [403, 403]
    assert Dataset.objects.filter(slug=SLUG).exists()


def test_right_that_is_taken_away_after_the_preview_is_gone() -> None:
    user = factories.create_user("Editor")
    client = Client()
    client.force_login(user)
    preview = upload(client, mali_file())
    user.groups.clear()
    assert confirm(client, preview).status_code == 403
    assert not Observation.objects.imported().exists()


def test_stranger_is_asked_to_sign_in() -> None:
    write_editions(read_files([mali_file()]))
    dataset = Dataset.objects.get(slug=SLUG)
    stranger = Client()
    addresses = [
        page_address("importrun_import"),
        page_address("importrun_confirm", uuid4()),
        page_address("importrun_changelist"),
        page_address("dataset_withdraw", dataset.pk),
    ]
    for target in addresses:
        for response in (stranger.get(target), stranger.post(target, {"_import": "x"})):
            assert response["Location"] == f"/en/admin/login/?next={target}"
    assert upload(stranger, mali_file()).status_code == 302
    assert not UploadedFile.objects.exists()
    assert Dataset.objects.filter(pk=dataset.pk).exists()


def test_import_without_a_preview_finds_nothing() -> None:
    response = sign_in("Editor").post(page_address("importrun_confirm", uuid4()), {"_import": "x"})
    assert "no longer kept" in read(response)
    assert not ImportRun.objects.exists()


def test_cancelling_without_a_preview_says_so() -> None:
    response = sign_in("Editor").post(page_address("importrun_confirm", uuid4()), follow=True)
    assert "no longer kept" in read(response)


def test_another_site_cannot_import_for_an_editor() -> None:
    """Each form has its token."""
    editor = sign_in("Editor")
    preview = upload(editor, mali_file())
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = editor.cookies
    assert upload(careful, mali_file()).status_code == 403
    assert confirm(careful, preview).status_code == 403
    assert UploadedFile.objects.exists()
    assert not ImportRun.objects.exists()


def test_imported_edition_keeps_what_it_is_known_by_and_is_not_deleted() -> None:
    write_editions(read_files([mali_file()]))
    dataset = Dataset.objects.get(slug=SLUG)
    entered = factories.create_dataset()
    editor = sign_in("Editor")
    page = editor.get(page_address("dataset_change", dataset.pk))
    said = page.content.decode()
    for name in ("slug", "publisher", "released", "file_name"):
        assert f'name="{name}"' not in said
    for words in ("44 figures", "23 corridors", f"importrun/?dataset__id__exact={dataset.pk}", f"/en/sources/{SLUG}/"):
        assert words in said, words
    assert editor.get(page_address("dataset_delete", dataset.pk)).status_code == 403
    assert 'name="slug"' in editor.get(page_address("dataset_change", entered.pk)).content.decode()
    assert editor.get(page_address("dataset_delete", entered.pk)).status_code == 200
    for link in re.findall(r'href="([^"]+dataset__id__exact[^"]+)"', said):
        assert editor.get(link).status_code == 200, link


# What is too large


def test_file_above_the_limit_of_the_proxy_is_refused_in_words() -> None:
    """Where no proxy stands before the site, it says so itself."""
    large = PublishedFile("large.xlsx", bytes(71 * MEBIBYTE))
    assert "large.xlsx: the file is larger than 64 MB" in read(upload(sign_in("Editor"), large))
    assert ImportRun.objects.get().outcome == "refused"
    assert not UploadedFile.objects.exists()


def test_page_names_its_limits() -> None:
    assert "At most 64 MB and 100 files together." in read(sign_in("Editor").get(page_address("importrun_import")))


def test_proxy_lets_the_largest_file_pass() -> None:
    """Where the proxy refuses a request, nobody says in words what to do."""
    text = Path(settings.BASE_DIR, "docs/deploying.md").read_text()
    (limit,) = re.findall(r"client_max_body_size (\d+)m;", text)
    # The form around the file is small.
    assert int(limit) * MEBIBYTE >= MAX_SIZE + MEBIBYTE
