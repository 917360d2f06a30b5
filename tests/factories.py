"""Makes valid records with few arguments. Every argument that a test gives overrides what stands here."""

from decimal import Decimal
from itertools import chain, count, product
from typing import Any, TypeVar

from django.contrib.auth.models import Group, User
from django.db import models

from actors.models import Institution, InstitutionCitation, Organisation, OrganisationCitation
from diaspora.models import (
    Answer,
    Aspect,
    Citation,
    CompactObjective,
    Country,
    CountryGroup,
    CountryProfile,
    CountryProfileCitation,
    Dataset,
    Entry,
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
    ParticipationCitation,
    Policy,
    PolicyCitation,
    PolicyDocument,
    PolicyEvent,
    PoliticalRight,
    PoliticalRightCitation,
    Practice,
    PracticeCitation,
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

CITATIONS: dict[type[Any], type[Citation]] = {
    CountryProfile: CountryProfileCitation,
    Institution: InstitutionCitation,
    Organisation: OrganisationCitation,
    Participation: ParticipationCitation,
    Policy: PolicyCitation,
    PoliticalRight: PoliticalRightCitation,
    Practice: PracticeCitation,
}


def next_number() -> int:
    """Returns a number that no other record of this run has."""
    return next(_numbers)


def first_unused(model: type[Any], field: str, codes: list[str]) -> str:
    """Returns the first of the codes that no record of the database has."""
    taken = set(model.objects.values_list(field, flat=True))
    return next(code for code in codes if code not in taken)


def make(model: type[Made], fields: dict[str, Any]) -> Made:
    return model._default_manager.create(**fields)


def names(name: str) -> dict[str, str]:
    """Returns the name in both languages."""
    return {"name_en": name, "name_fr": f"{name} (fr)"}


def entry_fields(name: str, number: int) -> dict[str, Any]:
    """Returns what a published record needs, in both languages."""
    return {
        "slug": f"{name.lower()}-{number}",
        "title_en": f"{name} {number}",
        "title_fr": f"{name} {number} (fr)",
        "summary_en": f"What {name} {number} is.",
        "summary_fr": f"Ce qu’est {name} {number}.",
        "status": Entry.Status.PUBLISHED,
    }


# Core


def create_region(**fields: Any) -> Region:
    code = first_unused(Region, "code", _M49)
    return make(Region, {"code": code} | names(f"Region {code}") | fields)


def create_country(name: str = "", **fields: Any) -> Country:
    """Makes a country; give its codes where the test shows or looks for them."""
    number = next_number()
    name = name or f"Country {number}"
    defaults = {
        "iso3": first_unused(Country, "iso3", _ISO3),
        "iso2": first_unused(Country, "iso2", _ISO2),
        "m49": first_unused(Country, "m49", _M49),
        "slug": f"country-{number}",
    }
    return make(Country, defaults | names(name) | fields)


def create_group(**fields: Any) -> CountryGroup:
    number = next_number()
    return make(CountryGroup, {"slug": f"group-{number}"} | names(f"Group {number}") | fields)


def create_membership(**fields: Any) -> Membership:
    fields["country"] = fields.get("country") or create_country()
    fields["group"] = fields.get("group") or create_group()
    return make(Membership, {"joined": "1975"} | fields)


def create_place(**fields: Any) -> Place:
    fields["country"] = fields.get("country") or create_country()
    number = next_number()
    defaults = {"kind": Place.Kind.TOWN, "name": f"Town {number}", "slug": f"town-{number}"}
    return make(Place, defaults | fields)


def create_topic(kind: str = Topic.Kind.AREA, **fields: Any) -> Topic:
    number = next_number()
    return make(Topic, {"slug": f"topic-{number}", "kind": kind} | names(f"Topic {number}") | fields)


def create_goal(number: int = 1, **fields: Any) -> SustainableDevelopmentGoal:
    return make(SustainableDevelopmentGoal, {"number": number, "colour": "#E5243B"} | names(f"Goal {number}") | fields)


def create_objective(number: int = 1, **fields: Any) -> CompactObjective:
    labels = {"label_en": f"Objective {number}", "label_fr": f"Objectif {number}"}
    return make(CompactObjective, {"number": number} | labels | names(f"Objective {number}") | fields)


def create_aspect(**fields: Any) -> Aspect:
    number = next_number()
    return make(Aspect, {"slug": f"aspect-{number}"} | names(f"Aspect {number}") | fields)


def create_source(**fields: Any) -> Source:
    number = next_number()
    defaults = {"slug": f"source-{number}", "title": f"Source {number}", "kind": Source.Kind.REPORT, "date": "2024"}
    return make(Source, defaults | fields)


def create_citation(record: Any, **fields: Any) -> Any:
    """Makes a citation of the record; it supports the record unless another verdict is given, then with its reason."""
    citations = CITATIONS[type(record)]
    fields["source"] = fields.get("source") or create_source()
    if fields.get("verdict", "supports") != "supports":
        fields = {"statement_en": "What the source says.", "reason_en": "Why we doubt it."} | fields
    return citations.objects.create(**{citations.record_field: record}, **fields)


def create_profile(**fields: Any) -> CountryProfile:
    fields["country"] = fields.get("country") or create_country()
    return make(CountryProfile, entry_fields("Profile", next_number()) | fields)


def create_obstacle(**fields: Any) -> Obstacle:
    fields["profile"] = fields.get("profile") or create_profile()
    number = next_number()
    return make(Obstacle, {"title_en": f"Obstacle {number}", "title_fr": f"Frein {number}"} | fields)


def create_indicator(**fields: Any) -> Indicator:
    number = next_number()
    defaults = {"code": f"indicator_{number}", "unit": Indicator.Unit.PERSONS}
    return make(Indicator, defaults | names(f"Indicator {number}") | fields)


def create_dataset(**fields: Any) -> Dataset:
    """Makes an edition of a collection of figures."""
    number = next_number()
    defaults = {
        "slug": f"dataset-{number}",
        "title_en": f"Dataset {number}",
        "title_fr": f"Jeu {number}",
        "publisher": "Publisher",
        "edition_en": "2024",
        "edition_fr": "2024",
    }
    return make(Dataset, defaults | fields)


def create_observation(**fields: Any) -> Observation:
    """Makes a figure of 2024 that comes from a source."""
    fields["country"] = fields.get("country") or create_country()
    fields["indicator"] = fields.get("indicator") or create_indicator()
    if not fields.get("dataset"):
        fields["source"] = fields.get("source") or create_source()
    return make(Observation, {"year": 2024, "value": Decimal(1000)} | fields)


def create_migrant_stock(**fields: Any) -> MigrantStock:
    """Makes a corridor of 2020 and 2024."""
    fields["dataset"] = fields.get("dataset") or create_dataset()
    for side in ("origin", "destination"):
        fields[side] = fields.get(side) or create_country()
        fields[f"{side}_code"] = fields[side].m49
    return make(MigrantStock, {"years": [2020, 2024], "total": [900, 1000], "women": [400, None]} | fields)


def create_import_run(**fields: Any) -> ImportRun:
    return make(ImportRun, {"file_name": "stock.xlsx", "outcome": ImportRun.Outcome.REFUSED} | fields)


# Actors


def create_institution(**fields: Any) -> Institution:
    """Makes a published national institution; one of another level belongs to no country."""
    level = fields.setdefault("level", Institution.Level.NATIONAL)
    if level == Institution.Level.NATIONAL:
        fields["country"] = fields.get("country") or create_country()
    return make(Institution, entry_fields("Institution", next_number()) | fields)


def create_organisation(countries_of_origin: Any = (), **fields: Any) -> Organisation:
    """Makes a published diaspora organisation of these countries, or of one made for it."""
    defaults = entry_fields("Organisation", next_number()) | {"kind": Organisation.Kind.HOMETOWN_ASSOCIATION}
    organisation = make(Organisation, defaults | fields)
    organisation.countries_of_origin.set(countries_of_origin or [create_country()])
    return organisation


# Practices


def create_policy(**fields: Any) -> Policy:
    """Makes a published law of a country, or of the group given instead."""
    if not fields.get("group"):
        fields["country"] = fields.get("country") or create_country()
    defaults = entry_fields("Policy", next_number()) | {
        "category": Policy.Category.LEGISLATIVE,
        "policy_type": Policy.Type.LAW,
        "scope": Policy.Scope.DIASPORA_SPECIFIC,
    }
    return make(Policy, defaults | fields)


def create_policy_event(**fields: Any) -> PolicyEvent:
    """Makes the adoption of a policy in 2014."""
    fields["policy"] = fields.get("policy") or create_policy()
    return make(PolicyEvent, {"date": "2014", "kind": PolicyEvent.Kind.ADOPTED} | fields)


def create_policy_document(**fields: Any) -> PolicyDocument:
    fields["policy"] = fields.get("policy") or create_policy()
    return make(PolicyDocument, {"title": f"Document {next_number()}", "language": "fr"} | fields)


def create_political_right(**fields: Any) -> PoliticalRight:
    """Makes a country's answer that its citizens may hold two nationalities."""
    fields["country"] = fields.get("country") or create_country()
    defaults = {"right": PoliticalRight.Right.DUAL_CITIZENSHIP, "answer": Answer.YES}
    return make(PoliticalRight, defaults | fields)


def create_practice(countries: Any = (), **fields: Any) -> Practice:
    """Makes a published practice for these countries, or for one made for it."""
    practice = make(Practice, entry_fields("Practice", next_number()) | fields)
    practice.countries.set(countries or [create_country()])
    return practice


def create_involvement(**fields: Any) -> Involvement:
    """Makes an institution, or the organisation given instead, implement a practice."""
    fields["practice"] = fields.get("practice") or create_practice()
    if not fields.get("organisation"):
        fields["institution"] = fields.get("institution") or create_institution()
    return make(Involvement, {"role": Involvement.Role.IMPLEMENTER} | fields)


def create_forum(**fields: Any) -> Forum:
    number = next_number()
    return make(Forum, {"slug": f"forum-{number}"} | names(f"Forum {number}") | fields)


def create_forum_meeting(**fields: Any) -> ForumMeeting:
    """Makes a summit of 2018."""
    fields["forum"] = fields.get("forum") or create_forum()
    return make(ForumMeeting, {"number": next_number(), "year": 2018} | fields)


def create_participation(**fields: Any) -> Participation:
    """Makes a country take part in a summit."""
    fields["country"] = fields.get("country") or create_country()
    fields["meeting"] = fields.get("meeting") or create_forum_meeting()
    defaults = {"forum": fields["meeting"].forum, "position": 1, "attended_summit": Answer.YES}
    return make(Participation, defaults | fields)


def create_round_table_role(**fields: Any) -> RoundTableRole:
    fields["participation"] = fields.get("participation") or create_participation()
    defaults = {"round_table": f"RT {next_number()}", "title_en": "Diaspora", "role_en": "Co-chair"}
    return make(RoundTableRole, defaults | fields)


def create_thematic_meeting(**fields: Any) -> ThematicMeeting:
    fields["participation"] = fields.get("participation") or create_participation()
    return make(ThematicMeeting, {"title_en": f"Meeting {next_number()}", "date": "2017"} | fields)


# People


def create_user(group: str = "", **fields: Any) -> User:
    """Makes someone who may sign in to the admin, in the group Contributor, Editor or Administrator if given."""
    username = fields.pop("username", f"user-{next_number()}")
    user: User = User.objects.create_user(username, **({"is_staff": True} | fields))
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user
