"""The page of a source: every record that rests on it, found at a glance."""

import re

import pytest

from tests.factories import (
    create_citation,
    create_dataset,
    create_group,
    create_membership,
    create_policy,
    create_policy_document,
    create_practice,
    create_source,
)
from tests.pages import read

pytestmark = pytest.mark.django_db


def test_records_stand_by_type_and_in_alphabetical_order() -> None:
    """Each type has its heading, its count and a link to it; accents do not count."""
    source = create_source()
    for title in ("Zone", "École", "Fonds"):
        create_citation(create_practice(title_en=title), source=source)
    create_citation(create_policy(title_en="The law"), source=source)
    page = read(source)
    assert '<a href="#practice">Practices <b>3</b></a>' in page
    assert '<a href="#policy">Policies and laws <b>1</b></a>' in page
    practices = page[page.index('<h3 id="practice">') :]
    assert re.findall(r'<h4><a href="/en/practices/[^"]+">([^<]+)</a></h4>', practices) == ["École", "Fonds", "Zone"]


def test_edition_says_where_its_file_is_not_the_publishers_own() -> None:
    source = create_source()
    create_dataset(source=source, file_note_en="Converted by hand from the official sheets.")
    assert "Converted by hand from the official sheets." in read(source)


def test_one_type_of_record_needs_no_links_to_types() -> None:
    """They would lead nowhere else."""
    source = create_source()
    create_citation(create_policy(), source=source)
    assert 'href="#policy"' not in read(source)


def test_many_statements_on_one_record_are_folded() -> None:
    """Four and more; up to three stand open."""
    source, policy, other = create_source(), create_policy(), create_policy()
    for number in range(4):
        create_citation(policy, source=source, locator=f"p. {number}", statement_en=f"Statement {number}.")
    for number in range(3):
        create_citation(other, source=source, locator=f"p. {number}")
    page = read(source)
    assert page.count("<summary>4 statements</summary>") == 1
    assert "<summary>3 statements</summary>" not in page
    assert "Statement 3." in page


@pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
def test_documents_of_policies_that_are_not_published_are_not_named(status: str) -> None:
    """Those of published ones are, with the part that they play."""
    source = create_source()
    create_policy_document(source=source, policy=create_policy(status=status, title_en="Secret"))
    assert "Secret" not in read(source)
    assert "It is a document of" not in read(source)
    create_policy_document(source=source, policy=create_policy(title_en="The law"), role="annex")
    page = read(source)
    assert "It is a document of" in page
    assert re.search(r'>The law</a> <span class="quiet">Annex</span>', page)


def test_memberships_that_rest_on_it_are_dated() -> None:
    """From when, and until when where they ended."""
    source = create_source()
    create_membership(source=source, group=create_group(name_en="The union"), joined="1975", left="2025-01-29")
    assert ": The union, 1975 – 29 January 2025</li>" in read(source)
    assert "Memberships" not in read(create_source())
