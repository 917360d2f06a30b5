"""The page that withdraws an imported edition, after saying what goes and what stays."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext

from diaspora.imports import withdraw_dataset
from diaspora.models import Dataset

PERMISSIONS = ("diaspora.delete_dataset", "diaspora.delete_observation")


class WithdrawalPage(admin.ModelAdmin):  # type: ignore[type-arg]
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<int:key>/withdraw/", view, name="diaspora_dataset_withdraw"), *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Asks whether an edition is to be withdrawn, and withdraws it."""
        if not request.user.has_perms(PERMISSIONS):
            raise PermissionDenied
        dataset = Dataset.objects.imported().select_related("source").filter(pk=key).first()
        if dataset is not None and request.method != "POST":
            context = self.admin_site.each_context(request) | describe_withdrawal(dataset)
            context |= {"title": gettext("Withdraw an edition"), "opts": self.opts}
            return TemplateResponse(request, "admin/withdraw_dataset.html", context)
        try:
            if dataset is None:
                raise ValueError
            run = withdraw_dataset(dataset, request.user)
        except ValueError:
            self.message_user(request, gettext("This edition is not imported, or is withdrawn already."), "warning")
            return HttpResponseRedirect(reverse("admin:diaspora_dataset_changelist"))
        self.message_user(request, gettext("%(edition)s is withdrawn.") % {"edition": run.edition}, "success")
        return HttpResponseRedirect(reverse("admin:diaspora_importrun_change", args=[run.pk]))


def describe_withdrawal(dataset: Dataset) -> dict[str, Any]:
    imported = dataset.observations.imported()
    indicators = imported.order_by().values("indicator")
    others = Dataset.objects.imported().filter(observations__indicator__in=indicators).exclude(pk=dataset.pk)
    return {
        "dataset": dataset,
        "figures_gone": imported.count(),
        "corridors_gone": dataset.migrant_stocks.count(),
        "disputed": imported.disputed().count(),
        "entered": dataset.observations.filter(imported=False).count(),
        "others": others.distinct().newest_first(),
    }
