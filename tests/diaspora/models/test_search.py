"""Search: accents and either language are forgiven, and whatever is typed is answered."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from actors.models import Institution, Organisation
from diaspora.models import Country, CountryProfile, Entry, Source
from practices.models import Policy, Practice
from tests.awkward_texts import AWKWARD_TEXTS
from tests.examples import examples
from tests.factories import (
    create_country,
    create_institution,
    create_organisation,
    create_policy,
    create_practice,
    create_profile,
    create_source,
)

pytestmark = pytest.mark.django_db

MAKERS: dict[type[Any], Callable[..., Any]] = {
    CountryProfile: create_profile,
    Institution: create_institution,
    Organisation: create_organisation,
    Policy: create_policy,
    Practice: create_practice,
    Source: create_source,
    Country: create_country,
}


@pytest.mark.parametrize("text", AWKWARD_TEXTS, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("create", MAKERS.values(), ids=[model.__name__ for model in MAKERS])
def test_search_answers_whatever_is_typed(create: Callable[..., Any], text: str) -> None:
    record = create()
    assert set(type(record).objects.search(text)) <= {record}


@examples(60)
@given(text=st.one_of(st.text(), st.text(alphabet="ab \"-'\\orOR()&|!:*<>%_,.\0é", max_size=300)))
@example(text="\0")
@example(text="-" * 40 + "a")
def test_search_answers_any_text(institution: Institution, text: str) -> None:
    for model in (Institution, Source, Country):
        try:
            with transaction.atomic():
                list(model.objects.search(text))
        except DatabaseError as error:
            pytest.fail(f"{model.__name__}.objects.search({text!r}): {error}")


@pytest.mark.parametrize("page", ["countries", "institutions", "organisations", "policies", "practices", "sources"])
@pytest.mark.parametrize(
    "text", [text for text in AWKWARD_TEXTS if len(text) <= 200], ids=lambda text: ascii(text[:12])
)
def test_search_in_a_list_answers_whatever_is_typed(page: str, text: str, client: Client) -> None:
    assert client.get(f"/en/{page}/", {"q": text}).status_code == 200


def test_search_is_tried_on_every_type_of_entry() -> None:
    assert set(Entry.types()) <= MAKERS.keys()


# What is found


@pytest.fixture
def institution() -> Institution:
    """An institution that could be asked for in many ways."""
    create_institution(title_en="Treasury", title_fr="Trésor")
    return create_institution(
        title_en="High Council of Malians Abroad",
        title_fr="Haut Conseil des Maliens de l’Extérieur",
        acronym_en="HCME",
        other_names=["High Council of Malian Expatriates"],
        original_title="Haut Conseil des Maliens de l'Extérieur",
        original_language="fr",
        summary_en="Speaks for associations.",
        summary_fr="Porte la voix des associations.",
        description_en="It has base councils in Yélimané.",
        description_fr="Il compte des conseils de base et une œuvre sociale.",
    )


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "text",
    [
        "hcme",
        "malians abroad",
        "MALIENS DE L'EXTERIEUR",
        "maliens de l’extérieur",
        "Maliens de l\u2019Exte\u0301rieur",
        "conseils",
        "council",
        "expatriates",
        "expatriate",
        "yelimane",
        "Yélimané",
        "oeuvre",
        "association",
        '"base councils"',
        "council -treasury",
        "nothing or council",
    ],
)
def test_search_of_entries_forgives_accents_case_and_language(
    institution: Institution, language: str, text: str
) -> None:
    with translation.override(language):
        assert list(Institution.objects.search(text)) == [institution]


@pytest.mark.parametrize("text", ["council -hcme", '"councils base"', "council treasury", "nothing"])
def test_search_of_entries_takes_operators_at_their_word(institution: Institution, text: str) -> None:
    assert not Institution.objects.search(text).exists()


def test_search_puts_a_name_before_a_text() -> None:
    described = create_institution(description_en="Works with CIGEM.")
    summed_up = create_institution(summary_en="Works with CIGEM.")
    named = create_institution(title_en="CIGEM", title_fr="CIGEM")
    assert list(Institution.objects.search("cigem")) == [named, summed_up, described]


@pytest.mark.parametrize("field", ["how_it_works", "results", "lessons", "description"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_search_reads_the_texts_of_a_practice(field: str, language: str) -> None:
    practice = create_practice(**{f"{field}_{language}": "Microcrédit"})
    create_practice()
    assert list(Practice.objects.search("microcredit")) == [practice]


def test_search_finds_what_has_changed() -> None:
    organisation = create_organisation(title_en="Before", title_fr="Avant")
    organisation.title_en, organisation.title_fr = "Federation", "Fédération"
    organisation.save()
    assert list(Organisation.objects.search("federation")) == [organisation]
    assert not Organisation.objects.search("before").exists()


def test_search_keeps_to_the_records_it_is_asked_of(institution: Institution) -> None:
    draft = create_institution(title_en="HCME", status="draft")
    assert set(Institution.objects.search("hcme")) == {institution, draft}
    assert list(Institution.objects.published().search("hcme")) == [institution]


@pytest.mark.parametrize(
    "text", ["elections", "loi electorale", "refworld", "REFWORLD", "unofficial", "non officielle"]
)
def test_search_of_sources_reads_title_publisher_and_note(text: str) -> None:
    source = create_source(
        title="Loi électorale : les élections",
        publisher="Refworld",
        reliability_note_en="An unofficial copy.",
        reliability_note_fr="Copie non officielle.",
    )
    create_source(title="Constitution")
    assert list(Source.objects.search(text)) == [source]


@pytest.mark.parametrize(
    "text", ["CIV", "ci", "ivory", "cote d’ivoire", "CÔTE", "republique de cote", "Republic of Côte", "  ivoire  "]
)
def test_search_of_countries_reads_names_and_codes(text: str) -> None:
    country = create_country(
        iso3="CIV",
        iso2="CI",
        name_en="Ivory Coast",
        name_fr="Côte d’Ivoire",
        official_name_en="Republic of Côte d’Ivoire",
        official_name_fr="République de Côte d’Ivoire",
    )
    create_country(iso3="MLI", iso2="ML", name_en="Mali", name_fr="Mali")
    assert list(Country.objects.search(text)) == [country]


def test_search_of_countries_puts_a_whole_name_first() -> None:
    create_country(name_en="Malawi", name_fr="Malawi")
    mali = create_country(name_en="Mali", name_fr="Mali")
    cote_divoire = create_country(name_en="Côte d’Ivoire", name_fr="Côte d’Ivoire")
    search: Callable[[str], Any] = Country.objects.search
    assert search("mali").first() == mali
    assert search("cote d'ivoire").first() == cote_divoire
    assert list(search("cote d'ivore")) == [cote_divoire]


def test_search_finds_a_misspelt_name_and_a_former_one() -> None:
    council = create_institution(
        title_en="High Council of Malians Abroad", acronym_en="HCME", other_names=["Council of the Yélimané diaspora"]
    )
    create_institution(title_en="Ministry of Finance")
    for typed in ("hihg council of malians", "hcme", "HCM", "council of the yelimany diaspora"):
        assert list(Institution.objects.search(typed)) == [council], typed


def test_search_that_means_a_word_to_be_left_out_does_not_guess() -> None:
    council = create_institution(title_en="High Council")
    create_institution(title_en="High Council of Malians")
    assert list(Institution.objects.search("high council -malians")) == [council]


def test_search_for_what_is_only_left_out_is_not_everything_else() -> None:
    create_institution(title_en="High Council of Malians Abroad")
    assert list(Institution.objects.search("-ministry")) == []
