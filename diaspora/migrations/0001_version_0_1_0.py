"""The tables of version 0.1.0."""

import diaspora.columns.folded
import diaspora.columns.partial_dates
import diaspora.columns.text
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

# What columns, indexes and queries use is immutable, as those must be.
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

# A share beyond 0 to 100, a negative number of persons: the rule needs the indicator’s unit, which a check
# constraint cannot read. `Observation.clean` says the same in forms.
CHECK_VALUES = """
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

LEAVE_VALUES = """
DROP TRIGGER observation_value_in_range ON diaspora_observation;
DROP FUNCTION atlas_check_observation();
"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('diaspora', '0001_functions'),
        ('diaspora', '0002_records'),
        ('diaspora', '0003_observation_values'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(FOLD, "DROP FUNCTION atlas_fold(text)"),
        migrations.RunSQL(JOIN, "DROP FUNCTION atlas_join(text[], text)"),
        migrations.RunSQL(ADD_MONTHS, "DROP FUNCTION atlas_add_months(date, integer)"),
        migrations.CreateModel(
            name='Aspect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='slug')),
                ('name_en', models.CharField(max_length=100, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=100, verbose_name='name in French')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'aspect',
                'verbose_name_plural': 'aspects',
                'ordering': ['order', 'slug'],
            },
        ),
        migrations.CreateModel(
            name='CompactObjective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='number')),
                ('label_en', models.CharField(max_length=100, verbose_name='short label in English')),
                ('label_fr', models.CharField(max_length=100, verbose_name='short label in French')),
                ('name_en', models.CharField(max_length=300, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=300, verbose_name='name in French')),
            ],
            options={
                'verbose_name': 'Global Compact objective',
                'verbose_name_plural': 'Global Compact objectives',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Country',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='The last part of the page’s address. When it changes, the old address redirects to the new one.', max_length=120, unique=True, verbose_name='slug')),
                ('former_slugs', diaspora.columns.text.LinesField(base_field=models.SlugField(max_length=120), blank=True, default=list, editable=False, help_text='Addresses this record had before; they redirect to it.', size=None, verbose_name='former slugs')),
                ('iso3', models.CharField(max_length=3, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$')], verbose_name='ISO 3166-1 alpha-3 code')),
                ('iso2', models.CharField(max_length=2, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$')], verbose_name='ISO 3166-1 alpha-2 code')),
                ('m49', models.CharField(max_length=3, unique=True, validators=[django.core.validators.RegexValidator('^[0-9]{3}$')], verbose_name='UN M49 code')),
                ('name_en', models.CharField(max_length=100, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=100, verbose_name='name in French')),
                ('official_name_en', models.CharField(blank=True, max_length=200, verbose_name='official name in English')),
                ('official_name_fr', models.CharField(blank=True, max_length=200, verbose_name='official name in French')),
                ('capital_en', models.CharField(blank=True, max_length=100, verbose_name='capital in English')),
                ('capital_fr', models.CharField(blank=True, max_length=100, verbose_name='capital in French')),
                ('names', models.GeneratedField(db_persist=True, expression=diaspora.columns.folded.Folded(django.db.models.functions.text.Concat(models.Value('|'), models.F('name_en'), models.Value('|'), models.F('name_fr'), models.Value('|'), models.F('official_name_en'), models.Value('|'), models.F('official_name_fr'), models.Value('|'), models.F('iso3'), models.Value('|'), output_field=models.TextField())), output_field=models.TextField())),
                ('latitude', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                ('is_ldc', models.BooleanField(default=False, verbose_name='least developed country')),
                ('is_lldc', models.BooleanField(default=False, verbose_name='landlocked developing country')),
                ('is_sids', models.BooleanField(default=False, verbose_name='small island developing State')),
            ],
            options={
                'verbose_name': 'country',
                'verbose_name_plural': 'countries',
                'ordering': ['iso3'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CountryGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='slug')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('acronym_en', models.CharField(blank=True, max_length=20, verbose_name='acronym in English')),
                ('acronym_fr', models.CharField(blank=True, max_length=20, verbose_name='acronym in French')),
                ('description_en', models.TextField(blank=True, verbose_name='description in English')),
                ('description_fr', models.TextField(blank=True, verbose_name='description in French')),
                ('website', models.URLField(blank=True, verbose_name='website')),
            ],
            options={
                'verbose_name': 'group of countries',
                'verbose_name_plural': 'groups of countries',
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='Dataset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='slug')),
                ('title_en', models.CharField(max_length=300, verbose_name='title in English')),
                ('title_fr', models.CharField(max_length=300, verbose_name='title in French')),
                ('publisher', models.CharField(max_length=200, verbose_name='publisher')),
                ('edition_en', models.CharField(help_text='For example: 2024, or last updated 24 July 2025.', max_length=100, verbose_name='edition in English')),
                ('edition_fr', models.CharField(max_length=100, verbose_name='edition in French')),
                ('released', diaspora.columns.partial_dates.PartialDateField(blank=True, help_text='As precise as known: 2014, 2014-03 or 2014-03-01.', null=True, verbose_name='released')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('licence', models.CharField(blank=True, max_length=100, verbose_name='licence')),
                ('accessed_on', models.DateField(blank=True, null=True, verbose_name='accessed on')),
            ],
            options={
                'verbose_name': 'dataset',
                'verbose_name_plural': 'datasets',
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('unit', models.CharField(choices=[('persons', 'persons'), ('usd', 'US dollars'), ('usd_million', 'million US dollars'), ('percent', 'per cent'), ('percent_of_gdp', 'per cent of GDP'), ('percent_of_population', 'per cent of the population'), ('percent_of_exports', 'per cent of exports'), ('percent_per_year', 'per cent per year'), ('rank', 'rank'), ('index', 'index')], max_length=24, verbose_name='unit')),
                ('decimals', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(6)], verbose_name='decimals shown')),
                ('definition_en', models.TextField(blank=True, verbose_name='definition in English')),
                ('definition_fr', models.TextField(blank=True, verbose_name='definition in French')),
                ('computation_en', models.TextField(blank=True, verbose_name='how it is computed, in English')),
                ('computation_fr', models.TextField(blank=True, verbose_name='how it is computed, in French')),
                ('publisher', models.CharField(blank=True, max_length=200, verbose_name='publisher')),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='Pages list figures in this order.', verbose_name='order')),
            ],
            options={
                'verbose_name': 'indicator',
                'verbose_name_plural': 'indicators',
                'ordering': ['order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='SustainableDevelopmentGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='number')),
                ('name_en', models.CharField(max_length=100, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=100, verbose_name='name in French')),
                ('colour', models.CharField(max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9A-F]{6}$', 'Write a colour like #E5243B.')], verbose_name='colour')),
            ],
            options={
                'verbose_name': 'Sustainable Development Goal',
                'verbose_name_plural': 'Sustainable Development Goals',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='slug')),
                ('kind', models.CharField(choices=[('area', 'Area of engagement'), ('sector', 'Sector'), ('target_group', 'Target group')], max_length=12, verbose_name='kind')),
                ('name_en', models.CharField(max_length=100, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=100, verbose_name='name in French')),
                ('description_en', models.CharField(blank=True, help_text='When an editor should use it.', max_length=300, verbose_name='description in English')),
                ('description_fr', models.CharField(blank=True, max_length=300, verbose_name='description in French')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['kind', 'order', 'slug'],
            },
        ),
        migrations.CreateModel(
            name='CountryProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='The last part of the page’s address. When it changes, the old address redirects to the new one.', max_length=120, unique=True, verbose_name='slug')),
                ('former_slugs', diaspora.columns.text.LinesField(base_field=models.SlugField(max_length=120), blank=True, default=list, editable=False, help_text='Addresses this record had before; they redirect to it.', size=None, verbose_name='former slugs')),
                ('title_en', models.CharField(blank=True, max_length=300, verbose_name='title in English')),
                ('title_fr', models.CharField(blank=True, max_length=300, verbose_name='title in French')),
                ('original_title', models.CharField(blank=True, help_text='The official name, in the language it was given in.', max_length=300, verbose_name='original title')),
                ('original_language', models.CharField(blank=True, help_text='ISO 639-1 code: en, fr, ar …', max_length=2, verbose_name='language of the original title')),
                ('acronym_en', models.CharField(blank=True, max_length=40, verbose_name='acronym in English')),
                ('acronym_fr', models.CharField(blank=True, help_text='Where it differs, or is used in French too.', max_length=40, verbose_name='acronym in French')),
                ('other_names', diaspora.columns.text.LinesField(base_field=models.CharField(max_length=300), blank=True, default=list, help_text='Other spellings, translations and former names, one to a line. Search finds them.', size=None, verbose_name='other names')),
                ('summary_en', models.TextField(blank=True, help_text='One to three sentences.', verbose_name='summary in English')),
                ('summary_fr', models.TextField(blank=True, verbose_name='summary in French')),
                ('description_en', models.TextField(blank=True, help_text='Markdown.', verbose_name='description in English')),
                ('description_fr', models.TextField(blank=True, verbose_name='description in French')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('archived', 'Archived')], db_index=True, default='draft', max_length=10, verbose_name='status')),
                ('reviewed_on', models.DateField(blank=True, help_text='The day someone last checked it against its sources.', null=True, verbose_name='last verified on')),
                ('review_interval', models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='verify every … months')),
                ('review_task', models.TextField(blank=True, help_text='What an editor must look up. While this is filled in, the review counts as due.', verbose_name='to check at the next review')),
                ('review_due_on', models.GeneratedField(db_persist=True, expression=diaspora.columns.partial_dates.AddMonths(models.F('reviewed_on'), models.F('review_interval')), output_field=models.DateField(), verbose_name='review due on')),
                ('created', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='updated')),
                ('names', models.GeneratedField(db_persist=True, expression=diaspora.columns.folded.Folded(django.db.models.functions.text.Concat(models.Value('|'), models.F('title_en'), models.Value('|'), models.F('title_fr'), models.Value('|'), models.F('original_title'), models.Value('|'), models.F('acronym_en'), models.Value('|'), models.F('acronym_fr'), models.Value('|'), diaspora.columns.folded.JoinedLines(models.F('other_names'), '|'), models.Value('|'), output_field=models.TextField())), output_field=models.TextField())),
                ('search_en', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('title_en')), diaspora.columns.folded.Folded(models.F('title_fr')), diaspora.columns.folded.Folded(models.F('original_title')), diaspora.columns.folded.Folded(models.F('acronym_en')), diaspora.columns.folded.Folded(models.F('acronym_fr')), diaspora.columns.folded.Folded(diaspora.columns.folded.JoinedLines(models.F('other_names'))), config='english', weight='A'), '||', django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('summary_en')), config='english', weight='B'), django.contrib.postgres.search.SearchConfig('english')), '||', django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('description_en')), config='english', weight='C'), django.contrib.postgres.search.SearchConfig('english')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('search_fr', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('title_fr')), diaspora.columns.folded.Folded(models.F('title_en')), diaspora.columns.folded.Folded(models.F('original_title')), diaspora.columns.folded.Folded(models.F('acronym_en')), diaspora.columns.folded.Folded(models.F('acronym_fr')), diaspora.columns.folded.Folded(diaspora.columns.folded.JoinedLines(models.F('other_names'))), config='french', weight='A'), '||', django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('summary_fr')), config='french', weight='B'), django.contrib.postgres.search.SearchConfig('french')), '||', django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('description_fr')), config='french', weight='C'), django.contrib.postgres.search.SearchConfig('french')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('diaspora_term_original', models.CharField(blank=True, max_length=200, verbose_name='term for the diaspora, original language')),
                ('diaspora_term_en', models.CharField(blank=True, max_length=200, verbose_name='term for the diaspora in English')),
                ('diaspora_term_fr', models.CharField(blank=True, max_length=200, verbose_name='term for the diaspora in French')),
                ('diaspora_definition_en', models.TextField(blank=True, verbose_name='who counts as diaspora, in English')),
                ('diaspora_definition_fr', models.TextField(blank=True, verbose_name='who counts as diaspora, in French')),
                ('numbers_note_en', models.TextField(blank=True, help_text='What the figures count, and what they do not.', verbose_name='note on the numbers in English')),
                ('numbers_note_fr', models.TextField(blank=True, verbose_name='note on the numbers in French')),
                ('trends_en', models.TextField(blank=True, help_text='Markdown.', verbose_name='trends and achievements in English')),
                ('trends_fr', models.TextField(blank=True, verbose_name='trends and achievements in French')),
                ('country', models.OneToOneField(error_messages={'unique': 'This country has a profile already. Edit that one.'}, on_delete=django.db.models.deletion.PROTECT, related_name='profile', to='diaspora.country', verbose_name='country')),
            ],
            options={
                'verbose_name': 'country profile',
                'verbose_name_plural': 'country profiles',
                'ordering': ['slug'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'publish'),
            },
        ),
        migrations.CreateModel(
            name='CountryProfileCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('supports', 'Supports'), ('contested', 'Contested'), ('superseded', 'Superseded'), ('rejected', 'Rejected as an error')], default='supports', help_text='Where sources disagree, say how this one stands. The page shows all sides.', max_length=10, verbose_name='verdict')),
                ('reason_en', models.TextField(blank=True, help_text='Why the editors think so. Needed unless the verdict is “supports”.', verbose_name='reason in English')),
                ('reason_fr', models.TextField(blank=True, verbose_name='reason in French')),
                ('locator', models.CharField(blank=True, help_text='Page, footnote, paragraph: p. 3, note 9, § 4.', max_length=100, verbose_name='where in the source')),
                ('statement_en', models.TextField(blank=True, help_text='In our own words, and few of them.', verbose_name='what the source says, in English')),
                ('statement_fr', models.TextField(blank=True, verbose_name='what the source says, in French')),
                ('aspect', models.ForeignKey(blank=True, help_text='The fact it bears on. Leave empty for the whole record.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='diaspora.aspect', verbose_name='aspect')),
                ('profile', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='diaspora.countryprofile', verbose_name='profile')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'ordering': ['aspect__order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalCountryProfile',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(help_text='The last part of the page’s address. When it changes, the old address redirects to the new one.', max_length=120, verbose_name='slug')),
                ('former_slugs', diaspora.columns.text.LinesField(base_field=models.SlugField(max_length=120), blank=True, default=list, editable=False, help_text='Addresses this record had before; they redirect to it.', size=None, verbose_name='former slugs')),
                ('title_en', models.CharField(blank=True, max_length=300, verbose_name='title in English')),
                ('title_fr', models.CharField(blank=True, max_length=300, verbose_name='title in French')),
                ('original_title', models.CharField(blank=True, help_text='The official name, in the language it was given in.', max_length=300, verbose_name='original title')),
                ('original_language', models.CharField(blank=True, help_text='ISO 639-1 code: en, fr, ar …', max_length=2, verbose_name='language of the original title')),
                ('acronym_en', models.CharField(blank=True, max_length=40, verbose_name='acronym in English')),
                ('acronym_fr', models.CharField(blank=True, help_text='Where it differs, or is used in French too.', max_length=40, verbose_name='acronym in French')),
                ('other_names', diaspora.columns.text.LinesField(base_field=models.CharField(max_length=300), blank=True, default=list, help_text='Other spellings, translations and former names, one to a line. Search finds them.', size=None, verbose_name='other names')),
                ('summary_en', models.TextField(blank=True, help_text='One to three sentences.', verbose_name='summary in English')),
                ('summary_fr', models.TextField(blank=True, verbose_name='summary in French')),
                ('description_en', models.TextField(blank=True, help_text='Markdown.', verbose_name='description in English')),
                ('description_fr', models.TextField(blank=True, verbose_name='description in French')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('archived', 'Archived')], db_index=True, default='draft', max_length=10, verbose_name='status')),
                ('reviewed_on', models.DateField(blank=True, help_text='The day someone last checked it against its sources.', null=True, verbose_name='last verified on')),
                ('review_interval', models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='verify every … months')),
                ('review_task', models.TextField(blank=True, help_text='What an editor must look up. While this is filled in, the review counts as due.', verbose_name='to check at the next review')),
                ('created', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='updated')),
                ('diaspora_term_original', models.CharField(blank=True, max_length=200, verbose_name='term for the diaspora, original language')),
                ('diaspora_term_en', models.CharField(blank=True, max_length=200, verbose_name='term for the diaspora in English')),
                ('diaspora_term_fr', models.CharField(blank=True, max_length=200, verbose_name='term for the diaspora in French')),
                ('diaspora_definition_en', models.TextField(blank=True, verbose_name='who counts as diaspora, in English')),
                ('diaspora_definition_fr', models.TextField(blank=True, verbose_name='who counts as diaspora, in French')),
                ('numbers_note_en', models.TextField(blank=True, help_text='What the figures count, and what they do not.', verbose_name='note on the numbers in English')),
                ('numbers_note_fr', models.TextField(blank=True, verbose_name='note on the numbers in French')),
                ('trends_en', models.TextField(blank=True, help_text='Markdown.', verbose_name='trends and achievements in English')),
                ('trends_fr', models.TextField(blank=True, verbose_name='trends and achievements in French')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('country', models.ForeignKey(blank=True, db_constraint=False, error_messages={'unique': 'This country has a profile already. Edit that one.'}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='diaspora.country', verbose_name='country')),
                ('history_relation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='diaspora.countryprofile')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical country profile',
                'verbose_name_plural': 'historical country profiles',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joined', diaspora.columns.partial_dates.PartialDateField(help_text='As precise as known: 2014, 2014-03 or 2014-03-01.', verbose_name='joined')),
                ('left', diaspora.columns.partial_dates.PartialDateField(blank=True, help_text='As precise as known: 2014, 2014-03 or 2014-03-01.', null=True, verbose_name='left')),
                ('note_en', models.CharField(blank=True, max_length=300, verbose_name='note in English')),
                ('note_fr', models.CharField(blank=True, max_length=300, verbose_name='note in French')),
                ('country', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='diaspora.country', verbose_name='country')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='diaspora.countrygroup', verbose_name='group')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'ordering': ['group', 'joined'],
            },
        ),
        migrations.AddField(
            model_name='countrygroup',
            name='countries',
            field=models.ManyToManyField(related_name='groups', through='diaspora.Membership', to='diaspora.country', verbose_name='countries'),
        ),
        migrations.CreateModel(
            name='Obstacle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                ('title_fr', models.CharField(blank=True, max_length=200, verbose_name='title in French')),
                ('text_en', models.TextField(blank=True, verbose_name='text in English')),
                ('text_fr', models.TextField(blank=True, verbose_name='text in French')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('names', models.GeneratedField(db_persist=True, expression=diaspora.columns.folded.Folded(django.db.models.functions.text.Concat(models.Value('|'), models.F('title_en'), models.Value('|'), models.F('title_fr'), models.Value('|'), output_field=models.TextField())), output_field=models.TextField())),
                ('search_en', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('title_en')), diaspora.columns.folded.Folded(models.F('title_fr')), config='english', weight='A'), '||', django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('text_en')), config='english', weight='C'), django.contrib.postgres.search.SearchConfig('english')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('search_fr', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('title_fr')), diaspora.columns.folded.Folded(models.F('title_en')), config='french', weight='A'), '||', django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('text_fr')), config='french', weight='C'), django.contrib.postgres.search.SearchConfig('french')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('profile', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='obstacles', to='diaspora.countryprofile', verbose_name='profile')),
            ],
            options={
                'verbose_name': 'obstacle',
                'verbose_name_plural': 'obstacles',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalObstacle',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                ('title_fr', models.CharField(blank=True, max_length=200, verbose_name='title in French')),
                ('text_en', models.TextField(blank=True, verbose_name='text in English')),
                ('text_fr', models.TextField(blank=True, verbose_name='text in French')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('profile', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='diaspora.countryprofile', verbose_name='profile')),
                ('history_relation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='diaspora.obstacle')),
            ],
            options={
                'verbose_name': 'historical obstacle',
                'verbose_name_plural': 'historical obstacles',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='Names it in addresses: mali-yelimane-cercle.', max_length=120, unique=True, verbose_name='slug')),
                ('kind', models.CharField(choices=[('region', 'Region'), ('district', 'Cercle, département or district'), ('commune', 'Commune'), ('town', 'Town or village')], max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('other_names', diaspora.columns.text.LinesField(base_field=models.CharField(max_length=300), blank=True, default=list, help_text='Other spellings and names, one to a line.', size=None, verbose_name='other names')),
                ('names', models.GeneratedField(db_persist=True, expression=diaspora.columns.folded.Folded(django.db.models.functions.text.Concat(models.Value('|'), models.F('name'), models.Value('|'), diaspora.columns.folded.JoinedLines(models.F('other_names'), '|'), models.Value('|'), output_field=models.TextField())), output_field=models.TextField())),
                ('country', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='places', to='diaspora.country', verbose_name='country')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='diaspora.place', verbose_name='within')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'ordering': ['country', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=3, unique=True, verbose_name='M49 code')),
                ('name_en', models.CharField(max_length=100, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=100, verbose_name='name in French')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='diaspora.region', verbose_name='part of')),
            ],
            options={
                'verbose_name': 'region',
                'verbose_name_plural': 'regions',
                'ordering': ['code'],
            },
        ),
        migrations.AddField(
            model_name='country',
            name='region',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='countries', to='diaspora.region', verbose_name='region'),
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='The last part of the page’s address. When it changes, the old address redirects to the new one.', max_length=120, unique=True, verbose_name='slug')),
                ('former_slugs', diaspora.columns.text.LinesField(base_field=models.SlugField(max_length=120), blank=True, default=list, editable=False, help_text='Addresses this record had before; they redirect to it.', size=None, verbose_name='former slugs')),
                ('title', models.CharField(help_text='As published, in its own language.', max_length=300, verbose_name='title')),
                ('kind', models.CharField(choices=[('law', 'Law'), ('official_document', 'Official document'), ('report', 'Report'), ('factsheet', 'Factsheet'), ('dataset', 'Data set'), ('diplomatic_cable', 'Diplomatic cable'), ('web_page', 'Web page'), ('press', 'Press'), ('personal_communication', 'Personal communication')], max_length=24, verbose_name='kind')),
                ('author', models.CharField(blank=True, help_text='Organisations, or the names on the cover.', max_length=300, verbose_name='author')),
                ('publisher', models.CharField(blank=True, max_length=300, verbose_name='publisher')),
                ('date', diaspora.columns.partial_dates.PartialDateField(blank=True, help_text='As precise as known: 2014, 2014-03 or 2014-03-01.', null=True, verbose_name='date')),
                ('edition', models.CharField(blank=True, help_text='For example: updated August 2025.', max_length=100, verbose_name='edition')),
                ('language', models.CharField(blank=True, help_text='ISO 639-1 code: en, fr, ar …', max_length=2, verbose_name='language')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('archived_url', models.URLField(blank=True, help_text='A copy in a web archive, for when it vanishes.', max_length=500, verbose_name='archived address')),
                ('accessed_on', models.DateField(blank=True, null=True, verbose_name='accessed on')),
                ('licence', models.CharField(blank=True, max_length=100, verbose_name='licence')),
                ('reliability_note_en', models.TextField(blank=True, help_text='What a reader should know before relying on it.', verbose_name='reliability note in English')),
                ('reliability_note_fr', models.TextField(blank=True, verbose_name='reliability note in French')),
                ('names', models.GeneratedField(db_persist=True, expression=diaspora.columns.folded.Folded(django.db.models.functions.text.Concat(models.Value('|'), models.F('title'), models.Value('|'), output_field=models.TextField())), output_field=models.TextField())),
                ('search_en', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('title')), config='english', weight='A'), '||', django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('author')), diaspora.columns.folded.Folded(models.F('publisher')), config='english', weight='B'), django.contrib.postgres.search.SearchConfig('english')), '||', django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('reliability_note_en')), config='english', weight='C'), django.contrib.postgres.search.SearchConfig('english')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('search_fr', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('title')), config='french', weight='A'), '||', django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('author')), diaspora.columns.folded.Folded(models.F('publisher')), config='french', weight='B'), django.contrib.postgres.search.SearchConfig('french')), '||', django.contrib.postgres.search.SearchVector(diaspora.columns.folded.Folded(models.F('reliability_note_fr')), config='french', weight='C'), django.contrib.postgres.search.SearchConfig('french')), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['slug'],
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['former_slugs'], name='source_former_slugs'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('names', name='gin_trgm_ops'), name='source_names'), django.contrib.postgres.indexes.GinIndex(fields=['search_en'], name='source_search_en'), django.contrib.postgres.indexes.GinIndex(fields=['search_fr'], name='source_search_fr')],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('supports', 'Supports'), ('contested', 'Contested'), ('superseded', 'Superseded'), ('rejected', 'Rejected as an error')], default='supports', help_text='Where sources disagree, say how this one stands. The page shows all sides.', max_length=10, verbose_name='verdict')),
                ('reason_en', models.TextField(blank=True, help_text='Why the editors think so. Needed unless the verdict is “supports”.', verbose_name='reason in English')),
                ('reason_fr', models.TextField(blank=True, verbose_name='reason in French')),
                ('year', models.PositiveSmallIntegerField(help_text='The year it describes.', validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('sex', models.CharField(choices=[('total', 'Both sexes'), ('female', 'Women'), ('male', 'Men')], default='total', max_length=6, verbose_name='sex')),
                ('value', models.DecimalField(decimal_places=6, max_digits=22, verbose_name='value')),
                ('locator', models.CharField(blank=True, max_length=100, verbose_name='where in the source')),
                ('value_as_published', models.CharField(blank=True, help_text='As the source prints it, where that differs.', max_length=100, verbose_name='value as published')),
                ('note_en', models.TextField(blank=True, verbose_name='note in English')),
                ('note_fr', models.TextField(blank=True, verbose_name='note in French')),
                ('shown_first', models.BooleanField(default=False, help_text='Of several values for the same fact, the one that pages show first.', verbose_name='shown first')),
                ('country', models.ForeignKey(help_text='The country of origin, where two countries are concerned.', on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='diaspora.country', verbose_name='country')),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='diaspora.dataset', verbose_name='dataset')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='diaspora.indicator', verbose_name='indicator')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='observations_as_destination', to='diaspora.country', verbose_name='country of destination')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='diaspora.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'figure',
                'verbose_name_plural': 'figures',
                'ordering': ['indicator', '-year', '-shown_first', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='membership',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='diaspora.source', verbose_name='source'),
        ),
        migrations.CreateModel(
            name='HistoricalSource',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(help_text='The last part of the page’s address. When it changes, the old address redirects to the new one.', max_length=120, verbose_name='slug')),
                ('former_slugs', diaspora.columns.text.LinesField(base_field=models.SlugField(max_length=120), blank=True, default=list, editable=False, help_text='Addresses this record had before; they redirect to it.', size=None, verbose_name='former slugs')),
                ('title', models.CharField(help_text='As published, in its own language.', max_length=300, verbose_name='title')),
                ('kind', models.CharField(choices=[('law', 'Law'), ('official_document', 'Official document'), ('report', 'Report'), ('factsheet', 'Factsheet'), ('dataset', 'Data set'), ('diplomatic_cable', 'Diplomatic cable'), ('web_page', 'Web page'), ('press', 'Press'), ('personal_communication', 'Personal communication')], max_length=24, verbose_name='kind')),
                ('author', models.CharField(blank=True, help_text='Organisations, or the names on the cover.', max_length=300, verbose_name='author')),
                ('publisher', models.CharField(blank=True, max_length=300, verbose_name='publisher')),
                ('date', diaspora.columns.partial_dates.PartialDateField(blank=True, help_text='As precise as known: 2014, 2014-03 or 2014-03-01.', null=True, verbose_name='date')),
                ('edition', models.CharField(blank=True, help_text='For example: updated August 2025.', max_length=100, verbose_name='edition')),
                ('language', models.CharField(blank=True, help_text='ISO 639-1 code: en, fr, ar …', max_length=2, verbose_name='language')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('archived_url', models.URLField(blank=True, help_text='A copy in a web archive, for when it vanishes.', max_length=500, verbose_name='archived address')),
                ('accessed_on', models.DateField(blank=True, null=True, verbose_name='accessed on')),
                ('licence', models.CharField(blank=True, max_length=100, verbose_name='licence')),
                ('reliability_note_en', models.TextField(blank=True, help_text='What a reader should know before relying on it.', verbose_name='reliability note in English')),
                ('reliability_note_fr', models.TextField(blank=True, verbose_name='reliability note in French')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_relation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='diaspora.source')),
            ],
            options={
                'verbose_name': 'historical source',
                'verbose_name_plural': 'historical sources',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalObservation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('supports', 'Supports'), ('contested', 'Contested'), ('superseded', 'Superseded'), ('rejected', 'Rejected as an error')], default='supports', help_text='Where sources disagree, say how this one stands. The page shows all sides.', max_length=10, verbose_name='verdict')),
                ('reason_en', models.TextField(blank=True, help_text='Why the editors think so. Needed unless the verdict is “supports”.', verbose_name='reason in English')),
                ('reason_fr', models.TextField(blank=True, verbose_name='reason in French')),
                ('year', models.PositiveSmallIntegerField(help_text='The year it describes.', validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('sex', models.CharField(choices=[('total', 'Both sexes'), ('female', 'Women'), ('male', 'Men')], default='total', max_length=6, verbose_name='sex')),
                ('value', models.DecimalField(decimal_places=6, max_digits=22, verbose_name='value')),
                ('locator', models.CharField(blank=True, max_length=100, verbose_name='where in the source')),
                ('value_as_published', models.CharField(blank=True, help_text='As the source prints it, where that differs.', max_length=100, verbose_name='value as published')),
                ('note_en', models.TextField(blank=True, verbose_name='note in English')),
                ('note_fr', models.TextField(blank=True, verbose_name='note in French')),
                ('shown_first', models.BooleanField(default=False, help_text='Of several values for the same fact, the one that pages show first.', verbose_name='shown first')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('country', models.ForeignKey(blank=True, db_constraint=False, help_text='The country of origin, where two countries are concerned.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='diaspora.country', verbose_name='country')),
                ('dataset', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='diaspora.dataset', verbose_name='dataset')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='diaspora.country', verbose_name='country of destination')),
                ('indicator', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='diaspora.indicator', verbose_name='indicator')),
                ('history_relation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='diaspora.observation')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='diaspora.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'historical figure',
                'verbose_name_plural': 'historical figures',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalCountryProfileCitation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('supports', 'Supports'), ('contested', 'Contested'), ('superseded', 'Superseded'), ('rejected', 'Rejected as an error')], default='supports', help_text='Where sources disagree, say how this one stands. The page shows all sides.', max_length=10, verbose_name='verdict')),
                ('reason_en', models.TextField(blank=True, help_text='Why the editors think so. Needed unless the verdict is “supports”.', verbose_name='reason in English')),
                ('reason_fr', models.TextField(blank=True, verbose_name='reason in French')),
                ('locator', models.CharField(blank=True, help_text='Page, footnote, paragraph: p. 3, note 9, § 4.', max_length=100, verbose_name='where in the source')),
                ('statement_en', models.TextField(blank=True, help_text='In our own words, and few of them.', verbose_name='what the source says, in English')),
                ('statement_fr', models.TextField(blank=True, verbose_name='what the source says, in French')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('aspect', models.ForeignKey(blank=True, db_constraint=False, help_text='The fact it bears on. Leave empty for the whole record.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='diaspora.aspect', verbose_name='aspect')),
                ('history_relation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='diaspora.countryprofilecitation')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('profile', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='diaspora.countryprofile', verbose_name='profile')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='diaspora.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'historical citation',
                'verbose_name_plural': 'historical citations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='dataset',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='datasets', to='diaspora.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='countryprofilecitation',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='diaspora.source', verbose_name='source'),
        ),
        migrations.AddIndex(
            model_name='countryprofile',
            index=django.contrib.postgres.indexes.GinIndex(fields=['former_slugs'], name='countryprofile_former_slugs'),
        ),
        migrations.AddIndex(
            model_name='countryprofile',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('names', name='gin_trgm_ops'), name='countryprofile_names'),
        ),
        migrations.AddIndex(
            model_name='countryprofile',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_en'], name='countryprofile_search_en'),
        ),
        migrations.AddIndex(
            model_name='countryprofile',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_fr'], name='countryprofile_search_fr'),
        ),
        migrations.AddIndex(
            model_name='countryprofile',
            index=models.Index(diaspora.columns.folded.Folded(django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.NullIf('title_en', models.Value('')), models.F('title_fr'))), name='countryprofile_title_en'),
        ),
        migrations.AddIndex(
            model_name='countryprofile',
            index=models.Index(diaspora.columns.folded.Folded(django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.NullIf('title_fr', models.Value('')), models.F('title_en'))), name='countryprofile_title_fr'),
        ),
        migrations.AddConstraint(
            model_name='countryprofile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title_en', ''), _negated=True), models.Q(('title_fr', ''), _negated=True), _connector='OR'), name='countryprofile_has_title', violation_error_message='Give a title in English or French.'),
        ),
        migrations.AddConstraint(
            model_name='countryprofile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(('summary_en', ''), _negated=True), models.Q(('summary_fr', ''), _negated=True), _connector='OR'), name='countryprofile_published_has_summary', violation_error_message='Write a summary in English or French before publishing.'),
        ),
        migrations.AddConstraint(
            model_name='countryprofile',
            constraint=models.CheckConstraint(condition=models.Q(('original_title', ''), models.Q(('original_language', ''), _negated=True), _connector='OR'), name='countryprofile_original_title_has_language', violation_error_message='Say which language the original title is in.'),
        ),
        migrations.AddConstraint(
            model_name='countryprofile',
            constraint=models.CheckConstraint(condition=models.Q(('review_interval__range', (1, 120))), name='countryprofile_review_interval_in_range', violation_error_message='A record is verified every 1 to 120 months.'),
        ),
        migrations.AddConstraint(
            model_name='obstacle',
            constraint=models.UniqueConstraint(fields=('profile', 'title_en', 'title_fr'), name='obstacle_entered_once', violation_error_message='This obstacle is entered already.'),
        ),
        migrations.AddConstraint(
            model_name='obstacle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title_en', ''), _negated=True), models.Q(('title_fr', ''), _negated=True), _connector='OR'), name='obstacle_has_title', violation_error_message='Give a title in English or French.'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(fields=('country', 'kind', 'name'), name='place_entered_once', violation_error_message='This place is entered already.'),
        ),
        migrations.AddIndex(
            model_name='country',
            index=django.contrib.postgres.indexes.GinIndex(fields=['former_slugs'], name='country_former_slugs'),
        ),
        migrations.AddConstraint(
            model_name='country',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), models.Q(('latitude__isnull', True), ('longitude__isnull', True)), _connector='OR'), name='country_coordinates_on_the_globe', violation_error_message='Latitude runs from -90 to 90 and longitude from -180 to 180; give both or neither.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', 'supports'), models.Q(('reason_en', ''), _negated=True), models.Q(('reason_fr', ''), _negated=True), _connector='OR'), name='observation_verdict_has_reason', violation_error_message='Give the reason for this verdict, in English or French.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.UniqueConstraint(fields=('country', 'indicator', 'year', 'sex', 'partner', 'dataset', 'source', 'locator'), name='observation_entered_once', nulls_distinct=False, violation_error_message='This figure is entered already from the same place of the same source.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.UniqueConstraint(condition=models.Q(('shown_first', True)), fields=('country', 'indicator', 'year', 'sex', 'partner'), name='observation_one_shown_first', nulls_distinct=False, violation_error_message='Another value of this fact is shown first already.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('shown_first', True), ('verdict', 'rejected'), _negated=True), name='observation_rejected_not_shown_first', violation_error_message='A figure rejected as an error cannot be the one shown first.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('dataset__isnull', False), ('source__isnull', False), _connector='OR'), name='observation_has_dataset_or_source', violation_error_message='Say where the figure comes from: a dataset or a source.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('partner__isnull', True), models.Q(('partner', models.F('country')), _negated=True), _connector='OR'), name='observation_countries_differ', violation_error_message='A country is not its own country of destination.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (1900, 2100))), name='observation_year_in_range', violation_error_message='The year lies between 1900 and 2100.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('country', 'group', 'joined'), name='membership_entered_once', violation_error_message='This membership is entered already.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('joined__isnull', True), ('left__isnull', True), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Left(models.F('joined'), django.db.models.functions.comparison.Least(django.db.models.functions.text.Length('joined'), django.db.models.functions.text.Length('left'))), django.db.models.functions.text.Left(models.F('left'), django.db.models.functions.comparison.Least(django.db.models.functions.text.Length('joined'), django.db.models.functions.text.Length('left')))), _connector='OR'), name='membership_dates_in_order', violation_error_message='A country cannot leave a group before it joined.'),
        ),
        migrations.AddConstraint(
            model_name='countryprofilecitation',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', 'supports'), models.Q(('reason_en', ''), _negated=True), models.Q(('reason_fr', ''), _negated=True), _connector='OR'), name='countryprofilecitation_verdict_has_reason', violation_error_message='Give the reason for this verdict, in English or French.'),
        ),
        migrations.AddConstraint(
            model_name='countryprofilecitation',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', 'supports'), models.Q(('statement_en', ''), _negated=True), models.Q(('statement_fr', ''), _negated=True), _connector='OR'), name='countryprofilecitation_dispute_has_statement', violation_error_message='Say what the source says, in English or French, when you dispute it.'),
        ),
        migrations.AddConstraint(
            model_name='countryprofilecitation',
            constraint=models.UniqueConstraint(fields=('profile', 'source', 'aspect', 'locator'), name='profile_cited_once', nulls_distinct=False, violation_error_message='This place of the source is cited on this aspect already.'),
        ),
        migrations.RunSQL(CHECK_VALUES, LEAVE_VALUES),
    ]
