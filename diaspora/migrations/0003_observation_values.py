"""Refuses figures that their indicator rules out: a share beyond 0 to 100, a negative number of persons.

The rule needs the indicator's unit, which a check constraint cannot read; `Observation.clean` says the same in forms.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION atlas_check_observation() RETURNS trigger
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
END $$;

CREATE TRIGGER observation_value_in_range BEFORE INSERT OR UPDATE OF value, indicator_id ON diaspora_observation
FOR EACH ROW EXECUTE FUNCTION atlas_check_observation();
"""

DROP = """
DROP TRIGGER observation_value_in_range ON diaspora_observation;
DROP FUNCTION atlas_check_observation();
"""


class Migration(migrations.Migration):
    dependencies = [("diaspora", "0002_records")]
    operations = [migrations.RunSQL(CREATE, DROP)]
