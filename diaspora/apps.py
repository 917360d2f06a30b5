"""The core app: what every other app may rely on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiasporaConfig(AppConfig):
    """Countries, sources, figures, vocabularies, and the base of every editorial record."""

    name = "diaspora"
    verbose_name = _("Countries, sources and figures")
