"""One search over everything that readers may see, grouped by what it is, the best match first."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Count, Value, Window
from django.utils.functional import Promise
from django.utils.http import urlencode

from diaspora.columns.folded import Folded, words_of
from diaspora.models import Country, CountryProfile, Entry, Obstacle, Place, Source

LONGEST_QUERY = 200
# How many of each kind the page shows; the others are in the kind's own list.
SHOWN = 5
# Of how many matches of a kind, at most, the best are looked for.
RANKED = 500
# How many names are suggested where nothing matches.
SUGGESTED = 3
# A name as much alike as this is worth a question where nothing matches.
ALIKE = 0.3


@dataclass
class Group:
    """What was found of one kind: the best few, and how many there are in all."""

    title: str | Promise
    records: list[Any]
    count: int
    list_address: str

    @property
    def best_score(self) -> float:
        return float(self.records[0].score)


def searchable_records() -> list[Any]:
    """Returns the records of every kind that readers may search, countries first."""
    entries = [record_type.objects.published() for record_type in Entry.types() if record_type is not CountryProfile]
    return [
        Country.objects.all(),
        CountryProfile.objects.published().select_related("country"),
        *entries,
        Obstacle.objects.filter(profile__status=Entry.Status.PUBLISHED).select_related("profile__country"),
        Place.objects.serving_as_origin(),
        Source.objects.all(),
    ]


def search_everything(text: str) -> list[Group]:
    """Returns what matches, by kind; the kind with the best match comes first.

    One query for each kind, and one more to count where there are more matches than are scored.
    """
    groups = []
    for records in searchable_records():
        found = list(records.search_among(RANKED, text).annotate(found=Window(Count("pk")))[:SHOWN])
        if found:
            model = records.model
            count = found[0].found if found[0].found < RANKED else records.matching(text).count()
            list_address = f"{model.get_list_url()}?{urlencode({'q': text})}" if hasattr(model, "get_list_url") else ""
            groups.append(Group(model._meta.verbose_name_plural, found, count, list_address))
    return sorted(groups, key=lambda group: -group.best_score)


def find_corridors(text: str) -> list[tuple[Country, Country]]:
    """Returns the corridors between the first two countries that the text names, in either language, both ways."""
    words = " ".join(words_of(text))
    if " " not in words:
        return []
    names = [
        (" ".join(words_of(name)), country)
        for country in Country.objects.defer("names")
        for name in (country.name_en, country.name_fr)
    ]
    places: dict[Country, int] = {}
    # The longest first, and what is found is taken away: Guinea-Bissau does not name Guinea as well.
    for name, country in sorted(names, key=lambda pair: -len(pair[0])):
        if found := re.search(rf"\b{re.escape(name)}\b", words):
            places.setdefault(country, found.start())
            words = words[: found.start()] + "\0" * len(name) + words[found.end() :]
    named = sorted(places, key=lambda country: places[country])[:2]
    return [(named[0], named[1]), (named[1], named[0])] if len(named) > 1 else []


def suggest_names(text: str) -> list[Any]:
    """Returns up to three records whose names are most like what was typed, for where nothing matches."""
    typed = Folded(Value(text.replace("\0", " ")))
    likeness = TrigramWordSimilarity(typed, "names")  # type: ignore[arg-type]
    kinds = searchable_records()
    alike = [
        records.filter(names__trigram_word_similar=typed)
        .order_by()
        .annotate(score=likeness, place=Value(place))
        .values_list("place", "pk", "score")
        for place, records in enumerate(kinds)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        # The index knows no other way to be asked for names that are less alike than a search takes for the same.
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
        best = list(alike[0].union(*alike[1:], all=True).order_by("-score", "place", "pk")[:SUGGESTED])
        # Nothing was written. This takes the setting back, also where the transaction is part of another.
        transaction.set_rollback(True)
    return [kinds[place].get(pk=pk) for place, pk, _score in best]
