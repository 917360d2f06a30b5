"""What the world map is coloured by, in a world of few countries: records, answers, figures, and their classes."""

from collections import Counter
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaspora.models import Answer, Entry, Indicator
from diaspora.world_map.classes import MOST_CLASSES, SHADES, classify
from practices.models import PoliticalRight
from tests.factories import (
    create_country,
    create_dataset,
    create_indicator,
    create_institution,
    create_observation,
    create_organisation,
    create_political_right,
    create_practice,
    create_profile,
    create_source,
)
from tests.maps import read_map

pytestmark = pytest.mark.django_db


# Records and answers


def test_records_are_counted_once_for_each_country_they_concern() -> None:
    home, abroad, served = create_country("Home"), create_country("Abroad"), create_country("Served")
    create_profile(country=home)
    create_organisation([home], country_of_residence=abroad)
    create_organisation([home], country_of_residence=home)
    practice = create_practice([home, served])
    practice.countries_of_destination.set([abroad, home])
    institution = create_institution(country=home)
    institution.countries_served.set([served])
    page = read_map()
    counts = {cells[0]: cells[1] for cells in page.rows.values()}
    assert counts == {"Home": "5 records", "Abroad": "2 records", "Served": "2 records"}


@pytest.mark.parametrize("status", [Entry.Status.DRAFT, Entry.Status.IN_REVIEW, Entry.Status.ARCHIVED])
def test_records_that_are_not_published_colour_nothing(status: str) -> None:
    country = create_country("Home")
    create_profile(country=country, status=status)
    create_organisation([country], status=status)
    create_political_right(country=country)
    assert not read_map().rows
    assert not read_map(indicator="dual_citizenship").rows


def test_answers_are_told_apart_in_words_and_class() -> None:
    """Answers stand in their own order; one that has been replaced is not shown."""
    for answer in (Answer.NO, Answer.PARTLY, Answer.YES, Answer.NO_INFORMATION, Answer.YES):
        country = create_country(f"Says {answer}")
        create_profile(country=country)
        create_political_right(country=country, answer=answer, valid_from="2010")
        create_political_right(country=country, answer=Answer.NO, valid_from="1990", valid_to="2010")
        create_political_right(country=country, right=PoliticalRight.Right.EXTERNAL_VOTING, answer=Answer.NO)
    said_so_once = create_profile().country
    create_political_right(country=said_so_once, answer=Answer.YES, valid_from="1990", valid_to="2010")
    page = read_map(indicator="dual_citizenship")
    assert page.legend == [
        ("swatch answer-is-yes", "Yes (2 countries)"),
        ("swatch answer-is-partly", "Partly (1 country)"),
        ("swatch answer-is-no", "No (1 country)"),
        ("swatch answer-is-no_information", "No information (1 country)"),
        ("swatch", "no answer yet (1 country)"),
    ]
    assert [cells[1] for cells in page.rows.values()] == ["Yes", "Yes", "Partly", "No", "No information"]


def test_map_without_any_value_is_drawn_all_the_same() -> None:
    create_country("Somewhere", iso3="MLI")
    page = read_map()
    assert [link.name for link in page.links.values()] == ["Somewhere: nothing yet"]
    assert page.legend == [("swatch", "nothing yet (1 country)")]
    assert "so far 0 of 1 countries and areas have a value" in page.html
    assert list(page.options) == ["records", "dual_citizenship", "external_voting"]


# Figures


def test_figures_are_the_latest_that_are_shown_first() -> None:
    """Other years, a sex, a corridor, and what is not shown first do not reach the map."""
    country, partner, indicator, dataset = (
        create_country("Home"),
        create_country(),
        create_indicator(),
        create_dataset(),
    )
    of_it: dict[str, Any] = {"country": country, "indicator": indicator, "dataset": dataset}
    create_observation(**of_it, year=2020, value=Decimal(20), shown_first=True)
    create_observation(**of_it, year=2023, value=Decimal(23), shown_first=True)
    create_observation(**of_it, year=2024, value=Decimal(24))
    create_observation(**of_it, year=2025, value=Decimal(25), shown_first=True, sex="female")
    create_observation(**of_it, year=2025, value=Decimal(26), shown_first=True, partner=partner)
    create_observation(
        country=country, indicator=indicator, source=create_source(), year=2025, value=Decimal(27), shown_first=True
    )
    page = read_map(indicator=indicator.code)
    assert list(page.rows.values()) == [["Home", "23", "2023"]]


def test_figures_of_several_editions_say_so() -> None:
    """Each edition is named with its years, and each row says which it is from."""
    indicator = create_indicator()
    old, new = create_dataset(edition_en="2020"), create_dataset(edition_en="2024")
    for dataset, year in ((new, 2024), (new, 2022), (old, 2019)):
        create_observation(indicator=indicator, dataset=dataset, year=year, shown_first=True)
    page = read_map(indicator=indicator.code)
    assert f"2022 to 2024 – Publisher, {new.title_en}, 2024 (2 countries)." in page.html
    assert f"2019 – Publisher, {old.title_en}, 2020 (1 country)." in page.html
    assert Counter(cells[3] for cells in page.rows.values()) == {str(new): 2, str(old): 1}


def test_edition_whose_file_is_not_the_publishers_own_says_so() -> None:
    indicator, dataset = create_indicator(), create_dataset(file_note_en="Converted by hand from the official sheets.")
    create_observation(indicator=indicator, dataset=dataset, year=2024, shown_first=True)
    assert "Converted by hand from the official sheets." in read_map(indicator=indicator.code).html
    assert dataset.attribution == f"{dataset} (Publisher; Converted by hand from the official sheets.)"


def create_figures(*values: float, **fields: Any) -> Indicator:
    indicator, dataset = create_indicator(**fields), create_dataset()
    for value in values:
        create_observation(indicator=indicator, dataset=dataset, value=Decimal(str(value)), shown_first=True)
    return indicator


def test_legend_gives_ranges_in_the_readers_language() -> None:
    indicator = create_figures(*(n + 0.25 for n in range(10)), unit=Indicator.Unit.PERCENT_OF_GDP, decimals=2)
    assert [label for _class, label in read_map(indicator=indicator.code).legend[:2]] == [
        "0.25% of GDP to 1.25% of GDP (2 countries)",
        "2.25% of GDP to 3.25% of GDP (2 countries)",
    ]
    assert read_map("/fr/", indicator=indicator.code).legend[0][1] == "0,25 % du PIB à 1,25 % du PIB (2 pays)"


# Classes


@pytest.mark.parametrize(
    ("values", "sizes"),
    [
        ([], []),
        ([7], [1]),
        ([3, 3, 3], [3]),
        ([1, 2], [1, 1]),
        (list(range(100)), [20, 20, 20, 20, 20]),
        # Skewed: most have nothing, the others are told apart all the same.
        ([0] * 200 + list(range(1, 33)), [200, 8, 8, 8, 8]),
        # One value far above the others.
        ([*range(1, 10), 10**9], [2, 2, 2, 2, 2]),
        ([1, 2, 2, 2, 2, 2, 2, 2, 3], [1, 7, 1]),
    ],
)
def test_classes_hold_about_as_many_countries_each(values: list[int], sizes: list[int]) -> None:
    assert [len(members) for members in classify([Decimal(value) for value in values])] == sizes


@given(st.lists(st.integers(0, 30).map(Decimal), max_size=60))
def test_classes_part_no_equals_and_lose_nothing(values: list[Decimal]) -> None:
    """At most five, in order, equal values together; as many classes as there are values, where these are few."""
    classes = classify(values)
    assert [value for members in classes for value in members] == sorted(values)
    assert all(first[-1] < second[0] for first, second in pairwise(classes))
    assert len(classes) == min(MOST_CLASSES, len(set(values)))
    assert not classes or len(SHADES[len(classes)]) == len(classes)
