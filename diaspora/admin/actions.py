"""What editors do to several records at once. Each record is saved by itself, so that its history is kept."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from diaspora.admin.base import TrackedAdmin
from diaspora.models import Entry


class EditorialActions(TrackedAdmin):
    """The actions of every list of editorial records."""

    model: type[Entry]
    actions = ["verify_today", "publish", "send_to_review", "archive"]

    @admin.action(description=_("Mark as verified today"), permissions=["change"])
    def verify_today(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        def verify(record: Entry) -> None:
            record.reviewed_on = timezone.localdate()

        count = self.change_each(request, queryset, verify)
        done = ngettext(
            "%(count)s record is marked as verified today.", "%(count)s records are marked as verified today.", count
        )
        self.report_done(request, done, count)

    @admin.action(description=_("Publish"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        def publish(record: Entry) -> None:
            record.status = Entry.Status.PUBLISHED
            record.check_publishable()

        count = self.change_each(request, queryset, publish)
        self.report_done(
            request, ngettext("%(count)s record is published.", "%(count)s records are published.", count), count
        )

    @admin.action(description=_("Send to review"), permissions=["change"])
    def send_to_review(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        """Asks an editor to look at the records; readers do not see them meanwhile."""

        def send(record: Entry) -> None:
            record.status = Entry.Status.IN_REVIEW

        count = self.change_each(request, queryset, send)
        self.report_done(
            request, ngettext("%(count)s record is in review.", "%(count)s records are in review.", count), count
        )

    @admin.action(description=_("Archive"), permissions=["publish"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        """Takes the records out of readers' sight without deleting them."""

        def archive(record: Entry) -> None:
            record.status = Entry.Status.ARCHIVED

        count = self.change_each(request, queryset, archive)
        self.report_done(
            request, ngettext("%(count)s record is archived.", "%(count)s records are archived.", count), count
        )

    @transaction.atomic
    def change_each(self, request: HttpRequest, queryset: QuerySet[Entry], change: Callable[[Entry], None]) -> int:
        """Changes, checks and saves the records one by one; says which could not be and why. Returns how many were."""
        # Read again and locked, so that what someone else is saving at this moment is not undone.
        chosen = [record.pk for record in queryset]
        count = 0
        for record in self.model._default_manager.select_for_update().filter(pk__in=chosen):
            try:
                if not self.has_change_permission(request, record):
                    raise ValidationError(self.reason_for_lock(request, record))
                change(record)
                record.full_clean()
            except ValidationError as error:
                refusal = gettext("“%(record)s” is left as it was: %(reason)s")
                reason = " ".join(error.messages)
                self.message_user(request, refusal % {"record": record, "reason": reason}, messages.WARNING)
                continue
            record.save()
            self.log_change(request, record, gettext("Changed from the list."))
            count += 1
        return count

    def report_done(self, request: HttpRequest, sentence: str, count: int) -> None:
        """Tells the user how many records were changed, where any were."""
        if count:
            self.message_user(request, sentence % {"count": count}, messages.SUCCESS)
