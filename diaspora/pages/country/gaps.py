"""What is not known of a country: every question of the country page that no source answers yet."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaspora.models import Answer, Country, CountryProfile, Observation

# What every country page wants measured, by the code of the indicator.
MEASURED = {
    "remittance_inflow": gettext_lazy("Remittances received"),
    "remittance_cost": gettext_lazy("What it costs to send money"),
    "emigrant_stock": gettext_lazy("Number of emigrants"),
}


def list_gaps(
    country: Country, profile: CountryProfile, records: dict[str, Any], figures: Iterable[Observation]
) -> list[str]:
    """Returns the questions left open, in the reader's words and in the order of the page."""
    policies = records["policies"]
    answered = {right.right for right in records["rights"] if right.answer != Answer.NO_INFORMATION}
    measured = {figure.indicator.code for figure in figures}
    undated = [policy for policy in policies if not policy.year]
    unclear = [policy for policy in policies if policy.implementation in ("unclear", "not_known")]
    gaps = [_("Who counts as diaspora")] if not profile.diaspora_definition else []
    gaps += [str(right.label) for right in country.political_rights.model.Right if right.value not in answered]
    gaps += list_gaps_in_rights(records["rights"])
    gaps += [str(question) for code, question in MEASURED.items() if code not in measured]
    gaps += [_("Date of “%(title)s”") % {"title": policy.title} for policy in undated]
    gaps += [_("Implementation of “%(title)s”") % {"title": policy.title} for policy in unclear]
    gaps += [_("Trends and achievements")] if not profile.trends else []
    gaps += [_("Obstacles")] if not profile.obstacles.all() else []
    counted = (
        (_("Results of %(count)s of %(total)s practices"), "practices", "results"),
        (_("When %(count)s of %(total)s practices ran"), "practices", "period"),
        (_("Date of creation of %(count)s of %(total)s institutions"), "institutions", "created_on"),
        (_("Date of foundation of %(count)s of %(total)s organisations"), "organisations", "founded_on"),
    )
    for question, asked, name in counted:
        missing = sum(not getattr(record, name) for record in records[asked])
        # Where the page shows only some of the records, it cannot say of how many this is not known.
        if missing and asked not in records["cut"]:
            gaps.append(question % {"count": missing, "total": len(records[asked])})
    if any(participation.meeting is None for participation in records["participations"]):
        gaps.append(_("Which summit some participation in forums belongs to"))
    return gaps


def list_gaps_in_rights(rights: Iterable[Any]) -> list[str]:
    """Returns what is not known of the rights that citizens abroad have, at least in part."""
    gaps = []
    for right in rights:
        if right.answer in (Answer.YES, Answer.PARTLY):
            if right.right == "external_voting" and not right.elections:
                gaps.append(_("In which elections citizens abroad may vote"))
            if right.right == "external_voting" and not right.voting_methods:
                gaps.append(_("How citizens abroad cast their votes"))
            if not right.public_legal_basis:
                gaps.append(_("Legal basis of “%(right)s”") % {"right": right.get_right_display()})
    return gaps
