"""What every part of a sample rests on: its size, its chance, and how its rows get into the database."""

import datetime
import random
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import models

from diaspora.development.makers.sources import new_citation
from diaspora.development.sample import words
from diaspora.development.sample.text import Writer
from diaspora.development.sample.words import Pair
from diaspora.models import Aspect, Country, Entry, Source, Topic, Verdict

Row = TypeVar("Row", bound=models.Model)

BATCH = 1000
# How many there are of each in a sample of full size: a hundred times Mali.
FULL = {
    "practices": 20_000,
    "organisations": 10_000,
    "policies": 5_000,
    "institutions": 2_000,
    "sources": 2_000,
    "places": 3_000,
    "countries": 230,
    "profiles": 180,
}
FEWEST = 4
# No sample knows what day it is: the same seed gives the same records on every day.
LATEST = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
STATUSES = [Entry.Status.PUBLISHED] * 22 + [Entry.Status.DRAFT, Entry.Status.IN_REVIEW, Entry.Status.ARCHIVED]


class Sample:
    """A sample in the making: how large, by which chance, and what of it there is already."""

    def __init__(self, scale: float, seed: int, say: Callable[[str], None] = lambda text: None) -> None:
        self.scale = scale
        self.say = say
        self.writer = Writer(random.Random(seed))  # noqa: S311 (nothing here is a secret)
        self.countries: list[Country] = list(Country.objects.defer("names").order_by("iso3"))
        self.writer.chance.shuffle(self.countries)
        del self.countries[self.size("countries") :]
        self.aspects = list(Aspect.objects.order_by("slug"))
        topics = list(Topic.objects.order_by("slug"))
        self.areas, self.sectors, self.target_groups = (
            [topic for topic in topics if topic.kind == kind] for kind in Topic.Kind.values
        )
        self.sources: list[Source] = []

    def size(self, name: str) -> int:
        """Returns how many there shall be of what is called so."""
        return max(
            FEWEST, round(FULL[name] * (min(self.scale, 1) if name in ("countries", "profiles") else self.scale))
        )

    def save(self, rows: Iterable[Row]) -> list[Row]:
        saved: list[Row] = []
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            saved += type(batch[0])._default_manager.bulk_create(batch)
        if saved:
            self.say(f"{len(saved):>7,} {saved[0]._meta.verbose_name_plural}")
        return saved

    def link(self, records: Sequence[Any], name: str, choose: Callable[[Any], Iterable[models.Model]]) -> None:
        relation = type(records[0])._meta.get_field(name)
        through = relation.remote_field.through
        one, other = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
        rows = (through(**{one: record.pk, other: linked.pk}) for record in records for linked in choose(record))
        while batch := list(islice(rows, 10 * BATCH)):
            through._default_manager.bulk_create(batch)

    def entry(self, kind: str, number: int, title: Pair) -> dict[str, Any]:
        writer = self.writer
        updated = LATEST - datetime.timedelta(minutes=int(writer.chance.random() * 1_500_000))
        reviewed = LATEST - datetime.timedelta(days=int(writer.chance.random() * 700))
        return {
            "slug": f"sample-{kind}-{number}",
            **writer.both("title", title),
            "acronym_en": (writer.town()[:2] + writer.town()[:2]).upper() if writer.happens(0.3) else "",
            "other_names": [f"{writer.town()} {writer.choose(words.GROUPS)[0]}"] if writer.happens(0.2) else [],
            **writer.both("summary", writer.sentences(1, 2)),
            **writer.both("description", writer.paragraphs(1, 2)),
            "status": writer.choose(STATUSES),
            "reviewed_on": None if writer.happens(0.1) else reviewed.date(),
            "review_task": writer.sentence()[0] if writer.happens(0.05) else "",
            "created": updated,
            "updated": updated,
        }

    def cite(self, records: Sequence[Any], fewest: int, most: int) -> None:
        """Gives each record so many citations; on a few of them its sources disagree."""
        self.save(
            new_citation(
                record,
                source,
                locator=f"p. {1 + int(self.writer.chance.random() * 80)}",
                aspect=None if place == 0 else self.writer.choose(self.aspects),
                **self.judge(0 if place == 0 else 0.06),
            )
            for record in records
            for place, source in enumerate(self.writer.choose_few(self.sources, fewest, most))
        )

    def judge(self, share: float) -> dict[str, Any]:
        """Returns what a source says and what the editors make of it; this share of statements they do not support."""
        writer = self.writer
        if not writer.happens(share):
            return writer.both("statement", writer.sentence()) if writer.happens(0.3) else {}
        return {
            "verdict": writer.choose([Verdict.CONTESTED, Verdict.SUPERSEDED, Verdict.REJECTED]),
            **writer.both("statement", writer.sentence()),
            **writer.both("reason", writer.sentence()),
        }


def published(records: Iterable[Any]) -> list[Any]:
    return [record for record in records if record.status == Entry.Status.PUBLISHED]


def by_country(records: Iterable[Any]) -> dict[int, list[Any]]:
    """Returns the records by the key of the country they belong to."""
    found: dict[int, list[Any]] = {}
    for record in records:
        found.setdefault(record.country_id, []).append(record)
    return found
