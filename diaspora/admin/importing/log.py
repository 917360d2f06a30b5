"""What imports wrote: corridors and the log, to look at and not to edit; an edition is imported or withdrawn whole."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaspora.admin.base import RecordAdmin
from diaspora.admin.importing.datasets import count_corridors, count_figures
from diaspora.admin.importing.uploads import UploadPages
from diaspora.figures.wording import number
from diaspora.models import ImportRun, MigrantStock

BREAK = mark_safe("<br>")


class ReadOnlyAdmin(RecordAdmin):
    """Records that nobody edits by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, record: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, record: Model | None = None) -> bool:
        return False


@admin.register(ImportRun)
class ImportRunAdmin(UploadPages, ReadOnlyAdmin):
    """The log of imports: which file, when, by whom, what became of it; and the pages that import one."""

    list_display = ["started", "subject", "result", "started_by"]
    list_select_related = ["started_by", "dataset"]
    list_filter = ["outcome"]
    search_fields = ["file_name", "edition", "message"]
    fields = [
        ("started", "started_by"),
        "file_name",
        "file_sha256",
        ("outcome", "edition", "dataset"),
        ("figures_told", "corridors_told"),
        "message",
    ]
    readonly_fields = ["started", "figures_told", "corridors_told"]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> Any:
        return super().changelist_view(request, {"title": gettext("The log of imports")} | (extra_context or {}))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> Any:
        named = {"title": gettext("The entry of the log")} | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, named)

    @admin.display(description=_("what"))
    def subject(self, run: ImportRun) -> str:
        """The edition and its file, and why a file was not imported."""
        # A refusal names the file itself.
        file_name = "" if run.file_name and run.message.startswith(run.file_name) else run.file_name
        return in_lines(str(run.dataset or run.edition), file_name, run.message)

    @admin.display(description=_("outcome"), ordering="outcome")
    def result(self, run: ImportRun) -> str:
        """What became of it, and how many figures and corridors were imported or withdrawn."""
        return in_lines(run.get_outcome_display(), count_figures(run.figures), count_corridors(run.corridors))

    @admin.display(description=_("figures"))
    def figures_told(self, run: ImportRun) -> str:
        return number(run.figures)

    @admin.display(description=_("corridors"))
    def corridors_told(self, run: ImportRun) -> str:
        return number(run.corridors)


def in_lines(*texts: str) -> SafeString:
    return format_html_join(BREAK, "{}", ((text,) for text in texts if text))


@admin.register(MigrantStock)
class MigrantStockAdmin(ReadOnlyAdmin):
    list_display = ["origin_name", "destination_name", "dataset"]
    list_display_links = ["origin_name", "destination_name"]
    list_select_related = ["origin", "destination", "dataset"]
    list_filter = ["dataset"]
    search_fields = [
        "origin__name_en",
        "origin__name_fr",
        "origin__iso3",
        "destination__name_en",
        "destination__name_fr",
        "destination__iso3",
    ]
    show_full_result_count = False
    fields = ["dataset", ("origin", "origin_code"), ("destination", "destination_code"), "years", "total", "women"]
