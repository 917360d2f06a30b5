"""What version 0.2.0 brought: indexes, and institutions in charge."""

from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('actors', '0002_indexes'),
        ('actors', '0003_institution_in_charge'),
    ]

    dependencies = [
        ('actors', '0001_version_0_1_0'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='institution',
            index=models.Index(fields=['-updated', 'id'], name='institution_updated'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['-updated', 'id'], name='organisation_updated'),
        ),
        migrations.AddField(
            model_name='historicalinstitution',
            name='in_charge',
            field=models.BooleanField(default=False, help_text='It answers first for the country’s diaspora: the country’s page names it at the top.', verbose_name='in charge of the diaspora'),
        ),
        migrations.AddField(
            model_name='institution',
            name='in_charge',
            field=models.BooleanField(default=False, help_text='It answers first for the country’s diaspora: the country’s page names it at the top.', verbose_name='in charge of the diaspora'),
        ),
        migrations.AddConstraint(
            model_name='institution',
            constraint=models.CheckConstraint(condition=models.Q(('in_charge', False), ('level', 'national'), _connector='OR'), name='institution_in_charge_is_national', violation_error_message='Only a national institution can be in charge of a country’s diaspora.'),
        ),
    ]
