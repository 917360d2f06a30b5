"""What tells a reader how far to trust the atlas and how to use it: marks, citations, pages for what fails."""

import re
from html import unescape
from typing import Any

import html5lib
import pytest
from django.test import Client, override_settings
from django.utils import timezone, translation

from diaspora.models import Answer, Freshness, Verdict
from diaspora.templatetags.atlas import badge, differs_from
from tests.factories import create_citation, create_country, create_policy, create_profile, create_source
from tests.pages import read

pytestmark = pytest.mark.django_db

MARKS: list[tuple[str, Any]] = [
    (kind, mark)
    for kind, marks in (("verdict", Verdict), ("freshness", Freshness), ("answer", Answer))
    for mark in marks
]


def read_about(language: str = "en") -> str:
    return Client().get(f"/{language}/about/").content.decode()


# Marks


@pytest.mark.parametrize(("kind", "mark"), MARKS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_mark_leads_to_its_explanation_on_the_about_page(language: str, kind: str, mark: Any) -> None:
    """The About page shows the very mark; wherever it stands, it leads there, and explains itself when pointed at."""
    about = read_about(language)
    with translation.override(language):
        shown, explanation, label = str(badge(kind, mark.value)), mark.explanation, str(mark.label)
    name = f"{kind}-{mark.value}"
    assert f'href="/{language}/about/#{name}"' in shown
    assert explanation in unescape(shown)
    row = about[about.index(f'<div id="{name}">') :].partition("</div>")[0]
    assert f'<span class="badge {name}">{label}</span>' in row
    assert explanation in unescape(row)


def test_marks_of_pages_lead_to_their_explanation() -> None:
    """On a record, in its disagreements, on the page of a source."""
    policy, source = create_policy(reviewed_on="2020-01-01"), create_source()
    create_citation(policy, source=source, verdict="rejected")
    page = read(policy)
    assert 'href="/en/about/#freshness-overdue"' in page
    assert 'href="/en/about/#verdict-rejected"' in page
    assert 'href="/fr/about/#verdict-rejected"' in read(source, "fr")


# Corrections


def test_about_page_says_how_to_correct_a_record_and_whom_to_write_to() -> None:
    """A mail address is one to write to, another address is one to go to; without either nobody is named."""
    assert 'id="corrections"' in read_about()
    assert "mailto:" not in read_about()
    with override_settings(CONTACT="atlas@example.org"):
        assert '<a href="mailto:atlas@example.org">atlas@example.org</a>' in read_about()
    with override_settings(CONTACT="https://example.org/form?to=a@b"):
        assert '<a href="https://example.org/form?to=a@b">' in read_about("fr")
    assert 'href="/en/about/#corrections"' in read(create_policy())


# Citations


def test_citation_of_a_record_is_whole() -> None:
    """Name, title, both dates, address and licence, in the language of the page."""
    policy = create_policy(title_en="The law", title_fr="La loi", reviewed_on="2026-03-01")
    today = timezone.localdate()
    cited = read(policy).partition('id="cite-heading"')[2]
    assert "Diaspora Atlas, “The law”, last verified on 1 March 2026," in cited
    assert f"http://testserver{policy.get_absolute_url()}</span>, accessed on {today.day} {today:%B %Y}, CC" in cited
    in_french = read(policy, "fr").partition('id="cite-heading"')[2]
    assert "Atlas des diasporas, «\u00a0La loi\u00a0», dernière vérification le 1er mars 2026," in in_french
    assert "consulté le" in in_french


def test_citation_for_reference_managers_is_bibtex() -> None:
    """Every field once, what LaTeX would take as a command escaped, braces in pairs."""
    policy = create_policy(title_en="100% of {rights} & R_1 \\ #2", reviewed_on="2026-03-01", slug="the-law")
    response = Client().get(policy.get_absolute_url()).content.decode()
    entry = unescape(response.partition('aria-label="BibTeX">')[2].partition("</pre>")[0])
    assert entry.startswith("@online{diaspora-atlas-policies-the-law,\n")
    assert entry.endswith("\n}")
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.MULTILINE))
    assert fields == {
        "author": "{Diaspora Atlas}",
        "title": r"{100\% of \{rights\} \& R\_1 \textbackslash{} \#2}",
        "year": "2026",
        "url": "http://testserver/en/policies/the-law/",
        "urldate": timezone.localdate().isoformat(),
        "note": "Last verified on 1 March 2026. CC BY 4.0",
    }
    balanced = re.sub(r"\\[{}]", "", entry)
    assert balanced.count("{") == balanced.count("}")


def test_citation_says_where_nothing_was_verified() -> None:
    """Of a record; a source has no date of verification, and is cited without."""
    assert "not yet verified, " in read(create_policy())
    source = read(create_source(title="The gazette"))
    assert "“The gazette”, <span" in source
    assert "not yet verified" not in source
    assert "Cite this page" in read(create_profile(country=create_country()).country)


# What does not work


@pytest.mark.parametrize(
    ("path", "words"), [("/en/none/", "Or begin with a list"), ("/fr/aucune/", "Ou commencez par une liste")]
)
def test_page_that_is_not_there_offers_a_search_and_the_lists(path: str, words: str) -> None:
    """In the language of the address, and nobody is told to keep it."""
    response = Client().get(path)
    assert response.status_code == 404
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    language = path[:4]
    assert f'action="{language}search/"' in main
    for name in ("countries", "policies", "practices", "institutions", "organisations", "sources"):
        assert f'href="{language}{name}/"' in main
    assert words in main


def test_page_of_a_failure_needs_nothing_that_may_have_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No database, no context: both languages on one valid page, with the policy that all pages have."""

    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr("diaspora.pages.home.Entry.types", fail)
    client = Client(raise_request_exception=False)
    response = client.get("/fr/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "Something went wrong here" in page
    assert "Une erreur s’est produite de notre côté" in page
    assert "Traceback" not in page
    assert "default-src 'none'" in response["Content-Security-Policy"]
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(page)


# Small things


@pytest.mark.parametrize(
    ("title", "differs"),
    [("Politique Nationale", False), ("politique nationale", False), ("Politiques nationales", True), ("Loi", True)],
)
def test_original_title_is_shown_where_it_says_more(title: str, differs: bool) -> None:
    """Not where capitals are all that differs."""
    assert differs_from(title, "Politique nationale") is differs
    policy = create_policy(title_en="Politique nationale", original_title=title, original_language="fr")
    assert ('class="original-title"' in read(policy)) is differs
