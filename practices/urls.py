"""Addresses of policies and practices."""

from django.urls import path

from practices import views

app_name = "practices"

urlpatterns = [
    path("policies/", views.PolicyListView.as_view(), name="policies"),
    path("policies/<slug:slug>/", views.PolicyDetailView.as_view(), name="policy"),
    path("practices/", views.PracticeListView.as_view(), name="practices"),
    path("practices/<slug:slug>/", views.PracticeDetailView.as_view(), name="practice"),
]
