"""Addresses of the core's public pages."""

from django.urls import path

from diaspora.views.compare import compare
from diaspora.views.corridors import corridor
from diaspora.views.countries import CountryDetailView
from diaspora.views.lists import CountryListView, SourceListView
from diaspora.views.pages import about, home
from diaspora.views.search import search
from diaspora.views.sources import SourceDetailView
from diaspora.views.styleguide import styleguide

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
    path("styleguide/", styleguide, name="styleguide"),
]
