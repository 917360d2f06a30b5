"""How many queries a page takes: reviewed numbers, which do not grow with the rows."""

from typing import Any

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diaspora.models import Country, CountryProfile, Dataset, Entry, Observation, Obstacle, Source
from practices.models import (
    Involvement,
    Participation,
    PolicyDocument,
    PolicyEvent,
    Practice,
    RoundTableRole,
    ThematicMeeting,
)
from tests.factories import create_profile

pytestmark = pytest.mark.django_db

# Reviewed: a page that takes another number is looked at, and the number changed here with the page.
# Of a list: the count, the rows, one for each relation that rows show, one for all facets together, and one or two
# for each filter of records that is set. The world map takes three on its page: what it can be coloured by, the values
# and the countries. Of a record: the record, its relations, the citations, their sources and
# aspects.
QUERIES = {
    "/en/": 16,
    "/fr/": 16,
    "/en/?indicator=emigrant_stock": 16,
    "/fr/?indicator=dual_citizenship": 16,
    "/en/?indicator=nonsense": 15,
    "/en/about/": 0,
    "/en/search/": 0,
    "/en/search/?q=malians": 9,
    "/en/search/?q=zzqqxx": 14,
    "/en/countries/": 7,
    "/en/countries/?indicator=remittance_inflow": 7,
    "/en/countries/?profile=yes&region=002&dual_citizenship=yes&sort=remittances": 9,
    (
        "/en/countries/?profile=yes&region=002&group=african-union&dual_citizenship=yes&external_voting=yes&"
        "q=mali&sort=emigrants"
    ): 10,
    "/en/countries/mali/": 19,
    "/fr/countries/mali/": 19,
    "/en/countries/france/": 12,
    "/en/countries/andorra/": 10,
    # A comparison: the countries to choose from, the profiles, rights, figures, all counts together, the areas, the
    # citations, their sources and aspects; as many for five countries as for two.
    "/en/compare/": 2,
    "/en/compare/?country=mali": 2,
    "/en/compare/?country=mali&country=france": 10,
    "/fr/compare/?country=mali&country=france&country=senegal&country=niger&country=togo": 10,
    # A corridor: the two countries, organisations, agreements, practices, the profile, rights, figures,
    # imported corridors, and the citations, their sources and aspects.
    "/en/corridors/mali/france/": 12,
    "/fr/corridors/mali/cote-divoire/": 12,
    "/en/corridors/andorra/tuvalu/": 8,
    "/en/policies/": 4,
    "/en/policies/?country=mali&category=legislative&area=citizenship": 6,
    (
        "/en/policies/?country=mali&category=legislative&type=law&scope=mainstreamed&implementation=in_force&"
        "area=citizenship&from_year=1990&to_year=2020&verdict=contested&q=nationality&sort=title"
    ): 6,
    "/en/policies/mali-nationality-code-2011/": 15,
    "/en/policies/mali-national-migration-policy-2014/": 16,
    "/en/practices/": 5,
    "/en/practices/?area=investment&target_group=investors&state=not_known": 7,
    (
        "/en/practices/?country=mali&area=investment&sector=finance&target_group=investors&goal=8&"
        "objective=19&institution=bim-mali&state=not_known&evidence=none_stated&verdict=contested&q=bank&"
        "sort=newest"
    ): 12,
    (
        "/en/practices/?country=mali&destination=france&area=investment&sector=finance&"
        "target_group=investors&goal=8&objective=19&institution=ifad&state=not_known&evidence=none_stated&"
        "from_year=2000&to_year=2020&verdict=contested&q=diaspora&sort=newest"
    ): 11,
    "/en/practices/sde4r/": 14,
    "/en/practices/amedip/": 14,
    "/en/institutions/": 3,
    "/en/institutions/?country=mali&level=national&rank=ministry": 4,
    (
        "/en/institutions/?country=mali&level=national&rank=agency&area=information&verdict=contested&"
        "q=cigem&sort=oldest"
    ): 5,
    "/en/institutions/mali-cigem/": 11,
    "/en/institutions/mali-ministry-of-malians-abroad/": 11,
    "/en/organisations/": 6,
    "/en/organisations/?origin=mali&residence=france&kind=hometown_association": 8,
    (
        "/en/organisations/?origin=mali&residence=france&place=mali-kenieba-cercle&kind=hometown_association&"
        "area=philanthropy-and-local-development&development=yes&q=kassama&sort=updated"
    ): 10,
    (
        "/en/organisations/?origin=mali&residence=france&place=mali-kenieba-cercle&kind=hometown_association&"
        "area=information&development=yes&founded_from=1900&founded_to=2020&verdict=contested&q=kassama&"
        "sort=updated"
    ): 8,
    "/en/organisations/association-kassama-france/": 11,
    "/en/organisations/adyfe/": 9,
    "/en/sources/": 4,
    "/en/sources/?kind=factsheet&language=en": 5,
    "/en/sources/?kind=factsheet&language=en&from_year=2000&to_year=2030&q=mali&sort=newest": 5,
    "/en/sources/eudif-mali-2025/": 13,
    "/en/sources/us-embassy-bamako-2009/": 13,
    "/en/sources/un-desa-migrant-stock-2024/": 13,
}


def count_queries(address: str) -> tuple[int, str]:
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(address)
    assert response.status_code == 200
    return len(queries), "\n".join(query["sql"][:300] for query in queries)


@pytest.mark.parametrize(("address", "expected"), QUERIES.items())
def test_page_takes_the_reviewed_number_of_queries(mali: None, address: str, expected: int) -> None:
    """A page that takes more, or fewer, is a change to look at."""
    number, queries = count_queries(address)
    assert number == expected, queries


def test_pages_take_no_more_queries_with_twice_the_rows(mali: None) -> None:
    """The number of queries does not depend on the number of rows."""
    once = {kind: count_results(f"/en/{kind}/") for kind in LISTS}
    double_everything()
    assert {kind: count_results(f"/en/{kind}/") for kind in LISTS} == {kind: 2 * n for kind, n in once.items()}
    grown = {}
    for address, expected in QUERIES.items():
        number, queries = count_queries(address)
        if number != expected:
            grown[address] = f"{expected} became {number}:\n{queries}"
    assert not grown, "\n\n".join(f"{address}: {change}" for address, change in grown.items())


def test_home_takes_no_more_queries_with_more_profiles(mali: None) -> None:
    """The latest changes link profiles by the addresses of their countries, read all at once."""
    for country in Country.objects.exclude(iso3="MLI")[:5]:
        create_profile(country=country)
    number, queries = count_queries("/en/")
    assert number == QUERIES["/en/"], queries


LISTS = ("policies", "practices", "institutions", "organisations", "sources")


def count_results(address: str) -> int:
    return int(Client().get(address).context["page_obj"].paginator.count)


def double_everything() -> None:
    """Adds a copy of each record that readers see, and gives every record twice the children and links it had."""
    again: dict[type[models.Model], dict[int, Any]] = {}
    again[Source] = copy_rows(Source, slug=lambda row: f"{row.slug}-again")
    for record_type in Entry.types():
        if record_type is not CountryProfile:
            again[record_type] = copy_rows(record_type, slug=lambda row: f"{row.slug}-again")
    again[Participation] = copy_rows(Participation, position=lambda row: row.position + 100)
    again[Dataset] = copy_rows(Dataset, slug=lambda row: f"{row.slug}-again")
    copy_rows(Observation, year=lambda row: row.year - 60, note_en=lambda row: f"{row.note_en} Again.")
    copy_rows(Observation, locator=lambda row: f"{row.locator} again", shown_first=lambda row: False)
    copy_rows(Obstacle, title_en=lambda row: f"{row.title_en} again")
    children = [
        (PolicyEvent, "policy", {"date": lambda row: str(int(row.date[:4]) + 1)}),
        (PolicyDocument, "policy", {"title": lambda row: f"{row.title} again"}),
        (RoundTableRole, "participation", {"round_table": lambda row: f"{row.round_table}b"}),
        (ThematicMeeting, "participation", {"title_en": lambda row: f"{row.title_en} again"}),
    ]
    for model, parent, changes in children:
        copy_rows(model, **changes)
        move_to_copies(model, parent, again)
    for involvement in list(Involvement.objects.all()):
        copies = {
            name: again[type(actor)][actor.pk]
            for name in ("institution", "organisation")
            if (actor := getattr(involvement, name))
        }
        copy = again[Practice][involvement.practice_id]
        for practice, actors in ((involvement.practice, copies), (copy, copies), (copy, {})):
            Involvement.objects.create(
                practice=practice,
                role=involvement.role,
                **({"institution": involvement.institution, "organisation": involvement.organisation} | actors),
            )
    cited_types: list[Any] = [*again, CountryProfile]
    for cited in cited_types:
        if any(field.name == "citations" for field in cited._meta.get_fields()):
            citations: Any = cited.citation_model()
            copy_rows(citations, source=lambda row: again[Source][row.source_id])
            if cited in again:
                move_to_copies(citations, citations.record_field, again)
    link_copies(again)


def copy_rows(model: Any, **changes: Any) -> dict[int, Any]:
    """Saves a changed copy of each row with the links it has; returns the copies by the key of the original."""
    copies = {}
    for row in list(model.objects.all()):
        original = row.pk
        links = {field.name: list(getattr(row, field.name).all()) for field in model._meta.many_to_many}
        for name, change in changes.items():
            setattr(row, name, change(row))
        row.pk, row._state.adding = None, True
        row.save_base(raw=True, force_insert=True)
        for name, linked in links.items():
            getattr(row, name).set(linked)
        copies[original] = row
    return copies


def move_to_copies(model: Any, parent: str, again: dict[type[models.Model], dict[int, Any]]) -> None:
    """Gives the copies of records copies of the children that the originals have by now."""
    record_type = model._meta.get_field(parent).related_model
    for row in list(model.objects.filter(**{f"{parent}__in": again[record_type].keys()})):
        setattr(row, parent, again[record_type][getattr(row, f"{parent}_id")])
        row.pk, row._state.adding = None, True
        row.save_base(raw=True, force_insert=True)


def link_copies(again: dict[type[models.Model], dict[int, Any]]) -> None:
    """Links every record to the copies of the records it is linked to, beside those themselves."""
    for record_type in again:
        for field in record_type._meta.many_to_many:
            copies = again.get(field.related_model, {})
            for row in record_type._default_manager.all() if copies else ():
                linked = getattr(row, field.name)
                linked.add(*(copies[pk] for pk in linked.values_list("pk", flat=True) if pk in copies))
