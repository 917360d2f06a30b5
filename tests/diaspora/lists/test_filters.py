"""Every filter of every list: what matches is shown, the rest is not; what is not understood is answered in words."""

from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pytest
from django.forms import CheckboxSelectMultiple
from django.test import Client
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from actors.filters import InstitutionFilterSet, OrganisationFilterSet
from diaspora.lists.filters import AtlasFilterSet
from diaspora.models import Country, CountryGroup
from diaspora.pages.countries import CountryFilterSet
from diaspora.pages.sources import SourceFilterSet
from practices.filters import PolicyFilterSet, PracticeFilterSet
from practices.models import Policy
from tests.examples import examples
from tests.factories import (
    create_citation,
    create_group,
    create_institution,
    create_membership,
    create_organisation,
    create_policy,
    create_source,
)
from tests.pages import listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]

FILTERS: dict[str, type[AtlasFilterSet]] = {
    "countries": CountryFilterSet,
    "policies": PolicyFilterSet,
    "practices": PracticeFilterSet,
    "institutions": InstitutionFilterSet,
    "organisations": OrganisationFilterSet,
    "sources": SourceFilterSet,
}


class Case(NamedTuple):
    """A value of a filter, with a record it lets through and one it keeps out."""

    records: str
    name: str
    value: str
    shown: str
    hidden: str


CASES = [
    Case("countries", "q", "cote d'ivoire", "cote-divoire", "mali"),
    Case("countries", "q", "MLI", "mali", "france"),
    Case("countries", "profile", "yes", "mali", "france"),
    Case("countries", "region", "002", "mali", "france"),
    Case("countries", "group", "european-union", "france", "mali"),
    Case("countries", "group", "african-union", "mali", "france"),
    Case("countries", "dual_citizenship", "yes", "mali", "france"),
    Case("countries", "external_voting", "yes", "mali", "france"),
    Case("policies", "q", "nationalité", "mali-nationality-code-2011", "mali-electoral-law-2018"),
    Case("policies", "q", "NATIONALITE", "mali-nationality-code-2011", "mali-electoral-law-2018"),
    Case("policies", "country", "mali", "mali-nationality-code-2011", "of-a-group"),
    Case("policies", "group", "african-union", "of-a-group", "mali-nationality-code-2011"),
    Case("policies", "category", "executive", "mali-national-migration-policy-2014", "mali-nationality-code-2011"),
    Case("policies", "type", "constitution", "mali-constitution-2023", "mali-nationality-code-2011"),
    Case("policies", "scope", "mainstreamed", "mali-constitution-2023", "mali-national-consultation-framework-2010"),
    Case("policies", "implementation", "in_force", "mali-nationality-code-2011", "mali-nationality-code-1995"),
    Case("policies", "area", "citizenship", "mali-nationality-code-2011", "mali-electoral-law-2018"),
    Case("policies", "from_year", "2018", "mali-electoral-law-2018", "mali-national-migration-policy-2014"),
    Case("policies", "to_year", "2014", "mali-national-migration-policy-2014", "mali-electoral-law-2018"),
    Case("policies", "verdict", "contested", "mali-constitution-2023", "mali-electoral-law-2018"),
    Case("practices", "q", "TOKTEN", "tokten-mali", "amedip"),
    Case("practices", "country", "togo", "sde4r", "amedip"),
    Case("practices", "destination", "spain", "regions-of-origin-investment", "productive-diaspora-investment"),
    Case("practices", "area", "remittances", "upu-postal-remittances", "tokten-mali"),
    Case("practices", "sector", "housing", "social-housing-diaspora", "tokten-mali"),
    Case("practices", "target_group", "youth", "fier", "tokten-mali"),
    Case("practices", "goal", "11", "social-housing-diaspora", "tokten-mali"),
    Case("practices", "objective", "5", "ecowas-free-movement", "tokten-mali"),
    Case("practices", "institution", "undp", "tokten-mali", "fier"),
    Case("practices", "state", "completed", "amedip", "tokten-mali"),
    Case("practices", "evidence", "self_reported", "village-associations-infrastructure", "tokten-mali"),
    Case("practices", "from_year", "2022", "fier", "amedip"),
    Case("practices", "to_year", "2010", "tokten-mali", "amedip"),
    Case("practices", "verdict", "superseded", "ecowas-free-movement", "amedip"),
    Case("institutions", "q", "cigem", "mali-cigem", "undp"),
    Case("institutions", "country", "france", "babyloan", "undp"),
    Case("institutions", "country", "mali", "undp", "of-france"),
    Case("institutions", "level", "international", "undp", "mali-cigem"),
    Case("institutions", "rank", "ministry", "mali-ministry-of-malians-abroad", "mali-cigem"),
    Case("institutions", "area", "political-participation", "mali-hcme", "mali-cigem"),
    Case("institutions", "verdict", "contested", "mali-cigem", "undp"),
    Case("organisations", "q", "federation", "efaso", "adyfe"),
    Case("organisations", "origin", "mali", "adyfe", "of-senegal"),
    Case("organisations", "residence", "italy", "conseil-des-maliens-italie", "efaso"),
    Case("organisations", "place", "mali-kenieba-cercle", "association-kassama-france", "lahidou-de-kersignan"),
    Case("organisations", "place", "mali-kayes-region", "lahidou-de-kersignan", "association-amiens-bamako"),
    Case("organisations", "kind", "youth", "adyfe", "efaso"),
    Case("organisations", "area", "culture-and-identity", "lahidou-de-kersignan", "efaso"),
    Case("organisations", "development", "yes", "adyfe", "efaso"),
    Case("organisations", "founded_from", "2014", "adyfe", "founded-1960"),
    Case("organisations", "founded_to", "2000", "founded-1960", "adyfe"),
    Case("organisations", "verdict", "contested", "founded-1960", "adyfe"),
    Case("sources", "q", "embassy", "us-embassy-bamako-2009", "mali-electoral-law-2018-014"),
    Case("sources", "kind", "diplomatic_cable", "us-embassy-bamako-2009", "eudif-mali-2025"),
    Case("sources", "language", "fr", "mali-electoral-law-2018-014", "eudif-mali-2025"),
    Case("sources", "from_year", "2025", "eudif-mali-2025", "us-embassy-bamako-2009"),
    Case("sources", "to_year", "2009", "us-embassy-bamako-2009", "eudif-mali-2025"),
]


@pytest.fixture
def neighbours() -> None:
    """What Mali’s data lacks: a policy of a group, an institution of another country, organisations to tell apart."""
    senegal, france = Country.objects.get(iso3="SEN"), Country.objects.get(iso3="FRA")
    african_union = CountryGroup.objects.get(slug="african-union")
    create_policy(group=african_union, slug="of-a-group")
    create_institution(country=france, slug="of-france")
    create_organisation([senegal], slug="of-senegal")
    oldest = create_organisation([senegal], slug="founded-1960", founded_on="1960-04")
    create_citation(oldest, verdict="contested")


def get(records: str, **query: Any) -> Any:
    return Client().get(f"/en/{records}/", query)


def slugs(response: Any) -> set[str]:
    """Returns the records on the page; there are fewer than fill it."""
    assert response.status_code == 200
    return {record.slug for record in response.context["object_list"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.records}-{case.name}-{case.value}")
def test_filter_shows_what_matches_and_hides_the_rest(case: Case, neighbours: None) -> None:
    """The value lets one record through and keeps the other out, on the page as in the list behind it."""
    response = get(case.records, **{case.name: case.value})
    found = slugs(response)
    assert not response.context["filter"].form.errors
    assert case.shown in found
    assert case.hidden not in found
    html = listed(response.content.decode())
    assert f'/{case.records}/{case.shown}/"' in html
    assert f'/{case.records}/{case.hidden}/"' not in html


def test_filters_are_all_tried() -> None:
    """No filter of any list is left out above; what arranges a list has tests of its own."""
    tried = {(case.records, case.name) for case in CASES}
    assert tried == {(records, name) for records, filters in FILTERS.items() for name in filters({}).filters} - {
        (records, name) for records in FILTERS for name in ("sort", "size")
    }


@pytest.mark.parametrize("records", FILTERS)
@pytest.mark.parametrize("value", ["nowhere", "abc", "-1", "99999999999999999999", "a\0b", "\0", "\ufffd", "☃" * 300])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_filters_answer_an_unknown_value_in_words(records: str, value: str, language: str) -> None:
    """What a filter does not know gives no rows and is said beside it; it never gives the whole list."""
    names = set(FILTERS[records]({}).filters) - {"q"}
    response: Any = Client().get(f"/{language}/{records}/", dict.fromkeys(names, value))
    assert slugs(response) == set()
    errors = response.context["filter"].form.errors
    assert set(errors) == names
    html = response.content.decode()
    assert html.count('class="errorlist') == len(names)
    for messages in errors.values():
        for message in messages:
            assert escape(message) in html
            assert len(message.split()) > 3


@pytest.mark.parametrize("records", FILTERS)
def test_filters_answer_a_single_unknown_value_in_words(records: str) -> None:
    """One filter that is not understood is enough to show nothing, whatever the others say."""
    for name in set(FILTERS[records]({}).filters) - {"q"}:
        response: Any = get(records, **{name: "nowhere"})
        assert slugs(response) == set()
        assert list(response.context["filter"].form.errors) == [name]
        assert "No list: a filter was not understood" in response.content.decode()


@pytest.mark.parametrize("records", FILTERS)
@pytest.mark.parametrize("words", ["zzqqxx", "a\0b", "a" * 201, "%", "_", "\\", "☃"])
def test_words_that_nothing_has_show_nothing(records: str, words: str) -> None:
    """Words without a match, and what is no word, give no rows; what cannot be searched is said beside the field."""
    response: Any = get(records, q=words)
    assert slugs(response) == set()
    assert ("q" in response.context["filter"].form.errors) == ("\0" in words or len(words) > 200)


@pytest.mark.parametrize("records", FILTERS)
def test_filters_left_empty_show_the_whole_list(records: str) -> None:
    """A form that is sent without choosing anything shows everything: browsers leave unticked boxes out."""
    fields = {name: filter_.field for name, filter_ in FILTERS[records]({}).filters.items()}
    empty = {name: "" for name, field in fields.items() if not isinstance(field.widget, CheckboxSelectMultiple)}
    assert {"q", "sort"} <= set(empty)
    assert slugs(get(records, **empty)) == slugs(get(records, q="  ")) == slugs(get(records)) != set()


@pytest.mark.parametrize("records", FILTERS)
def test_filter_with_one_known_and_one_unknown_value_shows_nothing(records: str) -> None:
    """A known value does not hide that another was not understood."""
    case = next(case for case in CASES if case.records == records and case.name not in ("q", "profile"))
    response = Client().get(f"/en/{records}/", {case.name: [case.value, "nowhere"]})
    assert slugs(response) == set()
    assert "nowhere" in str(response.context["filter"].form.errors[case.name])


def test_filters_set_together_narrow_the_list() -> None:
    """Values of one filter widen, several filters narrow."""
    both = Client().get("/en/practices/", {"area": ["remittances", "human-capital"]})
    assert {"fier", "tokten-mali"} <= slugs(both)
    narrowed = Client().get("/en/practices/", {"area": ["remittances", "human-capital"], "sector": "housing"})
    assert slugs(narrowed) == set()
    assert "Nothing matches all these filters together" in narrowed.content.decode()


@pytest.mark.parametrize("records", FILTERS)
@pytest.mark.parametrize("page", ["99", "abc", "0", "-1", "\0", "1.5", "9" * 5000])
def test_page_that_does_not_exist_is_not_found(records: str, page: str) -> None:
    """A page beyond the last, or none at all, is a proper 404."""
    assert get(records, page=page).status_code == 404


@pytest.mark.parametrize("records", FILTERS)
@pytest.mark.parametrize("order", ["nowhere", "-title", "pk", "\0", "by_title"])
def test_order_that_is_unknown_is_said_in_words(records: str, order: str) -> None:
    """An order that the list does not offer gives no rows, and the message names it."""
    response = get(records, sort=order)
    assert slugs(response) == set()
    assert "is no order of this list" in response.content.decode() or "Null characters" in response.content.decode()


ORDERS = [
    ("countries", "name", ["afghanistan", "mali", "zimbabwe"]),
    ("countries", "emigrants", ["mali", "afghanistan"]),
    ("countries", "remittances", ["mali", "afghanistan"]),
    ("policies", "newest", ["mali-constitution-2023", "mali-nationality-code-1995"]),
    ("policies", "title", ["mali-constitution-2023", "mali-nationality-code-1995"]),
    ("practices", "newest", ["sde4r", "tokten-mali", "ecowas-free-movement"]),
    ("institutions", "oldest", ["ecowas", "mali-hcme", "mali-dgme", "undp"]),
    ("organisations", "title", ["association-amiens-bamako", "efaso"]),
    ("sources", "newest", ["eudif-mali-2025", "us-embassy-bamako-2009", "gfmd-mali"]),
]


@pytest.mark.parametrize(("records", "order", "expected"), ORDERS)
def test_order_puts_records_one_after_the_other(records: str, order: str, expected: list[str]) -> None:
    """The order asked for is that of the page."""
    response: Any = get(records, sort=order)
    shown = [record.slug for record in response.context["object_list"]]
    assert [slug for slug in shown if slug in expected] == expected


@pytest.mark.parametrize(
    ("records", "order"), [(records, order) for records, filters in FILTERS.items() for order in filters.orders]
)
def test_every_order_keeps_every_record(records: str, order: str) -> None:
    """Sorting loses nothing, whether or not words are searched as well."""
    assert len(slugs(get(records, sort=order))) == len(slugs(get(records)))
    assert slugs(get(records, sort=order, q="mali")) == slugs(get(records, q="mali")) != set()


def test_order_by_last_change_shows_the_latest_first() -> None:
    """A record that is saved comes to the front."""
    Policy.objects.get(slug="mali-electoral-law-2018").save()
    response: Any = get("policies", sort="updated")
    assert response.context["object_list"][0].slug == "mali-electoral-law-2018"


def test_policy_groups_are_offered_once_each() -> None:
    """A group with two policies is one choice."""
    group = create_group()
    create_policy(group=group)
    create_policy(group=group)
    response: Any = get("policies")
    choices = [label for _value, label in response.context["filter"].form.fields["group"].choices]
    assert choices.count(str(group)) == 1


def test_language_of_sources_is_offered_by_name() -> None:
    """Readers choose a language, not a code, and never a choice without a name."""
    create_source(language="")
    create_source(language="ar")
    for code, expected in (("en", {"English", "French", "Arabic"}), ("fr", {"anglais", "français", "arabe"})):
        response: Any = Client().get(f"/{code}/sources/")
        labels = [label for _value, label in response.context["filter"].form.fields["language"].choices]
        assert {str(label).lower() for label in labels} == {label.lower() for label in expected}


def test_group_filter_leaves_former_members_out() -> None:
    """A country that has left a group is no member of it."""
    group = create_group()
    create_membership(group=group, country=Country.objects.get(iso3="MLI"), left="2025-01-29")
    create_membership(group=group, country=Country.objects.get(iso3="SEN"))
    assert slugs(get("countries", group=group.slug)) == {"senegal"}


@examples(150)
@given(data=st.data())
def test_lists_answer_whatever_they_are_asked(data: st.DataObject) -> None:
    """Whatever stands in the address, the answer is a page or a 404."""
    records = data.draw(st.sampled_from(sorted(FILTERS)))
    names = st.sampled_from([*FILTERS[records]({}).filters, "page", "nothing"]) | st.text(max_size=8)
    known = st.sampled_from(sorted({case.value for case in CASES} | {order for _, order, _ in ORDERS}))
    values = (
        known
        | st.text(max_size=12)
        | st.integers().map(str)
        | st.sampled_from(["or", '"', "-", "a or", "'", "%", "\\"])
    )
    query = data.draw(st.lists(st.tuples(names, values), max_size=5))
    response = Client().get(
        f"/{data.draw(st.sampled_from(['en', 'fr']))}/{records}/?{urlencode(query, errors='replace')}"
    )
    assert response.status_code in (200, 404)


@examples(50)
@given(raw=st.binary(max_size=24))
def test_lists_answer_bytes_that_are_no_text(raw: bytes) -> None:
    """Addresses that no browser would write are answered too."""
    for address in (f"/en/sources/?q={quote(raw)}&kind={quote(raw)}", f"/en/countries/{quote(raw, safe='')}/"):
        assert Client().get(address).status_code in (200, 301, 404)
