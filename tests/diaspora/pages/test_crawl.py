"""Walks the site as a reader would, from the home page in each language, and looks at every page there is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import RequestFactory
from django.test.client import ClientHandler

SITE = "http://testserver"
STARTS = ("/en/", "/fr/")
# Addresses that no link leads to, but that people write.
WRITTEN = (
    "/en/no-such-page/",
    "/fr/no-such-page/",
    "/fr/?indicator=nonsense",
    "/en/?indicator=emigrant_stock",
    "/fr/countries/?indicator=dual_citizenship&region=002&q=%00",
    "/en/countries/?region=nowhere&dual_citizenship=maybe&q=%00",
    "/fr/practices/?from_year=abc&goal=abc&institution=none&sort=none&q=a%00b",
    "/en/policies/?q=zzzz",
    "/en/compare/?country=mali&country=france&country=cote-divoire",
    "/fr/compare/?country=mali&country=nowhere&country=%00",
    "/fr/corridors/andorra/tuvalu/",
    "/fr/organisations/?place=abc&founded_to=12",
    "/en/institutions/?level=local&q=" + "a" * 300,
)
SCRIPTABLE = ("onclick", "onload", "onchange", "onsubmit", "oninput", "style")


@dataclass
class Page:
    address: str
    status: int
    headers: Any
    html: str

    @cached_property
    def parser(self) -> html5lib.HTMLParser:
        return html5lib.HTMLParser(namespaceHTMLElements=False)

    @cached_property
    def elements(self) -> list[Element]:
        return list(self.parser.parse(self.html).iter())

    def find(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @cached_property
    def ids(self) -> Counter[str]:
        return Counter(element.attrib["id"] for element in self.elements if "id" in element.attrib)

    @cached_property
    def links(self) -> list[str]:
        """Where the page leads within the site, fragments included; an address of another host is none."""
        targets = [element.get("href", "") for element in self.find("a", "link")]
        addresses = [urljoin(SITE + self.address, target) for target in targets]
        return [address.removeprefix(SITE) for address in addresses if address.startswith(SITE + "/")]


def is_followed(address: str) -> bool:
    """Whether the crawl goes there: filters ask alike in both languages, so a filtered list is read in one."""
    return not address.startswith("/static/") and not ("?" in address and address.startswith("/fr/"))


class Crawl:
    """Every page that links lead to, by address."""

    def __init__(self) -> None:
        # The test client would keep a copy of every template's context, which takes longer than the pages.
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.pages: dict[str, Page] = {}
        self.redirects: dict[str, str] = {}
        self.linked_from: dict[str, str] = {}

    def walk(self) -> None:
        """Follows every link from the starts, and reads what is only written."""
        self.linked_from = dict.fromkeys(STARTS, "the reader")
        waiting = list(STARTS)
        while waiting:
            page = self.read(waiting.pop())
            for link in page.links if page else ():
                address = link.partition("#")[0]
                if is_followed(address) and address not in self.linked_from:
                    self.linked_from[address] = page.address if page else ""
                    waiting.append(address)

    def find(self, address: str) -> Page:
        while address in self.redirects:
            address = self.redirects[address]
        return self.pages[address]

    def read(self, address: str) -> Page | None:
        """Returns the page; nothing for a redirect that was followed before."""
        with transaction.atomic():
            response: Any = self.handler(RequestFactory().get(address).environ)
            # A page that fails is one finding; it must not take the pages after it along.
            transaction.set_rollback(response.status_code == 500)
        if response.status_code in (301, 302):
            self.redirects[address] = response["Location"]
            if response["Location"] in self.pages:
                return None
            return self.read(response["Location"])
        self.pages[address] = Page(address, response.status_code, response.headers, response.content.decode())
        return self.pages[address]


@pytest.fixture(scope="module")
def crawl(mali: None, django_db_blocker: Any) -> Crawl:
    """The site with Mali, walked once for all tests of this module."""
    with django_db_blocker.unblock():
        crawl = Crawl()
        crawl.walk()
    return crawl


@pytest.fixture(scope="module")
def pages(crawl: Crawl, django_db_blocker: Any) -> list[Page]:
    """Every page that can be reached, and some that are only written."""
    with django_db_blocker.unblock():
        written = [page for address in WRITTEN if (page := crawl.read(address))]
    return [*(crawl.pages[address] for address in crawl.linked_from if address in crawl.pages), *written]


def test_links_lead_to_pages(crawl: Crawl) -> None:
    """Every internal link from any page ends at a page that is there."""
    assert len(crawl.linked_from) > 600
    lost = {
        f"{address} (linked from {crawl.linked_from[address]})": page.status
        for address in crawl.linked_from
        if (page := crawl.find(address)).status != 200
    }
    assert not lost


@pytest.mark.parametrize("kind", ["countries", "policies", "practices", "institutions", "organisations", "sources"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_links_reach_every_kind_of_record(crawl: Crawl, language: str, kind: str) -> None:
    """From the home page one comes to the list, and from there to records."""
    list_address = f"/{language}/{kind}/"
    assert list_address in crawl.pages
    records = [address for address in crawl.pages if address.startswith(list_address) and address.count("/") == 4]
    assert len(records) > 5


def test_links_ask_lists_what_they_understand(crawl: Crawl) -> None:
    """No link of ours leads to a filter that is answered with an error, or with nothing."""
    asked = {address: page for address, page in crawl.pages.items() if "?" in address and address not in WRITTEN}
    assert asked
    misunderstood = [
        f"{address} (linked from {crawl.linked_from[address]})"
        for address, page in asked.items()
        if any("errorlist" in element.get("class", "") for element in page.find("ul"))
        or any(not value for value in urlsplit(address).query.split("&") if value.endswith("="))
    ]
    assert not misunderstood


def test_links_to_fragments_find_them(crawl: Crawl) -> None:
    """What follows # in a link is an id of the page that it leads to."""
    broken = set()
    for page in crawl.pages.values():
        for link in page.links:
            address, _, fragment = link.partition("#")
            if fragment and is_followed(address) and unquote(fragment) not in crawl.find(address).ids:
                broken.add((link, page.address))
    assert not broken


def test_links_to_static_files_find_them(pages: list[Page]) -> None:
    """Stylesheets, scripts and images are files of this project."""
    addresses = {link for page in pages for link in page.links if link.startswith("/static/")}
    addresses |= {element.get("src", "") for page in pages for element in page.find("script", "img")}
    assert any(address.endswith(".css") for address in addresses)
    assert not [address for address in addresses if finders.find(address.removeprefix("/static/")) is None]


def test_pages_are_valid_html(pages: list[Page]) -> None:
    """A strict parser finds nothing to complain of, and every page begins with the doctype of HTML5."""
    faults = {
        page.address: page.parser.errors[:3] for page in pages if page.elements is not None and page.parser.errors
    }
    assert not faults
    assert all(page.html.startswith("<!doctype html>\n") for page in pages)


def test_pages_have_one_heading_of_the_first_level(pages: list[Page]) -> None:
    """Each page says once what it is, and headings below it skip no level."""
    assert not [page.address for page in pages if len(page.find("h1")) != 1]
    skipping = []
    for page in pages:
        levels = [int(element.tag[1]) for element in page.find("h1", "h2", "h3", "h4", "h5", "h6")]
        if any(below > above + 1 for above, below in zip([0, *levels], levels, strict=False)):
            skipping.append((page.address, levels))
    assert not skipping


def test_pages_have_language_and_title(pages: list[Page]) -> None:
    """The language of the page is that of its address, and the title names the page and the site."""
    for page in pages:
        assert page.elements[0].get("lang") == page.address[1:3]
        titles = ["".join(element.itertext()).strip() for element in page.find("title")]
        assert len(titles) == 1
        name, _, site = titles[0].rpartition(" – ")
        assert name, page.address
        assert site


def test_pages_give_each_id_once(pages: list[Page]) -> None:
    """An id names one element; what refers to an id finds it."""
    assert not {
        page.address: repeated for page in pages if (repeated := [name for name, n in page.ids.items() if n > 1])
    }
    dangling = set()
    for page in pages:
        for element in page.elements:
            for name in ("aria-labelledby", "aria-describedby", "for"):
                for reference in element.get(name, "").split():
                    if reference not in page.ids:
                        dangling.add((page.address, name, reference))
    assert not dangling


def test_pages_label_every_input(pages: list[Page]) -> None:
    """Whatever can be filled in says what it is for."""
    unlabelled = set()
    for page in pages:
        named = {label.get("for") for label in page.find("label") if "".join(label.itertext()).strip()}
        for field in page.find("input", "select", "textarea"):
            if field.get("type") != "hidden" and field.get("id") not in named and not field.get("aria-label"):
                unlabelled.add((page.address, field.get("name")))
    assert not unlabelled
    assert any(page.find("input") for page in pages)


def test_pages_hold_nothing_inline(pages: list[Page]) -> None:
    """No script, style or handler stands in a page, where the policy would forbid it."""
    for page in pages:
        assert not page.find("style"), page.address
        inline = [script for script in page.find("script") if not script.get("src")]
        # Data for search engines is no script: browsers do not run it.
        assert not [script for script in inline if script.get("type") != "application/ld+json"], page.address
        assert not [element for element in page.elements if any(name in element.attrib for name in SCRIPTABLE)]
        assert not [
            element for element in page.elements if element.get("href", "").strip().lower().startswith("javascript:")
        ]


def test_pages_carry_a_strict_policy(pages: list[Page]) -> None:
    """Browsers load, run and style nothing but what this site serves in files."""
    for page in pages:
        policy = dict(part.strip().partition(" ")[::2] for part in page.headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        for sources in policy.values():
            assert set(sources.split()) <= {"'none'", "'self'", "data:"}


def test_pages_load_nothing_from_elsewhere(pages: list[Page]) -> None:
    """No page makes a browser ask another host for anything."""
    for page in pages:
        for address in loaded_addresses(page):
            assert urlsplit(urljoin(SITE, address)).netloc == "testserver", (page.address, address)


def loaded_addresses(page: Page) -> Iterator[str]:
    """Yields what a browser fetches by itself when it shows the page."""
    for element in page.elements:
        for name in ("src", "data", "poster"):
            if name in element.attrib:
                yield element.attrib[name]
        yield from (candidate.split()[0] for candidate in element.get("srcset", "").split(",") if candidate.strip())
        if element.tag == "link" and element.get("rel") not in ("alternate", "canonical"):
            yield element.get("href", "")
        if element.tag == "form":
            yield element.get("action", "")
