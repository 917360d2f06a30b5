"""What is done: policies, political rights, practices, forums."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """Policies, political rights, effective practices, and taking part in forums."""

    name = "practices"
    verbose_name = _("Policies and practices")
