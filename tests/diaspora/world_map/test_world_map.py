"""The world map on the home page and the country list: links, colours, legend, table, and the form that chooses."""

import gzip
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from diaspora.models import Country, Dataset
from tests.factories import create_indicator, create_observation
from tests.maps import Link, read_form, read_map
from tests.pages import open_page

pytestmark = pytest.mark.django_db


# Every country


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("page", ["", "countries/"])
def test_map_links_every_country_once_by_its_name(mali: None, language: str, page: str) -> None:
    """Each is on the map or, if it is not drawn, in the list beneath; in the table or the list is each of them."""
    found = read_map(f"/{language}/{page}")
    expected = {
        f"/{language}/countries/{country.slug}/": getattr(country, f"name_{language}")
        for country in Country.objects.all()
    }
    assert len(expected) == 249
    beneath = found.listed | {address: cells[0] for address, cells in found.rows.items()}
    assert len(found.listed) + len(found.rows) == 249
    assert expected.keys() - found.links.keys() == {f"/{language}/countries/antarctica/"}
    assert beneath.keys() == expected.keys()
    for address, name in expected.items():
        assert beneath[address].startswith(name)
        if address in found.links:
            assert re.match(rf"{re.escape(name)}\s?: ", found.links[address].name)
            assert found.links[address].shapes
    assert found.listed[f"/{language}/countries/antarctica/"].endswith(")")


def test_map_draws_small_countries_so_that_they_can_be_hit(mali: None) -> None:
    """A circle to see, and a larger one around it to hit; a large country has its outline alone."""
    links = read_map().links
    for slug in ("malta", "tuvalu", "singapore", "cabo-verde", "martinique"):
        assert links[f"/en/countries/{slug}/"].shapes[-2:] == ["circle", "circle"]
    for slug in ("mali", "france", "french-guiana", "svalbard-and-jan-mayen"):
        assert links[f"/en/countries/{slug}/"].shapes == ["title", "path"]


def test_map_says_what_it_shows_of_boundaries(mali: None) -> None:
    assert "imply no opinion on the status of any territory" in read_map().html
    assert "sans lien" in read_map("/fr/").html


# What it can be coloured by


def test_map_begins_with_what_the_atlas_holds(mali: None) -> None:
    """Mali has most records, countries of destination some; the others say that there is nothing yet."""
    page = read_map()
    assert page.chosen == ["records"]
    assert re.fullmatch(r"Mali: \d\d records", page.links["/en/countries/mali/"].name)
    assert "record" in page.links["/en/countries/france/"].name
    assert page.links["/en/countries/japan/"] == Link("Japan: nothing yet", "", ["title", "path"])
    assert next(iter(page.rows)) == "/en/countries/mali/"


def test_map_offers_only_published_datasets(mali: None) -> None:
    """A figure that one source claims, and no edition of a dataset holds, is compared with nothing."""
    options = read_map().options
    assert list(options)[:3] == ["records", "dual_citizenship", "external_voting"]
    assert {"emigrant_stock", "remittance_share_of_gdp"} <= options.keys()
    assert {"diaspora_size_claimed", "human_development_rank", "immigrant_sex_share"}.isdisjoint(options)
    assert options["emigrant_stock"] == "Emigrants"


def test_map_says_whose_figures_it_shows_and_of_which_year(mali: None) -> None:
    page = read_map("/en/", indicator="emigrant_stock")
    assert page.links["/en/countries/mali/"].name == "Mali: 1,292,519"
    assert page.rows == {"/en/countries/mali/": ["Mali", "1,292,519", "2024"]}
    assert "so far 1 of 249 countries and areas has a value" in page.html
    assert "2024 – UN DESA, International Migrant Stock, 2024 (1 country)." in page.html
    assert page.legend == [
        ("swatch class-3", "1,292,519 (1 country)"),
        ("swatch", "no figure (248 countries)"),
    ]


def test_map_shows_answers_on_rights(mali: None) -> None:
    page = read_map("/fr/", indicator="external_voting")
    assert page.links["/fr/countries/mali/"].css_class == "answer-is-yes"
    assert page.rows["/fr/countries/mali/"] == ["Mali", "Oui"]
    assert page.legend[0] == ("swatch answer-is-yes", "Oui (1 pays)")


def test_colours_agree_with_the_legend_and_the_table(mali: None) -> None:
    """With a figure for nearly every country there are five shades, and the map, legend and table say the same."""
    indicator, dataset = create_indicator(), Dataset.objects.first()
    for number, country in enumerate(Country.objects.exclude(iso3="FRA").order_by("iso2")):
        value = Decimal(number * number)
        create_observation(country=country, indicator=indicator, dataset=dataset, value=value, shown_first=True)
    page = read_map(indicator=indicator.code)
    on_map = Counter(link.css_class for link in page.links.values())
    # Antarctica is in the table, and not drawn.
    on_map["class-0"] += 1
    assert page.links["/en/countries/france/"].css_class == ""
    assert [css_class for css_class, _label in page.legend] == [*(f"swatch class-{n}" for n in range(5)), "swatch"]
    for css_class, label in page.legend:
        assert f"({on_map[css_class.removeprefix('swatch').strip()]} countr" in label
    for address, cells in page.rows.items():
        if address in page.links:
            assert page.links[address].name == f"{cells[0]}: {cells[1]}"


# The form


@pytest.mark.parametrize("address", ["/en/", "/en/countries/"])
@pytest.mark.parametrize("value", ["nonsense", "RECORDS", "\0", "diaspora_size_claimed", "<b>"])
def test_unknown_indicator_is_answered_in_words_and_colours_nothing(mali: None, address: str, value: str) -> None:
    page = read_map(address, indicator=value)
    assert "is not known here. Choose from the list." in page.html
    assert "The map shows nothing of the countries until you choose" in page.html
    assert not {link.css_class for link in page.links.values()} - {""}
    assert page.links["/en/countries/mali/"].name == "Mali"
    assert not page.rows
    assert not page.legend
    assert len(page.listed) == 249


def test_empty_indicator_is_none(mali: None) -> None:
    assert read_map(indicator="").chosen == ["records"]


def test_forms_carry_what_the_other_holds(mali: None) -> None:
    """Neither choosing a colour nor filtering loses what was chosen before; the page of the list is none of it."""
    query = [("q", "ma"), ("region", "002"), ("region", "150"), ("sort", "emigrants"), ("indicator", "emigrant_stock")]
    page = Client().get(f"/en/countries/?{urlencode([*query, ('page', '1'), ('junk', '1')])}").content.decode()
    assert sorted(read_form(page, "map-choice")) == sorted(query[:4])
    assert read_form(page, "filters") == [("indicator", "emigrant_stock")]
    assert 'href="/en/countries/?indicator=emigrant_stock">Clear filters' in page


def test_chips_keep_the_indicator(mali: None) -> None:
    page = open_page("/en/countries/?region=002&indicator=emigrant_stock")
    (chip,) = re.findall(r'<a href="\?([^"]*)"><span>Region', page)
    assert dict(parse_qsl(chip)) == {"indicator": "emigrant_stock"}


def test_indicator_is_no_filter(mali: None) -> None:
    """Choosing a colour leaves the list as it is: nothing to clear, and the filters stay folded."""
    page = Client().get("/en/countries/?indicator=emigrant_stock").content.decode()
    assert "Clear filters" not in page
    assert "249 results" in page
    assert '<details class="filter-fields">' in page


@pytest.mark.parametrize(
    ("query", "is_open"),
    [("", True), ("?indicator=records", True), ("?q=mali", False), ("?q=mali&indicator=records", True)],
)
def test_map_makes_room_for_a_filtered_list(mali: None, query: str, is_open: bool) -> None:
    page = Client().get(f"/en/countries/{query}").content.decode()
    assert f'<details class="map-fold" id="map"{" open" if is_open else ""}>' in page


def test_lists_without_a_map_keep_nothing(mali: None) -> None:
    page = Client().get("/en/policies/?country=mali&indicator=records").content.decode()
    assert read_form(page, "filters") == []
    assert 'href="/en/policies/">Clear filters' in page


# Weight


@pytest.mark.parametrize("address", ["/en/", "/fr/countries/"])
def test_map_page_stays_within_its_budget(mali: None, address: str) -> None:
    """At most 110 kB over the wire, with the stylesheet cold, and with a figure for every country."""
    indicator, dataset = create_indicator(), Dataset.objects.first()
    for country in Country.objects.all():
        value = Decimal(country.pk * 7919 % 100_003)
        create_observation(country=country, indicator=indicator, dataset=dataset, value=value, shown_first=True)
    response = Client(headers={"accept-encoding": "gzip"}).get(address, {"indicator": indicator.code})
    assert response.headers["Content-Encoding"] == "gzip"
    stylesheet: Any = finders.find("diaspora/atlas.css")
    assert len(response.content) + len(gzip.compress(Path(stylesheet).read_bytes())) < 110_000
