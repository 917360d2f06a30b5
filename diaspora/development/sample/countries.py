"""The ground of a sample: sources, places, figures and what is said of countries as a whole."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from diaspora.development.makers.countries import new_obstacle, new_place, new_profile
from diaspora.development.makers.figures import new_dataset, new_migrant_stock, new_observation
from diaspora.development.makers.sources import new_source
from diaspora.development.sample import words
from diaspora.development.sample.records import Sample
from diaspora.development.sample.text import Writer
from diaspora.models import (
    Country,
    Dataset,
    Entry,
    Indicator,
    MigrantStock,
    Observation,
    Place,
    Source,
)

# The years of which there are figures, by indicator, and the greatest value there is.
SERIES = {
    "emigrant_stock": (range(1990, 2025, 5), 4_000_000),
    "immigrant_stock": (range(1990, 2025, 5), 2_000_000),
    "population": (range(2000, 2025), 90_000_000),
    "remittance_inflow": (range(2000, 2025), 9_000_000_000),
    "remittance_share_of_gdp": (range(2000, 2025), 30),
    "remittance_cost": (range(2015, 2025), 14),
}
BY_SEX = ("emigrant_stock",)
BILATERAL_YEARS = (2020, 2024)
LICENCE = "Sample, of nobody"


def make_sources(sample: Sample) -> None:
    writer = sample.writer

    def source(number: int) -> Source:
        language = writer.choose(("en", "fr"))
        return new_source(
            number,
            slug=f"sample-source-{number}",
            title=writer.heading(words.DOCUMENTS, number)[("en", "fr").index(language)],
            kind=writer.choose(Source.Kind.values),
            author=writer.choose(words.SUBJECTS)[0],
            publisher=writer.choose(words.BODIES)[0],
            date=writer.day(2000) if writer.happens(0.9) else None,
            language=language,
            url=f"https://sample.example/sources/{number}",
            licence=LICENCE,
            **(writer.both("reliability_note", writer.sentences(1, 2)) if writer.happens(0.3) else {}),
        )

    sample.sources = sample.save(source(number) for number in range(sample.size("sources")))


def make_places(sample: Sample) -> list[Place]:
    writer = sample.writer

    def place(number: int, kind: str, parent: Place | None) -> Place:
        country = parent.country if parent else writer.choose_early(sample.countries)
        # Two places of a country may bear one name by chance; these do not.
        name = f"{writer.town()}-{writer.town()}-{number}"
        other_names = [writer.town()] if writer.happens(0.2) else []
        slug = f"sample-{number}-{slugify(name)}"
        return new_place(number, country, slug=slug, kind=kind, name=name, other_names=other_names, parent=parent)

    count = sample.size("places")
    regions = sample.save(place(number, Place.Kind.REGION, None) for number in range(count // 4))
    return regions + sample.save(
        place(number, Place.Kind.COMMUNE, writer.choose(regions)) for number in range(count // 4, count)
    )


def make_figures(sample: Sample) -> None:
    writer = sample.writer
    datasets = sample.save(
        new_dataset(
            number,
            slug=f"sample-dataset-{number}",
            title_en=f"Sample figures {number}",
            title_fr=f"Échantillon de chiffres {number}",
            publisher=writer.choose(words.BODIES)[0],
            edition_en=str(2024 + number),
            edition_fr=str(2024 + number),
            source=source,
            licence=LICENCE,
        )
        for number, source in enumerate(sample.sources[:2])
    )
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    sample.save(
        figure
        for country in sample.countries
        for code in SERIES
        for figure in national_figures(writer, country, indicators[code], datasets)
    )
    sample.save(
        make_corridor(writer, datasets[-1], origin, destination)
        for origin in sample.countries
        for destination in writer.choose_few(sample.countries, 20, 60)
        if destination != origin
    )


def make_corridor(writer: Writer, edition: Dataset, origin: Country, destination: Country) -> MigrantStock:
    """Returns the migrants from one country in another, by year."""
    total = [int(writer.chance.random() ** 3 * 900_000) for _year in BILATERAL_YEARS]
    women = [persons * 47 // 100 for persons in total]
    return new_migrant_stock(edition, origin, destination, years=list(BILATERAL_YEARS), total=total, women=women)


def national_figures(
    writer: Writer, country: Country, indicator: Indicator, datasets: list[Dataset]
) -> Iterator[Observation]:
    """Yields a series; of its last years an older edition has other values."""
    years, greatest = SERIES[indicator.code]
    level = writer.chance.random() ** 2 * greatest
    for year in years:
        value = round(Decimal(level * (0.6 + 0.4 * writer.chance.random())), indicator.decimals)
        fact: dict[str, Any] = {"country": country, "indicator": indicator, "year": year}
        if indicator.code in BY_SEX:
            yield from split_by_sex(value, fact | {"dataset": datasets[-1]})
            continue
        yield new_observation(
            **fact, value=value, dataset=datasets[-1], shown_first=True, imported=True, in_series=True
        )
        if year > years[-3]:
            older = round(value * Decimal("0.97"), indicator.decimals)
            yield new_observation(**fact, value=older, dataset=datasets[0], imported=True)


def split_by_sex(value: Decimal, fact: dict[str, Any]) -> Iterator[Observation]:
    """Yields a number of persons, and how many of them are women and men."""
    women = value * 47 // 100
    for sex, persons in zip(Observation.Sex.values, (value, women, value - women), strict=True):
        yield new_observation(**fact, sex=sex, value=persons, shown_first=True, imported=True, in_series=True)


def make_profiles(sample: Sample) -> None:
    writer = sample.writer
    profiles = sample.save(
        new_profile(
            number,
            country,
            **sample.entry(
                "profile",
                number,
                (f"{country.name_en} (sample {number})", f"{country.name_fr} (échantillon {number})"),
            )
            | {"status": Entry.Status.DRAFT if number % 30 == 29 else Entry.Status.PUBLISHED},
            **writer.both("diaspora_definition", writer.sentences(1, 2)),
            **writer.both("numbers_note", writer.sentences(1, 3)),
            **writer.both("trends", writer.paragraphs(2, 4)),
        )
        for number, country in enumerate(sample.countries[: sample.size("profiles")])
    )
    sample.cite(profiles, 5, 20)
    sample.save(
        new_obstacle(
            order,
            profile,
            title_en=title[0],
            title_fr=title[1],
            order=order,
            **writer.both("text", writer.sentences(1, 3)),
        )
        for profile in profiles
        for order, title in enumerate(writer.choose_few(words.HINDRANCES, 3, 7))
    )
