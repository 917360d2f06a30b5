"""Who may publish, and everything else that the three groups of accounts may do.

Contributor      adds and changes records that are not published, with what belongs to them, sources and places
Editor           everything editorial: publishing, deleting, figures, political rights, forums, reference data
Administrator    that, and accounts

To publish a record of a type is a permission of that type (`practices.publish_practice`), which the admin asks for; the
record itself says whether it is fit to be published. Each `migrate` makes the three groups what stands here. A group of
another name belongs to the site, and is left alone.
"""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db.models import Q

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
# Nobody enters history by hand.
EDITORIAL = Q(content_type__app_label__in=ATLAS) & ~Q(content_type__model__startswith="historical")
ACCOUNTS = Q(content_type__app_label="auth", content_type__model__in=("user", "group"))


def contributed() -> Q:
    """Returns the condition on what contributors add and change."""
    condition = Q()
    for app, models in CONTRIBUTED.items():
        condition |= Q(content_type__app_label=app, content_type__model__in=models)
    return condition & (Q(codename__startswith="add_") | Q(codename__startswith="change_"))


ROLES = {
    "Contributor": EDITORIAL & (Q(codename__startswith="view_") | contributed()),
    "Editor": EDITORIAL,
    "Administrator": EDITORIAL | ACCOUNTS,
}


def keep_roles(app_config: AppConfig, using: str, apps: Apps = installed, **options: Any) -> None:
    """Makes the three groups what stands here; called when the app of the accounts, after ours, has been migrated."""
    try:
        groups = apps.get_model("auth", "Group")._default_manager.using(using)
        permissions = apps.get_model("auth", "Permission")._default_manager.using(using)
    except LookupError:
        # Another app was migrated alone, before there are accounts.
        return
    # Django makes these for the same signal, but after us.
    create_permissions(app_config, using=using, apps=apps, verbosity=0)
    for name, granted in ROLES.items():
        groups.get_or_create(name=name)[0].permissions.set(permissions.filter(granted))
