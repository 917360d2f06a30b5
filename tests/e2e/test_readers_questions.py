"""What a person who knows no code asks of the atlas, on a phone, in French, starting at the front door.

She knows no address: she taps what she can see by the words that stand on it.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PHONE, OpenPage


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """The home page, to which `/` leads a person whose phone speaks French."""
    page = open_page("/", viewport=PHONE, locale="fr-FR", has_touch=True, is_mobile=True, device_scale_factor=2)
    expect(page).to_have_url("/fr/")
    return page


def tap(page: Page, name: str, role: str = "link") -> None:
    """Taps the first thing of this name that can be seen."""
    named = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
    named.filter(visible=True).first.tap()


def go_to_section(page: Page, name: str) -> Locator:
    """Goes from the home page to Mali, and there to a section by the list of contents; returns the section."""
    tap(page, "Mali")
    page.get_by_role("navigation", name="Sur cette page").get_by_role("link", name=name, exact=True).tap()
    heading = page.get_by_role("heading", name=name, exact=True, level=2)
    expect(heading).to_be_in_viewport()
    return page.locator("section").filter(has=heading).last


def test_reader_finds_the_ministry_for_malians_abroad(phone: Page) -> None:
    section = go_to_section(phone, "Institutions")
    section.get_by_role("link", name=re.compile("Ministère des Maliens de l’extérieur")).first.tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Ministère des Maliens de l’extérieur")
    expect(phone.locator(".key-facts")).to_contain_text("Ministère")


def test_reader_finds_the_ministry_by_searching(phone: Page) -> None:
    phone.get_by_role("searchbox").fill("ministere maliens de l'exterieur")
    tap(phone, "Rechercher", "button")
    result = phone.locator("ol.records").first.get_by_role("link").first
    expect(result).to_contain_text("Ministère des Maliens de l’extérieur")


def test_reader_finds_the_practices_that_concern_investment(phone: Page) -> None:
    tap(phone, "Pratiques")
    for folded in ("Filtres et tri", "Domaine d’action"):
        phone.locator("summary").get_by_text(folded, exact=True).tap()
    label = phone.locator("label").filter(has_text=re.compile("Investissement"))
    promised = int(label.locator(".count").inner_text())
    assert promised > 2
    label.tap()
    tap(phone, "Afficher", "button")
    expect(phone.get_by_role("heading", name=f"{promised} résultats")).to_be_visible()
    expect(phone.locator("ol.records > li")).to_have_count(promised)
    expect(phone.get_by_role("list", name="Filtres actifs")).to_contain_text("Investissement")
    expect(phone.get_by_role("link", name="Mesures en faveur de l’investissement de la diaspora").first).to_be_visible()


def test_reader_finds_how_many_malians_live_in_france_and_who_counted(phone: Page) -> None:
    section = go_to_section(phone, "Émigration")
    section.get_by_role("rowheader").get_by_role("link", name="France", exact=True).first.tap()
    expect(phone).to_have_url("/fr/corridors/mali/france/")
    figure = phone.locator(".headlines > div").filter(has_text=re.compile(r"120\s393")).first
    expect(figure).to_contain_text("Émigrés, 2024")
    # The United Nations counted; the figure is known from the document that the mark leads to.
    expect(figure).to_contain_text("Stock de migrants internationaux, 2024 (UN DESA)")
    figure.locator(".mark a").first.tap()
    reference = phone.locator(".references li:target")
    expect(reference).to_be_in_viewport()
    expect(reference).to_contain_text("EUDiF")


def test_reader_finds_what_the_sources_disagree_on(phone: Page) -> None:
    section = go_to_section(phone, "Désaccords entre sources")
    disagreements = section.locator("details.disagreement")
    assert disagreements.count() > 3
    disagreement = disagreements.filter(has_text="Taille de la diaspora").first
    disagreement.locator("summary").tap()
    sides = disagreement.get_by_role("listitem")
    assert sides.count() > 1
    for side in sides.all():
        expect(side).to_be_visible()
        # Each side names its source.
        expect(side.get_by_role("link").first).to_be_visible()
    expect(disagreement.locator(".badge").first).to_be_visible()
