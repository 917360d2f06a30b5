"""The range of a value belongs to its indicator: a cost of sending money may be below zero, a share may not."""

from django.db import migrations, models
from django.db.models import F, Q

# The rule needs the indicator, which a check constraint cannot read. `Observation.clean` says the same in forms.
CHECK_VALUES = """
CREATE OR REPLACE FUNCTION atlas_check_observation() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM diaspora_indicator indicator
        WHERE indicator.id = NEW.indicator_id AND (NEW.value < indicator.least OR NEW.value > indicator.greatest)
    ) THEN
        RAISE EXCEPTION 'The value is beyond what its indicator allows.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'observation_value_in_range',
                  TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA, COLUMN = 'value';
    END IF;
    RETURN NEW;
END $$
"""

CHECK_BY_UNIT = """
CREATE OR REPLACE FUNCTION atlas_check_observation() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE unit text := (SELECT indicator.unit FROM diaspora_indicator indicator WHERE indicator.id = NEW.indicator_id);
BEGIN
    IF unit = 'percent' AND NEW.value NOT BETWEEN 0 AND 100 THEN
        RAISE EXCEPTION 'A percentage lies between 0 and 100.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'observation_value_in_range',
                  TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA, COLUMN = 'value';
    ELSIF unit = 'persons' AND NEW.value < 0 THEN
        RAISE EXCEPTION 'A number of persons is not negative.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'observation_value_in_range',
                  TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA, COLUMN = 'value';
    END IF;
    RETURN NEW;
END $$
"""


def enter_ranges(apps, schema_editor):
    """Enters what the units said so far."""
    indicators = apps.get_model("diaspora", "Indicator").objects.using(schema_editor.connection.alias)
    indicators.filter(unit__in=["percent", "persons"]).update(least=0)
    indicators.filter(unit="percent").update(greatest=100)
    indicators.filter(code="remittance_cost").update(least=-100)


class Migration(migrations.Migration):

    dependencies = [
        ('diaspora', '0006_public_change'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='greatest',
            field=models.DecimalField(blank=True, decimal_places=6, help_text='A figure above it is refused: 100 for a share of a whole. Empty where there is no such limit.', max_digits=22, null=True, verbose_name='greatest value'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='least',
            field=models.DecimalField(blank=True, decimal_places=6, help_text='A figure below it is refused: 0 for a number of persons. Empty where there is no such limit.', max_digits=22, null=True, verbose_name='least value'),
        ),
        migrations.RunPython(enter_ranges, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=Q(('least__isnull', True), ('greatest__isnull', True), ('least__lte', F('greatest')), _connector='OR'), name='indicator_range_in_order', violation_error_message='The least value is not above the greatest one.'),
        ),
        migrations.RunSQL(CHECK_VALUES, CHECK_BY_UNIT),
    ]
