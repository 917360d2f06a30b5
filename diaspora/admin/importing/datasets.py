"""The page of an imported edition: what it holds, where it is shown, and nothing to change that its file says."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from diaspora.admin.importing.withdrawal import WithdrawalPage
from diaspora.figures.wording import number
from diaspora.models import Dataset

# By its slug an edition is known again, and by publisher and release it is chosen to be shown.
FROM_THE_FILE = ("slug", "publisher", "released")


class EditionPages(WithdrawalPage):
    """Adds to the admin of datasets what concerns those that were read from a publisher's file."""

    def get_readonly_fields(self, request: HttpRequest, obj: Dataset | None = None) -> Any:
        """Returns what nobody types; of an imported edition also what the next import knows it by."""
        fields = [*super().get_readonly_fields(request, obj), "contents"]
        return [*fields, *FROM_THE_FILE] if is_imported(obj) else fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Dataset | None = None) -> Any:
        """Returns what fills itself; the slug of an imported edition stays."""
        return {} if is_imported(obj) else super().get_prepopulated_fields(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Dataset | None = None) -> bool:
        """Whether the user may delete it; an imported edition is withdrawn, so that the next one is shown."""
        return not is_imported(obj) and super().has_delete_permission(request, obj)

    @admin.display(description=_("what it holds"))
    def contents(self, dataset: Dataset) -> str:
        """How many figures and corridors, with links to them, to the log, and to the page that readers see."""
        if not dataset.pk:
            return ""
        only = f"?dataset__id__exact={dataset.pk}"
        lists = [
            (list_address("observation") + only, count_figures(dataset.observations.count())),
            (list_address("migrantstock") + only, count_corridors(dataset.migrant_stocks.count())),
        ]
        found = [(address, text) for address, text in lists if text]
        if dataset.imported_at:
            found.append((list_address("importrun") + only, gettext("its entries in the log")))
        if dataset.source:
            found.append((dataset.source.get_absolute_url(), gettext("its source, as readers see it")))
        return format_html_join(" · ", '<a href="{}">{}</a>', found) or "–"


def is_imported(dataset: Dataset | None) -> bool:
    """Whether a dataset was read from a publisher's file."""
    return dataset is not None and dataset.imported_at is not None


def count_figures(count: int) -> str:
    """Returns a number of figures in words; nothing where there are none."""
    return ngettext("%(count)s figure", "%(count)s figures", count) % {"count": number(count)} if count else ""


def count_corridors(count: int) -> str:
    """Returns a number of corridors in words; nothing where there are none."""
    return ngettext("%(count)s corridor", "%(count)s corridors", count) % {"count": number(count)} if count else ""


def list_address(model: str) -> str:
    return reverse(f"admin:diaspora_{model}_changelist")
