"""The admin: where editors enter and verify records. `base` and `entries` hold what every app's admin shares."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from diaspora.admin import figures, geography, profiles, sources, topics, users
from diaspora.admin.importing import log

__all__ = ["figures", "geography", "log", "profiles", "sources", "topics", "users"]

admin.site.site_header = _("Diaspora Atlas: editing")
admin.site.site_title = _("Diaspora Atlas")
admin.site.index_title = _("What would you like to edit?")
