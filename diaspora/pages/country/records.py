"""The records of a country as its page shows them: institutions as a tree, practices by area, organisations by host."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from diaspora.models import Country, Topic

# The order in which the page shows records, and numbers their sources.
RECORD_ORDER = ("rights", "policies", "practices", "institutions", "organisations", "participations")


# A country with more records of a type shows so many, and leads to the list for the others.
MOST_SHOWN = 40


def country_records(country: Country) -> dict[str, Sequence[Any]]:
    """Returns the records of the country that readers may see, by the name under which the page shows them.

    Of each type there is one more than the page shows, where there are that many.
    """
    policies: Any = country.policies.model
    institutions: Any = country.institutions.model
    organisations: Any = country.organisations.published().by_residence()
    found = {
        "policies": policies.objects.published().for_country(country).chronological(),
        "practices": country.practices.published().by_title().prefetch_related("areas"),
        "institutions": institutions.objects.published().for_country(country).by_level(),
        "organisations": organisations.select_related("country_of_residence"),
        "practices_as_destination": country.practices_as_destination.published().by_title(),
        "resident_organisations": country.resident_organisations.published().by_title(),
    }
    return {name: list(records[: MOST_SHOWN + 1]) for name, records in found.items()}


def cut_long(records: dict[str, Sequence[Any]]) -> dict[str, Any]:
    """Returns no more of the records than the page shows, and `cut`: the names of those that there are more of."""
    return {name: several[:MOST_SHOWN] for name, several in records.items()} | {
        "cut": {name for name, several in records.items() if len(several) > MOST_SHOWN}
    }


def profile_records(country: Country) -> dict[str, Sequence[Any]]:
    """Returns what has no status of its own, and is published with the country's profile."""
    participations = country.participations.select_related("country", "forum", "meeting__forum")
    return {
        "rights": list(country.political_rights.current().select_related("legal_basis", "country")),
        "participations": list(participations.prefetch_related("round_tables", "thematic_meetings")),
    }


@dataclass
class Branch:
    """A record of a tree with the branches that hang on it."""

    record: Any
    parts: "list[Branch]" = field(default_factory=list)


def grow_tree(records: Iterable[Any]) -> list[Branch]:
    """Returns the records as branches, each under its `parent` where that is among them, in the order given."""
    branches = {record.pk: Branch(record) for record in records}
    roots: list[Branch] = []
    for branch in branches.values():
        parent = branches.get(branch.record.parent_id)
        (parent.parts if parent and not is_within(parent, branch, branches) else roots).append(branch)
    return roots


def is_within(branch: Branch, other: Branch, branches: dict[int, Branch]) -> bool:
    """Tells whether a branch hangs on another, at any height; parents that go round in a ring are no tree."""
    seen: set[int] = set()
    here: Branch | None = branch
    while here and here.record.pk not in seen:
        if here is other:
            return True
        seen.add(here.record.pk)
        here = branches.get(here.record.parent_id)
    return False


def institutions_by_level(institutions: Iterable[Any], country: Country) -> list[tuple[str, list[Branch]]]:
    """Returns the institutions as trees, the country's own first, then level by level, each under its heading."""
    trees: dict[str, list[Branch]] = {}
    for branch in grow_tree(institutions):
        own = branch.record.country_id in (country.pk, None)
        heading = branch.record.get_level_display() if own else gettext("National, of other countries")
        trees.setdefault(heading, []).append(branch)
    return list(trees.items())


@dataclass
class Area:
    """An area of engagement with its practices: those told here, and those told under another area already."""

    topic: Topic | None
    practices: list[Any] = field(default_factory=list)
    also: list[Any] = field(default_factory=list)


def by_area(practices: Iterable[Any]) -> list[Area]:
    """Returns the practices by area of engagement, in the order of the areas; each is told once, under its first.

    Those without an area come last.
    """
    areas: dict[int, Area] = {}
    unplaced = Area(None)
    for practice in practices:
        topics = sorted(practice.areas.all(), key=lambda topic: (topic.order, topic.pk))
        for place, topic in enumerate(topics):
            area = areas.setdefault(topic.pk, Area(topic))
            (area.also if place else area.practices).append(practice)
        if not topics:
            unplaced.practices.append(practice)
    placed = sorted(areas.values(), key=lambda area: (area.topic.order, area.topic.pk) if area.topic else (0, 0))
    return [*placed, *([unplaced] if unplaced.practices else [])]


def at_a_glance(records: dict[str, Any]) -> dict[str, Any]:
    """Returns what a reader looks for first: who is in charge, and the answers on rights, by right."""
    rights: dict[str, Any] = defaultdict(lambda: None) | {right.right: right for right in records.get("rights", [])}
    return {
        "in_charge": [institution for institution in records["institutions"] if institution.in_charge],
        "rights_at_a_glance": [rights[name] for name in ("external_voting", "dual_citizenship") if rights[name]],
    }
