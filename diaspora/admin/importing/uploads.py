"""The pages that import a publisher's file: choose it, look at what it would change, agree, see what became of it."""

import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaspora.imports import (
    TIME_KEPT,
    FileRefusedError,
    PublishedFile,
    UploadGoneError,
    give_up_upload,
    import_upload,
    keep_upload,
    log_failure,
    log_refusal,
    preview_import,
    read_files,
)
from diaspora.imports.files import MAX_SIZE, MEBIBYTE
from diaspora.models import Dataset, ImportRun

logger = logging.getLogger(__name__)
PERMISSIONS = ("diaspora.add_dataset", "diaspora.add_observation")


class FilesInput(forms.ClearableFileInput):
    """Lets the reader choose several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, of whatever size: an empty one is refused in words, as others are."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Returns the files; raises ValidationError where there is none."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    file = FilesField(
        label=_("Files"),
        max_length=200,
        allow_empty_file=True,
        error_messages={"required": _("Choose the file that you downloaded.")},
        help_text=_("Several only where they belong together: all are imported, or none."),
    )


class UploadPages(admin.ModelAdmin):  # type: ignore[type-arg]
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.upload_view), name="diaspora_importrun_import"),
            path("import/<uuid:upload>/", view(self.confirm_view), name="diaspora_importrun_confirm"),
            *super().get_urls(),
        ]

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Takes files and shows what importing them would change, or why they are refused; writes none of it."""
        check_permission(request)
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        context: dict[str, Any]
        run = None
        if form.is_valid():
            received: list[PublishedFile] = []
            try:
                receive_files(form.cleaned_data["file"], received)
                previews = preview_import(read_files(received))
                is_new = any(preview.plan.is_new for preview in previews)
                upload = keep_upload(received, request.user) if is_new else None
            except FileRefusedError as error:
                run = log_refusal(received, request.user, error)
            except Exception as error:
                logger.exception("A file that was to be imported ended in an error.")
                run = log_failure(received, request.user, error)
            else:
                context = {"previews": previews, "upload": upload, "minutes": TIME_KEPT.seconds // 60}
                return self.show_page(request, "preview", gettext("What this import would change"), context)
            form.add_error("file", run.message)
        editions = Dataset.objects.imported().select_related("imported_by").newest_first()
        limits = {"largest": MAX_SIZE // MEBIBYTE, "most": settings.DATA_UPLOAD_MAX_NUMBER_FILES}
        context = {"form": form, "run": run, "editions": editions} | limits
        return self.show_page(request, "upload", gettext("Import official figures"), context)

    def confirm_view(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Imports the files of an upload and shows what became of them, or forgets them."""
        check_permission(request)
        if request.method != "POST":
            # By its address alone nobody gets to an upload: a page loaded again in another language begins anew.
            return HttpResponseRedirect(reverse("admin:diaspora_importrun_import"))
        if "_import" not in request.POST:
            if give_up_upload(upload, request.user):
                self.message_user(request, gettext("Nothing was imported."))
            else:
                self.message_user(request, gone_message(), "warning")
            return HttpResponseRedirect(reverse("admin:diaspora_importrun_changelist"))

        try:
            runs = import_upload(upload, request.user)
        except UploadGoneError:
            runs = []
        is_imported = any(run.outcome == ImportRun.Outcome.IMPORTED for run in runs)
        context = {"runs": runs, "is_imported": is_imported, "gone": gone_message()}
        return self.show_page(request, "result", gettext("Import of figures"), context)

    def show_page(self, request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> TemplateResponse:
        shared = self.admin_site.each_context(request) | {"opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/import_{name}.html", shared | context)


def may_import(request: HttpRequest) -> bool:
    """Whether the user may import: whoever may add a dataset and figures by hand."""
    return request.user.has_perms(PERMISSIONS)


def check_permission(request: HttpRequest) -> None:
    """Raises PermissionDenied where the user may not import."""
    if not may_import(request):
        raise PermissionDenied


def gone_message() -> str:
    """Returns what to say where the files of an upload are no longer kept."""
    return gettext(
        "These files are no longer kept: they were imported or given up already, or too much time has passed. The log "
        "says what was imported; otherwise choose them again."
    )


def receive_files(uploaded: Sequence[Any], received: list[PublishedFile]) -> None:
    """Adds the files to those received; raises FileRefusedError where one is empty or too large, or all are."""
    room = MAX_SIZE
    for file in uploaded:
        name = file.name or ""
        # The log names the file, although it is not read.
        received.append(PublishedFile(name, b""))
        received[-1] = PublishedFile.receive(name, file)
        room -= len(received[-1].content)
        if room < 0:
            raise received[-1].refuse(
                gettext("with this file they are larger than %(largest)s MB together. Import fewer at a time.")
                % {"largest": MAX_SIZE // MEBIBYTE}
            )
