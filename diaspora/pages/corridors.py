"""A corridor: what links a country of origin to one country of destination."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from diaspora.figures.computed import ORIGIN, SIDES, compute_for_corridor, find_indicators
from diaspora.models import Country, CountryProfile, Entry, MigrantStock, Observation
from diaspora.page_cache.parameters import public_page
from diaspora.pages.country.figures import FigureSection
from diaspora.records.citations import Bibliography, figure_disagreements
from diaspora.records.linked_data import describe_figures, list_step

SEXES = Observation.Sex.values


@public_page()
def corridor(request: HttpRequest, origin: str, destination: str) -> HttpResponse:
    """Shows what is recorded between two countries; a former address of either redirects."""
    countries = [find_country(slug) for slug in (origin, destination)]
    if countries[0] == countries[1]:
        raise Http404
    if [country.slug for country in countries] != [origin, destination]:
        return redirect("diaspora:corridor", *(country.slug for country in countries), permanent=True)
    return render(request, "diaspora/corridor.html", describe_corridor(*countries))


def find_country(slug: str) -> Country:
    found = Country.objects.filter(Q(slug=slug) | Q(former_slugs__contains=[slug]))
    country: Country | None = max(found, key=lambda country: country.slug == slug, default=None)
    if country is None:
        raise Http404
    return country


def describe_corridor(origin: Country, destination: Country) -> dict[str, Any]:
    records: dict[str, Sequence[Any]] = {
        "agreements": list(find_agreements(origin, destination)),
        "organisations": list(origin.organisations.published().filter(country_of_residence=destination).by_title()),
        "practices": list(origin.practices.published().filter(countries_of_destination=destination).by_title()),
    }
    has_profile = CountryProfile.objects.published().for_country(origin).exists()
    # Rights have no status of their own: they are published with the profile.
    rights = list(origin.political_rights.current().select_related("country")) if has_profile else []
    figures = list_figures(origin, destination)
    bibliography = Bibliography([*rights, *(record for found in records.values() for record in found)])
    bibliography.add_figures(figures)
    return records | {
        "origin": origin,
        "destination": destination,
        "described": [describe_figures(bibliography, [origin, destination])],
        "trail": [
            list_step(Country),
            (origin.name, origin.get_absolute_url()),
            (destination.name, reverse("diaspora:corridor", args=[origin.slug, destination.slug])),
        ],
        "has_profile": has_profile,
        "rights": rights,
        "figures": figures,
        "emigration": FigureSection(ORIGIN.stock, ORIGIN, figures),
        "is_empty": not figures and not any(records.values()),
        "bibliography": bibliography,
        "disagreements": bibliography.disagreements,
        "figure_disagreements": figure_disagreements(figures),
    }


def list_figures(origin: Country, destination: Country) -> list[Observation]:
    """Returns what editors entered on the corridor and what the newest edition has, the latest first.

    Both sexes come before each of them. Of two values of one fact the one that editors show first is shown first.
    """
    entered = list(find_figures(origin, destination))
    stocks = list(MigrantStock.objects.of_newest_edition().filter(origin=origin, destination=destination).with_areas())
    if not stocks:
        return entered
    indicators = find_indicators({side.stock for side in SIDES} | {side.share_of_corridor for side in SIDES})
    first = {(figure.indicator_id, figure.year, figure.sex) for figure in entered if figure.shown_first}
    stock = indicators[ORIGIN.stock]
    imported = [figure for corridor in stocks for sex in SEXES for figure in corridor.as_figures(stock, sex)]
    for figure in imported:
        figure.shown_first = (figure.indicator_id, figure.year, figure.sex) not in first
    shares = [figure for corridor in stocks for figure in compute_for_corridor(corridor, indicators)]
    return sorted(
        [*entered, *imported, *shares],
        key=lambda figure: (figure.indicator.order, -figure.year, SEXES.index(figure.sex), not figure.shown_first),
    )


def find_figures(origin: Country, destination: Country) -> QuerySet[Observation]:
    """Returns the figures between the two that editors entered, the latest first, both sexes before each of them."""
    sexes = Case(*(When(sex=sex, then=Value(place)) for place, sex in enumerate(SEXES)))
    return (
        origin.observations.filter(partner=destination)
        .select_related("indicator", "partner", "dataset__source", "source")
        .order_by("indicator__order", "indicator__code", "-year", sexes, "-shown_first", "pk")
    )


def find_agreements(origin: Country, destination: Country) -> QuerySet[Any]:
    """Returns the international agreements that both countries have a part in, as far as records tell.

    Those are the agreements of a group that both belong to, and those of one country for which an institution of the
    other answers too. A title that names a country tells nothing: an agreement may say with whom there is none.
    """
    policies: Any = origin.policies.model
    of_group = Q(group__in=origin.memberships.current().values("group")) & Q(
        group__in=destination.memberships.current().values("group")
    )
    of_country = Q(pk__in=[])
    for one, other in ((origin, destination), (destination, origin)):
        answering = policies.responsible_institutions.through.objects.filter(
            institution__country=other, institution__status=Entry.Status.PUBLISHED
        )
        of_country |= Q(country=one, pk__in=answering.values("policy"))
    agreements: QuerySet[Any] = (
        policies.objects.published()
        .filter(of_group | of_country, category=policies.Category.INTERNATIONAL_AGREEMENT)
        .chronological()
    )
    return agreements
