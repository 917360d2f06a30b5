"""The work queue, for the template of the admin's first page."""

from typing import Any

from django import template

from diaspora.admin.queue import TASKS, list_work

register = template.Library()


@register.inclusion_tag("admin/work_queue.html", takes_context=True)
def work_queue(context: dict[str, Any]) -> dict[str, Any]:
    queues = list_work(context["request"])
    return {"names": [name for name, _filters in TASKS], "queues": queues, "perms": context["perms"]}
