"""The search page: one box over everything, the right record first, an answer to whatever is typed."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from diaspora.pages.search.finding import searchable_records, suggest_names
from diaspora.templatetags.search import highlight
from tests.awkward_texts import AWKWARD_TEXTS
from tests.factories import create_institution, create_policy, create_practice

pytestmark = pytest.mark.django_db


def search(query: str, language: str = "en") -> Any:
    response: Any = Client().get(f"/{language}/search/", {"q": query})
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("CIGEM", "institutions/mali-cigem/"),
        ("TOKTEN", "practices/tokten-mali/"),
        ("yelimani", "organisations/?place=mali-yelimane-cercle"),
        ("haut conseil des maliens", "institutions/mali-hcme/"),
        ("remittance cost", "countries/mali/#obstacles"),
        ("kayes", "organisations/?place=mali-kayes-region"),
        ("ministry of malians", "institutions/mali-ministry-of-malians-abroad/"),
        ("nationality code", "policies/mali-nationality-code-2011/"),
        ("mali", "countries/mali/"),
        ("MLI", "countries/mali/"),
        ("fédération euro-africaine", "organisations/efaso/"),
        ("Federation Euro-Africaine de solidarite", "organisations/efaso/"),
    ],
)
def test_search_shows_the_right_record_first(mali: None, query: str, address: str, language: str) -> None:
    """The first link of the first group, in either language of the reader."""
    first = search(query, language).context["groups"][0].records[0]
    with translation.override(language):
        assert first.get_absolute_url() == f"/{language}/{address}"


def test_search_counts_and_groups_what_it_finds(mali: None) -> None:
    """Each kind with its number, the few best of it, and the way to all of them."""
    response = search("malians abroad")
    groups = {str(group.title): group for group in response.context["groups"]}
    assert groups["institutions"].count > len(groups["institutions"].records) == 5
    html = response.content.decode()
    assert f"All {groups['institutions'].count}, with filters" in html
    assert 'href="/en/institutions/?q=malians+abroad"' in html
    assert response.context["count"] == sum(group.count for group in groups.values())


def test_search_marks_what_it_found() -> None:
    """Accents and endings aside, and nothing but the words."""
    assert highlight("L’accès aux <b>Envois</b> de fonds", "acces envoi") == (
        "L’<mark>accès</mark> aux &lt;b&gt;<mark>Envois</mark>&lt;/b&gt; de fonds"
    )
    assert highlight("Fédération & cie", '"federations" -&') == "<mark>Fédération</mark> &amp; cie"


def test_search_without_results_asks_whether_a_name_was_meant(mali: None) -> None:
    """A slip that is too great to guess is asked about, with a link."""
    response = search("cigme")
    assert response.context["groups"] == []
    assert "Did you mean:" in response.content.decode()
    assert 'href="/en/institutions/mali-cigem/"' in response.content.decode()


@pytest.mark.parametrize("query", AWKWARD_TEXTS, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_search_answers_whatever_is_typed(mali: None, query: str, language: str) -> None:
    """A page with a box, never an error; what is too long is cut, and that is said."""
    html = search(query, language).content.decode()
    assert 'id="search-words"' in html
    assert (" 200 " in html) == (len(query) > 200)


def test_search_keeps_what_is_not_published_out() -> None:
    """A draft is found by nobody, not even as a suggestion."""
    create_institution(title_en="Secret Council", status="draft")
    create_policy(title_en="Secret Act", status="archived")
    create_practice(title_en="Secret Forum", status="in_review")
    for query in ("secret", "secrte council"):
        response = search(query)
        assert response.context["groups"] == []
        assert not [record for record in response.context["suggestions"] if "Secret" in str(record)]


def test_search_scores_a_few_of_many_matches_and_counts_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more matches than are scored, those with the words in a name are among them, whenever they were entered."""
    monkeypatch.setattr("diaspora.pages.search.finding.RANKED", 3)
    for number in range(6):
        create_practice(title_en=f"Fund {number}", description_en="It serves a tontine.")
    create_practice(title_en="Savings of the tontine")
    (group,) = search("tontine").context["groups"]
    assert group.count == 7
    assert [record.title for record in group.records] == ["Savings of the tontine", "Fund 0", "Fund 1"]


@pytest.mark.parametrize("query", ["mali", "remittance", "kayes", "institut", "diaspora or bank", "haut conseil", "||"])
def test_search_of_few_records_scores_them_all(mali: None, query: str) -> None:
    """The best few are those of the whole order, with their scores."""
    for records in searchable_records():
        expected = [(record.pk, record.score) for record in records.search(query)[:5]]
        found = records.search_among(1000, query)[:5]
        assert [(record.pk, record.score) for record in found] == expected


def test_search_suggests_the_names_most_alike_of_all_kinds() -> None:
    """Likeness decides between kinds too; what it is asked for leaves searches that follow as they were."""
    create_policy(title_en="Kassoumbara")
    practice = create_practice(title_en="Kassoumbali")
    for title in ("Kassoupili", "Kassoupilo", "Zanzibar"):
        create_institution(title_en=title)
    suggested = suggest_names("kassoumbxxx")
    assert len(suggested) == 3
    assert practice in suggested
    assert "Zanzibar" not in [record.title for record in suggested]
    with connection.cursor() as cursor:
        cursor.execute("SHOW pg_trgm.word_similarity_threshold")
        assert cursor.fetchone() == ("0.6",)
