"""The preview of a record that is not published: its page, marked, for whoever may see the record in the admin."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from diaspora.models import CountryProfile, Entry, PublishedWithProfile

# What an address ends with that asks for a preview. Without it nobody's session is read.
PARAMETER = "preview"


def is_preview(request: HttpRequest, models: Iterable[type[Model]]) -> bool:
    """Tells whether a preview is asked for, by someone who may see records of all these types in the admin."""
    return PARAMETER in request.GET and all(may_view(request.user, model) for model in models)


def may_view(user: User | AnonymousUser, model: type[Model]) -> bool:
    """Tells whether a person may see records of the type in the admin."""
    options = model._meta
    rights = [f"{options.app_label}.{right}_{options.model_name}" for right in ("view", "change")]
    return user.is_active and user.is_staff and any(user.has_perm(right) for right in rights)


def page_address(record: Any) -> str:
    """Returns the address of the page that shows a record; of its preview, where readers do not see it yet."""
    address = str(record.get_absolute_url())
    if find_unpublished(record) is None:
        return address
    page, mark, place = address.partition("#")
    return f"{page}?{PARAMETER}{mark}{place}"


def find_unpublished(record: Any) -> Entry | None:
    """Returns what keeps a record from readers: itself, or the profile that it is published with; else nothing."""
    if isinstance(record, PublishedWithProfile):
        record = CountryProfile.objects.filter(country=record.country).first()
    return record if isinstance(record, Entry) and record.status != Entry.Status.PUBLISHED else None


def describe_preview(entry: Entry | None) -> dict[str, Any]:
    """Returns what the page of a preview says of itself: that it is for no search engine, and how the record stands."""
    unpublished = find_unpublished(entry)
    described: dict[str, Any] = {"is_unlisted": True}
    if unpublished:
        options = unpublished._meta
        name = f"admin:{options.app_label}_{options.model_name}_change"
        described |= {"unpublished": unpublished, "edit_address": reverse(name, args=[unpublished.pk])}
    return described


def keep_private(response: HttpResponse) -> None:
    """Tells caches and search engines to keep nothing of a preview."""
    patch_cache_control(response, private=True, no_store=True)
    response.headers["X-Robots-Tag"] = "noindex"
