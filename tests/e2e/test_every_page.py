"""Pages of every kind, in both languages, in a real browser: accessible, light, still, and within their policy.

They are visited once (see `sweep.py`), every page of the sitemap where the slow tests run as well; each test looks at
one thing that was noted of them.
"""

from urllib.parse import urlsplit

import pytest

from tests.e2e.sweep import Visit, sweep

# Over the wire with an empty cache, in bytes; the pages with the world map may weigh more.
BYTES, BYTES_WITH_MAP = 60_000, 110_000
WITH_MAP = ("", "countries/")
REQUESTS = 6
# A thousandth of the window, once the page is there whole.
MOVED = 0.001


@pytest.fixture(scope="module", params=["each kind", pytest.param("sitemap", marks=pytest.mark.slow)])
def visits(site: str, chromium: str, request: pytest.FixtureRequest) -> list[Visit]:
    return sweep(site, chromium, is_whole=request.param == "sitemap")


def assert_no_faults(visits: list[Visit], attribute: str) -> None:
    """Fails with a line for each fault and the pages that have it: most faults stand on many pages."""
    pages: dict[str, list[str]] = {}
    for visit in visits:
        for fault in dict.fromkeys(getattr(visit, attribute)):
            pages.setdefault(fault, []).append(urlsplit(visit.address)._replace(scheme="", netloc="").geturl())
    faults = [f"{fault}: {len(found)} pages, {', '.join(found[:3])}" for fault, found in pages.items()]
    assert not faults, "\n".join(faults)


def test_sweep_visits_every_kind_of_page(visits: list[Visit], request: pytest.FixtureRequest) -> None:
    """The tests below are about all pages: no kind is missing, and each was answered."""
    least, least_frames = (600, 150) if "sitemap" in request.node.name else (50, 25)
    assert len(visits) > least
    sections = {visit.path.partition("/")[0] for visit in visits}
    assert sections >= {"", "about", "countries", "policies", "practices", "institutions", "organisations", "sources"}
    assert sections >= {"compare", "corridors", "search"}
    answers = {visit.address: visit.status for visit in visits}
    assert {address for address, status in answers.items() if status == 404} == {
        address for address in answers if address.endswith("/no-such-page/")
    }
    assert set(answers.values()) == {200, 404}
    # Every page that is unlike those before it was examined in all four views.
    assert sum(visit.examined == 4 for visit in visits) > least_frames
    assert {visit.examined for visit in visits} <= {1, 4}


def test_page_has_no_axe_finding(visits: list[Visit]) -> None:
    assert_no_faults(visits, "axe")


def test_page_reflows_at_320_px(visits: list[Visit]) -> None:
    """No page is scrolled sideways, folded or unfolded; a wide table scrolls by itself."""
    assert_no_faults(visits, "overflow")


def test_page_bears_spaced_text(visits: list[Visit]) -> None:
    """Nothing is cut off where a reader spaces lines, words and letters as WCAG 1.4.12 lets her."""
    assert_no_faults(visits, "cut")


def test_page_does_not_move_while_it_loads(visits: list[Visit]) -> None:
    assert {visit.address: visit.shift for visit in visits if visit.shift >= MOVED} == {}


def test_page_leaves_the_console_empty(visits: list[Visit]) -> None:
    """Neither a script error nor a breach of the Content-Security-Policy nor anything else is written there."""
    assert_no_faults(visits, "complaints")


def test_page_asks_no_other_host(visits: list[Visit]) -> None:
    assert {visit.address: visit.hosts for visit in visits if {*visit.hosts} != {urlsplit(visit.address).netloc}} == {}


def test_page_takes_few_requests(visits: list[Visit]) -> None:
    # Besides the page, at least its stylesheet.
    assert min(len(visit.hosts) for visit in visits) >= 2
    assert {visit.address: len(visit.hosts) for visit in visits if len(visit.hosts) > REQUESTS} == {}


def test_page_weighs_little(visits: list[Visit]) -> None:
    weights = {visit.address: sum(visit.sizes) for visit in visits}
    assert min(weights.values()) > 1000
    limits = {visit.address: BYTES_WITH_MAP if visit.path in WITH_MAP else BYTES for visit in visits}
    assert {address: weight for address, weight in weights.items() if weight > limits[address]} == {}
