"""What imports wrote: corridors and the log, to look at and not to edit; an edition is imported or withdrawn whole."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from diaspora.admin.base import RecordAdmin
from diaspora.admin.uploads import UploadPages
from diaspora.models import ImportRun, MigrantStock


class ReadOnlyAdmin(RecordAdmin):
    """Records that nobody edits by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one."""
        return False

    def has_change_permission(self, request: HttpRequest, record: Any = None) -> bool:
        """Nobody changes one."""
        return False

    def has_delete_permission(self, request: HttpRequest, record: Any = None) -> bool:
        """Nobody deletes one."""
        return False


@admin.register(ImportRun)
class ImportRunAdmin(UploadPages, ReadOnlyAdmin):
    """The log of imports: which file, when, by whom, what became of it; and the pages that import one."""

    list_display = ["started", "file_name", "edition", "outcome", "figures", "corridors", "started_by"]
    list_select_related = ["started_by"]
    list_filter = ["outcome"]
    search_fields = ["file_name", "edition", "message"]
    readonly_fields = ["started"]
    fields = [
        ("started", "started_by"),
        ("file_name", "file_sha256"),
        ("outcome", "edition", "dataset"),
        ("figures", "corridors"),
        "message",
    ]


@admin.register(MigrantStock)
class MigrantStockAdmin(ReadOnlyAdmin):
    """Migrants by origin and destination, as an edition has them."""

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
