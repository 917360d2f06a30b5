"""The core app: what every other app may rely on."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from diaspora.page_cache.triggers import keep_triggers
from diaspora.roles import keep_roles


class DiasporaConfig(AppConfig):
    """Countries, sources, figures, vocabularies, and the base of every editorial record."""

    name = "diaspora"
    verbose_name = _("Countries, sources and figures")

    def ready(self) -> None:
        """Keeps at each `migrate` the groups of accounts what `roles` says, and changes noted in every public table."""
        # The app of the accounts is migrated after ours.
        post_migrate.connect(keep_roles, sender=apps.get_app_config("auth"))
        post_migrate.connect(keep_triggers, sender=apps.get_app_config("auth"))
