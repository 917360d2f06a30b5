"""Without JavaScript a reader does the same with the site as with it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE, OpenPage


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def open_plain(open_page: OpenPage, request: pytest.FixtureRequest) -> OpenPage:
    def open_plain(path: str) -> Page:
        return open_page(path, viewport=request.param, java_script_enabled=False)

    return open_plain


def unfold(page: Page, *names: str) -> None:
    """Opens what is folded under these names, one within the other, where it is not open already."""
    for name in names:
        summary = page.locator("summary", has_text=re.compile(f"^{name}$"))
        if summary.is_visible() and not summary.locator("xpath=..").get_attribute("open"):
            summary.click()


def test_list_is_filtered_and_freed_again(open_plain: OpenPage) -> None:
    page = open_plain("/en/practices/")
    unfold(page, "Filters and order", "Area of engagement", "Sector")
    page.get_by_role("checkbox", name="Investment").check()
    page.get_by_role("checkbox", name="Finance").check()
    page.get_by_role("button", name="Show").click()
    chips = page.get_by_role("list", name="Active filters").get_by_role("link")
    expect(chips).to_have_count(2)
    both = page.locator("ol.records > li").count()
    chips.filter(has_text="Finance").click()
    expect(chips).to_have_count(1)
    assert page.locator("ol.records > li").count() > both > 0
    page.get_by_role("link", name="Clear filters").click()
    expect(page).to_have_url("/en/practices/")


def test_list_says_what_to_loosen(open_plain: OpenPage) -> None:
    page = open_plain("/en/practices/?area=investment&q=zzzz")
    page.get_by_role("link", name="Without the filter “Words”").click()
    expect(page.locator("ol.records > li").first).to_be_visible()


def test_list_is_turned_page_by_page(open_plain: OpenPage) -> None:
    page = open_plain("/en/institutions/")
    first = page.locator("ol.records h3").first.inner_text()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    page.get_by_role("link", name="Previous").click()
    expect(page.locator("ol.records h3").first).to_have_text(first)


def test_words_are_searched_for(open_plain: OpenPage) -> None:
    page = open_plain("/en/about/")
    page.get_by_role("searchbox", name="Search everything").fill("yelimani")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"\d result"))


def test_countries_are_compared(open_plain: OpenPage) -> None:
    page = open_plain("/en/compare/")
    for region, country in (("Africa", "Mali"), ("Europe", "France")):
        unfold(page, region)
        page.get_by_role("checkbox", name=country, exact=True).check()
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile("country=mali&country=france|country=france&country=mali"))
    expect(page.get_by_role("table").get_by_role("columnheader", name="France")).to_be_visible()


@pytest.mark.parametrize("path", ["practices/?area=investment", "countries/mali/", "search/?q=kayes"])
def test_language_changes_on_the_same_page(open_plain: OpenPage, path: str) -> None:
    page = open_plain(f"/en/{path}")
    page.get_by_role("link", name="Français", exact=True).click()
    expect(page).to_have_url(f"/fr/{path}")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(f"/en/{path}")


def test_sides_of_a_disagreement_unfold(open_plain: OpenPage) -> None:
    page = open_plain("/en/corridors/mali/france/")
    disagreement = page.locator("details.disagreement").first
    expect(disagreement.get_by_role("listitem").first).to_be_hidden()
    disagreement.locator("summary").click()
    expect(disagreement.get_by_role("listitem").first).to_be_visible()
