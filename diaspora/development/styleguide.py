"""The living style guide: every component of the pages with invented contents, in development only."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from diaspora.figures.charts import Part, Shares, Split, TimeChart
from diaspora.models import (
    Answer,
    Aspect,
    Country,
    CountryProfileCitation,
    Dataset,
    Freshness,
    Indicator,
    Observation,
    Source,
    Verdict,
)
from diaspora.pages.countries import CountryFilterSet
from diaspora.pages.country.figures import Headline
from diaspora.pages.country.records import Branch
from diaspora.records.citations import Bibliography, Disagreement, FigureDisagreement

COLOURS = ("paper", "raised", "ink", "quiet", "rule", "accent", "accent-ink", "good", "warn", "bad")
GROUNDS = ("good-ground", "warn-ground", "bad-ground", "plain-ground")


def styleguide(request: HttpRequest) -> HttpResponse:
    """Shows every component; outside development there is no such page."""
    if not settings.DEBUG:
        raise Http404
    sources = [Source(pk=number, slug=f"s-{number}", title=f"A source, number {number}") for number in (1, 2)]
    figures = invent_figures(sources)
    bibliography = Bibliography([])
    bibliography.add_figures(figures)
    return render(
        request,
        "development/styleguide.html",
        {
            "is_unlisted": True,
            "colours": [*COLOURS, *GROUNDS],
            "verdicts": Verdict,
            "freshnesses": Freshness,
            "answers": Answer,
            "bibliography": bibliography,
            "figures": figures,
            "headlines": [Headline(figures[0], invent_computed(figures[0])), Headline(figures[-1])],
            "chart": TimeChart(figures),
            "splits": [("All emigrants", Split(figures[0], Decimal("40.5"), Decimal("59.5")))],
            "country": invent_country(9),
            "finding": "Women are 40.5% of emigrants in 2024",
            "shares": Shares(invent_destinations(figures[0]), figures[:1]),
            "branch": invent_tree(),
            "entry": SimpleNamespace(freshness=Freshness.FRESH, reviewed_on=timezone.localdate()),
            "disagreements": [invent_disagreement(sources)],
            "figure_disagreements": [FigureDisagreement(figures[-2:])],
            "filter": CountryFilterSet({"q": "mali"}, Country.objects.none()),
        },
    )


def invent_country(number: int) -> Country:
    """Returns a country that no list holds."""
    return Country(pk=number, slug=f"country-{number}", name_en=f"Country {number}", name_fr=f"Pays {number}")


def invent_figures(sources: list[Source]) -> list[Observation]:
    """Returns figures of one indicator over the years, from two editions, one of them rejected as an error."""
    indicator = Indicator(pk=1, code="emigrant_stock", name_en="Emigrants", name_fr="Émigrés", unit="persons")
    editions = [
        Dataset(pk=source.pk, source=source, publisher="A publisher", title_en="Stock", edition_en=year)
        for source, year in zip(sources, ("2024", "2020"), strict=True)
    ]
    shared: dict[str, Any] = {"indicator": indicator, "country": invent_country(9)}
    figures = [
        Observation(year=year, value=Decimal(value), dataset=editions[edition], shown_first=edition == 0, **shared)
        for year, value, edition in [
            (2024, 1_292_519, 0),
            (2000, 402_000, 0),
            (2010, 790_000, 0),
            (2020, 1_150_000, 0),
            (2000, 380_000, 1),
            (2010, 860_000, 1),
        ]
    ]
    wrong = {"verdict": Verdict.REJECTED, "reason_en": "A billion too many.", "reason_fr": "Un milliard de trop."}
    figures.append(Observation(year=2010, value=Decimal(9_000_000_000), source=sources[1], **shared, **wrong))
    for number, figure in enumerate(figures, start=1):
        figure.pk = number
    return figures


def invent_computed(published: Observation) -> Observation:
    shared = {"country": published.country, "indicator": published.indicator, "dataset": published.dataset}
    computed = Observation(pk=90, year=published.year, value=published.value, **shared)
    computed.computation, computed.computed_of = "the sum of 16 corridors", (published,)
    return computed


def invent_destinations(total: Observation) -> list[Part]:
    """Returns figures for countries of destination that add up to less than the total, and for one of no place."""

    def invent(number: int, value: int) -> Observation:
        shared: dict[str, Any] = {"year": total.year, "dataset": total.dataset, "indicator": total.indicator}
        partner = invent_country(number)
        return Observation(pk=100 + number, value=Decimal(value), country=total.country, partner=partner, **shared)

    values = enumerate((403_646, 184_965, 140_431, 122_945, 120_393), start=1)
    parts = [Part(invent(number, value), f"Country {number}", "#figures") for number, value in values]
    return [*parts, Part(invent(6, 9_000), "Unknown", is_place=False)]


def invent_tree() -> Branch:
    def grow(title: str, rank: str, *parts: Branch, in_charge: bool = False) -> Branch:
        institution = SimpleNamespace(
            pk=title,
            title=title,
            summary="One to three sentences on what it does.",
            in_charge=in_charge,
            get_absolute_url="#tree",
            get_rank_display=rank,
        )
        return Branch(institution, list(parts))

    return grow(
        "Ministry of the Diaspora",
        "Ministry",
        grow("General Delegation", "Sub-ministry", grow("Regional office", "Agency")),
        in_charge=True,
    )


def invent_disagreement(sources: list[Source]) -> Disagreement:
    aspect = Aspect(slug="date", name_en="date", name_fr="date")
    sides = [
        CountryProfileCitation(
            source=source,
            verdict=verdict,
            locator="p. 5",
            statement_en=f"Says {year}.",
            statement_fr=f"Dit {year}.",
            reason_en="The act itself is dated 2011.",
            reason_fr="La loi elle-même est datée de 2011.",
        )
        for source, verdict, year in zip(sources, (Verdict.SUPPORTS, Verdict.REJECTED), (2011, 1995), strict=True)
    ]
    return Disagreement(SimpleNamespace(title="Nationality Code"), aspect, list(sides))
