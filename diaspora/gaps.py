"""What is not known of a country: every question of the country page that no source answers yet."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from diaspora.models import Answer, Country, CountryProfile, Observation


def list_gaps(
    country: Country, profile: CountryProfile, records: dict[str, Sequence[Any]], figures: Iterable[Observation]
) -> list[str]:
    """Returns the questions left open, in the reader's words and in the order of the page."""
    gaps = []
    if not profile.diaspora_definition:
        gaps.append(_("Who counts as diaspora"))
    answered = {right.right for right in records["rights"] if right.answer != Answer.NO_INFORMATION}
    rights = country.political_rights.model.Right
    gaps += [str(right.label) for right in rights if right.value not in answered]
    if any(not right.elections for right in records["rights"] if right.right == "external_voting"):
        gaps.append(_("In which elections citizens abroad may vote"))
    measured = {figure.indicator.code for figure in figures}
    if "remittance_inflow" not in measured:
        gaps.append(_("Remittances received"))
    if "remittance_cost" not in measured:
        gaps.append(_("What it costs to send money"))
    if "emigrant_stock" not in measured:
        gaps.append(_("Number of emigrants"))
    undated = [policy for policy in records["policies"] if not policy.year]
    gaps += [_("Date of “%(title)s”") % {"title": policy.title} for policy in undated]
    unclear = [policy for policy in records["policies"] if policy.implementation in ("unclear", "not_known")]
    gaps += [_("Implementation of “%(title)s”") % {"title": policy.title} for policy in unclear]
    without_results = [practice for practice in records["practices"] if not practice.results]
    if without_results:
        gaps.append(
            _("Results of %(count)s of %(total)s practices")
            % {"count": len(without_results), "total": len(records["practices"])}
        )
    if any(participation.meeting is None for participation in records["participations"]):
        gaps.append(_("Which summit some participation in forums belongs to"))
    return gaps
