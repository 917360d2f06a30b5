"""Web addresses begin with http:// or https://."""

from django.db import migrations, models

from diaspora.columns.web_addresses import name_other_addresses


class Migration(migrations.Migration):

    dependencies = [
        ('diaspora', '0004_web_addresses'),
        ('practices', '0002_version_0_2_0'),
    ]

    operations = [
        migrations.RunPython(name_other_addresses('practices'), migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('website__iregex', '^($|https?://)')), name='forum_web_addresses', violation_error_message='A web address begins with http:// or https://.'),
        ),
        migrations.AddConstraint(
            model_name='policydocument',
            constraint=models.CheckConstraint(condition=models.Q(('archived_url__iregex', '^($|https?://)'), ('url__iregex', '^($|https?://)')), name='policy_document_web_addresses', violation_error_message='A web address begins with http:// or https://.'),
        ),
    ]
