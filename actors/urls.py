"""Addresses of institutions and diaspora organisations."""

from django.urls import path

from actors import views

app_name = "actors"

urlpatterns = [
    path("institutions/", views.InstitutionListView.as_view(), name="institutions"),
    path("institutions/<slug:slug>/", views.InstitutionDetailView.as_view(), name="institution"),
    path("organisations/", views.OrganisationListView.as_view(), name="organisations"),
    path("organisations/<slug:slug>/", views.OrganisationDetailView.as_view(), name="organisation"),
]
