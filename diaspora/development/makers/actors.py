"""Institutions and diaspora organisations."""

from typing import Any

from actors.models import Institution, Organisation
from diaspora.development.makers.words import entry_fields


def new_institution(number: int, /, **fields: Any) -> Institution:
    """Makes a national institution, whose country is given; one of another level belongs to none."""
    return Institution(**entry_fields("Institution", number) | {"level": Institution.Level.NATIONAL} | fields)


def new_organisation(number: int, /, **fields: Any) -> Organisation:
    """Makes a diaspora organisation, which is linked to its countries of origin when it is saved."""
    defaults = entry_fields("Organisation", number) | {"kind": Organisation.Kind.HOMETOWN_ASSOCIATION}
    return Organisation(**defaults | fields)
