"""Every address of the site. All pages begin with the language; `/` goes to the reader's own."""

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path
from django.views.generic import TemplateView

from diaspora.page_cache.parameters import public_page
from diaspora.pages.sitemaps import list_sitemaps

urlpatterns = [
    path(
        "sitemap.xml",
        public_page()(index),
        {"sitemaps": list_sitemaps(), "sitemap_url_name": "sitemap-part"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", public_page("p")(sitemap), {"sitemaps": list_sitemaps()}, name="sitemap-part"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain"), name="robots"),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("", include("diaspora.pages.urls")),
        path("", include("actors.urls")),
        path("", include("practices.urls")),
        *([path("", include("diaspora.development.urls"))] if apps.is_installed("diaspora.development") else []),
    ),
]
