"""The bibliography of a page: numbered sources, marks beside facts, and what sources disagree on."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from diaspora.models import Observation, PublishedWithProfile
from diaspora.records.citations import Bibliography, Reference, citations_from, figure_disagreements, figure_sources
from tests.factories import (
    create_aspect,
    create_citation,
    create_country,
    create_dataset,
    create_indicator,
    create_institution,
    create_observation,
    create_organisation,
    create_participation,
    create_policy,
    create_political_right,
    create_practice,
    create_profile,
    create_source,
)

pytestmark = pytest.mark.django_db


def create_cited_records() -> list[Any]:
    """Makes a record of each type that is cited, with a source of its own and an aspect."""
    records = [
        create_profile(),
        create_political_right(),
        create_policy(),
        create_practice(),
        create_institution(),
        create_organisation(),
        create_participation(),
    ]
    for record in records:
        create_citation(record)
        create_citation(record, aspect=create_aspect(), verdict="contested")
    return records


# Numbers


def test_bibliography_numbers_sources_in_order_of_appearance() -> None:
    first, second, third = create_source(), create_source(), create_source()
    practice, policy = create_practice(), create_policy()
    create_citation(policy, source=third)
    create_citation(policy, source=second, locator="p. 2")
    create_citation(practice, source=second, locator="p. 9")
    create_citation(practice, source=first)
    bibliography = Bibliography([practice, policy])
    numbered = {reference.number: reference.source for reference in bibliography.references}
    assert numbered == {1: second, 2: first, 3: third}
    assert bibliography.references[0].locators == ["p. 9", "p. 2"]


def test_bibliography_puts_the_whole_record_before_its_aspects() -> None:
    record = create_institution()
    late, early = create_aspect(order=9), create_aspect(order=1)
    for aspect in (late, early, None):
        create_citation(record, aspect=aspect)
    cited = [citation.aspect for citation in Bibliography([record]).citations_of(record)]
    assert cited == [None, early, late]


def test_bibliography_names_each_place_of_a_source_once() -> None:
    record, source = create_institution(), create_source()
    for aspect, locator in (
        (None, "p. 3"),
        (create_aspect(), "p. 3"),
        (create_aspect(), ""),
        (create_aspect(), "p. 1"),
    ):
        create_citation(record, source=source, aspect=aspect, locator=locator)
    (reference,) = Bibliography([record]).references
    assert reference.locators == ["p. 3", "p. 1"]
    assert len(reference.citations) == 4


def test_bibliography_keeps_records_of_two_types_with_one_key_apart() -> None:
    institution = create_institution(id=77)
    practice = create_practice(id=77)
    of_institution, of_practice = create_citation(institution), create_citation(practice)
    bibliography = Bibliography([institution, practice])
    assert bibliography.citations_of(institution) == [of_institution]
    assert bibliography.citations_of(practice) == [of_practice]


def test_bibliography_of_nothing_is_empty() -> None:
    bibliography = Bibliography([])
    assert (list(bibliography.references), bibliography.disagreements) == ([], [])


def test_bibliography_reads_citations_whole() -> None:
    record = create_political_right()
    written = create_citation(
        record,
        locator="note 2",
        aspect=create_aspect(),
        statement_en="It says so.",
        statement_fr="Elle le dit.",
        verdict="superseded",
        reason_en="It is old.",
        reason_fr="Elle est ancienne.",
    )
    (read,) = Bibliography([record]).citations_of(record)
    for name in ("pk", "political_right_id", "source", "aspect", "locator", "verdict", "is_disputed"):
        assert getattr(read, name) == getattr(written, name), name
    with translation.override("fr"):
        assert (read.statement, read.reason) == ("Elle le dit.", "Elle est ancienne.")


# Marks


def numbers(references: list[Reference]) -> list[int]:
    return [reference.number for reference in references]


def test_bibliography_marks_a_fact_with_the_sources_of_its_aspect() -> None:
    record = create_institution()
    created, funding = create_aspect(slug="created"), create_aspect(slug="funding")
    create_citation(record, aspect=None)
    create_citation(record, aspect=created)
    create_citation(record, aspect=funding)
    create_citation(record, aspect=funding, verdict="contested")
    bibliography = Bibliography([record])
    assert numbers(bibliography.supporting(record)) == [1]
    assert numbers(bibliography.supporting(record, "created")) == [2]
    assert numbers(bibliography.supporting(record, "funding")) == [3]
    assert numbers(bibliography.supporting(record, "created", "funding")) == [2, 3]
    assert numbers(bibliography.supporting(record, "purpose")) == []


def test_bibliography_marks_a_record_with_all_its_sources_where_none_is_of_the_whole() -> None:
    record = create_institution()
    for _number in range(2):
        create_citation(record, aspect=create_aspect())
    create_citation(record, verdict="rejected")
    assert len(Bibliography([record]).supporting(record)) == 2


def test_bibliography_marks_nothing_that_is_not_cited() -> None:
    cited, record = create_institution(), create_institution()
    create_citation(cited)
    assert Bibliography([cited, record]).supporting(record) == []


def test_bibliography_marks_figures_with_their_source_or_that_of_their_dataset() -> None:
    record, source = create_institution(), create_source()
    create_citation(record, source=source, locator="p. 1")
    known = create_observation(source=source, locator="p. 7")
    edition = create_observation(dataset=create_dataset(source=create_source()))
    nowhere = create_observation(dataset=create_dataset(source=None))
    left_out = create_observation()
    bibliography = Bibliography([record])
    bibliography.add_figures([edition, known, nowhere])
    assert [numbers(bibliography.supporting_figure(figure)) for figure in (known, edition, nowhere, left_out)] == [
        [1],
        [2],
        [],
        [],
    ]
    assert bibliography.references[0].locators == ["p. 1", "p. 7"]
    assert [reference.figures for reference in bibliography.references] == [[known], [edition]]
    assert figure_sources(create_observation(dataset=create_dataset(source=source), source=None)) == [source]


# Disagreements


def test_bibliography_shows_all_sides_of_a_disagreement_and_nothing_else() -> None:
    record = create_institution()
    funding, created = create_aspect(name_en="Funding"), create_aspect()
    supports = create_citation(record, aspect=funding, statement_en="The Union pays.")
    contested = create_citation(record, aspect=funding, verdict="contested", statement_en="The ministry pays.")
    create_citation(record, aspect=created, statement_en="In 2008.")
    create_citation(record)
    (disagreement,) = Bibliography([record]).disagreements
    assert (disagreement.record, disagreement.aspect, disagreement.title) == (record, funding, "Funding")
    assert disagreement.record_title == record.title
    assert disagreement.sides == [supports, contested]


@pytest.mark.parametrize("verdict", ["contested", "superseded", "rejected"])
def test_bibliography_shows_every_verdict_that_is_no_support(verdict: str) -> None:
    record = create_practice()
    citation = create_citation(record, aspect=create_aspect(), verdict=verdict)
    assert [disagreement.sides for disagreement in Bibliography([record]).disagreements] == [[citation]]


def test_bibliography_names_a_disagreement_on_the_whole_record() -> None:
    right = create_political_right()
    create_citation(right)
    side = create_citation(right, verdict="rejected")
    (disagreement,) = Bibliography([right]).disagreements
    assert disagreement.title == "The record as a whole"
    assert disagreement.record_title == str(right)
    # A source cited for the whole record says nothing of its own, and takes no side.
    assert disagreement.sides == [side]


def test_bibliography_keeps_disagreements_of_two_records_on_one_aspect_apart() -> None:
    aspect, records = create_aspect(), [create_institution(), create_institution()]
    for record in records:
        create_citation(record, aspect=aspect, verdict="contested")
    assert [disagreement.record for disagreement in Bibliography(records).disagreements] == records


def create_figures(*values: int, **fields: Any) -> list[Observation]:
    """Makes the values of one fact from several sources."""
    fact = {"country": create_country(), "indicator": create_indicator()} | fields
    return [create_observation(**fact, value=Decimal(value)) for value in values]


def test_figures_disagree_where_several_values_stand_for_one_fact() -> None:
    figures = create_figures(1_153, 1_045)
    (disagreement,) = figure_disagreements(figures)
    assert (disagreement.figures, disagreement.fact) == (figures, figures[0])


def test_figures_agree_where_two_sources_give_one_value() -> None:
    assert figure_disagreements(create_figures(403_646, 403_646)) == []


@pytest.mark.parametrize("verdict", ["contested", "superseded", "rejected"])
def test_figure_that_is_disputed_is_shown_with_its_verdict(verdict: str) -> None:
    figures = create_figures(964, verdict=verdict, reason_en="A slip of the pen.")
    assert [disagreement.figures for disagreement in figure_disagreements(figures)] == [figures]


def test_figure_printed_otherwise_is_shown_as_published() -> None:
    assert len(figure_disagreements(create_figures(59, value_as_published="59.6%"))) == 1


@pytest.mark.parametrize("differing", ["year", "sex", "partner", "indicator"])
def test_figures_of_different_facts_do_not_disagree(differing: str) -> None:
    (first,) = create_figures(177)
    other = {"year": 2006, "sex": "female", "partner": create_country(), "indicator": create_indicator()}[differing]
    fact = {"country": first.country, "indicator": first.indicator} | {differing: other}
    assert figure_disagreements([first, *create_figures(1_153, **fact)]) == []


# What a source says


def test_citations_from_a_source_are_those_of_public_records_of_every_type() -> None:
    source = create_source()
    records = create_cited_records()
    for record in records:
        create_citation(record, source=source)
    create_citation(create_institution(status="draft"), source=source)
    with_profile = [record for record in records if isinstance(record, PublishedWithProfile)]
    assert {citation.record for citation in citations_from(source)} == set(records) - set(with_profile)
    for record in with_profile:
        create_profile(country=record.country)
    assert {citation.record for citation in citations_from(source)} == set(records)


# Queries


def test_bibliography_asks_as_often_for_many_records_as_for_few(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    records = create_cited_records()
    with django_assert_num_queries(3):
        Bibliography(records)
    for _time in range(2):
        records += create_cited_records()
    with django_assert_num_queries(3):
        bibliography = Bibliography(records)
        assert len(bibliography.references) == 2 * len(records)
        assert len(bibliography.disagreements) == len(records)
        for disagreement in bibliography.disagreements:
            assert disagreement.title
            assert all(str(side) for side in disagreement.sides)


def test_citations_from_a_source_ask_as_often_for_many_records_as_for_few(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    source = create_source()
    for _time in range(2):
        for record in create_cited_records():
            create_citation(record, source=source)
        with django_assert_num_queries(7):
            records = [citation.record for citation in citations_from(source)]
            assert all((str(record), record.get_absolute_url()) for record in records)
