"""Lets the groups that are there already see the log of imports and the corridors; editors import and withdraw."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

IMPORTED = ("importrun", "migrantstock")


def grant(apps, schema_editor):
    """Adds the permissions of the new models to the groups, and takes none away that somebody has changed."""
    config = apps.get_app_config("diaspora")
    config.models_module = True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    new = permissions.filter(content_type__app_label="diaspora", content_type__model__in=IMPORTED)
    for group in apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias):
        if group.name in ("Editor", "Administrator"):
            group.permissions.add(*new)
        elif group.name == "Contributor":
            group.permissions.add(*new.filter(codename__startswith="view_"))


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0003_indexes"),
        ("diaspora", "0006_uploaded_files"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
