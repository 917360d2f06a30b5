"""Pages that are one of a kind."""

from itertools import chain

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from diaspora.models import Country, CountryProfile, Entry, Source
from diaspora.page_cache.parameters import public_page
from diaspora.records.linked_data import describe_site
from diaspora.world_map.drawing import PARAMETER, WorldMap

# How many of the latest changes the home page shows.
LATEST = 8


@public_page(PARAMETER)
def home(request: HttpRequest) -> HttpResponse:
    """The way in: the world map, the countries with a profile, how much there is of everything, what changed last."""
    types = Entry.types()
    changed = chain.from_iterable(
        record_type.objects.published().last_changed_first()[:LATEST] for record_type in types
    )
    latest = sorted(changed, key=lambda entry: entry.updated, reverse=True)[:LATEST]
    # The address of a profile is that of its country.
    prefetch_related_objects([entry for entry in latest if isinstance(entry, CountryProfile)], "country")
    return render(
        request,
        "diaspora/home.html",
        {
            "world_map": WorldMap(request.GET),
            "countries": Country.objects.with_profile().by_name(),
            "counts": {record_type.__name__.lower(): record_type.objects.published().count() for record_type in types}
            | {"source": Source.objects.count()},
            "described": [describe_site()],
            "latest": latest,
        },
    )
