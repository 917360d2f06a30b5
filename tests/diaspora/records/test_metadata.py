"""What pages say of themselves to search engines and social networks: on every page of Mali and of both languages."""

import json
import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from diaspora.models import Source
from tests.factories import create_country, create_policy, create_profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]

SITE = "http://testserver"
LISTS = ("countries", "policies", "practices", "institutions", "organisations", "sources")
# One of each kind of page, beside all records of Mali.
PAGES = [
    *(f"/{language}/{page}" for language in ("en", "fr") for page in ("", "about/", "search/", "compare/")),
    *(f"/{language}/{name}/" for language in ("en", "fr") for name in LISTS),
    "/en/countries/mali/",
    "/fr/countries/mali/",
    "/en/countries/france/",
    "/en/corridors/mali/france/",
    "/en/corridors/mali/cote-divoire/",
    "/fr/corridors/mali/france/",
    "/en/compare/?country=mali&country=france",
    "/en/compare/?country=mali&country=senegal",
    "/en/institutions/?page=2",
    "/fr/institutions/?page=2",
]


class Head:
    def __init__(self, address: str) -> None:
        response = Client().get(address)
        assert response.status_code == 200, address
        self.text = response.content.decode().partition("</head>")[0]
        self.address = address

    def read(self, pattern: str) -> str:
        """Returns what stands once in the head."""
        [found] = re.findall(pattern, self.text)
        return unescape(found)

    def meta(self, name: str) -> str:
        return self.read(rf'<meta (?:name|property)="{name}" content="([^"]*)">')

    @property
    def title(self) -> str:
        return self.read(r"<title>([^<]*)</title>")

    @property
    def canonical(self) -> str:
        """The address under which search engines keep the page."""
        return self.read(r'<link rel="canonical" href="([^"]*)">')

    @property
    def is_unlisted(self) -> bool:
        """Whether search engines are told to leave it out."""
        return '<meta name="robots" content="noindex, follow">' in self.text


def read_addresses(sitemap: str) -> list[str]:
    """Returns what a sitemap, or the index of its parts, leads to, below the host."""
    return re.findall(r"<loc>http://testserver([^<]+)</loc>", Client().get(sitemap).content.decode())


@pytest.fixture(scope="module")
def heads(mali: None, django_db_blocker: Any) -> list[Head]:
    """The heads of one page of each kind and of every record in the map of the site, in English."""
    with django_db_blocker.unblock():
        mapped = [address for part in read_addresses("/sitemap.xml") for address in read_addresses(part)]
        # Countries without a profile are alike but for their names.
        records = [address for address in mapped if address.startswith("/en/") and "/countries/" not in address]
        return [Head(address) for address in dict.fromkeys([*PAGES, *records])]


def values(parts: Any) -> Iterator[Any]:
    yield parts
    for part in parts.values() if isinstance(parts, dict) else parts if isinstance(parts, list) else ():
        yield from values(part)


def test_titles_and_descriptions_are_those_of_one_page_alone(heads: list[Head]) -> None:
    """No two pages call themselves alike, and each says what it holds in words of its own."""
    assert len(heads) > 100
    for what in ("title", "description"):
        pages = defaultdict(list)
        for head in heads:
            # The same words may stand on the page in the other language: a source is called alike in both.
            key = (head.address[:4], head.title if what == "title" else head.meta("description"))
            pages[key].append(head.address)
        assert not {key: addresses for key, addresses in pages.items() if len(addresses) > 1}
        assert not [key for key in pages if len(key[1]) < (2 if what == "title" else 20)]


def test_cards_of_social_networks_show_the_page(heads: list[Head]) -> None:
    """Title, description, address, languages and a picture, whole addresses all."""
    for head in heads:
        assert head.meta("og:title") == head.title.rpartition(" – ")[0]
        assert head.meta("description").startswith(head.meta("og:description").removesuffix("…"))
        assert len(head.meta("description")) <= 300
        assert head.meta("og:url") == head.canonical
        assert head.meta("og:site_name")
        language = head.address[1:3]
        assert head.meta("og:locale") == {"en": "en_GB", "fr": "fr_FR"}[language]
        assert head.meta("og:locale:alternate") == {"en": "fr_FR", "fr": "en_GB"}[language]
        assert head.meta("og:image").startswith(f"{SITE}/static/")
        assert head.meta("og:image:alt")
        assert head.meta("twitter:card") == "summary_large_image"
    kinds = {head.address: head.meta("og:type") for head in heads}
    assert kinds["/en/"] == kinds["/en/policies/"] == "website"
    assert kinds["/en/practices/sde4r/"] == kinds["/fr/countries/mali/"] == "article"


def test_picture_of_cards_is_there_small_and_as_large_as_said(heads: list[Head]) -> None:
    """A PNG of 1200 by 630."""
    name = heads[0].meta("og:image").removeprefix(f"{SITE}/static/")
    data = Path(finders.find(name) or "").read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (1200, 630)
    assert (heads[0].meta("og:image:width"), heads[0].meta("og:image:height")) == ("1200", "630")
    assert len(data) < 40_000


def test_linked_data_is_whole_on_every_page(heads: list[Head]) -> None:
    """It can be read, nothing in it is empty, and every address of it is whole."""
    for head in heads:
        data = json.loads(head.read(r'(?s)<script type="application/ld\+json">(.*?)</script>').strip())
        for value in values(data["@graph"]):
            assert value not in ("", None, [], {}), head.address
            if isinstance(value, dict):
                for name in value.keys() & {"@id", "url", "item", "sameAs", "contentUrl"}:
                    assert value[name].startswith(("http://", "https://")), (head.address, name)
        ids = [value["@id"] for value in data["@graph"]]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/en/policies/", "/en/policies/"),
        ("/en/institutions/?page=2", "/en/institutions/?page=2"),
        ("/en/sources/?page=1", "/en/sources/"),
        ("/en/practices/?sort=", "/en/practices/"),
        ("/en/compare/?country=mali&country=france", "/en/compare/?country=mali&country=france"),
        ("/en/practices/sde4r/?from=newsletter", "/en/practices/sde4r/"),
    ],
)
def test_page_is_kept_under_one_address(address: str, canonical: str) -> None:
    """Each page of a list is itself; what an address says beside changes nothing."""
    head = Head(address)
    assert head.canonical == SITE + canonical
    assert not head.is_unlisted


@pytest.mark.parametrize(
    "address",
    [
        "/en/policies/?country=mali",
        "/fr/institutions/?country=mali&page=1",
        "/en/countries/?sort=emigrants",
        "/en/sources/?size=50",
        "/en/institutions/?level=nowhere",
        "/en/search/?q=mali",
        "/en/compare/?country=mali",
    ],
)
def test_filtered_lists_and_searches_are_for_readers_alone(address: str) -> None:
    """Search engines are told to leave them out, and to follow their links."""
    assert Head(address).is_unlisted


def test_filtered_list_says_what_it_lists() -> None:
    """In its title and description, in the language of the reader; and which page it is."""
    english = Head("/en/practices/?area=investment&target_group=entrepreneurs")
    assert english.title.startswith("Effective practices: Investment, Entrepreneurs – ")
    assert english.meta("description").startswith("Effective practices: Investment, Entrepreneurs. Programmes")
    french = Head("/fr/policies/?country=mali&category=legislative")
    assert french.title.startswith("Politiques et lois\u00a0: Mali, Législat")
    assert Head("/en/institutions/?page=2").title.startswith("Institutions, page 2 – ")
    assert Head("/en/institutions/?level=nowhere").title.startswith("Institutions: a filter was not understood – ")


def test_title_and_description_hold_what_was_typed_as_text() -> None:
    """Whatever a record or a reader writes stays text in the head."""
    policy = create_policy(title_en='A "law" <b>& order</b>', summary_en='Says "<i>so</i>"')
    head = Head(policy.get_absolute_url())
    assert head.title.startswith('A "law" <b>& order</b> – ')
    assert head.meta("description") == 'Says "<i>so</i>"'
    assert head.meta("og:title") == 'A "law" <b>& order</b>'
    assert Head('/en/search/?q="><script>').title.startswith('"><script> – ')


def test_long_summary_is_cut_at_a_length_that_is_shown() -> None:
    """Networks and search engines show no more."""
    head = Head(create_policy(summary_en="word " * 200).get_absolute_url())
    assert len(head.meta("description")) == 300
    assert len(head.meta("og:description")) == 200


def test_country_is_described_by_its_profile() -> None:
    """Where it has one."""
    profile = create_profile(country=create_country(), summary_en="How it engages its diaspora.")
    assert Head(profile.get_absolute_url()).meta("description") == "How it engages its diaspora."


def test_source_is_described_by_what_it_is() -> None:
    """Title, publisher and date, then what the page shows of it."""
    description = Head(Source.objects.get(slug="eudif-mali-2025").get_absolute_url()).meta("description")
    assert "EUDiF" in description
    assert "August 2025" in description
    assert description.endswith("every record of the atlas that rests on it.")
