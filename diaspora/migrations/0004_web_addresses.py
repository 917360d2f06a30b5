"""Web addresses begin with http:// or https://."""

from django.db import migrations, models

from diaspora.columns.web_addresses import name_other_addresses


class Migration(migrations.Migration):

    dependencies = [
        ('diaspora', '0003_version_0_3_0'),
    ]

    operations = [
        migrations.RunPython(name_other_addresses('diaspora'), migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='countrygroup',
            constraint=models.CheckConstraint(condition=models.Q(('website__iregex', '^($|https?://)')), name='group_web_addresses', violation_error_message='A web address begins with http:// or https://.'),
        ),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.CheckConstraint(condition=models.Q(('url__iregex', '^($|https?://)')), name='dataset_web_addresses', violation_error_message='A web address begins with http:// or https://.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('archived_url__iregex', '^($|https?://)'), ('url__iregex', '^($|https?://)')), name='source_web_addresses', violation_error_message='A web address begins with http:// or https://.'),
        ),
    ]
