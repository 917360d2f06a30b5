"""What version 0.3.0 brought: imports that failed stand in the log."""

from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('diaspora', '0007_failed_imports'),
    ]

    dependencies = [
        ('diaspora', '0002_version_0_2_0'),
    ]

    operations = [
        migrations.AlterField(
            model_name='importrun',
            name='outcome',
            field=models.CharField(choices=[('imported', 'Imported'), ('unchanged', 'Imported already, nothing changed'), ('refused', 'Refused, nothing changed'), ('failed', 'Failed, nothing changed'), ('withdrawn', 'Withdrawn')], max_length=10, verbose_name='outcome'),
        ),
    ]
