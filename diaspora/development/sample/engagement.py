"""The policies, political rights, practices and forums of a sample."""

from decimal import Decimal
from typing import Any

from actors.models import Institution, Organisation
from diaspora.development.makers.policies import new_policy, new_policy_document, new_policy_event, new_political_right
from diaspora.development.makers.practices import (
    new_forum,
    new_forum_meeting,
    new_involvement,
    new_participation,
    new_practice,
    new_round_table_role,
    new_thematic_meeting,
)
from diaspora.development.sample import words
from diaspora.development.sample.records import Sample, by_country
from diaspora.models import Answer, CompactObjective, CountryGroup, SustainableDevelopmentGoal
from practices.models import Involvement, Policy, PolicyDocument, PolicyEvent, PoliticalRight, Practice

MEETINGS = range(2007, 2021)


def make_policies(sample: Sample, institutions: list[Institution]) -> list[Policy]:
    """Makes policies of countries, a few of groups, with their events and documents."""
    writer = sample.writer
    groups = list(CountryGroup.objects.order_by("slug"))

    def policy(number: int) -> Policy:
        is_of_group = writer.happens(0.02)
        return new_policy(
            number,
            **sample.entry("policy", number, writer.heading(words.TEXTS, number)),
            country=None if is_of_group else writer.choose_early(sample.countries),
            group=writer.choose(groups) if is_of_group else None,
            category=writer.choose(Policy.Category.values),
            policy_type=writer.choose(Policy.Type.values),
            scope=writer.choose(Policy.Scope.values),
            number=f"{writer.day()[:4]}-{number:03}" if writer.happens(0.4) else "",
            implementation=writer.choose(Policy.Implementation.values),
        )

    policies = sample.save(policy(number) for number in range(sample.size("policies")))
    institutions_of = by_country(institutions)
    for name in ("responsible_institutions", "creates_institutions"):
        sample.link(policies, name, lambda record: writer.choose_few(institutions_of.get(record.country_id, []), 0, 1))
    sample.link(policies, "areas", lambda record: writer.choose_few(sample.areas, 1, 3))
    sample.link(policies, "replaces", lambda record: writer.choose_few(policies[: record.pk - policies[0].pk], 0, 1))
    sample.save(
        new_policy_event(record, date=writer.day(), kind=kind, **writer.both("text", writer.sentence()))
        for record in policies
        for kind in writer.choose_few(PolicyEvent.Kind.values, 0, 3)
    )
    sample.save(
        new_policy_document(
            order,
            record,
            title=f"{record.title} ({role})",
            role=role,
            language="en",
            url=f"https://sample.example/documents/{record.slug}/{role}",
        )
        for record in policies
        for order, role in enumerate(writer.choose_few(PolicyDocument.Role.values, 0, 2))
    )
    sample.cite(policies, 1, 4)
    return policies


def make_rights(sample: Sample, policies: list[Policy]) -> None:
    """Makes the answers on political rights of the countries that have a profile."""
    writer = sample.writer
    policies_of = by_country(policies)

    def right(country: Any, kind: str) -> PoliticalRight:
        laws = policies_of.get(country.pk, [])
        law = writer.choose(laws) if laws and writer.happens(0.8) else None
        is_vote = kind == PoliticalRight.Right.EXTERNAL_VOTING
        return new_political_right(
            country,
            right=kind,
            answer=writer.choose(Answer.values),
            elections=writer.choose_few(PoliticalRight.Election.values, 0, 3) if is_vote else [],
            voting_methods=writer.choose_few(PoliticalRight.VotingMethod.values, 0, 2) if is_vote else [],
            legal_basis=law,
            legal_article=f"Article {1 + int(writer.chance.random() * 200)}" if law else "",
            valid_from=writer.day(1960) if writer.happens(0.6) else None,
            **writer.both("conditions", writer.sentences(1, 2)),
        )

    countries = sample.countries[: sample.size("profiles")]
    sample.cite(
        sample.save(right(country, kind) for country in countries for kind in PoliticalRight.Right.values), 1, 4
    )


def make_practices(
    sample: Sample, institutions: list[Institution], organisations: list[Organisation], policies: list[Policy]
) -> None:
    writer = sample.writer

    def practice(number: int) -> Practice:
        start = 1985 + int(writer.chance.random() * 40)
        has_ended, is_paid, is_counted = writer.happens(0.4), writer.happens(0.4), writer.happens(0.3)
        return new_practice(
            number,
            **sample.entry("practice", number, writer.heading(words.MEASURES, number)),
            start_year=start,
            end_year=start + int(writer.chance.random() * 15) if has_ended else None,
            is_ongoing=not has_ended and writer.happens(0.5),
            state=writer.choose(Practice.State.values),
            budget_amount=Decimal(int(writer.chance.random() * 5_000_000)) if is_paid else None,
            budget_currency=writer.choose(["EUR", "USD", "XOF"]) if is_paid else "",
            people_reached=int(writer.chance.random() * 20_000) if is_counted else None,
            people_reached_year=2024 if is_counted else None,
            evidence=writer.choose(Practice.Evidence.values),
            **writer.both("how_it_works", writer.paragraphs(1, 3)),
            **(writer.both("results", writer.sentences(1, 3)) if writer.happens(0.5) else {}),
            **(writer.both("lessons", writer.sentences(1, 2)) if writer.happens(0.2) else {}),
        )

    practices = sample.save(practice(number) for number in range(sample.size("practices")))
    goals = list(SustainableDevelopmentGoal.objects.order_by("number"))
    objectives = list(CompactObjective.objects.order_by("number"))
    countries: dict[int, Any] = {
        record.pk: list(
            dict.fromkeys(writer.choose_early(sample.countries) for _number in range(writer.choose([1, 1, 1, 1, 2])))
        )
        for record in practices
    }
    institutions_of, policies_of = by_country(institutions), by_country(policies)
    choices: dict[str, Any] = {
        "countries": lambda record: countries[record.pk],
        "countries_of_destination": lambda record: [
            country for country in writer.choose_few(sample.countries, 0, 3) if country not in countries[record.pk]
        ],
        "areas": lambda record: writer.choose_few(sample.areas, 1, 3),
        "sectors": lambda record: writer.choose_few(sample.sectors, 0, 2),
        "target_groups": lambda record: writer.choose_few(sample.target_groups, 0, 2),
        "goals": lambda record: writer.choose_few(goals, 0, 3),
        "objectives": lambda record: writer.choose_few(objectives, 0, 3),
        "policies": lambda record: writer.choose_few(policies_of.get(countries[record.pk][0].pk, []), 0, 1),
    }
    for name, choose in choices.items():
        sample.link(practices, name, choose)
    sample.save(
        new_involvement(record, role=role, **{kind: writer.choose(actors)})
        for record in practices
        for role in writer.choose_few(Involvement.Role.values, 1, 2)
        for kind, actors in [
            ("institution", institutions_of.get(countries[record.pk][0].pk, institutions))
            if writer.happens(0.7)
            else ("organisation", organisations)
        ]
    )
    sample.cite(practices, 1, 3)


def make_forums(sample: Sample) -> None:
    """Makes a forum, its summits, and how the countries that have a profile took part."""
    writer = sample.writer
    forum = new_forum(1, slug="sample-forum", name_en="Sample forum", name_fr="Échantillon de forum")
    sample.save([forum])
    meetings = sample.save(
        new_forum_meeting(number, forum, year=year, place_en=town, place_fr=town)
        for number, year in enumerate(MEETINGS, 1)
        for town in [writer.town()]
    )
    sample.link(meetings, "hosts", lambda record: [writer.choose(sample.countries)])
    participations = sample.save(
        new_participation(
            country,
            meeting,
            position=position,
            attended_summit=writer.choose(Answer.values),
            attended_preparatory_meetings=writer.choose(Answer.values),
            financial_contribution=writer.choose(Answer.values),
        )
        for country in sample.countries[: sample.size("profiles")]
        for position, meeting in enumerate(writer.choose_few(meetings, 2, 11), 1)
    )
    sample.cite(participations, 1, 1)
    sample.save(
        new_round_table_role(
            number,
            record,
            round_table=f"RT {table}",
            **writer.both("title", writer.choose(words.OBJECTS)),
            **writer.both("role", ("participant", "participant")),
        )
        for record in participations
        for number, table in enumerate(writer.choose_few(["1.1", "2.2", "3.1"], 0, 1))
    )
    sample.save(
        new_thematic_meeting(
            number,
            record,
            date=writer.day(2007, 2020),
            place_en=(town := writer.town()),
            place_fr=town,
            **writer.both("title", writer.choose(words.OBJECTS)),
        )
        for number, record in enumerate(participations)
        if writer.happens(0.1)
    )
