"""The groups that editors belong to, with their permissions.

Contributor      adds and changes records that are not published, with what belongs to them, sources and places
Editor           everything editorial: publishing, deleting, figures, political rights, forums, reference data
Administrator    that, and accounts
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ATLAS = ("diaspora", "actors", "practices")
# What contributors add and change; they look at the rest, for forms complete from it.
CONTRIBUTED = {
    "diaspora": ("countryprofile", "countryprofilecitation", "obstacle", "place", "source"),
    "actors": ("institution", "institutioncitation", "organisation", "organisationcitation"),
    "practices": (
        "involvement",
        "policy",
        "policycitation",
        "policydocument",
        "policyevent",
        "practice",
        "practicecitation",
    ),
}


def create_groups(apps, schema_editor):
    """Makes the groups, and the permissions they need, which Django itself makes only after the last migration."""
    for label in (*ATLAS, "auth"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
        config.models_module = None

    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    # Nobody enters history by hand.
    editorial = permissions.filter(content_type__app_label__in=ATLAS).exclude(
        content_type__model__startswith="historical"
    )
    contributed = [
        permission
        for permission in editorial.select_related("content_type")
        if permission.codename.startswith("view_")
        or permission.content_type.model in CONTRIBUTED[permission.content_type.app_label]
        and permission.codename.startswith(("add_", "change_"))
    ]
    accounts = permissions.filter(content_type__app_label="auth", content_type__model__in=("user", "group"))

    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name, granted in (
        ("Contributor", contributed),
        ("Editor", editorial),
        ("Administrator", [*editorial, *accounts]),
    ):
        groups.get_or_create(name=name)[0].permissions.set(granted)


def remove_groups(apps, schema_editor):
    """Removes the groups; accounts stay."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=("Contributor", "Editor", "Administrator")).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0001_records"),
        ("actors", "0001_records"),
        ("diaspora", "0003_observation_values"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(create_groups, remove_groups)]
