"""Chooses, of several editions, the one whose figures are shown (decision 0018).

For each country and indicator it is one edition, for all years, so that a series is never mixed: the publisher that the
indicator names before others, then the edition released last. What editors entered is not touched: where they marked a
figure of the same fact to be shown first, it stays first, and the imported one stands beside it; one that they rejected
is not shown first.
"""

from collections.abc import Iterable

from django.db import connection

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
        dataset.released DESC NULLS LAST, dataset.slug COLLATE "C"
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
    keys = {"indicators": list(indicators)}
    with connection.cursor() as cursor:
        # First out, then in: no two editions may have the mark at once.
        cursor.execute(LEAVE, keys)
        cursor.execute(ENTER, keys)
