"""Web addresses begin with http:// or https://."""

from django.db import migrations, models

from diaspora.columns.web_addresses import name_other_addresses


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0002_version_0_2_0'),
        ('diaspora', '0004_web_addresses'),
    ]

    operations = [
        migrations.RunPython(name_other_addresses('actors'), migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='institution',
            constraint=models.CheckConstraint(condition=models.Q(('contact_page__iregex', '^($|https?://)'), ('website__iregex', '^($|https?://)')), name='institution_web_addresses', violation_error_message='A web address begins with http:// or https://.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('website__iregex', '^($|https?://)')), name='organisation_web_addresses', violation_error_message='A web address begins with http:// or https://.'),
        ),
    ]
