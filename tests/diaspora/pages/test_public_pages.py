"""What all public pages share: what readers may see, two languages, addresses that last, numbers, footnotes."""

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from diaspora.models import Entry
from diaspora.templatetags.atlas import results
from tests.factories import (
    create_aspect,
    create_citation,
    create_country,
    create_dataset,
    create_indicator,
    create_institution,
    create_involvement,
    create_observation,
    create_organisation,
    create_policy,
    create_political_right,
    create_practice,
    create_profile,
    create_source,
)
from tests.pages import collapse, listed

pytestmark = pytest.mark.django_db


HIDDEN = [Entry.Status.DRAFT, Entry.Status.IN_REVIEW, Entry.Status.ARCHIVED]
LISTS = ["policies", "practices", "institutions", "organisations"]
NO_BREAK = "\u00a0"


def read(address: str, **headers: str) -> str:
    response = Client(headers=headers).get(address)
    assert response.status_code == 200
    return collapse(response.content.decode())


# What readers may see


@pytest.mark.parametrize("status", HIDDEN)
def test_unpublished_records_have_no_page(status: str) -> None:
    """A record that is not published answers like one that never was, at its former address too."""
    creators: list[Any] = [create_policy, create_practice, create_institution, create_organisation]
    for create in creators:
        record = create(status=status, former_slugs=["before"])
        assert Client().get(record.get_absolute_url()).status_code == 404
        assert Client().get(record.get_absolute_url().replace(record.slug, "before")).status_code == 404


@pytest.mark.parametrize("status", HIDDEN)
def test_unpublished_records_are_in_no_list(status: str) -> None:
    """Neither rows, nor counts, nor choices, nor the home page, nor a search tell of them."""
    country, abroad = create_country("Origin"), create_country("Abroad")
    institution = create_institution(country=country, status=status, title_en="Secret institution")
    create_organisation([country], country_of_residence=abroad, status=status, title_en="Secret organisation")
    create_policy(country=country, status=status, title_en="Secret policy")
    practice = create_practice([country], status=status, title_en="Secret practice")
    practice.countries_of_destination.add(abroad)
    create_involvement(practice=create_practice([create_country()]), institution=institution)
    for name in LISTS:
        page = read(f"/en/{name}/")
        assert "Secret" not in page
        assert "Secret" not in read(f"/en/{name}/?q=secret")
    assert "Secret" not in read("/en/")
    assert f'value="{country.slug}"' not in read("/en/practices/")
    assert f'value="{abroad.slug}"' not in read("/en/practices/") + read("/en/organisations/")


@pytest.mark.parametrize("status", HIDDEN)
def test_unpublished_records_are_on_no_page_of_others(status: str) -> None:
    """Countries, sources and linked records do not name them, in either direction."""
    country, abroad, source = create_country(), create_country(), create_source()
    hidden = {"status": status, "title_en": "Secret"}
    shown_institution = create_institution(country=country)
    shown_practice, shown_policy = create_practice([country]), create_policy(country=country)
    shown_organisation = create_organisation([country])
    create_profile(country=country)
    institution = create_institution(country=country, parent=shown_institution, predecessor=shown_institution, **hidden)
    shown_institution.parent = shown_institution.predecessor = institution
    shown_institution.save()
    organisation = create_organisation([country], country_of_residence=abroad, **hidden)
    organisation.member_of.add(shown_organisation)
    shown_organisation.member_of.add(organisation)
    policy = create_policy(country=country, **hidden)
    policy.responsible_institutions.add(shown_institution)
    policy.creates_institutions.add(shown_institution)
    for relation in ("replaces", "amends"):
        getattr(policy, relation).add(shown_policy)
        getattr(shown_policy, relation).add(policy)
    shown_policy.responsible_institutions.add(institution)
    shown_policy.creates_institutions.add(institution)
    practice = create_practice([country], part_of=shown_practice, **hidden)
    practice.countries_of_destination.add(abroad)
    practice.policies.add(shown_policy)
    shown_practice.policies.add(policy)
    shown_practice.part_of = practice
    shown_practice.save()
    create_involvement(practice=practice, institution=shown_institution)
    create_involvement(practice=practice, organisation=shown_organisation)
    create_involvement(practice=shown_practice, institution=institution)
    create_involvement(practice=shown_practice, organisation=organisation, role="funder")
    for record in (institution, organisation, policy, practice):
        create_citation(record, source=source, statement_en="Secret statement")
    for page in (country, abroad, source, shown_institution, shown_organisation, shown_policy, shown_practice):
        assert "Secret" not in read(page.get_absolute_url())


@pytest.mark.parametrize("status", HIDDEN)
def test_unpublished_profile_is_not_shown(status: str) -> None:
    """The country’s page stands without it, and lists and filters do not count it."""
    profile = create_profile(status=status, summary_en="Secret summary")
    create_political_right(country=profile.country, answer="yes")
    create_citation(profile, source=(source := create_source()), statement_en="Secret statement")
    page = read(profile.country.get_absolute_url())
    assert "Secret" not in page + read(source.get_absolute_url())
    assert "This country has no profile yet" in page
    home = read("/en/")
    assert profile.country.get_absolute_url() not in home[home.index('id="countries-heading"') :]
    assert profile.country.get_absolute_url() not in listed(read("/en/countries/?profile=yes"))
    assert profile.country.get_absolute_url() not in listed(read("/en/countries/?dual_citizenship=yes"))


# Two languages


def test_missing_translation_is_shown_in_the_other_language_and_marked() -> None:
    """The text that stands in says which language it is in, to readers and to machines."""
    policy = create_policy(title_fr="", summary_fr="", summary_en="Only in English", description_en="**Bold** words")
    page = read(f"/fr/policies/{policy.slug}/")
    assert f'<span lang="en">{policy.title_en}</span> <abbr class="fallback" title="' in page
    assert '<span lang="en">Only in English</span> <abbr class="fallback"' in page
    assert '<div lang="en"><abbr class="fallback"' in page
    assert "<strong>Bold</strong> words" in page
    assert 'class="fallback"' not in read(f"/en/policies/{policy.slug}/")
    assert '<span lang="en">Only in English</span>' in read("/fr/policies/")


def test_missing_english_is_shown_in_french() -> None:
    """It works the other way round."""
    practice = create_practice(title_en="", summary_en="", results_fr="Des *résultats*")
    page = read(f"/en/practices/{practice.slug}/")
    assert f'<h1><span lang="fr">{practice.title_fr}</span> <abbr class="fallback" title="Not yet translated.' in page
    assert '<div lang="fr"><abbr' in page


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en-GB", "en"),
        ("de,fr;q=0.5", "fr"),
        ("bm", "en"),
        ("", "en"),
        ("*", "en"),
    ],
)
def test_root_goes_to_the_language_of_the_reader(accepted: str, language: str) -> None:
    """What the browser asks for decides; English where it asks for neither."""
    response = Client().get("/", headers={"accept-language": accepted})
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize(
    "path", ["", "about/", "countries/", "policies/a-policy/", "practices/?q=%C3%A9&area=a&area=b"]
)
def test_language_switch_stays_on_the_page(path: str) -> None:
    """The other language is the same page with the same query; the present one is marked, and is no link."""
    create_policy(slug="a-policy")
    escaped = path.replace("&", "&amp;")
    page = read(f"/en/{path}")
    assert f'<a href="/fr/{escaped}" lang="fr" hreflang="fr">Français</a>' in page
    assert '<span lang="en" aria-current="true">English</span>' in page
    assert f'hreflang="fr" href="http://testserver/fr/{escaped}"' in page
    assert f'<a href="/en/{escaped}" lang="en"' in read(f"/fr/{path}")


# Addresses that last


@pytest.mark.parametrize(
    "create", [create_policy, create_practice, create_institution, create_organisation, create_source]
)
def test_former_address_redirects_for_good(create: Any) -> None:
    """A record that moved twice is found at all its addresses, in both languages."""
    record = create(slug="first")
    record.slug = "second"
    record.save()
    record.slug = "third"
    record.save()
    for language in ("en", "fr"):
        with translation.override(language):
            here = record.get_absolute_url()
        assert Client().get(here).status_code == 200
        for former in ("first", "second"):
            response = Client().get(here.replace("third", former))
            assert (response.status_code, response["Location"]) == (301, here)


def test_former_address_of_a_country_redirects_for_good() -> None:
    """Countries move, too."""
    create_country(slug="now", former_slugs=["before"])
    response = Client().get("/fr/countries/before/")
    assert (response.status_code, response["Location"]) == (301, "/fr/countries/now/")


@pytest.mark.parametrize(
    "path", ["no-such-page/", "policies/none/", "countries/none/", "sources/none/", "policies/a%00b/"]
)
def test_page_that_is_not_there_is_said_in_words(path: str) -> None:
    """A 404 is a page of the site, in the language of its address, with the way home."""
    headings = {}
    for language in ("en", "fr"):
        response = Client().get(f"/{language}/{path}")
        page = response.content.decode()
        assert response.status_code == 404
        assert f'<html lang="{language}">' in page
        assert f'<a href="/{language}/">' in page
        headings[language] = page[page.index("<h1>") : page.index("</h1>")]
    assert headings["en"] == "<h1>There is no such page"
    assert headings["fr"] != headings["en"]


def test_address_without_its_last_slash_finds_the_page() -> None:
    """Whoever leaves it out is sent on."""
    response = Client().get("/en/countries")
    assert (response.status_code, response["Location"]) == (301, "/en/countries/")


# Lists


def test_list_says_how_many_and_turns_pages() -> None:
    """Twenty-five rows a page; the links between pages keep the filters."""
    country = create_country()
    for _number in range(26):
        create_practice([country])
    create_practice()
    address = f"/en/practices/?country={country.slug}"
    first, second = read(address), read(f"{address}&page=2")
    assert ">26 results</h2>" in first
    assert (first.count('<li class="record">'), second.count('<li class="record">')) == (25, 1)
    assert "Page 1 of 2" in first
    assert f'rel="next" href="?country={country.slug}&amp;page=2"' in first
    assert f'rel="prev" href="?country={country.slug}&amp;page=1"' in second
    assert 'rel="next"' not in second
    assert 'rel="prev"' not in first


def test_list_counts_in_the_language_of_the_reader() -> None:
    """One result is not several, and none is said too."""
    create_institution(title_en="Alone")
    assert ">1 result</h2>" in read("/en/institutions/")
    assert ">1 résultat</h2>" in read("/fr/institutions/")
    assert ">0 results</h2>" in read("/en/institutions/?q=nothing")
    with translation.override("en"):
        assert results(1153) == "1,153 results"
    with translation.override("fr"):
        assert results(1153) == f"1{NO_BREAK}153 résultats"


def test_empty_list_says_what_to_do() -> None:
    """Nothing published and nothing found are two answers."""
    assert "Nothing has been published here yet." in read("/en/policies/")
    create_policy()
    assert "Nothing matches all these filters together" in read("/en/policies/?q=nothing")


# Sources


def test_footnotes_lead_to_the_sources_that_support() -> None:
    """A mark has the number of its source in the list below; a source that is disputed supports nothing."""
    policy, aspect = create_policy(), create_aspect(slug="scope")
    whole, scope, wrong = create_source(title="Whole"), create_source(title="Scope"), create_source(title="Wrong")
    create_citation(policy, source=whole, locator="p. 1")
    create_citation(policy, source=scope, aspect=aspect, locator="§ 4")
    create_citation(policy, source=wrong, aspect=aspect, verdict="rejected")
    page = read(policy.get_absolute_url())
    assert page.count('href="#source-1"') == 1
    assert page.count('href="#source-2"') == 1
    assert 'href="#source-3"' not in page
    listed = page[page.index('id="source-1"') :]
    assert listed.index("Whole") < listed.index("p. 1") < listed.index("Scope") < listed.index("§ 4")
    assert f'href="{scope.get_absolute_url()}"' in listed


def test_record_without_a_source_says_so() -> None:
    """An empty list of sources is not passed over."""
    assert "No source is recorded yet." in read(create_institution().get_absolute_url())


def test_disagreement_shows_all_sides_with_verdict_and_reason() -> None:
    """Every side of the aspect is there, those in agreement too; aspects on which sources agree are not."""
    practice = create_practice()
    disputed, agreed = create_aspect(name_en="funding"), create_aspect(name_en="agreed thing")
    create_citation(practice, aspect=disputed, statement_en="The ministry pays.", locator="p. 5")
    contested = {"verdict": "contested", "statement_en": "The Union pays.", "reason_en": "No budget is known."}
    create_citation(practice, aspect=disputed, **contested)
    rejected = {"verdict": "rejected", "statement_en": "Nobody pays.", "reason_en": "A slip of the pen."}
    create_citation(practice, aspect=disputed, **rejected)
    create_citation(practice, aspect=agreed, statement_en="Unanimous.")
    page = read(practice.get_absolute_url())
    section = page[page.index("Sources disagree</h2>") : page.index('id="sources-heading"')]
    for words in ("Funding", "The ministry pays.", "p. 5", "Supports", *contested.values(), *rejected.values()):
        assert str(words).lower() in section.lower()
    assert "Rejected as an error" in section
    assert "Unanimous." not in section
    assert "Agreed thing" not in section
    assert "Sources disagree</h2>" not in read(create_practice().get_absolute_url())


def test_source_page_shows_what_rests_on_it() -> None:
    """Statements by record with their verdicts, figures and editions; what is not cited says so."""
    source = create_source(kind="diplomatic_cable", publisher="Scoop", date="2009-10-06", language="en")
    policy = create_policy(title_en="The cited policy")
    create_citation(policy, source=source, statement_en="It was adopted.", locator="§ 4")
    create_citation(
        policy, source=source, verdict="superseded", statement_en="It is new.", reason_en="It was.", locator="9"
    )
    create_observation(source=source, indicator=create_indicator(name_en="Emigrant stock"), value=Decimal(403646))
    create_dataset(source=source, title_en="Migrant Stock", edition_en="2024 edition")
    page = read(source.get_absolute_url())
    for words in (
        "Diplomatic cable", "Scoop", "6 October 2009", "English", "The cited policy", "It was adopted.", "§ 4",
        "It is new.", "Superseded", "It was.", "Emigrant stock", "403,646", "Migrant Stock, 2024 edition",
    ):  # fmt: skip
        assert words in page
    assert f'href="{policy.get_absolute_url()}"' in page
    assert "No published record cites it." in read(create_source().get_absolute_url())


# Freshness


@pytest.mark.parametrize(
    ("months_ago", "task", "freshness", "words"),
    [
        (1, "", "fresh", "Verified"),
        (1, "Look up the date.", "due", "Review due"),
        (13, "", "due", "Review due"),
        (17, "", "overdue", "Review overdue"),
        (None, "", "never", "Not yet verified"),
    ],
)
def test_freshness_is_shown(months_ago: int | None, task: str, freshness: str, words: str) -> None:
    """The badge says how the record stands with its review clock; the task is for editors only."""
    today = timezone.localdate()
    reviewed = None if months_ago is None else today - datetime.timedelta(days=months_ago * 30.5)
    page = read(create_policy(reviewed_on=reviewed, review_task=task).get_absolute_url())
    assert re.search(
        rf'<a class="badge freshness-{freshness}" href="/en/about/#freshness-{freshness}" [^>]+>{words}</a>', page
    )
    assert "Look up the date." not in page
    assert ("Last verified on" in page) == (reviewed is not None)
