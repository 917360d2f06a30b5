"""What is not published is nowhere on the public side, whatever is published beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation

from diaspora.models import Cited, Entry
from diaspora.pages.sitemaps import list_sitemaps
from tests import factories

pytestmark = pytest.mark.django_db

# Stands in every text of what is not published, and in nothing else.
SECRET = "Zanzibarite"
MAKERS: dict[str, Callable[..., Any]] = {
    "CountryProfile": factories.create_profile,
    "Institution": factories.create_institution,
    "Organisation": factories.create_organisation,
    "Policy": factories.create_policy,
    "Practice": factories.create_practice,
}
ADDRESSES = (
    "/{language}/",
    "/{language}/?indicator=records",
    "/{language}/?indicator=dual_citizenship",
    "/{language}/countries/",
    "/{language}/countries/?dual_citizenship=yes",
    "/{language}/countries/{home}/",
    "/{language}/countries/{away}/",
    "/{language}/corridors/{home}/{away}/",
    "/{language}/compare/?country={home}&country={away}",
    "/{language}/institutions/",
    "/{language}/organisations/",
    "/{language}/policies/",
    "/{language}/practices/",
    "/{language}/sources/",
    "/{language}/sources/{source}/",
    "/{language}/search/?q=" + SECRET,
    "/sitemap.xml",
    *(f"/sitemap-{section}.xml" for section in list_sitemaps()),
)


@pytest.fixture
def unpublished() -> dict[str, str]:
    """Makes a draft of every type, and what is published with a profile, all of one country and of one source."""
    home, away = factories.create_country("Ruritania"), factories.create_country("Strelsau")
    source = factories.create_source()
    words = {f"{name}_{language}": f"{SECRET} {name}" for name in ("title", "summary") for language in ("en", "fr")}
    draft = words | {"status": Entry.Status.DRAFT}
    policy = factories.create_policy(country=home, **draft)
    practice = factories.create_practice([home], **draft)
    profile = factories.create_profile(country=home, **draft)
    institution = factories.create_institution(level="national", country=home, in_charge=True, **draft)
    records = [
        profile,
        policy,
        practice,
        institution,
        factories.create_organisation([home], country_of_residence=away, **draft),
        factories.create_political_right(
            country=home, right="dual_citizenship", answer="yes", legal_basis=policy, conditions_en=SECRET
        ),
        factories.create_participation(country=home, contribution_text_en=SECRET),
    ]
    practice.countries_of_destination.add(away)
    factories.create_involvement(practice=practice, institution=institution, note_en=SECRET)
    factories.create_obstacle(profile=profile, title_en=SECRET, title_fr=SECRET)
    cited: set[type[Any]] = {model for model in apps.get_models() if issubclass(model, Cited)}
    assert {type(record) for record in records} == cited, "A type is not tried here."
    for record in records:
        factories.create_citation(record, source=source, statement_en=SECRET, statement_fr=SECRET)
    return {"home": home.slug, "away": away.slug, "source": source.slug}


def test_every_type_is_tried_here() -> None:
    assert {model.__name__ for model in Entry.types()} == MAKERS.keys()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_not_published_is_nowhere(unpublished: dict[str, str], language: str) -> None:
    for address in ADDRESSES:
        response = Client().get(address.format(language=language, **unpublished))
        assert response.status_code == 200, address
        page = response.content.decode().replace(f'value="{SECRET}"', "")
        if "/search/" in address:
            assert response.context["count"] == 0
            assert response.context["suggestions"] == []
        else:
            assert SECRET not in page, address


@pytest.mark.parametrize("status", [Entry.Status.DRAFT, Entry.Status.IN_REVIEW, Entry.Status.ARCHIVED])
def test_what_is_not_published_has_no_page(status: str) -> None:
    for name, create in MAKERS.items():
        record = create(status=status, title_en=SECRET)
        with translation.override("en"):
            response = Client().get(record.get_absolute_url())
        if name == "CountryProfile":
            # The page is that of the country, which is there with or without a profile.
            assert record.summary not in response.content.decode()
        else:
            assert response.status_code == 404
        assert SECRET not in response.content.decode()
