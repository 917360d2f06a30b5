"""An editor at work in the admin: signs in, opens forms, runs actions, reads what is said."""

from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import factories
from tests.forms import read_form


def sign_in(group: str = "", **fields: Any) -> Client:
    """Returns a client signed in as someone of that group; a superuser where no group is given."""
    client = Client()
    client.force_login(factories.create_user(group, **({"is_superuser": not group} | fields)))
    return client


def address(record: Any, page: str = "change", *args: Any) -> str:
    options = record._meta
    about_record = (record.pk,) if page in ("change", "history", "delete", "simple_history") else ()
    with translation.override("en"):
        return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=[*about_record, *args])


def open_form(client: Client, record: Any) -> dict[str, Any]:
    return read_form(client.get(address(record)))


def act(client: Client, action: str, *records: Any) -> list[str]:
    """Takes an action on the records in their list; returns what the page says then."""
    response = client.post(
        address(type(records[0]), "changelist"),
        {"action": action, "_selected_action": [record.pk for record in records]},
        follow=True,
    )
    assert response.status_code == 200
    return messages_of(response)


def messages_of(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)] or [
        str(message) for message in response.context.get("messages", [])
    ]


def errors_of(response: Any) -> dict[str, list[str]]:
    """Returns the errors of the form that the page shows again."""
    assert response.status_code == 200, "the form was accepted"
    return dict(response.context["adminform"].form.errors)
