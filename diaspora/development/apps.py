"""What only those need who work on the code: production neither installs nor imports it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevelopmentConfig(AppConfig):
    """The commands of a checkout and the style guide."""

    name = "diaspora.development"
    verbose_name = _("Development")
