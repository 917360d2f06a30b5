"""Countries, their groups and places, and what is said of a country as a whole."""

from typing import Any

from diaspora.development.makers.words import entry_fields, names
from diaspora.models import Country, CountryGroup, CountryProfile, Membership, Obstacle, Place, Region


def new_region(code: str, **fields: Any) -> Region:
    return Region(code=code, **names(f"Region {code}") | fields)


def new_country(number: int, /, name: str, **fields: Any) -> Country:
    """Makes a country; its codes are given, because only some are left."""
    return Country(**{"slug": f"country-{number}"} | names(name) | fields)


def new_group(number: int, /, **fields: Any) -> CountryGroup:
    return CountryGroup(**{"slug": f"group-{number}"} | names(f"Group {number}") | fields)


def new_membership(country: Country, group: CountryGroup, **fields: Any) -> Membership:
    return Membership(country=country, group=group, **{"joined": "1975"} | fields)


def new_place(number: int, /, country: Country, **fields: Any) -> Place:
    defaults = {"kind": Place.Kind.TOWN, "name": f"Town {number}", "slug": f"town-{number}"}
    return Place(country=country, **defaults | fields)


def new_profile(number: int, /, country: Country, **fields: Any) -> CountryProfile:
    return CountryProfile(country=country, **entry_fields("Profile", number) | fields)


def new_obstacle(number: int, /, profile: CountryProfile, **fields: Any) -> Obstacle:
    return Obstacle(profile=profile, **{"title_en": f"Obstacle {number}", "title_fr": f"Frein {number}"} | fields)
