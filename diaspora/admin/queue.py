"""The work queue on the first page of the admin: what waits for an editor, type by type."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaspora.models import Entry, Freshness

# What waits, and the filters of the list that show it. Reviews, translations and sources count where readers see them.
PUBLISHED = {"status__exact": Entry.Status.PUBLISHED.value}
TASKS: list[tuple[Any, dict[str, str]]] = [
    (_("Drafts"), {"status__exact": Entry.Status.DRAFT.value}),
    (_("In review"), {"status__exact": Entry.Status.IN_REVIEW.value}),
    (Freshness.DUE.label, PUBLISHED | {"freshness": Freshness.DUE.value}),
    (Freshness.OVERDUE.label, PUBLISHED | {"freshness": Freshness.OVERDUE.value}),
    (Freshness.NEVER.label, PUBLISHED | {"freshness": Freshness.NEVER.value}),
    (_("Missing translation"), PUBLISHED | {"translation": "missing"}),
    (_("Missing source"), PUBLISHED | {"cited": "missing"}),
]


@dataclass(frozen=True)
class Task:
    """A number of records of one type that wait, and the list that shows them."""

    count: int
    address: str


@dataclass(frozen=True)
class Queue:
    """What waits of one type of record."""

    name: str
    address: str
    tasks: list[Task]


def list_work(request: HttpRequest) -> list[Queue]:
    """Returns what waits of each type of record that the user may see: one query a type."""
    queues = []
    for model, model_admin in admin.site._registry.items():
        if not issubclass(model, Entry) or not model_admin.has_view_permission(request):
            continue
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        filters = [chosen for _name, chosen in TASKS]
        waiting = {f"task_{place}": find_records(model, chosen) for place, chosen in enumerate(filters)}
        counts = model.objects.aggregate(**{name: Count("pk", filter=records) for name, records in waiting.items()})
        addresses = [f"{address}?{urlencode(chosen)}" for chosen in filters]
        tasks = [Task(counts[name], found) for name, found in zip(waiting, addresses, strict=True)]
        queues.append(Queue(str(model._meta.verbose_name_plural), address, tasks))
    return queues


def find_records(model: type[Entry], chosen: dict[str, str]) -> Q:
    """Returns the condition of the records that these filters of the list show."""
    records = model.objects.all()
    if "freshness" in chosen:
        records = records.with_freshness(chosen["freshness"])
    if "translation" in chosen:
        records = records.missing_translation()
    if "cited" in chosen:
        records = records.missing_source()
    return Q(status=chosen["status__exact"], pk__in=records.values("pk"))
