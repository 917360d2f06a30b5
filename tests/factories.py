"""Saves one valid record with few arguments: what a maker makes, and the records that it cannot do without."""

from collections.abc import Callable
from itertools import chain, count, product
from typing import Any, TypeVar

from django.contrib.auth.models import Group, User
from django.db import models

from actors.models import Institution, Organisation
from diaspora.development.makers import actors, countries, figures, policies, practices, sources, vocabularies
from diaspora.models import (
    Aspect,
    CompactObjective,
    Country,
    CountryGroup,
    CountryProfile,
    Dataset,
    ImportRun,
    Indicator,
    Membership,
    MigrantStock,
    Observation,
    Obstacle,
    Place,
    Region,
    Source,
    SustainableDevelopmentGoal,
    Topic,
)
from practices.models import (
    Forum,
    ForumMeeting,
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

Made = TypeVar("Made", bound=models.Model)

_numbers = count(1)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# Codes that ISO 3166-1 leaves to users come first, so that no test takes those of a real country by chance.
_ISO3 = ["".join(letters) for letters in product("X", _LETTERS, _LETTERS)]
_ISO2 = [*(f"X{letter}" for letter in _LETTERS), *(f"Q{letter}" for letter in "MNOPQRSTUVWXYZ"), "AA", "ZZ"]
_ISO2 += ["".join(letters) for letters in product(_LETTERS, _LETTERS)]
_M49 = [f"{number:03}" for number in chain(range(900, 1000), range(900))]


def next_number() -> int:
    """Returns a number that no other record of this run has."""
    return next(_numbers)


def first_unused(model: type[Any], field: str, codes: list[str]) -> str:
    """Returns the first of the codes that no record of the database has."""
    taken = set(model.objects.values_list(field, flat=True))
    return next(code for code in codes if code not in taken)


def save(record: Made) -> Made:
    record.save(force_insert=True)
    return record


def complete(fields: dict[str, Any], **creators: Callable[[], models.Model]) -> dict[str, Any]:
    """Returns the fields with a record made for each of these that was not given."""
    return fields | {name: fields.get(name) or create() for name, create in creators.items()}


# Core


def create_region(**fields: Any) -> Region:
    return save(countries.new_region(**{"code": first_unused(Region, "code", _M49)} | fields))


def create_country(name: str = "", **fields: Any) -> Country:
    """Makes a country; give its codes where the test shows or looks for them."""
    number = next_number()
    codes = {
        "iso3": first_unused(Country, "iso3", _ISO3),
        "iso2": first_unused(Country, "iso2", _ISO2),
        "m49": first_unused(Country, "m49", _M49),
    }
    return save(countries.new_country(number, name or f"Country {number}", **codes | fields))


def create_group(**fields: Any) -> CountryGroup:
    return save(countries.new_group(next_number(), **fields))


def create_membership(**fields: Any) -> Membership:
    return save(countries.new_membership(**complete(fields, country=create_country, group=create_group)))


def create_place(**fields: Any) -> Place:
    return save(countries.new_place(next_number(), **complete(fields, country=create_country)))


def create_topic(kind: str = Topic.Kind.AREA, **fields: Any) -> Topic:
    return save(vocabularies.new_topic(next_number(), kind, **fields))


def create_goal(number: int = 1, **fields: Any) -> SustainableDevelopmentGoal:
    return save(vocabularies.new_goal(number, **fields))


def create_objective(number: int = 1, **fields: Any) -> CompactObjective:
    return save(vocabularies.new_objective(number, **fields))


def create_aspect(**fields: Any) -> Aspect:
    return save(vocabularies.new_aspect(next_number(), **fields))


def create_source(**fields: Any) -> Source:
    return save(sources.new_source(next_number(), **fields))


def create_citation(record: Any, **fields: Any) -> Any:
    return save(sources.new_citation(record, **complete(fields, source=create_source)))


def create_profile(**fields: Any) -> CountryProfile:
    return save(countries.new_profile(next_number(), **complete(fields, country=create_country)))


def create_obstacle(**fields: Any) -> Obstacle:
    return save(countries.new_obstacle(next_number(), **complete(fields, profile=create_profile)))


def create_indicator(**fields: Any) -> Indicator:
    return save(figures.new_indicator(next_number(), **fields))


def create_dataset(**fields: Any) -> Dataset:
    return save(figures.new_dataset(next_number(), **fields))


def create_observation(**fields: Any) -> Observation:
    """Makes a figure that comes from a source, or from the edition given instead."""
    if not fields.get("dataset"):
        fields = complete(fields, source=create_source)
    return save(figures.new_observation(**complete(fields, country=create_country, indicator=create_indicator)))


def create_migrant_stock(**fields: Any) -> MigrantStock:
    fields = complete(fields, dataset=create_dataset, origin=create_country, destination=create_country)
    return save(figures.new_migrant_stock(**fields))


def create_import_run(**fields: Any) -> ImportRun:
    return save(figures.new_import_run(**fields))


# Actors


def create_institution(**fields: Any) -> Institution:
    """Makes a published national institution; one of another level belongs to no country."""
    if fields.get("level", Institution.Level.NATIONAL) == Institution.Level.NATIONAL:
        fields = complete(fields, country=create_country)
    return save(actors.new_institution(next_number(), **fields))


def create_organisation(countries_of_origin: Any = (), **fields: Any) -> Organisation:
    """Makes a published diaspora organisation of these countries, or of one made for it."""
    organisation = save(actors.new_organisation(next_number(), **fields))
    organisation.countries_of_origin.set(countries_of_origin or [create_country()])
    return organisation


# Practices


def create_policy(**fields: Any) -> Policy:
    """Makes a published law of a country, or of the group given instead."""
    if not fields.get("group"):
        fields = complete(fields, country=create_country)
    return save(policies.new_policy(next_number(), **fields))


def create_policy_event(**fields: Any) -> PolicyEvent:
    return save(policies.new_policy_event(**complete(fields, policy=create_policy)))


def create_policy_document(**fields: Any) -> PolicyDocument:
    return save(policies.new_policy_document(next_number(), **complete(fields, policy=create_policy)))


def create_political_right(**fields: Any) -> PoliticalRight:
    return save(policies.new_political_right(**complete(fields, country=create_country)))


def create_practice(countries: Any = (), **fields: Any) -> Practice:
    """Makes a published practice for these countries, or for one made for it."""
    practice = save(practices.new_practice(next_number(), **fields))
    practice.countries.set(countries or [create_country()])
    return practice


def create_involvement(**fields: Any) -> Involvement:
    """Makes an institution, or the organisation given instead, implement a practice."""
    if not fields.get("organisation"):
        fields = complete(fields, institution=create_institution)
    return save(practices.new_involvement(**complete(fields, practice=create_practice)))


def create_forum(**fields: Any) -> Forum:
    return save(practices.new_forum(next_number(), **fields))


def create_forum_meeting(**fields: Any) -> ForumMeeting:
    return save(practices.new_forum_meeting(next_number(), **complete(fields, forum=create_forum)))


def create_participation(**fields: Any) -> Participation:
    fields = complete(fields, country=create_country, meeting=create_forum_meeting)
    return save(practices.new_participation(**fields))


def create_round_table_role(**fields: Any) -> RoundTableRole:
    return save(practices.new_round_table_role(next_number(), **complete(fields, participation=create_participation)))


def create_thematic_meeting(**fields: Any) -> ThematicMeeting:
    return save(practices.new_thematic_meeting(next_number(), **complete(fields, participation=create_participation)))


# People


def create_user(group: str = "", **fields: Any) -> User:
    """Makes someone who may sign in to the admin, in the group Contributor, Editor or Administrator if given."""
    username = fields.pop("username", f"user-{next_number()}")
    user: User = User.objects.create_user(username, **({"is_staff": True} | fields))
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user
