"""The SQL functions that columns, indexes and queries use; they are immutable, as those must be."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

FOLD = r"""
CREATE FUNCTION atlas_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(regexp_replace(
    normalize(replace(replace(replace(replace(replace(
        translate(value, '’‘ʼ', ''''''''), 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'), 'ß', 'ss'), NFKD),
    U&'[\0300-\036F]', '', 'g'
))
"""

JOIN = """
CREATE FUNCTION atlas_join(items text[], separator text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$ BEGIN RETURN array_to_string(items, separator); END $$
"""

ADD_MONTHS = """
CREATE FUNCTION atlas_add_months(day date, months integer) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (day + make_interval(months => months))::date
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        migrations.RunSQL(FOLD, "DROP FUNCTION atlas_fold(text)"),
        migrations.RunSQL(JOIN, "DROP FUNCTION atlas_join(text[], text)"),
        migrations.RunSQL(ADD_MONTHS, "DROP FUNCTION atlas_add_months(date, integer)"),
    ]
