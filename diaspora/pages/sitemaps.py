"""The map of the site for search engines: every public page in every language, in parts that are soon fetched."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.urls import reverse

from actors.models import Institution, Organisation
from diaspora.models import Country, CountryProfile, Entry, Source
from diaspora.records.views import public_records
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
    # Addresses in a part, each language for itself; about half a megabyte.
    limit = 2000

    def __init__(self, model: Any) -> None:
        self.model = model
        self.dates = ["updated"] if any(field.name == "updated" for field in model._meta.fields) else []

    def items(self) -> Any:
        """Returns the records that readers may see, with what the map says of them."""
        return public_records(self.model).order_by("pk").only("pk", "slug", *self.dates)

    @property
    def paginator(self) -> "Paginator[tuple[Any, str]]":
        """The parts; of the records, only those of the part that is asked for are read."""
        return Paginator(InEachLanguage(self.items(), self.languages), self.limit)

    def lastmod(self, item: Any) -> Any:
        """Returns when the record was changed; nothing where that is not kept."""
        return getattr(item, "updated", None)

    def get_latest_lastmod(self) -> datetime | None:
        """Returns when a record of this kind was changed last; nothing where that is not kept."""
        latest: dict[str, datetime | None] = self.items().aggregate(**{date: Max(date) for date in self.dates})
        return latest.get("updated")


class InEachLanguage(Sequence[tuple[Any, str]]):
    """Each record once in each language, one after the other, as far as they are asked for."""

    def __init__(self, records: "QuerySet[Any]", languages: Sequence[str]) -> None:
        self.records, self.languages = records, languages
        self.length = records.count() * len(languages)

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, asked: Any) -> Any:
        """Returns the pairs of a slice, in one query beside the count."""
        start, stop, _step = asked.indices(len(self))
        several = len(self.languages)
        records = self.records[start // several : -(-stop // several)]
        pairs = [(record, language) for record in records for language in self.languages]
        return pairs[start % several :][: stop - start]


def list_sitemaps() -> dict[str, Any]:
    """Returns the sitemap of each kind of page; a new type of record has one because it is an Entry."""
    records = [Country, Source, *(record_type for record_type in Entry.types() if record_type is not CountryProfile)]
    return {"pages": PagesSitemap()} | {model._meta.model_name: RecordsSitemap(model) for model in records}
