"""A dataset can say that its file is not the publisher's own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('diaspora', '0008_zeros_are_not_published'),
    ]

    operations = [
        migrations.AddField(
            model_name='dataset',
            name='file_note_en',
            field=models.CharField(blank=True, help_text='Where the file is not the publisher’s own: who made it, and how. Pages show it with the edition.', max_length=300, verbose_name='note on the file in English'),
        ),
        migrations.AddField(
            model_name='dataset',
            name='file_note_fr',
            field=models.CharField(blank=True, max_length=300, verbose_name='note on the file in French'),
        ),
    ]
