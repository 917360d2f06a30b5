"""Decides, of several values of a fact, which one pages show first (decision 0018).

For each country and indicator the imported figures shown are of one edition, for all years, so that a series is never
mixed: of the publisher that the indicator names before others, then the newest. What editors entered comes before:
where they marked a figure of the same fact to be shown first, it is, and the imported one stands beside it; one that
they rejected is not shown first. This holds in whatever order editions are imported and figures entered, in a form, by
a fixture or in code.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models.signals import post_delete, pre_save
from django.dispatch import receiver

from diaspora.models.figures import FACT, Dataset, Observation
from diaspora.models.sources import Verdict

CHOSEN = """
    SELECT DISTINCT ON (figure.indicator_id, figure.country_id)
        figure.indicator_id, figure.country_id, figure.dataset_id
    FROM (
        SELECT DISTINCT indicator_id, country_id, dataset_id
        FROM diaspora_observation
        WHERE imported AND partner_id IS NULL AND indicator_id = ANY(%(indicators)s)
    ) figure
    JOIN diaspora_dataset dataset ON dataset.id = figure.dataset_id
    JOIN diaspora_indicator indicator ON indicator.id = figure.indicator_id
    ORDER BY figure.indicator_id, figure.country_id, dataset.publisher = indicator.publisher DESC,
        array_position(%(newest_first)s, dataset.id)
"""

LEAVE = f"""
    WITH chosen AS ({CHOSEN})
    UPDATE diaspora_observation figure
    SET in_series = false, shown_first = false
    WHERE figure.imported AND figure.indicator_id = ANY(%(indicators)s) AND (figure.in_series OR figure.shown_first)
        AND NOT EXISTS (
            SELECT FROM chosen
            WHERE chosen.indicator_id = figure.indicator_id AND chosen.country_id = figure.country_id
                AND chosen.dataset_id = figure.dataset_id
        )
"""  # noqa: S608

ENTER = f"""
    WITH chosen AS ({CHOSEN}), entered AS (
        SELECT indicator_id, country_id, year, sex FROM diaspora_observation
        WHERE shown_first AND NOT imported AND partner_id IS NULL AND indicator_id = ANY(%(indicators)s)
    ), wanted AS (
        SELECT figure.id, figure.verdict <> 'rejected' AND entered.year IS NULL AS first
        FROM diaspora_observation figure
        JOIN chosen USING (indicator_id, country_id, dataset_id)
        LEFT JOIN entered USING (indicator_id, country_id, year, sex)
        WHERE figure.imported AND figure.partner_id IS NULL
    )
    UPDATE diaspora_observation figure
    SET in_series = true, shown_first = wanted.first
    FROM wanted
    WHERE wanted.id = figure.id AND (NOT figure.in_series OR figure.shown_first <> wanted.first)
"""  # noqa: S608


def choose_series(indicators: Iterable[int]) -> None:
    """Marks the figures of these indicators (primary keys) that are in the series shown, and those shown first."""
    editions = Dataset.objects.imported().newest_first()
    keys = {"indicators": list(indicators), "newest_first": list(editions.values_list("pk", flat=True))}
    with connection.cursor() as cursor:
        # First out, then in: no two editions may have the mark at once.
        cursor.execute(LEAVE, keys)
        cursor.execute(ENTER, keys)


@receiver(pre_save, sender=Observation)
def make_room(instance: Observation, **_signal: Any) -> None:
    """Gives the figure that is about to be saved the place of the imported one, and that one the place it leaves."""
    before = Observation.objects.filter(pk=instance.pk, imported=False).shown_first().first()
    if before and not (instance.shown_first and is_same_fact(before, instance)):
        Observation.objects.filter(pk=before.pk).update(shown_first=False)
        show_imported(before)
    instance.giving_way.update(shown_first=False)


@receiver(post_delete, sender=Observation)
def fill_room(instance: Observation, **_signal: Any) -> None:
    """Shows the imported figure in place of one that was deleted."""
    if instance.shown_first and not instance.imported:
        show_imported(instance)


def is_same_fact(one: Observation, other: Observation) -> bool:
    """Whether two figures are values of the same fact."""
    return all(getattr(one, name) == getattr(other, name) for name in FACT)


def show_imported(figure: Observation) -> None:
    """Marks the imported figure of the same fact as shown first, unless it was rejected."""
    series = Observation.objects.of_fact(figure).filter(in_series=True)
    series.exclude(verdict=Verdict.REJECTED).update(shown_first=True)
