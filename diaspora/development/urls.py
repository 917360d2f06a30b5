"""Addresses that only development has."""

from django.urls import path

from diaspora.development.styleguide import styleguide

app_name = "development"

urlpatterns = [path("styleguide/", styleguide, name="styleguide")]
