"""Comparing countries: which ones, as the address says, and what is known of each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import permutations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaspora.lists.facets import UNKNOWN_VALUE
from diaspora.lists.filters import replace_nul
from diaspora.models import Country, CountryProfile
from diaspora.page_cache.parameters import public_page
from diaspora.pages.comparison.table import Comparison
from diaspora.records.linked_data import describe_figures, list_step

FEWEST, MOST = 2, 5
# The region of a country that the UN’s standard files under none.
NO_REGION = _("Elsewhere")


@dataclass
class Group:
    """Countries that a reader chooses from, under one heading."""

    label: str
    countries: list[Country] = field(default_factory=list)
    is_open: bool = False


@public_page("country")
def compare(request: HttpRequest) -> HttpResponse:
    """Shows two to five countries side by side; or says what is missing, and keeps what was chosen."""
    countries = list(Country.objects.by_name().select_related("region__parent__parent").defer("names"))
    chosen, unknown = choose(countries, replace_nul(request.GET).getlist("country"))
    errors = [UNKNOWN_VALUE % {"value": slug} for slug in unknown[:MOST]]
    if len(chosen) > MOST:
        errors.append(gettext("These are %(count)s countries. Choose five at most.") % {"count": len(chosen)})
    profiled = set(CountryProfile.objects.published().values_list("country_id", flat=True))
    comparison = Comparison(chosen, profiled) if len(chosen) >= FEWEST and not errors else None
    return render(
        request,
        "diaspora/compare.html",
        {
            "groups": group_countries(countries, chosen, profiled),
            "chosen": chosen,
            "errors": errors,
            "comparison": comparison,
            "corridors": list(permutations(chosen, 2)) if comparison else [],
            "described": [describe_figures(comparison.bibliography, chosen)] if comparison else [],
            "trail": [list_step(Country), (gettext("Compare countries"), reverse("diaspora:compare"))],
            # Half a choice is a step on the way, not a page to find.
            "is_unlisted": bool(request.GET) and comparison is None,
        },
    )


def choose(countries: Iterable[Country], slugs: Iterable[str]) -> tuple[list[Country], list[str]]:
    """Returns the countries of these slugs, present or former, each once, and the slugs that none has."""
    by_slug = {slug: country for country in countries for slug in (*country.former_slugs, country.slug)}
    given = [slug for slug in dict.fromkeys(slugs) if slug]
    chosen = dict.fromkeys(by_slug[slug] for slug in given if slug in by_slug)
    return list(chosen), [slug for slug in given if slug not in by_slug]


def group_countries(countries: Iterable[Country], chosen: Iterable[Country], profiled: set[int]) -> list[Group]:
    regions: dict[str, list[Country]] = defaultdict(list)
    first = []
    for country in countries:
        if country.pk in profiled:
            first.append(country)
        else:
            regions[name_region(country)].append(country)
    groups = [Group(name, regions[name], not set(chosen).isdisjoint(regions[name])) for name in sorted(regions)]
    groups.sort(key=lambda group: group.label == str(NO_REGION))
    return [*([Group(gettext("With a profile"), first, is_open=True)] if first else []), *groups]


def name_region(country: Country) -> str:
    """Returns the name of the continent that the country is filed under."""
    region = country.region
    while region is not None and region.parent is not None:
        region = region.parent
    return str(region.name) if region else str(NO_REGION)
