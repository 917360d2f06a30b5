"""Facets: each count is what choosing that value would give, under all other filters."""

from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from actors.filters import InstitutionFilterSet, OrganisationFilterSet
from actors.models import Institution, Organisation
from diaspora.lists import facets
from diaspora.lists.facets import CountedFilter, Facet
from diaspora.models import Country, Source
from diaspora.pages.countries import CountryFilterSet
from diaspora.pages.sources import SourceFilterSet
from practices.filters import PolicyFilterSet, PracticeFilterSet
from practices.models import Policy, Practice
from tests.factories import create_institution, create_involvement, create_practice, create_topic

pytestmark = pytest.mark.django_db

LISTS: dict[str, tuple[Any, Any]] = {
    "countries": (CountryFilterSet, Country),
    "policies": (PolicyFilterSet, Policy),
    "practices": (PracticeFilterSet, Practice),
    "institutions": (InstitutionFilterSet, Institution),
    "organisations": (OrganisationFilterSet, Organisation),
    "sources": (SourceFilterSet, Source),
}


def filter_list(name: str, chosen: dict[str, list[str]]) -> Any:
    """Returns the list's filters as an address with these values sets them."""
    filter_set, model = LISTS[name]
    query = QueryDict(mutable=True)
    for filter_name, values in chosen.items():
        query.setlist(filter_name, values)
    records = model.objects.published() if hasattr(model.objects, "published") else model.objects.all()
    return filter_set(query, queryset=records)


def facet_named(facets: list[Facet], name: str) -> Facet:
    return next(facet for facet in facets if facet.name == name)


@pytest.mark.parametrize("name", LISTS)
def test_facets_of_a_list_are_its_filters_with_several_values(name: str) -> None:
    """No filter of which several values can be chosen is left out of the facets."""
    filters = filter_list(name, {})
    tallied = [found for found, given in filters.filters.items() if isinstance(given, CountedFilter)]
    assert [facet.name for facet in filters.facets] == tallied


def test_facet_counts_a_record_once_for_each_value() -> None:
    """An institution that serves its own country too counts once for it."""
    institution = create_institution(level=Institution.Level.NATIONAL)
    assert institution.country is not None
    institution.countries_served.add(institution.country)
    facet = facet_named(filter_list("institutions", {}).facets, "country")
    assert [(value.key, value.count) for value in facet.values] == [(institution.country.slug, 1)]


def test_facet_keeps_a_chosen_value_that_gives_nothing() -> None:
    """What is chosen can be taken away again, even where the other filters leave nothing of it."""
    topic = create_topic(kind="area")
    create_practice().areas.add(topic)
    facet = facet_named(filter_list("practices", {"area": [topic.slug], "q": ["zzqqxx"]}).facets, "area")
    assert [(value.key, value.count, value.is_selected) for value in facet.values] == [(topic.slug, 0, True)]


def test_facet_labels_are_in_the_language_of_the_reader() -> None:
    """A value is named as its page is."""
    topic = create_topic(kind="area", name_en="Housing", name_fr="Logement")
    create_practice().areas.add(topic)
    for language, label in (("en", "Housing"), ("fr", "Logement")):
        with translation.override(language):
            facet = facet_named(filter_list("practices", {}).facets, "area")
            assert [value.label for value in facet.values] == [label]


def test_list_without_results_says_what_to_take_away() -> None:
    """Each filter whose loss would give something, with how much, the greatest first."""
    topic = create_topic(kind="area")
    for _place in range(3):
        create_practice().areas.add(topic)
    create_practice(state=Practice.State.COMPLETED, title_en="Guide for people abroad")
    filters = filter_list("practices", {"area": [topic.slug], "state": ["completed"], "q": ["guide"]})
    assert not filters.qs
    assert [(count, query) for _label, count, query in filters.wider_lists] == [(1, "state=completed&q=guide")]
    filters = filter_list("practices", {"area": [topic.slug], "state": ["completed"]})
    assert sorted((count, query) for _label, count, query in filters.wider_lists) == [
        (1, "state=completed"),
        (3, f"area={topic.slug}"),
    ]


def test_chip_takes_one_value_away_and_leaves_the_rest() -> None:
    """Of several values of a filter a chip takes its own; the page number goes, the order stays."""
    first, second = create_topic(kind="area"), create_topic(kind="area")
    for topic in (first, second):
        create_practice().areas.add(topic)
    filters = filter_list("practices", {"area": [first.slug, second.slug], "sort": ["newest"], "page": ["2"]})
    assert filters.form.is_valid()
    assert [chip.query_without for chip in filters.active_filters] == [
        f"area={second.slug}&sort=newest",
        f"area={first.slug}&sort=newest",
    ]


def test_facet_offers_the_values_with_most_records_and_those_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader chooses from so many values at most; how many more there are is said, and a choice stays visible."""
    monkeypatch.setattr(facets, "MOST_VALUES", 2)
    areas = [create_topic(slug=f"area-{number}") for number in range(4)]
    for number, area in enumerate(areas):
        for _practice in range(4 - number):
            create_practice().areas.add(area)
    facet = facet_named(filter_list("practices", {}).facets, "area")
    assert ([value.key for value in facet.values], facet.left_out) == (["area-0", "area-1"], 2)
    facet = facet_named(filter_list("practices", {"area": ["area-3"]}).facets, "area")
    assert ([value.key for value in facet.values], facet.left_out) == (["area-0", "area-1", "area-3"], 1)
    page = Client().get("/en/practices/").content.decode()
    assert "2 more, with fewer records. Narrow the list to choose from them." in page
    assert (
        "1 more, with fewer records. Narrow the list to choose it."
        in Client().get("/en/practices/?area=area-3").content.decode()
    )


def test_facets_of_one_list_find_what_matches_once() -> None:
    """What is not filtered by counts the same records, which the database looks up once for all of them."""
    create_practice()
    with CaptureQueriesContext(connection) as queries:
        assert filter_list("practices", {}).facets
    (counting,) = [query["sql"] for query in queries if query["sql"].startswith("WITH")]
    assert counting.count("AS MATERIALIZED") == 1
    with CaptureQueriesContext(connection) as queries:
        assert filter_list("practices", {"state": ["running"], "evidence": ["none_stated"]}).facets
    (counting,) = [query["sql"] for query in queries if query["sql"].startswith("WITH")]
    # Those that match all filters, and all but each of the two.
    assert counting.count("AS MATERIALIZED") == 3


def test_facet_counts_a_practice_once_for_an_actor_with_two_parts_in_it() -> None:
    """The rows of an involvement are more than the practices."""
    institution = create_institution()
    practice = create_practice()
    for role in ("funder", "partner"):
        create_involvement(practice=practice, institution=institution, role=role)
    facet = facet_named(filter_list("practices", {}).facets, "institution")
    assert [(value.key, value.count) for value in facet.values] == [(institution.slug, 1)]
