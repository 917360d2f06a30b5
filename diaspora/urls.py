"""Every address of the site. All begin with the language; `/` goes to the reader's own."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("admin/", admin.site.urls),
    path("", include("diaspora.public_urls")),
    path("", include("actors.urls")),
    path("", include("practices.urls")),
)
