"""The log of imports (which file, when, by whom, what became of it), and files that wait to be imported."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diaspora.models.figures import Dataset


class ImportRun(models.Model):
    """One attempt to import a publisher's file, or to withdraw an edition."""

    class Outcome(models.TextChoices):
        IMPORTED = "imported", _("Imported")
        UNCHANGED = "unchanged", _("Imported already, nothing changed")
        REFUSED = "refused", _("Refused, nothing changed")
        FAILED = "failed", _("Failed, nothing changed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    started = models.DateTimeField(_("started"), auto_now_add=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("started by")
    )
    file_name = models.CharField(_("file name"), max_length=500, blank=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    dataset = models.ForeignKey(
        Dataset, models.SET_NULL, null=True, blank=True, related_name="import_runs", verbose_name=_("dataset")
    )
    edition = models.CharField(
        _("edition"), max_length=500, blank=True, help_text=_("As it was called then, should it be withdrawn.")
    )
    figures = models.PositiveIntegerField(_("figures"), default=0)
    corridors = models.PositiveIntegerField(_("corridors"), default=0)
    message = models.TextField(_("message"), blank=True)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started", "-pk"]

    def __str__(self) -> str:
        return f"{self.edition or self.file_name}: {self.get_outcome_display()}"


class UploadedFile(models.Model):
    """A file that an editor has uploaded and not yet agreed to import; see imports/uploads.py."""

    upload = models.UUIDField(_("upload"), db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    received = models.DateTimeField(_("received"), auto_now_add=True)
    name = models.CharField(_("file name"), max_length=500)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    content = models.BinaryField(_("content"))

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        # Nobody looks at it but whoever brought it, in the preview.
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
