"""The import in the admin: upload, preview, import, refusals, and withdrawing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diaspora.admin.importing import uploads
from diaspora.imports import PublishedFile, files, read_files, write_editions
from diaspora.imports.uploads import TIME_KEPT
from diaspora.models import Dataset, ImportRun, MigrantStock, Observation, UploadedFile
from tests import factories
from tests.admin_client import address, messages_of, sign_in
from tests.import_pages import confirm, page_address, read, upload
from tests.stock_files import both, mali_file, pair_file, world_bank_csv, zip_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]

PAIRS_2024 = "un-desa-migrant-stock-by-destination-and-origin-2024"
BANK = [("Mali", "MLI", "1044990000", "1"), ("Kosovo", "XKX", "1", "2")]


def figures() -> int:
    return Observation.objects.imported().count()


def senegal_file(edition: int, *values: int) -> PublishedFile:
    """Returns a workbook with emigrants of Senegal in 2015 and in the year of the edition."""
    return pair_file({(250, 686): both(values, values)}, years=(2015, edition), edition=edition)


def bank_file() -> PublishedFile:
    """Returns remittances received as the World Bank's bulk download."""
    metadata = b'"Country Code","Region",\n"MLI","Sub-Saharan Africa",\n"XKX","Europe",\n"WLD","",\n'
    data = world_bank_csv([*BANK, ("World", "WLD", "9", "9")])
    return zip_file({"API_BX.csv": data, "Metadata_Country_BX.csv": metadata}, "API_BX.zip")


# Who may


def test_contributor_neither_imports_nor_withdraws() -> None:
    write_editions(read_files([mali_file()]))
    dataset = Dataset.objects.get(slug=PAIRS_2024)
    editor, contributor = sign_in("Editor"), sign_in("Contributor")
    addresses = [page_address("importrun_import"), page_address("dataset_withdraw", dataset.pk)]
    links = {address(ImportRun, "changelist"): addresses[0], address(dataset): addresses[1], "/en/admin/": addresses[0]}
    for place, target in links.items():
        assert f'href="{target}"' in editor.get(place).content.decode(), place
        assert f'href="{target}"' not in contributor.get(place).content.decode(), place
    for target in addresses:
        assert editor.get(target).status_code == 200
        assert contributor.get(target).status_code == contributor.post(target).status_code == 403
    preview = upload(editor, senegal_file(2020, 1, 2))
    assert confirm(contributor, preview).status_code == 403
    assert Dataset.objects.filter(slug=PAIRS_2024).exists()
    assert not Dataset.objects.filter(slug__endswith="2020").exists()


def test_upload_is_of_whoever_brought_it() -> None:
    preview = upload(sign_in("Editor"), mali_file())
    assert "no longer kept" in read(confirm(sign_in("Editor"), preview))
    assert figures() == 0
    assert confirm(sign_in("Editor"), preview, "_cancel").status_code == 302
    assert UploadedFile.objects.exists()


# The preview


def test_preview_says_what_would_change_and_changes_nothing() -> None:
    write_editions(read_files([senegal_file(2020, 1, 2)]))
    before = figures()
    said = read(upload(sign_in("Editor"), mali_file(), bank_file()))
    for words in (
        "International Migrant Stock: destination and origin, 2024",
        mali_file().sha256,
        "Emigrants 2 figures No imported edition This edition 2 figures that editors entered stay first",
        "Corridors 23 corridors International Migrant Stock: destination and origin, 2020 This edition",
        "Released 2024",
        "Others 2003",
        "Stands beside International Migrant Stock: destination and origin, 2020",
        "World Development Indicators: Personal remittances, received, last updated 24 July 2025",
        "Remittances received 2 figures",
        "Years 2023, 2024",
        "Kosovo XKX",
        "1 group of countries, not imported World WLD",
    ):
        assert words in said, words
    assert figures() == before


def test_preview_speaks_french() -> None:
    said = read(upload(sign_in("Editor"), bank_file(), language="fr"))
    assert "mise à jour du 24 juillet 2025" in said
    assert "Ce que cette importation changerait" in said


def test_preview_says_what_is_imported_already_and_offers_no_import() -> None:
    write_editions(read_files([mali_file()]))
    page = upload(sign_in("Editor"), mali_file())
    assert "Imported already" in read(page)
    assert 'name="_import"' not in page.content.decode()
    assert not UploadedFile.objects.exists()


def test_preview_asks_the_database_little() -> None:
    client = sign_in("Editor")
    upload(client, mali_file())
    with CaptureQueriesContext(connection) as queries:
        upload(client, mali_file())
    assert len(queries) <= 50


# The import


def test_import_shows_what_became_of_it() -> None:
    client = sign_in("Editor", username="importer")
    content = confirm(client, upload(client, mali_file())).content.decode()
    run = ImportRun.objects.get()
    dataset = Dataset.objects.get(slug=PAIRS_2024)
    for words in ("44 figures", "23 corridors", address(dataset), address(run)):
        assert words in content, words
    assert (run.outcome, run.figures, run.started_by, dataset.imported_by) == (
        "imported", 44, run.started_by, run.started_by,
    )  # fmt: skip
    assert run.started_by is not None
    assert run.started_by.username == "importer"
    assert dataset.source is not None
    assert dataset.source.history.get().history_user == run.started_by
    assert not UploadedFile.objects.exists()


def test_import_speaks_the_language_of_the_reader() -> None:
    client = sign_in("Editor")
    said = read(confirm(client, upload(client, mali_file(), language="fr"), language="fr"))
    assert "Importé – 44 chiffres" in said
    assert "Résultat" in said


def test_second_click_does_nothing_twice() -> None:
    client = sign_in("Editor")
    preview = upload(client, mali_file())
    read(confirm(client, preview))
    assert "no longer kept" in read(confirm(client, preview))
    assert ImportRun.objects.count() == 1
    assert figures() == 44


def test_second_of_two_editors_with_one_file_changes_nothing() -> None:
    one, other = sign_in("Editor"), sign_in("Editor")
    previews = [upload(client, mali_file()) for client in (one, other)]
    read(confirm(one, previews[0]))
    assert "Imported already, nothing changed" in read(confirm(other, previews[1]))
    assert figures() == 44


def test_cancelled_import_forgets_the_files() -> None:
    client = sign_in("Editor")
    preview = upload(client, mali_file())
    assert confirm(client, preview, "_cancel").status_code == 302
    assert not UploadedFile.objects.exists()
    assert "no longer kept" in read(confirm(client, preview))
    assert figures() == 0


def test_preview_expires_and_its_files_are_swept() -> None:
    client = sign_in("Editor")
    preview = upload(client, mali_file())
    UploadedFile.objects.update(received=timezone.now() - TIME_KEPT - timedelta(seconds=1))
    assert "no longer kept" in read(confirm(client, preview))
    assert figures() == 0
    upload(client, senegal_file(2020, 1, 2))
    assert UploadedFile.objects.count() == 1


def test_file_that_is_not_that_of_the_preview_is_refused() -> None:
    client = sign_in("Editor")
    preview = upload(client, mali_file())
    UploadedFile.objects.update(content=senegal_file(2024, 5, 6).content)
    assert "this is not the file of the preview any more" in read(confirm(client, preview))
    assert (figures(), ImportRun.objects.get().outcome) == (0, "refused")


def test_what_only_the_database_finds_is_refused_in_the_preview_and_logged() -> None:
    """The range of an indicator is the database’s rule, met when the figures are written."""
    client = sign_in("Editor")
    cost = world_bank_csv([("Mali", "MLI", "5", "101")], indicator="SI.RMT.COST.IB.ZS")
    said = read(upload(client, PublishedFile("cost.csv", cost)))
    assert "cost.csv: the database does not accept it: The value is beyond what its indicator allows" in said
    assert (figures(), ImportRun.objects.get().outcome) == (0, "refused")


def fail(*_args: Any) -> None:
    """Meets an error that nobody foresaw."""
    raise RuntimeError("broken")


def test_error_while_reading_is_told_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = sign_in("Editor")
    monkeypatch.setattr(uploads, "read_files", fail)
    page = upload(client, mali_file())
    run = ImportRun.objects.get()
    assert (run.outcome, run.file_name) == ("failed", "stock.xlsx")
    assert "The site met an error (RuntimeError), and nothing was imported." in run.message
    assert run.message in read(page)
    assert "broken" in caplog.text


def test_upload_has_no_page_of_its_own() -> None:
    client = sign_in("Editor")
    preview = upload(client, mali_file())
    response = client.get(page_address("importrun_confirm", preview.context["upload"]))
    assert response["Location"] == page_address("importrun_import")


def test_log_says_what_became_of_each_file() -> None:
    write_editions(read_files([mali_file()]), factories.create_user(username="importer"))
    factories.create_import_run(file_name="a.xlsx, b.xlsx", message="b.xlsx: the file is empty. Nothing was imported.")
    factories.create_import_run(outcome="withdrawn", edition="Stock, 1999", figures=7456, corridors=18047)
    client = sign_in("Editor")
    said = read(client.get(page_address("importrun_changelist")))
    for words in (
        "The log of imports",
        "International Migrant Stock: destination and origin, 2024 stock.xlsx Imported 44 figures 23 corridors",
        "a.xlsx, b.xlsx b.xlsx: the file is empty. Nothing was imported. Refused, nothing changed",
        "Stock, 1999 stock.xlsx Withdrawn 7,456 figures 18,047 corridors",
    ):
        assert words in said, words
    said = read(client.get(page_address("importrun_changelist", language="fr")))
    assert "Stock de migrants internationaux : destination et origine, 2024" in said
    entry = read(client.get(address(ImportRun.objects.get(outcome="withdrawn"))))
    assert "The entry of the log" in entry
    assert "18,047" in entry


# Refusals


def cut(file: PublishedFile) -> PublishedFile:
    """Returns the first part of a file."""
    return PublishedFile(file.name, file.content[:500])


def spoilt_file() -> PublishedFile:
    """Returns a workbook whose sums do not hold."""

    def spoil(rows: Any) -> None:
        rows[-1][-1] += 1

    return pair_file({(250, 466): both([5], [6])}, spoil)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: cut(mali_file()), "cut short"),
        (lambda: PublishedFile("empty.xlsx", b""), "empty.xlsx: the file is empty."),
        (lambda: PublishedFile("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf"), "neither a workbook of UN DESA"),
        (lambda: PublishedFile("page.csv", b"<!doctype html><title>Data</title>"), "neither a workbook of UN DESA"),
        (lambda: PublishedFile("picture.xlsx", b"\x89PNG\r\n\0\0"), "neither a workbook of UN DESA"),
        (lambda: PublishedFile("old.xls", files.OLE + b"\0" * 600), "old.xls"),
        (lambda: PublishedFile("notes.csv", b"a,b\n1,2\n"), "no line is a header"),
        (lambda: zip_file({"other.txt": b"x"}), "a bulk download holds one CSV file"),
        (spoilt_file, "sheet “Table 1”, row"),
    ],
)
def test_bad_file_is_refused_in_words_and_logged(make: Callable[[], PublishedFile], words: str) -> None:
    client = sign_in("Editor")
    page = upload(client, mali_file(), make())
    assert words in read(page)
    run = ImportRun.objects.get()
    assert run.outcome == "refused"
    assert words in run.message
    assert make().name in run.file_name
    assert not UploadedFile.objects.exists()
    assert figures() == 0


def test_files_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in("Editor")
    monkeypatch.setattr(files, "MAX_SIZE", len(mali_file().content) - 1)
    assert "stock.xlsx: the file is larger than" in read(upload(client, mali_file()))
    assert ImportRun.objects.get().file_sha256 == ""
    monkeypatch.undo()
    monkeypatch.setattr(uploads, "MAX_SIZE", len(mali_file().content) + 9)
    assert "larger than 0 MB together" in read(upload(client, mali_file(), senegal_file(2020, 1, 2)))


def test_upload_without_a_file_asks_for_one() -> None:
    assert "Choose the file that you downloaded." in read(upload(sign_in("Editor")))
    assert not ImportRun.objects.exists()


# Withdrawing


def test_editor_withdraws_an_edition_after_reading_what_goes() -> None:
    write_editions(read_files([senegal_file(2020, 1, 2)]))
    write_editions(read_files([senegal_file(2024, 5, 6)]))
    dataset = Dataset.objects.get(slug=PAIRS_2024)
    client = sign_in("Editor")
    page = page_address("dataset_withdraw", dataset.pk)
    said = read(client.get(page))
    for words in ("8 figures read", "1 corridor", "the dataset itself", "What stays International Migrant Stock"):
        assert words in said, words
    assert Dataset.objects.filter(pk=dataset.pk).exists()
    response = client.post(page, follow=True)
    assert "International Migrant Stock: destination and origin, 2024 is withdrawn." in messages_of(response)[0]
    assert not Dataset.objects.filter(pk=dataset.pk).exists()
    assert MigrantStock.objects.count() == 1
    run = ImportRun.objects.get(outcome="withdrawn", started_by__isnull=False)
    assert (run.figures, run.corridors) == (8, 1)
    assert "withdrawn already" in messages_of(client.post(page, follow=True))[0]
    assert ImportRun.objects.filter(outcome="withdrawn").count() == 1


def test_withdrawal_names_what_editors_entered() -> None:
    write_editions(read_files([senegal_file(2024, 5, 6)]))
    dataset = Dataset.objects.get(slug=PAIRS_2024)
    factories.create_observation(dataset=dataset, locator="p. 3")
    said = read(sign_in("Editor").get(page_address("dataset_withdraw", dataset.pk)))
    assert "1 figure that editors entered, and the dataset, then without a file" in said
    assert "the dataset itself" not in said


def test_dataset_that_was_entered_offers_no_withdrawal() -> None:
    dataset = factories.create_dataset()
    client = sign_in("Editor")
    target = page_address("dataset_withdraw", dataset.pk)
    assert target not in client.get(address(dataset)).content.decode()
    assert "is not imported" in messages_of(client.get(target, follow=True))[0]
