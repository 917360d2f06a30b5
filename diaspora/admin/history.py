"""The history page: what changed in the rows that belong to a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Model, prefetch_related_objects
from simple_history.template_utils import HistoricalRecordContextHelper

from diaspora.models import Tracked

# Enough to see what happened lately; the versions themselves are all kept.
CHANGES_SHOWN = 100


class VersionContext(HistoricalRecordContextHelper):  # type: ignore[misc]
    """Shows what changed in an editor's words: the names of choices, lists without brackets."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        """Returns the value as readers see it; empty where there is none."""
        choices = dict(self.model._meta.get_field(change.field).flatchoices or [])
        value = super().prepare_delta_change_value(change, value)
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        return "" if value is None else choices.get(value, value)


@dataclass(frozen=True)
class ChildChange:
    """One change of a row that belongs to a record."""

    version: Any
    row: Any
    deltas: list[dict[str, object]]

    @property
    def kind(self) -> str:
        """What the row is: a citation, an event …"""
        return str(self.row._meta.verbose_name)


def list_child_changes(parent: type[Model], children: Sequence[type[Model]], parent_id: str) -> list[ChildChange]:
    """Returns the latest changes of the parent's rows of these types, newest first."""
    changes: list[ChildChange] = []
    for child in children:
        if issubclass(child, Tracked):
            changes += _list_changes(parent, child, parent_id)
    changes.sort(key=attrgetter("version.history_date", "version.history_id"), reverse=True)
    return changes[:CHANGES_SHOWN]


def _list_changes(parent: type[Model], child: type[Tracked], parent_id: str) -> list[ChildChange]:
    """Returns the latest changes of one type of row, newest first."""
    relations = [field for field in child._meta.fields if field.is_relation]
    [link] = [field for field in relations if field.related_model is parent]
    history = child.history.filter(**{link.attname: parent_id})
    versions = list(
        history.select_related("history_user")
        ._select_related_history_tracked_objs()
        .order_by("-history_date", "-history_id")[:CHANGES_SHOWN]
    )
    rows = [version.instance for version in versions]
    prefetch_related_objects(rows, *(field.name for field in relations if field is not link))
    older: dict[object, Any] = {}
    changes = []
    for version, row in reversed(list(zip(versions, rows, strict=True))):
        before = older.get(version.id)
        deltas = version.diff_against(before, foreign_keys_are_objs=True) if before else None
        helper = VersionContext(child, version)
        changes.append(ChildChange(version, row, helper.context_for_delta_changes(deltas) if deltas else []))
        older[version.id] = version
    return changes
