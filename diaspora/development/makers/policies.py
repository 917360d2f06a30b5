"""Policies and political rights."""

from typing import Any

from diaspora.development.makers.words import entry_fields
from diaspora.models import Answer, Country
from practices.models import Policy, PolicyDocument, PolicyEvent, PoliticalRight


def new_policy(number: int, /, **fields: Any) -> Policy:
    """Makes a law; whose it is, a country’s or a group’s, is given."""
    defaults = entry_fields("Policy", number) | {
        "category": Policy.Category.LEGISLATIVE,
        "policy_type": Policy.Type.LAW,
        "scope": Policy.Scope.DIASPORA_SPECIFIC,
    }
    return Policy(**defaults | fields)


def new_policy_event(policy: Policy, **fields: Any) -> PolicyEvent:
    """Makes the adoption of a policy in 2014."""
    return PolicyEvent(policy=policy, **{"date": "2014", "kind": PolicyEvent.Kind.ADOPTED} | fields)


def new_policy_document(number: int, /, policy: Policy, **fields: Any) -> PolicyDocument:
    return PolicyDocument(policy=policy, **{"title": f"Document {number}", "language": "fr"} | fields)


def new_political_right(country: Country, **fields: Any) -> PoliticalRight:
    """Makes a country’s answer that its citizens may hold two nationalities."""
    defaults = {"right": PoliticalRight.Right.DUAL_CITIZENSHIP, "answer": Answer.YES}
    return PoliticalRight(country=country, **defaults | fields)
