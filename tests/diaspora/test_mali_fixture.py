"""Mali as the fixtures have it: whole, in both languages, cited, and the same however often it is loaded."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.utils import translation

from diaspora.models import Citation, Country, Entry, MigrantStock, NaturalKeyModel, Observation, Verdict
from diaspora.templatetags.atlas import markdown
from diaspora.text import CONTENT_LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]

HOUSE = ("diaspora", "actors", "practices")
# Corridors come from the publisher’s file alone.
MODELS: list[type[NaturalKeyModel]] = [
    model
    for model in apps.get_models()
    if model._meta.app_label in HOUSE and issubclass(model, NaturalKeyModel) and model is not MigrantStock
]
FILES = sorted((Path(settings.BASE_DIR) / "fixtures").rglob("*.yaml"))
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")


def find_record(label: str, *key: Any) -> Any:
    """Returns the record of a natural key."""
    return apps.get_model(label)._default_manager.get_by_natural_key(*key)


def translated_names(model: type[models.Model]) -> list[str]:
    """Returns the texts that are wanted in both languages; an acronym may have one."""
    names = {field.name for field in model._meta.get_fields()}
    pairs = {name[:-3] for name in names if name.endswith("_en") and f"{name[:-3]}_fr" in names}
    return sorted(pairs - {"acronym", "search"})


# Records


@each_model
def test_mali_has_records_of_every_type(model: type[NaturalKeyModel]) -> None:
    assert model._default_manager.exists()


@each_model
def test_mali_passes_the_checks_of_forms_in_every_row(model: type[NaturalKeyModel]) -> None:
    for record in model._default_manager.all():
        record.full_clean()


@each_model
def test_mali_is_found_by_natural_key_in_every_row(model: type[NaturalKeyModel]) -> None:
    if model._meta.label in ("diaspora.Country", "diaspora.Membership", "diaspora.Region"):
        return
    for record in model._default_manager.all():
        assert model._default_manager.get_by_natural_key(*record.natural_key()) == record


@each_model
def test_mali_is_written_in_both_languages(model: type[NaturalKeyModel]) -> None:
    for record in model._default_manager.all():
        for name in translated_names(model):
            written = {language for language in CONTENT_LANGUAGES if getattr(record, f"{name}_{language}")}
            assert written in (set(), set(CONTENT_LANGUAGES)), (record.natural_key(), name)


@pytest.mark.parametrize("model", Entry.types(), ids=lambda model: model.__name__)
def test_mali_entries_are_published_titled_and_summed_up(model: Any) -> None:
    assert set(model.objects.values_list("status", flat=True)) == {Entry.Status.PUBLISHED}
    for name in ("title", "summary"):
        for language in CONTENT_LANGUAGES:
            assert not model.objects.filter(**{f"{name}_{language}": ""}).exists()


@pytest.mark.parametrize("model", Entry.types(), ids=lambda model: model.__name__)
def test_mali_entries_rest_on_a_supporting_citation_that_says_where(model: Any) -> None:
    assert not model.objects.published().missing_source().exists()
    for entry in model.objects.published().prefetch_related("citations"):
        supporting = [citation for citation in entry.citations.all() if citation.verdict == Verdict.SUPPORTS]
        assert any(citation.locator for citation in supporting), entry.slug


@pytest.mark.parametrize("model", Citation.__subclasses__(), ids=lambda model: model.__name__)
def test_mali_citations_say_where_or_what(model: Any) -> None:
    for citation in model.objects.filter(locator=""):
        assert citation.statement_en, citation.natural_key()
        assert citation.statement_fr, citation.natural_key()


def test_mali_french_has_its_spaces_and_apostrophes() -> None:
    for model in MODELS:
        for record in model._default_manager.all():
            for name in translated_names(model):
                text = getattr(record, f"{name}_fr")
                assert not re.search(r"(?<![\s\u00a0\u202f])[;?!»](?!\w)|[ \w][;?!»]|« |\w:\s|'", text), (name, text)


# Links


def internal_links(record: Any) -> Iterator[str]:
    """Yields the addresses within the site that the texts of a record lead to."""
    for name in translated_names(type(record)):
        for language in CONTENT_LANGUAGES:
            links = re.findall(r'href="([^"]+)"', markdown(getattr(record, f"{name}_{language}")))
            yield from (link for link in links if not re.match(r"[a-z]+:", link))


def read_ids(client: Client, address: str) -> set[str]:
    """Returns the ids in the page at the address; fails where it is not found."""
    response = client.get(address)
    assert response.status_code == 200, address
    page = html5lib.parse(response.content.decode(), treebuilder="etree", namespaceHTMLElements=False)
    return {element.get("id") or "" for element in page.iter()}


@pytest.mark.parametrize("language", CONTENT_LANGUAGES)
def test_mali_pages_and_links_in_texts_answer(language: str, client: Client) -> None:
    addresses = set()
    with translation.override(language):
        for model in MODELS:
            for record in model._default_manager.all():
                addresses |= set(internal_links(record))
                if hasattr(record, "get_absolute_url"):
                    addresses.add(record.get_absolute_url())
    assert len(addresses) > 249 + sum(model.objects.count() for model in Entry.types()) - 1
    pages = {address.partition("#")[0] for address in addresses}
    ids = {page: read_ids(client, page) for page in sorted(pages)}
    for address in addresses:
        page, _hash, fragment = address.partition("#")
        assert not fragment or fragment in ids[page], address


# Loading


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """Returns every row of every table of the house, history and relations included."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in HOUSE
    }


def test_mali_loaded_twice_changes_nothing() -> None:
    before = snapshot()
    call_command("loaddata", "reference", "mali", verbosity=0)
    after = snapshot()
    assert [label for label in before if before[label] != after[label]] == []


@each_file
def test_fixture_names_no_number_and_no_column_that_is_computed(path: Path) -> None:
    for record in yaml.safe_load(path.read_text()):
        assert record.keys() == {"model", "fields"}
        model = apps.get_model(record["model"])
        generated = {field.name for field in model._meta.get_fields() if getattr(field, "generated", False)}
        assert not record["fields"].keys() & (generated | {"id", "pk", "former_slugs"})
        for name, value in record["fields"].items():
            field = model._meta.get_field(name)
            if field.is_relation and value is not None:
                keys = value if field.many_to_many else [value]
                assert all(isinstance(key, list) for key in keys), (name, value)


@each_file
def test_fixture_keeps_the_days_of_its_entries(path: Path) -> None:
    for record in yaml.safe_load(path.read_text()):
        if issubclass(apps.get_model(record["model"]), Entry):
            assert {"created", "updated", "reviewed_on"} <= record["fields"].keys(), record["fields"]["slug"]


@each_file
def test_fixture_holds_no_telephone_number(path: Path) -> None:
    assert not re.search(r"\+\d[\d \u00a0\u202f().-]{7,}\d|\b(?:T[eé]l|Phone)\s*[.:]", path.read_text())


# Figures and facts

FIGURES = [
    ("remittance_inflow", 2023, "total", None, "1153000000", "eudif-mali-2025"),
    ("remittance_inflow", 2023, "total", None, "1045000000", "world-bank-development-indicators"),
    ("remittance_share_of_gdp", 2023, "total", None, "5.52", "eudif-mali-2025"),
    ("remittance_share_of_gdp", 2023, "total", None, "4.24", "world-bank-development-indicators"),
    ("remittance_inflow", 2006, "total", None, "177000000", "us-embassy-bamako-2009"),
    ("remittance_share_of_gdp", 2006, "total", None, "3.3", "us-embassy-bamako-2009"),
    ("remittance_share_of_exports", 2006, "total", None, "18", "us-embassy-bamako-2009"),
    ("emigrant_stock", 2024, "total", None, "1292519", "un-desa-migrant-stock-2024"),
    ("emigrant_stock", 2024, "male", None, "769623", "un-desa-migrant-stock-2024"),
    ("emigrant_stock", 2024, "female", None, "522896", "un-desa-migrant-stock-2024"),
    ("emigrant_stock_eu", 2024, "total", None, "180863", "un-desa-migrant-stock-2024"),
    ("emigrant_share_of_population", 2024, "total", None, "5.28", "un-desa-migrant-stock-2024"),
    ("population", 2024, "total", None, "24478595", "un-desa-migrant-stock-2024"),
    ("emigrant_sex_share_eu", 2024, "male", None, "74.2", "eudif-mali-2025"),
    ("emigrant_sex_share_eu", 2024, "female", None, "25.8", "eudif-mali-2025"),
    ("emigrant_stock", 2024, "total", "CIV", "403646", "eudif-mali-2025"),
    ("emigrant_stock", 2024, "total", "NGA", "184965", "eudif-mali-2025"),
    ("emigrant_stock", 2024, "total", "NER", "140431", "eudif-mali-2025"),
    ("emigrant_stock", 2024, "total", "MRT", "122945", "eudif-mali-2025"),
    ("emigrant_stock", 2024, "total", "FRA", "120393", "eudif-mali-2025"),
    ("population", 2006, "total", None, "12700000", "gfmd-mali"),
    ("population_growth", 2006, "total", None, "3", "gfmd-mali"),
    ("human_development_rank", 2006, "total", None, "175", "gfmd-mali"),
    ("diaspora_size_claimed", 2009, "total", None, "4000000", "us-embassy-bamako-2009"),
]


@pytest.mark.parametrize(("indicator", "year", "sex", "partner", "value", "source"), FIGURES)
def test_mali_figure_is_there_with_its_source(
    indicator: str, year: int, sex: str, partner: str | None, value: str, source: str
) -> None:
    figures = Observation.objects.filter(
        country__iso3="MLI", indicator__code=indicator, year=year, sex=sex, partner__iso3=partner, source__slug=source
    )
    assert [figure.value for figure in figures] == [Decimal(value)]


def test_mali_shows_one_value_first_of_every_fact_that_is_not_rejected() -> None:
    facts: dict[tuple[Any, ...], list[bool]] = {}
    for figure in Observation.objects.exclude(verdict=Verdict.REJECTED):
        fact = figure.indicator_id, figure.year, figure.sex, figure.partner_id
        facts.setdefault(fact, []).append(figure.shown_first)
    assert [fact for fact, shown in facts.items() if sum(shown) != 1] == []


FACTS: list[tuple[tuple[Any, ...], str, Any]] = [
    (("diaspora.countryprofile", "mali"), "diaspora_term_original", "Maliens de l’Extérieur"),
    (("actors.institution", "mali-dgme"), "created_on", "2015-12-31"),
    (("actors.institution", "mali-hcme"), "created_on", "1991"),
    (("actors.institution", "mali-cigem"), "created_on", "2008"),
    (("actors.institution", "mali-ministry-of-malians-abroad"), "created_on", "2004"),
    (("actors.organisation", "adyfe"), "reach", 110),
    (("actors.organisation", "efaso"), "reach", 252),
    (("practices.practice", "tokten-mali"), "start_year", 1998),
    (("practices.practice", "guide-for-malians-abroad"), "start_year", 1998),
    (("practices.practice", "fier"), "period", "2013–2022"),
    (("practices.practice", "amedip"), "period", "2011–2014"),
    (("practices.practice", "sde4r"), "start_year", 2023),
    (("practices.practice", "sde4r"), "budget_amount", Decimal(5_200_000)),
    (("practices.practice", "sde4r"), "budget_currency", "USD"),
    (("practices.practice", "social-housing-diaspora"), "start_year", 2023),
    (("practices.practice", "malian-diaspora-forum"), "start_year", 2003),
    (("practices.practice", "cigem-migrant-services"), "people_reached", 8000),
    (("practices.politicalright", "MLI", "dual_citizenship", None), "answer", "yes"),
    (("practices.politicalright", "MLI", "external_voting", None), "answer", "yes"),
    (("practices.politicalright", "MLI", "external_voting", None), "voting_methods", ["embassy"]),
    (("practices.participation", "MLI", "gfmd", "gfmd", 1, 1), "financial_contribution", "yes"),
    (("practices.participation", "MLI", "gfmd", "gfmd", 1, 1), "attended_summit", "no_information"),
]


@pytest.mark.parametrize(("key", "name", "value"), FACTS)
def test_mali_fact_is_there(key: tuple[Any, ...], name: str, value: Any) -> None:
    assert getattr(find_record(*key), name) == value


def test_mali_took_part_in_round_tables_and_thematic_meetings() -> None:
    participations = Country.objects.get(iso3="MLI").participations.all()
    tables = participations.values_list("round_tables__round_table", flat=True).exclude(round_tables=None)
    assert sorted(tables) == ["RT 1.1", "RT 1.2", "RT 2.1", "RT 2.2", "RT 2.4"]
    meetings = participations.exclude(thematic_meetings=None).values_list("thematic_meetings__date", flat=True)
    assert set(meetings) == {"2013-09-11", None}
    assert [participation.position for participation in participations if participation.meeting] == [1]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("yelimani", "village-associations-infrastructure"),
        ("SDE4R", "sde4r"),
        ("tokten", "tokten-mali"),
        ("etats generaux", "etats-generaux-malians-abroad-2023"),
    ],
)
def test_mali_practice_is_found_by_search(text: str, slug: str) -> None:
    assert slug in apps.get_model("practices.practice").objects.published().search(text).values_list("slug", flat=True)
