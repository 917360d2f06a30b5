"""What version 0.2.0 brought: indexes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('practices', '0003_indexes'),
        ('practices', '0004_import_permissions'),
    ]

    dependencies = [
        ('practices', '0001_version_0_1_0'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='policy',
            index=models.Index(fields=['-updated', 'id'], name='policy_updated'),
        ),
        migrations.AddIndex(
            model_name='practice',
            index=models.Index(fields=['-updated', 'id'], name='practice_updated'),
        ),
    ]
