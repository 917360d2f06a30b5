"""The words that records are sorted by."""

from typing import Any

from diaspora.development.makers.words import names
from diaspora.models import Aspect, CompactObjective, SustainableDevelopmentGoal, Topic


def new_topic(number: int, /, kind: str, **fields: Any) -> Topic:
    return Topic(kind=kind, **{"slug": f"topic-{number}"} | names(f"Topic {number}") | fields)


def new_goal(number: int, /, **fields: Any) -> SustainableDevelopmentGoal:
    return SustainableDevelopmentGoal(number=number, **{"colour": "#E5243B"} | names(f"Goal {number}") | fields)


def new_objective(number: int, /, **fields: Any) -> CompactObjective:
    labels = {"label_en": f"Objective {number}", "label_fr": f"Objectif {number}"}
    return CompactObjective(number=number, **labels | names(f"Objective {number}") | fields)


def new_aspect(number: int, /, **fields: Any) -> Aspect:
    return Aspect(**{"slug": f"aspect-{number}"} | names(f"Aspect {number}") | fields)
