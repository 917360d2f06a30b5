"""Readers who are not signed in have pages that are kept; nobody has a page that was made for another."""

import gzip
import threading
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from diaspora.page_cache import middleware
from diaspora.page_cache.store import PageStore
from diaspora.page_cache.version import VersionReader, VersionUnknownError, version_reader
from tests import factories
from tests.admin_client import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/en/practices/"


def is_kept(reader: Client, address: str, **headers: Any) -> bool:
    """Whether the answer is one of the pages that are kept."""
    return "ETag" in reader.get(address, **headers)


def test_second_reader_costs_no_query(reader: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = reader.get(ADDRESS)
    with django_assert_num_queries(0):
        second = reader.get(ADDRESS)
    assert second.status_code == 200
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())
    assert second["Content-Language"] == "en"
    assert "default-src" in second["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_page_comes_in_the_best_encoding_of_the_reader(reader: Client, accepted: str, encoding: str | None) -> None:
    plain = reader.get(ADDRESS).content
    answer = reader.get(ADDRESS, headers={"accept-encoding": accepted})
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.get("Content-Encoding") == encoding
    assert unpack(answer.content) == plain
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["Vary"] == "Accept-Encoding"


def test_reader_who_has_the_page_is_told_so(reader: Client) -> None:
    packed = reader.get(ADDRESS, headers={"accept-encoding": "br"})
    for known in (packed["ETag"], f"W/{packed['ETag']}", f'"other", {packed["ETag"]}', "*"):
        answer = reader.get(ADDRESS, headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"].strip('"') in packed["ETag"]
    assert reader.get(ADDRESS, headers={"if-none-match": '"other"'}).status_code == 200


def test_head_is_answered_like_get_without_the_page(reader: Client) -> None:
    whole = reader.get(ADDRESS)
    head = reader.head(ADDRESS)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]


def test_cache_control_lets_browsers_ask_each_time(reader: Client) -> None:
    assert reader.get(ADDRESS)["Cache-Control"].startswith("public, max-age=0, s-maxage=0")


# Every door through which something private could come in, or something that was asked once could stay


def test_reader_who_is_signed_in_has_pages_of_her_own(reader: Client) -> None:
    assert not is_kept(sign_in(), ADDRESS)


@pytest.mark.parametrize(
    ("address", "options"),
    [
        (ADDRESS, {"headers": {"authorization": "Bearer token"}}),
        (ADDRESS, {"headers": {"cookie": "sessionid=made-up"}}),
        (ADDRESS, {"headers": {"cookie": "messages=made-up"}}),
        ("/en/admin/login/", {}),
        ("/en/no-such-page/", {}),
        ("/en/practices/?q=words", {}),
        ("/en/about/?preview", {}),
        ("/en/search/?q=words", {}),
        ("/en/practices/?utm_source=letter", {}),
        (f"/en/practices/?area={'a' * 600}", {}),
        ("/robots.txt", {}),
        ("/", {}),
    ],
)
def test_page_that_is_not_everyones_is_not_kept(reader: Client, address: str, options: dict[str, Any]) -> None:
    assert not is_kept(reader, address, **options)
    assert not is_kept(reader, address, **options)


def test_post_is_not_answered_from_what_is_kept(reader: Client) -> None:
    reader.get(ADDRESS)
    assert "ETag" not in reader.post(ADDRESS)


def test_answer_with_a_cookie_or_for_one_reader_is_not_kept(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("Set-Cookie", ""), ("Cache-Control", "private, no-store")):
        response = HttpResponse("mine")
        if name == "Set-Cookie":
            response.set_cookie("mine", "1")
        else:
            response[name] = value
        request = Client().get(ADDRESS, {"q": name}).wsgi_request
        request.GET = QueryDict()
        assert middleware.is_to_be_kept(request, HttpResponse("everyone’s"))
        assert not middleware.is_to_be_kept(request, response)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-proto": "https"},
        {"accept-language": "fr"},
        {"x-original-url": "/fr/admin/"},
        {"cookie": "django_language=fr"},
    ],
)
def test_page_that_a_header_asked_for_is_nobody_elses(reader: Client, headers: dict[str, str], settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    reader.get(ADDRESS, headers=headers)
    page = reader.get(ADDRESS).content.decode()
    assert "evil.example" not in page
    assert "https://testserver" not in page
    assert '<html lang="en">' in page


def test_each_host_language_and_question_has_its_page(reader: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    pages = [
        reader.get(address, headers={"host": host}).content
        for host in ("testserver", "other.example")
        for address in (ADDRESS, "/fr/practices/", "/en/practices/?sort=title", "/en/practices/?size=50")
        for _again in range(2)
    ]
    assert len(set(pages)) == 8
    assert b"other.example" in pages[-1]
    assert b"other.example" not in pages[0]


def test_every_public_page_is_kept(reader: Client, mali_addresses: list[str]) -> None:
    """A page that is new says so with `public_page`; otherwise each reader costs the whole of it."""
    assert [address for address in mali_addresses if not is_kept(reader, address)] == []


@pytest.fixture
def mali_addresses(db: None) -> list[str]:
    """An address of each view."""
    country, practice = factories.create_country("Mali"), factories.create_practice()
    names = ("home", "about", "compare", "countries", "search", "sources")
    lists = [reverse(f"diaspora:{name}") for name in names]
    lists += [reverse(name) for name in ("practices:policies", "practices:practices", "actors:institutions")]
    lists += [reverse("actors:organisations"), country.get_absolute_url(), practice.get_absolute_url()]
    return [*lists, factories.create_source().get_absolute_url()]


# The store


def test_many_readers_of_a_cold_page_make_it_once(
    reader: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, start = [], threading.Barrier(6)
    page_of = middleware.is_to_be_kept

    def count(request: HttpRequest, response: HttpResponse) -> bool:
        made.append(request.path)
        return page_of(request, response)

    monkeypatch.setattr(middleware, "is_to_be_kept", count)

    def read() -> None:
        start.wait(20)
        answers.append(Client().get(ADDRESS).content)
        version_reader.close()
        connection.close()

    answers: list[bytes] = []
    threads = [threading.Thread(target=read) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 6
    assert len({*answers}) == 1
    assert made == [ADDRESS]


def test_worker_that_begins_finds_the_pages_of_the_others(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = reader.get(ADDRESS)
    monkeypatch.setattr(middleware, "is_to_be_kept", lambda request, response: pytest.fail("The page was made again."))
    assert Client().get(ADDRESS)["ETag"] == page["ETag"]


def test_folder_that_is_spoiled_costs_pages_and_no_answers(reader: Client, folder: Path) -> None:
    reader.get(ADDRESS)
    for file in folder.glob("*.djcache"):
        file.write_bytes(b"spoiled")
    assert Client().get(ADDRESS).status_code == 200


def test_folder_that_cannot_be_made_leaves_pages_in_memory(folder: Path) -> None:
    """A checkout that nothing can be written to, in a container say, serves all the same."""
    folder.write_text("a file in the way")
    reader = Client()
    assert reader.get(ADDRESS)["ETag"] == reader.get(ADDRESS)["ETag"]


def test_memory_is_bounded(reader: Client, folder: Path) -> None:
    store = PageStore(folder, bytes_in_memory=30_000)
    version = version_reader.read()
    reader.get(ADDRESS)
    page = store.find(f"http://testserver{ADDRESS}?", version)
    assert page is not None
    for number in range(50):
        store.remember(str(number), page)
    assert 0 < store.memory.currsize <= 30_000
    assert len(store.memory) < 50


# Without the database


def test_page_is_shown_as_possibly_old_while_the_database_is_gone(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.get("/fr/practices/")

    def fail(reader: VersionReader) -> str:
        raise VersionUnknownError

    monkeypatch.setattr(VersionReader, "read", fail)
    answer = reader.get("/fr/practices/", headers={"accept-encoding": "br"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "La base de données ne répond pas" in page
    assert page.index("La base de données") > page.index("<main")
    assert answer["Cache-Control"] == "no-store"
