"""Addresses of the core's public pages."""

from django.urls import path

from diaspora.pages.about import about
from diaspora.pages.comparison.views import compare
from diaspora.pages.corridors import corridor
from diaspora.pages.countries import CountryListView
from diaspora.pages.country.views import CountryDetailView
from diaspora.pages.home import home
from diaspora.pages.search.views import search
from diaspora.pages.sources import SourceDetailView, SourceListView

app_name = "diaspora"

urlpatterns = [
    path("", home, name="home"),
    path("about/", about, name="about"),
    path("compare/", compare, name="compare"),
    path("corridors/<slug:origin>/<slug:destination>/", corridor, name="corridor"),
    path("countries/", CountryListView.as_view(), name="countries"),
    path("countries/<slug:slug>/", CountryDetailView.as_view(), name="country"),
    path("search/", search, name="search"),
    path("sources/", SourceListView.as_view(), name="sources"),
    path("sources/<slug:slug>/", SourceDetailView.as_view(), name="source"),
]
