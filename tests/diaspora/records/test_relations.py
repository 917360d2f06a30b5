"""Every relation between records that readers may see is shown on the pages of both, and no other one."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils.html import escape

from actors.models import Institution, Organisation
from diaspora.models import (
    Citation,
    CompactObjective,
    Country,
    CountryGroup,
    CountryProfile,
    Dataset,
    Entry,
    Membership,
    NaturalKeyModel,
    Observation,
    Obstacle,
    Place,
    PublishedWithProfile,
    Region,
    Source,
    SustainableDevelopmentGoal,
    Topic,
)
from practices.models import (
    Forum,
    Involvement,
    Participation,
    Policy,
    PolicyDocument,
    PolicyEvent,
    PoliticalRight,
    Practice,
    RoundTableRole,
    ThematicMeeting,
)
from tests import factories

pytestmark = pytest.mark.django_db

HOUSE = ("diaspora", "actors", "practices")
MODELS = [model for model in apps.get_models() if model._meta.app_label in HOUSE and issubclass(model, NaturalKeyModel)]
CITED: dict[type[Any], Callable[[], Any]] = {
    CountryProfile: factories.create_profile,
    Institution: factories.create_institution,
    Organisation: factories.create_organisation,
    Participation: factories.create_participation,
    Policy: factories.create_policy,
    PoliticalRight: factories.create_political_right,
    Practice: factories.create_practice,
}
# Why a relation is not looked for: on the page of the record that has it, or of the one that it leads to.
NO_PAGE_OF_ITS_OWN = "It has no page of its own: it is a heading, a filter or a mark on the pages of others."
NOT_SHOWN = {
    "Region.parent": "Regions only head the choices of countries.",
    "Place.country": "A place has no page but the organisations that work for it, which name their countries.",
    "Place.parent": "A place has no page but the organisations that work for it; it is named beside the place there.",
    "ForumMeeting.forum": "A summit has no page; its name begins with the forum’s.",
    "ForumMeeting.hosts": "A summit has no page, and the place in its name says where it was held.",
    "MigrantStock.dataset": "A corridor of an import has the page of the two countries, which names its edition.",
    "MigrantStock.origin": "The pages of both countries show it, and that of the corridor: test_corridor_figures.py.",
    "MigrantStock.destination": "As its origin.",
    "Dataset.source": "An edition has no page of its own, but stands on that of its source, as looked for backwards.",
}
NOT_SHOWN_FORWARD = {
    "PolicyDocument.policy": "A document has no page but that of its policy.",
    "PolicyEvent.policy": "An event has no page but that of its policy.",
    "Obstacle.profile": "An obstacle has no page but that of its country.",
    "CountryProfile.country": "A profile has no page but that of its country.",
    "RoundTableRole.participation": "A role has no page but that of the country.",
    "ThematicMeeting.participation": "A meeting has no page but that of the country.",
    "PoliticalRight.country": "A right has no page but that of its country.",
    "Participation.country": "A participation has no page but that of its country.",
    "Observation.country": "A figure has no page but that of its country.",
    "Membership.country": "A membership has no page but that of its country.",
    "Membership.source": "The country’s page names the group; what it rests on stands on the page of the source.",
    "Involvement.practice": "An involvement has no page but that of its practice.",
}
NOT_SHOWN_BACKWARD = {
    "Citation.aspect": NO_PAGE_OF_ITS_OWN,
    "Observation.indicator": NO_PAGE_OF_ITS_OWN,
    "Participation.forum": NO_PAGE_OF_ITS_OWN,
    "Participation.meeting": NO_PAGE_OF_ITS_OWN,
    "Policy.group": "A group has no page; its policies stand on the pages of the countries that belong to it.",
}
PUBLISHED_WITH_THE_COUNTRY = (PoliticalRight, Participation)


def name_relation(model: type[models.Model], field: Any) -> str:
    """Returns the name that the exceptions have; citations have theirs in common."""
    is_common = issubclass(model, Citation) and field.name in ("source", "aspect")
    return f"{'Citation' if is_common else model.__name__}.{field.name}"


RELATIONS = {
    f"{model.__name__}.{field.name}": (model, field)
    for model in MODELS
    for field in (*model._meta.fields, *model._meta.many_to_many)
    if field.is_relation
    and field.related_model in MODELS
    # What has a model of its own between is looked for from there.
    and getattr(field.remote_field, "through", None) not in MODELS
}


def make(model: type[Any], **links: Any) -> Any:
    if issubclass(model, Citation):
        record = links.pop(model.record_field, None) or CITED[model._meta.get_field(model.record_field).related_model]()  # type: ignore[index]
        return factories.create_citation(record, statement_en="Said here alone.", **links)
    if model is Dataset:
        links = {"source": factories.create_source()} | links
    if model is Observation:
        links = {"value": Decimal(7654321), "shown_first": True} | links
    if model is PolicyEvent:
        links = {"text_en": "Happened once."} | links
    name = {CountryGroup: "group", SustainableDevelopmentGoal: "goal", CompactObjective: "objective"}.get(model)
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in model.__name__).strip("_")
    words = {"country_profile": "profile"}.get(words, words)
    return getattr(factories, f"create_{name or words}")(**links)


def make_linked(model: type[Any], field: Any) -> tuple[Any, Any]:
    kinds = field.get_limit_choices_to()
    target = factories.create_topic(**kinds) if field.related_model is Topic else make(field.related_model)
    if field.many_to_many:
        record = make(model)
        getattr(record, field.name).add(target)
    elif field.name == "aspect":
        # Its name stands where sources disagree on it.
        record = make(model, aspect=target, verdict="contested")
    else:
        record = make(model, **{field.name: target})
    return record, target


# The record on whose page another one is shown that has none of its own.
SHOWN_WITH: dict[type[Any], Callable[[Any], Any]] = {
    Citation: lambda citation: citation.record,
    Dataset: lambda edition: edition.source,
    Involvement: lambda involvement: involvement.practice,
    Membership: lambda membership: membership.country,
    Observation: lambda figure: figure.country,
    Obstacle: lambda obstacle: obstacle.profile,
    PolicyDocument: lambda document: document.policy,
    PolicyEvent: lambda event: event.policy,
    RoundTableRole: lambda role: role.participation,
    ThematicMeeting: lambda meeting: meeting.participation,
}
# What a list is asked for that stands in for the page of a vocabulary.
LISTED_BY: dict[type[Any], Callable[[Any], str]] = {
    Topic: lambda topic: f"{topic.kind}={topic.slug}",
    SustainableDevelopmentGoal: lambda goal: f"goal={goal.number}",
    CompactObjective: lambda objective: f"objective={objective.number}",
    CountryGroup: lambda group: f"group={group.slug}",
    Region: lambda region: f"region={region.code}",
    Place: lambda place: f"place={place.slug}",
}


def find_by_type(table: dict[type[Any], Any], record: Any) -> Any:
    """Returns what the table has for the type of the record, or for a base of it; nothing where it has none."""
    return next((value for model, value in table.items() if isinstance(record, model)), None)


def find_page(record: Any, seen_from: type[Any]) -> str:
    """Returns the address of the page that shows a record; of a vocabulary, of the list it is a filter of."""
    if shown_with := find_by_type(SHOWN_WITH, record):
        return find_page(shown_with(record), seen_from)
    if listed_by := find_by_type(LISTED_BY, record):
        listed: Any = Country if seen_from is Membership else seen_from
        return f"{listed.get_list_url()}?{listed_by(record)}"
    return str(record.get_absolute_url()).partition("#")[0]


# What a page holds that shows a record without a page of its own, given the record that the page is of.
WORDS: dict[type[Any], Callable[[Any, Any], str]] = {
    Citation: lambda citation, page: link_to(citation.record if isinstance(page, Source) else citation.source),
    # Of a figure between two countries, the page of one leads to that of both, which leads to the other.
    Country: lambda country, page: (
        f"/corridors/{page.country.slug}/{country.slug}/" if isinstance(page, Observation) else link_to(country)
    ),
    CountryGroup: lambda group, page: escape(group.name),
    CountryProfile: lambda profile, page: escape(profile.summary),
    Forum: lambda forum, page: escape(forum.name),
    Involvement: lambda involvement, page: link_to(
        involvement.actor if isinstance(page, Practice) else involvement.practice
    ),
    Membership: lambda membership, page: escape(
        (membership.group if isinstance(page, Country) else membership.country).name
    ),
    Observation: lambda figure, page: "7,654,321",
    Obstacle: lambda obstacle, page: escape(obstacle.title),
    Participation: lambda participation, page: escape(participation.meeting),
    Place: lambda place, page: escape(place.name),
    PolicyDocument: lambda document, page: (
        link_to(document.policy) if isinstance(page, Source) else escape(document.title)
    ),
    PolicyEvent: lambda event, page: "Happened once.",
    PoliticalRight: lambda right, page: escape(right.get_right_display()),
    Region: lambda region, page: escape(region.name),
    RoundTableRole: lambda role, page: escape(role.round_table),
    ThematicMeeting: lambda meeting, page: escape(meeting.title),
}


def words_for(record: Any, page: Any) -> str:
    """Returns what the page of another record must hold to show this one."""
    words = find_by_type(WORDS, record)
    return str(words(record, page)) if words else link_to(record)


def link_to(record: Any) -> str:
    """Returns the link to a record, or the name of one that has no page."""
    if hasattr(record, "get_absolute_url"):
        return f'href="{record.get_absolute_url()}"'
    return str(escape(record))


def publish_countries(*records: Any) -> None:
    for record in records:
        if isinstance(record, Citation):
            publish_countries(record.record)
        country = record if isinstance(record, Country) else getattr(record, "country", None)
        participation = getattr(record, "participation", None)
        country = country or (participation.country if participation else None)
        if isinstance(country, Country) and not CountryProfile.objects.filter(country=country).exists():
            factories.create_profile(country=country)


KEPT_BACK = "Kept from readers"


def keep_back(record: Any) -> bool:
    """Keeps a record from readers, with what it belongs to or is published with; tells whether that can be."""
    if isinstance(record, Entry):
        record.title_en, record.status = KEPT_BACK, Entry.Status.DRAFT
        record.save()
        return True
    if isinstance(record, PublishedWithProfile):
        return keep_back(record.country.profile)
    shown_with = find_by_type(SHOWN_WITH, record)
    return shown_with is not None and keep_back(shown_with(record))


def assert_not_shown(record: Any, page: Any) -> None:
    """Asserts that the page of a record, if readers have it, says nothing of another one."""
    response = Client().get(find_page(page, type(record)))
    html = response.content.decode()
    if response.status_code == 200:
        assert words_for(record, page) not in html[html.index("<main") :]
    assert KEPT_BACK not in html


def read_main(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("relation", RELATIONS)
def test_relation_is_shown_on_the_page_of_the_record_that_has_it(relation: str) -> None:
    """A new relation fails here until the page shows it, or the exceptions say why it does not."""
    model, field = RELATIONS[relation]
    name = name_relation(model, field)
    if name in NOT_SHOWN | NOT_SHOWN_FORWARD or (issubclass(model, Citation) and field.name == model.record_field):
        return
    record, target = make_linked(model, field)
    publish_countries(record, target)
    assert words_for(target, record) in read_main(find_page(record, type(target)))


@pytest.mark.parametrize("relation", RELATIONS)
def test_relation_is_shown_on_the_page_of_the_record_that_it_leads_to(relation: str) -> None:
    """In the other direction too."""
    model, field = RELATIONS[relation]
    name = name_relation(model, field)
    if name in NOT_SHOWN.keys() - {"Dataset.source"} | NOT_SHOWN_BACKWARD.keys():
        return
    record, target = make_linked(model, field)
    publish_countries(record, target)
    assert words_for(record, target) in read_main(find_page(target, type(record)))


@pytest.mark.parametrize("relation", RELATIONS)
def test_relation_to_what_readers_may_not_see_is_not_shown(relation: str) -> None:
    model, field = RELATIONS[relation]
    if issubclass(model, Citation) and field.name == model.record_field:
        return
    record, target = make_linked(model, field)
    publish_countries(record, target)
    if keep_back(target):
        target.refresh_from_db()
        assert_not_shown(target, type(record).objects.get(pk=record.pk))


@pytest.mark.parametrize("relation", RELATIONS)
def test_relation_of_what_readers_may_not_see_is_not_shown(relation: str) -> None:
    model, field = RELATIONS[relation]
    if name_relation(model, field) in NOT_SHOWN | NOT_SHOWN_BACKWARD:
        return
    record, target = make_linked(model, field)
    publish_countries(record, target)
    if keep_back(record):
        assert_not_shown(type(record).objects.get(pk=record.pk), type(target).objects.get(pk=target.pk))


def test_exceptions_name_relations_that_there_are() -> None:
    """No exception outlives its relation."""
    names = {name_relation(model, field) for model, field in RELATIONS.values()}
    assert {*NOT_SHOWN, *NOT_SHOWN_FORWARD, *NOT_SHOWN_BACKWARD} <= names
    assert len(RELATIONS) > 60
