"""The map of the site for search engines: every public page in every language."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from actors.models import Institution, Organisation
from diaspora.models import Country, CountryProfile, Entry, Source
from practices.models import Policy, Practice


class PagesSitemap(Sitemap):  # type: ignore[type-arg]
    """Pages that are one of a kind, and lists."""

    i18n = True
    alternates = True
    languages = list(dict(settings.LANGUAGES))

    def items(self) -> list[Callable[[], str]]:
        """Returns what gives the address of each page in the language of the moment."""
        home, about, compare = (partial(reverse, f"diaspora:{name}") for name in ("home", "about", "compare"))
        lists = (Source, Policy, Practice, Institution, Organisation)
        return [home, about, Country.get_list_url, compare, *(model.get_list_url for model in lists)]

    def location(self, item: Callable[[], str]) -> str:
        return item()


class RecordsSitemap(Sitemap):  # type: ignore[type-arg]
    i18n = True
    alternates = True
    languages = list(dict(settings.LANGUAGES))
    limit = 5000

    def __init__(self, model: Any) -> None:
        self.model = model

    def items(self) -> Any:
        is_entry = issubclass(self.model, Entry)
        return (self.model.objects.published() if is_entry else self.model.objects.all()).order_by("pk")

    def lastmod(self, item: Any) -> Any:
        """Returns when the record was changed; nothing where that is not kept."""
        return getattr(item, "updated", None)


def list_sitemaps() -> dict[str, Any]:
    """Returns the sitemap of each kind of page; a new type of record has one because it is an Entry."""
    records = [Country, Source, *(record_type for record_type in Entry.types() if record_type is not CountryProfile)]
    return {"pages": PagesSitemap()} | {model._meta.model_name: RecordsSitemap(model) for model in records}
