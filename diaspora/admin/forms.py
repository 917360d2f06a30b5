"""Forms that lose nothing: no silent overwriting of another editor's work, and a slug that fills itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaspora.models import Entry


class TrackedForm(forms.ModelForm):  # type: ignore[type-arg]
    """The form of a record whose changes are kept. It does not replace a version that the editor has not seen."""

    # What the page of a former version shows; TrackedAdmin sets it.
    former_version: Any = None

    opened_version = forms.IntegerField(required=False, label="", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        latest = self.find_latest_version()
        self.fields["opened_version"].initial = latest.history_id if latest else 0
        if self.former_version is not None:
            # The former version brings its own columns; its relations are rows beside it.
            for field in self.former_version._history_m2m_fields:
                target = field.m2m_reverse_field_name()
                rows = getattr(self.former_version, field.name).all()
                self.initial[field.name] = [getattr(row, f"{target}_id") for row in rows]

    def find_latest_version(self) -> Any:
        """Returns the newest version that is kept of the record; None where there is none."""
        history = type(self.instance).history.filter(id=self.instance.pk)
        return history.select_related("history_user").order_by("-history_id").first()

    def clean(self) -> dict[str, Any]:
        """Refuses a relation of the record to itself, and a form opened before someone else saved."""
        cleaned = super().clean() or self.cleaned_data
        for field in self._meta.model._meta.many_to_many:
            related = cleaned.get(field.name) if field.related_model is self._meta.model else None
            if related is not None and self.instance.pk and self.instance in related:
                self.add_error(field.name, _("A record cannot be linked to itself here."))
        if self.instance.pk:
            self.refuse_unseen_version()
        return cleaned

    def refuse_unseen_version(self) -> None:
        """Adds an error where the record was saved after this form was opened; a second save knows of it."""
        # Whoever saves the same record at this moment waits here, and then finds the version that came before.
        type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk).values_list("pk").first()
        latest = self.find_latest_version()
        if latest is None or latest.history_id <= (self.cleaned_data.get("opened_version") or 0):
            return
        options = self.instance._meta
        address = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[self.instance.pk])
        moment = formats.date_format(timezone.localtime(latest.history_date), "DATETIME_FORMAT")
        editor = latest.history_user
        name = (editor.get_full_name() or editor.get_username()) if editor else gettext("Someone")
        message = gettext(
            "%(name)s saved this record on %(moment)s, after you had opened it. Nothing of yours is lost: it stands "
            "below, not saved yet. Compare it with the other version, take over what you need, then save again; "
            "that replaces the other version with yours."
        ) % {"name": name, "moment": moment}
        words = gettext("Open the other version in a new tab")
        link = format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, words)
        self.add_error(None, ValidationError(format_html("{} {}", message, link), code="unseen_version"))
        typed: Any = self.data
        self.data = typed.copy()
        self.data[self.add_prefix("opened_version")] = str(latest.history_id)  # type: ignore[index]


class EntryForm(TrackedForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Makes the slug from the title where it was left empty."""
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            title = cleaned.get("title_en") or cleaned.get("title_fr") or ""
            slug = slugify(title.lower().replace("œ", "oe").replace("æ", "ae").replace("’", " "))
            if len(slug) > 120:
                slug = slug[:120].rpartition("-")[0]
            if slug:
                cleaned["slug"] = slug
            else:
                self.add_error("slug", _("Give a title in English or French, or write the slug."))
        return cleaned

    def refuse_common_countries(self, name: str, countries: Any, others: Any, message: Any) -> None:
        """Adds the message beside the field where one of its countries is among the others too."""
        common = [str(country) for country in countries or () if country in (others or ())]
        if common:
            self.add_error(name, ValidationError(message, params={"countries": ", ".join(common)}))


class CitationFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """The citations of a record. What is published rests on a source."""

    def clean(self) -> None:
        """Refuses to publish a record that no source supports."""
        super().clean()
        record: Any = self.instance
        if not isinstance(record, Entry) or record.status != Entry.Status.PUBLISHED or any(self.errors):
            return
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        citations = [form.instance for form in kept if form not in self.deleted_forms]
        try:
            record.check_publishable(citations)
        except ValidationError as refusal:
            # What the record's own fields lack stands beside them already.
            reasons = [reason for reason in refusal.error_list if reason.code == "no_source"]
            if reasons:
                raise ValidationError(reasons) from None
