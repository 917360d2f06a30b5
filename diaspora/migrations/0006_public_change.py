"""A number that every committed change of what readers see makes another one; see `diaspora/page_cache/`.

Each transaction adds one row, so that none waits for another, and the version is the sum of them all: whichever of two
transactions commits first, the sum is new after each. The rows are random numbers, so that a database restored from a
copy of yesterday has no version again that it had in the meantime.
"""

from django.db import migrations

CREATE = """
CREATE TABLE atlas_public_change (token numeric NOT NULL);

CREATE FUNCTION atlas_note_public_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Once in a transaction; a savepoint that is rolled back takes row and note along.
    IF current_setting('atlas.noted_in', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        INSERT INTO atlas_public_change (token) VALUES (1 + floor(random() * 1e15));
        PERFORM set_config('atlas.noted_in', pg_current_xact_id()::text, true);
        -- Told at commit, to whoever keeps pages elsewhere.
        NOTIFY atlas_public_change;
    END IF;
    RETURN NULL;
END
$$;
"""

DROP = """
DROP FUNCTION atlas_note_public_change() CASCADE;
DROP TABLE atlas_public_change;
"""


class Migration(migrations.Migration):
    dependencies = [("diaspora", "0005_publisher_codes")]
    operations = [migrations.RunSQL(CREATE, DROP)]
