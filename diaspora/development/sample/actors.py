"""The institutions and organisations of a sample."""

from actors.models import Institution, Organisation
from diaspora.development.makers.actors import new_institution, new_organisation
from diaspora.development.sample import words
from diaspora.development.sample.records import Sample, by_country
from diaspora.models import Answer, Place


def make_institutions(sample: Sample) -> list[Institution]:
    """Makes institutions of countries, a few beyond them; some are parts of others."""
    writer = sample.writer

    def institution(number: int, parents: dict[int, list[Institution]]) -> Institution:
        is_national = not writer.happens(0.05)
        country = writer.choose_early(sample.countries) if is_national else None
        above = parents.get(country.pk, []) if country else []
        return new_institution(
            number,
            **sample.entry("institution", number, writer.heading(words.BODIES, number)),
            level=Institution.Level.NATIONAL if is_national else writer.choose(Institution.Level.values[:2]),
            rank=writer.choose(Institution.Rank.values),
            country=country,
            parent=writer.choose(above) if above and writer.happens(0.7) else None,
            created_on=writer.day(1960, 2015) if writer.happens(0.7) else None,
            dissolved_on=writer.day(2016, 2024) if writer.happens(0.05) else None,
            website=f"https://sample.example/institutions/{number}" if writer.happens(0.6) else "",
            **writer.both("mandate", writer.paragraphs(1, 3)),
        )

    count = sample.size("institutions")
    first = sample.save(institution(number, {}) for number in range(count // 3))
    parents = by_country(first)
    institutions = first + sample.save(institution(number, parents) for number in range(count // 3, count))
    sample.link(institutions, "areas", lambda record: writer.choose_few(sample.areas, 1, 3))
    sample.link(
        institutions,
        "countries_served",
        lambda record: [] if record.country else writer.choose_few(sample.countries, 2, 8),
    )
    sample.cite(institutions, 1, 5)
    return institutions


def make_organisations(sample: Sample, places: list[Place]) -> list[Organisation]:
    """Makes organisations of people of one country in another; some are members of others."""
    writer = sample.writer
    places_of = by_country(places)

    def organisation(number: int) -> Organisation:
        reach = writer.happens(0.3)
        return new_organisation(
            number,
            **sample.entry("organisation", number, writer.heading(words.ASSOCIATIONS, number)),
            kind=writer.choose(Organisation.Kind.values),
            country_of_residence=writer.choose_early(sample.countries[::-1]) if writer.happens(0.9) else None,
            founded_on=writer.day(1970) if writer.happens(0.6) else None,
            development_activities=writer.choose(Answer.values),
            reach=int(writer.chance.random() * 5000) if reach else None,
            reach_unit_en="members" if reach else "",
            reach_unit_fr="membres" if reach else "",
            reach_year=2010 + int(writer.chance.random() * 15) if reach else None,
            website=f"https://sample.example/organisations/{number}" if writer.happens(0.4) else "",
            **writer.both("activities", writer.paragraphs(1, 3)),
        )

    organisations = sample.save(organisation(number) for number in range(sample.size("organisations")))
    # Nobody’s diaspora lives in the country it comes from.
    origins = {
        record.pk: [
            country
            for country in {writer.choose_early(sample.countries) for _number in range(writer.choose([1, 1, 1, 2]))}
            if country.pk != record.country_of_residence_id
        ]
        for record in organisations
    }
    sample.link(organisations, "countries_of_origin", lambda record: origins[record.pk])
    sample.link(
        organisations,
        "places_of_origin",
        lambda record: [
            writer.choose(places_of[country.pk])
            for country in origins[record.pk]
            if country.pk in places_of and writer.happens(0.4)
        ],
    )
    sample.link(organisations, "areas", lambda record: writer.choose_few(sample.areas, 1, 3))
    sample.link(
        organisations,
        "member_of",
        lambda record: writer.choose_few([other for other in organisations[:20] if other != record], 0, 1),
    )
    sample.cite(organisations, 1, 2)
    return organisations
