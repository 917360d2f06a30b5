"""A zero in a table of migrant stock is not published (decision 0023): those that were imported before go."""

from django.db import migrations

FORGET_ZEROS = """
UPDATE diaspora_migrantstock stock
SET total = ARRAY(SELECT nullif(persons, 0) FROM unnest(stock.total) WITH ORDINALITY one(persons, place) ORDER BY place),
    women = ARRAY(
        SELECT CASE WHEN stock.total[place] <> 0 THEN persons END
        FROM unnest(stock.women) WITH ORDINALITY one(persons, place) ORDER BY place
    )
WHERE 0 = ANY(stock.total);

DELETE FROM diaspora_observation figure
USING diaspora_observation zero, diaspora_indicator indicator, diaspora_dataset dataset
WHERE zero.imported AND zero.value = 0 AND zero.sex = 'total' AND zero.partner_id IS NULL
    AND indicator.id = zero.indicator_id AND indicator.code IN ('emigrant_stock', 'immigrant_stock')
    AND dataset.id = zero.dataset_id AND dataset.publisher = 'UN DESA'
    AND figure.imported AND figure.partner_id IS NULL AND figure.dataset_id = zero.dataset_id
    AND figure.indicator_id = zero.indicator_id AND figure.country_id = zero.country_id AND figure.year = zero.year;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('diaspora', '0007_range_of_an_indicator'),
    ]

    operations = [
        migrations.RunSQL(FORGET_ZEROS, migrations.RunSQL.noop, elidable=True),
    ]
