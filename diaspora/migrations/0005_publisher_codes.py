"""The codes that files of the World Bank are recognised by, on a site whose indicators are older than imports.

The reference data has them since 0.2.0, but `loaddata --missing` leaves rows alone that are there.
"""

from django.db import migrations

CODES = {
    "remittance_inflow": "BX.TRF.PWKR.CD.DT",
    "remittance_share_of_gdp": "BX.TRF.PWKR.DT.GD.ZS",
    "remittance_cost": "SI.RMT.COST.IB.ZS",
    "population": "SP.POP.TOTL",
    "population_growth": "SP.POP.GROW",
}


def enter_codes(apps, schema_editor):
    """Enters the codes, unless an indicator has one: then editors have seen to it."""
    indicators = apps.get_model("diaspora", "Indicator").objects.using(schema_editor.connection.alias)
    if not indicators.exclude(publisher_code="").exists():
        for code, publisher_code in CODES.items():
            indicators.filter(code=code, publisher="World Bank").update(publisher_code=publisher_code)


class Migration(migrations.Migration):

    dependencies = [
        ('diaspora', '0004_web_addresses'),
    ]

    operations = [
        migrations.RunPython(enter_codes, migrations.RunPython.noop, elidable=True),
    ]
