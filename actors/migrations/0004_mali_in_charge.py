"""Who is in charge of Mali’s diaspora, on a site whose Mali is older than the question.

The fixture says so since 0.2.0, but `loaddata --missing` leaves rows alone that are there.
"""

from django.db import migrations
from django.db.models import Q

MINISTRY = "mali-ministry-of-malians-abroad"


def name_who_is_in_charge(apps, schema_editor):
    """Puts the ministry in charge, unless an editor ever put an institution of Mali in charge."""
    database = schema_editor.connection.alias
    institutions = apps.get_model("actors", "Institution").objects.using(database)
    history = apps.get_model("actors", "HistoricalInstitution").objects.using(database)
    in_charge = Q(country__iso3="MLI", in_charge=True)
    if institutions.filter(in_charge).exists() or history.filter(in_charge).exists():
        return
    ministries = institutions.filter(Q(slug=MINISTRY) | Q(former_slugs__contains=[MINISTRY]), country__iso3="MLI")
    # Earlier versions of the record had no answer: they get the same, or the next editor would seem to have given it.
    history.filter(id__in=ministries.values("id"), level="national").update(in_charge=True)
    ministries.filter(level="national").update(in_charge=True)


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0003_web_addresses'),
    ]

    operations = [
        migrations.RunPython(name_who_is_in_charge, migrations.RunPython.noop, elidable=True),
    ]
