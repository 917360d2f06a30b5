"""What version 0.2.0 brought: indexes, imports of publishers’ files, their log, files that wait."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('diaspora', '0004_indexes'),
        ('diaspora', '0005_imports'),
        ('diaspora', '0006_uploaded_files'),
    ]

    dependencies = [
        ('diaspora', '0001_version_0_1_0'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='countryprofile',
            index=models.Index(fields=['-updated', 'id'], name='countryprofile_updated'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('names', name='gin_trgm_ops'), name='place_names'),
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started', models.DateTimeField(auto_now_add=True, verbose_name='started')),
                ('file_name', models.CharField(blank=True, max_length=500, verbose_name='file name')),
                ('file_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the file')),
                ('outcome', models.CharField(choices=[('imported', 'Imported'), ('unchanged', 'Imported already, nothing changed'), ('refused', 'Refused, nothing changed'), ('withdrawn', 'Withdrawn')], max_length=10, verbose_name='outcome')),
                ('edition', models.CharField(blank=True, help_text='As it was called then, should it be withdrawn.', max_length=500, verbose_name='edition')),
                ('figures', models.PositiveIntegerField(default=0, verbose_name='figures')),
                ('corridors', models.PositiveIntegerField(default=0, verbose_name='corridors')),
                ('message', models.TextField(blank=True, verbose_name='message')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-started', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MigrantStock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin_code', models.CharField(max_length=4, verbose_name='location code of origin')),
                ('destination_code', models.CharField(max_length=4, verbose_name='location code of destination')),
                ('years', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None, verbose_name='years')),
                ('total', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(blank=True, null=True), help_text='A number for each year; empty where the publisher gives none, which is not zero.', size=None, verbose_name='both sexes')),
                ('women', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(blank=True, null=True), size=None, verbose_name='women')),
            ],
            options={
                'verbose_name': 'migrants of an origin in a destination',
                'verbose_name_plural': 'migrants by origin and destination',
                'ordering': ['dataset', 'origin_code', 'destination_code'],
            },
        ),
        migrations.AddField(
            model_name='dataset',
            name='file_name',
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name='file name'),
        ),
        migrations.AddField(
            model_name='dataset',
            name='file_sha256',
            field=models.CharField(blank=True, editable=False, max_length=64, validators=[django.core.validators.RegexValidator('^[0-9a-f]{64}$')], verbose_name='SHA-256 of the file'),
        ),
        migrations.AddField(
            model_name='dataset',
            name='imported_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='imported at'),
        ),
        migrations.AddField(
            model_name='dataset',
            name='imported_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by'),
        ),
        migrations.AddField(
            model_name='historicalobservation',
            name='imported',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='read from the publisher’s file'),
        ),
        migrations.AddField(
            model_name='historicalobservation',
            name='in_series',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='in the series shown'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='publisher_code',
            field=models.CharField(blank=True, help_text='As the World Bank names it, for example BX.TRF.PWKR.CD.DT: files with this code are imported.', max_length=60, verbose_name='publisher’s code'),
        ),
        migrations.AddField(
            model_name='observation',
            name='imported',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='read from the publisher’s file'),
        ),
        migrations.AddField(
            model_name='observation',
            name='in_series',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='in the series shown'),
        ),
        migrations.AlterField(
            model_name='indicator',
            name='publisher',
            field=models.CharField(blank=True, help_text='As its datasets name it. Of several publishers’ figures, this one’s are shown first.', max_length=200, verbose_name='publisher'),
        ),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file_name', ''), ('file_sha256', ''), ('imported_at__isnull', True), ('imported_by__isnull', True)), models.Q(models.Q(('file_name', ''), _negated=True), models.Q(('file_sha256', ''), _negated=True), ('imported_at__isnull', False)), _connector='OR'), name='dataset_import_is_whole', violation_error_message='An imported edition has a file name, a SHA-256 and a date of import.'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.UniqueConstraint(condition=models.Q(('publisher_code', ''), _negated=True), fields=('publisher_code',), name='indicator_publisher_code_once', violation_error_message='Another indicator has this code of the publisher already.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.UniqueConstraint(condition=models.Q(('in_series', True)), fields=('indicator', 'country', 'year', 'sex', 'partner'), name='observation_one_in_series', nulls_distinct=False, violation_error_message='Another edition’s value of this fact is in the series already.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('in_series', False), ('imported', True), _connector='OR'), name='observation_series_imported', violation_error_message='Only figures from a publisher’s file are in a series.'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='dataset',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='import_runs', to='diaspora.dataset', verbose_name='dataset'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='started_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by'),
        ),
        migrations.AddField(
            model_name='migrantstock',
            name='dataset',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='migrant_stocks', to='diaspora.dataset', verbose_name='dataset'),
        ),
        migrations.AddField(
            model_name='migrantstock',
            name='destination',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stocks_received', to='diaspora.country', verbose_name='country of destination'),
        ),
        migrations.AddField(
            model_name='migrantstock',
            name='origin',
            field=models.ForeignKey(blank=True, help_text='Empty for an area that is no country here: unknown origin, the Channel Islands.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stocks_abroad', to='diaspora.country', verbose_name='country of origin'),
        ),
        migrations.AddConstraint(
            model_name='migrantstock',
            constraint=models.UniqueConstraint(fields=('dataset', 'origin_code', 'destination_code'), name='migrant_stock_once_an_edition', violation_error_message='The edition has these two areas already.'),
        ),
        migrations.AddConstraint(
            model_name='migrantstock',
            constraint=models.CheckConstraint(condition=models.Q(('total__len', models.F('years__len')), ('women__len', models.F('years__len'))), name='migrant_stock_value_a_year', violation_error_message='There is a number for each year, or an empty place.'),
        ),
        migrations.CreateModel(
            name='UploadedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upload', models.UUIDField(db_index=True, verbose_name='upload')),
                ('received', models.DateTimeField(auto_now_add=True, verbose_name='received')),
                ('name', models.CharField(max_length=500, verbose_name='file name')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the file')),
                ('content', models.BinaryField(verbose_name='content')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'uploaded file',
                'verbose_name_plural': 'uploaded files',
                'default_permissions': (),
            },
        ),
    ]
