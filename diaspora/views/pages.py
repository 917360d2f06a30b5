"""Pages that are one of a kind."""

from itertools import chain

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from diaspora.linked_data import describe_site
from diaspora.models import Answer, Country, Entry, Freshness, Source, Verdict

# How many of the latest changes the home page shows.
LATEST = 8


def home(request: HttpRequest) -> HttpResponse:
    """The way in: the countries with a profile, how much there is of everything, what changed last."""
    types = Entry.types()
    latest = chain.from_iterable(record_type.objects.published().last_changed_first()[:LATEST] for record_type in types)
    return render(
        request,
        "diaspora/home.html",
        {
            "countries": Country.objects.with_profile().by_name(),
            "counts": {record_type.__name__.lower(): record_type.objects.published().count() for record_type in types}
            | {"source": Source.objects.count()},
            "described": [describe_site()],
            "latest": sorted(latest, key=lambda entry: entry.updated, reverse=True)[:LATEST],
        },
    )


def about(request: HttpRequest) -> HttpResponse:
    """Who maintains the atlas, how records are made, what verdicts and freshness marks mean, the licences."""
    return render(
        request,
        "diaspora/about.html",
        {
            "page_kind": "AboutPage",
            "verdicts": Verdict,
            "freshnesses": Freshness,
            "answers": Answer,
            "contact": settings.CONTACT,
        },
    )
