"""Who engages: institutions and diaspora organisations."""

from actors.models.institutions import Institution, InstitutionCitation
from actors.models.organisations import Organisation, OrganisationCitation

__all__ = ["Institution", "InstitutionCitation", "Organisation", "OrganisationCitation"]
