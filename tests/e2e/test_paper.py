"""A page printed on A4 is a factsheet: everything of the record, nothing of the screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.site import PAGES

# A4 at 96 dots per inch, without the margins of Chromium (1 cm each).
PAPER = {"width": 718, "height": 1047}
POINTS_OF_A4 = (595.28, 841.89)


@pytest.fixture
def factsheet(open_page: OpenPage) -> Page:
    """The page of Mali in French, as it goes to the printer."""
    page = open_page("/fr/countries/mali/", viewport=PAPER)
    page.emulate_media(media="print")
    return page


def test_paper_shows_the_record_and_not_the_screen(factsheet: Page) -> None:
    """What leads elsewhere is gone; the sources, the disagreements with all sides, and the address are there."""
    for screen in factsheet.get_by_role("navigation").all() + factsheet.get_by_role("searchbox").all():
        expect(screen).to_be_hidden()
    expect(factsheet.locator(".skip")).to_be_hidden()
    references = factsheet.locator(".references li")
    assert references.count() > 5
    for reference in references.all():
        expect(reference).to_be_visible()
    for side in factsheet.locator(".disagreement .sides li").all():
        expect(side).to_be_visible()
    expect(factsheet.locator(".cite")).to_contain_text(factsheet.url)
    expect(factsheet.get_by_text("Dernière vérification").first).to_be_visible()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_paper_cuts_nothing_off(open_page: OpenPage, path: str) -> None:
    """What scrolls on a screen has to fit on the sheet."""
    page = open_page(f"/fr/{path}", viewport=PAPER)
    page.emulate_media(media="print")
    assert page.evaluate("checks.overflow()") == []
    assert page.evaluate("checks.cutOnPaper()") == []


def test_paper_is_black_on_white_in_the_dark(open_page: OpenPage) -> None:
    page = open_page("/fr/countries/mali/", color_scheme="dark")
    page.emulate_media(media="print")
    colours = page.evaluate(
        "(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_file_has_sheets_of_a4_and_keeps_its_links(factsheet: Page) -> None:
    """Saved as a file, the factsheet has a few sheets, and a link on them leads to the source on the site."""
    file = factsheet.pdf(format="A4")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", file)
    assert 3 <= len(boxes) <= 30
    for box in boxes:
        assert [float(side) for side in box] == pytest.approx(POINTS_OF_A4, abs=1)
    linked = {address.decode() for address in re.findall(rb"/URI \(([^)]+)\)", file)}
    sources = {link.evaluate("link => link.href") for link in factsheet.locator(".references li > a").all()}
    assert sources <= linked
