"""The base of every editorial record."""

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaspora.columns.folded import Folded, names_column, search_column
from diaspora.columns.partial_dates import AddMonths
from diaspora.columns.text import LinesField, Localised, current_language
from diaspora.models.base import SEARCH_COLUMNS, Addressable, SearchableQuerySet, Tracked
from diaspora.models.geography import Country
from diaspora.models.sources import Citation, Cited, Verdict

# A record is overdue this long after its review was due.
GRACE_PERIOD = datetime.timedelta(days=90)
SUMMARY_WANTED = _("Write a summary in English or French before publishing.")
SOURCE_WANTED = _("Add at least one source that supports the record before publishing it.")


class Freshness(models.TextChoices):
    """How a record stands with its review clock."""

    FRESH = "fresh", _("Verified")
    DUE = "due", _("Review due")
    OVERDUE = "overdue", _("Review overdue")
    NEVER = "never", _("Not yet verified")

    @property
    def explanation(self) -> str:
        return {
            Freshness.FRESH: gettext("An editor checked it against its sources, and the next check is not due."),
            Freshness.DUE: gettext("The next check is due, or an editor has noted something to look up."),
            Freshness.OVERDUE: gettext("The check has been due for more than 90 days."),
            Freshness.NEVER: gettext("Nobody has checked it since it was entered."),
        }[self]


def folded_title(language: str) -> Folded:
    """Returns the title in a language, or else in the other, as it is sorted."""
    other = "en" if language == "fr" else "fr"
    return Folded(Coalesce(NullIf(f"title_{language}", Value("")), F(f"title_{other}")))


class EntryQuerySet(SearchableQuerySet):
    """Finds editorial records. The public side reads through `published()` and nothing else."""

    def published(self) -> Self:
        """Returns what readers may see, without the columns that only searches read."""
        return self.filter(status=Entry.Status.PUBLISHED).defer(*SEARCH_COLUMNS)

    def for_country(self, country: Country) -> Self:
        """Returns the records that concern the country; a type with another relation to countries says its own."""
        return self.filter(country=country)

    def by_title(self) -> Self:
        """Returns the records in the alphabetical order of the reader's language."""
        return self.order_by(folded_title(current_language()), "pk")

    def last_changed_first(self) -> Self:
        """Returns the records by when they were last changed."""
        return self.order_by("-updated", "pk")

    def with_freshness(self, freshness: str, today: datetime.date | None = None) -> Self:
        """Returns the records that stand so with their review clock, today or on the day given."""
        today = today or timezone.localdate()
        never = Q(reviewed_on__isnull=True)
        overdue = ~never & Q(review_due_on__lte=today - GRACE_PERIOD)
        due = ~never & ~overdue & (Q(review_due_on__lte=today) | ~Q(review_task=""))
        conditions = {
            Freshness.NEVER: never,
            Freshness.OVERDUE: overdue,
            Freshness.DUE: due,
            Freshness.FRESH: Q(reviewed_on__isnull=False, review_due_on__gt=today, review_task=""),
        }
        return self.filter(conditions[Freshness(freshness)])

    def missing_translation(self) -> Self:
        """Returns the records of which a text is written in one language only."""
        one_sided = Q()
        for name in self.model.translated_fields():
            one_sided |= Q(**{f"{name}_en": ""}) ^ Q(**{f"{name}_fr": ""})
        return self.filter(one_sided)

    def missing_source(self) -> Self:
        """Returns the records that no citation supports."""
        return self.filter(~Exists(self.model.citations_of_row().filter(verdict=Verdict.SUPPORTS)))


class Entry(Addressable, Cited, Tracked):
    """What every editorial record has: names, texts in two languages, a status, a review clock, citations.

    A subclass has a citation table and a page.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    # Names
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=300, blank=True)
    original_title = models.CharField(
        _("original title"),
        max_length=300,
        blank=True,
        help_text=_("The official name, in the language it was given in."),
    )
    original_language = models.CharField(
        _("language of the original title"), max_length=2, blank=True, help_text=_("ISO 639-1 code: en, fr, ar …")
    )
    acronym_en = models.CharField(_("acronym in English"), max_length=40, blank=True)
    acronym_fr = models.CharField(
        _("acronym in French"), max_length=40, blank=True, help_text=_("Where it differs, or is used in French too.")
    )
    other_names = LinesField(
        verbose_name=_("other names"),
        help_text=_("Other spellings, translations and former names, one to a line. Search finds them."),
    )

    # Texts
    summary_en = models.TextField(_("summary in English"), blank=True, help_text=_("One to three sentences."))
    summary_fr = models.TextField(_("summary in French"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True, help_text=_("Markdown."))
    description_fr = models.TextField(_("description in French"), blank=True)

    # Editorial state
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, db_index=True)
    reviewed_on = models.DateField(
        _("last verified on"),
        null=True,
        blank=True,
        help_text=_("The day someone last checked it against its sources."),
    )
    review_interval = models.PositiveSmallIntegerField(
        _("verify every … months"), default=12, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    review_task = models.TextField(
        _("to check at the next review"),
        blank=True,
        help_text=_("What an editor must look up. While this is filled in, the review counts as due."),
    )
    review_due_on = models.GeneratedField(
        expression=AddMonths(F("reviewed_on"), F("review_interval")),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name=_("review due on"),
    )
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated = models.DateTimeField(_("updated"), default=timezone.now, editable=False)

    # Search
    names = names_column("title_en", "title_fr", "original_title", "acronym_en", "acronym_fr", lines="other_names")
    search_en = search_column(
        "en",
        names=("title_en", "title_fr", "original_title", "acronym_en", "acronym_fr"),
        lines=("other_names",),
        summaries=("summary_en",),
        texts=("description_en",),
    )
    search_fr = search_column(
        "fr",
        names=("title_fr", "title_en", "original_title", "acronym_en", "acronym_fr"),
        lines=("other_names",),
        summaries=("summary_fr",),
        texts=("description_fr",),
    )

    title = Localised()
    acronym = Localised()
    summary = Localised()
    description = Localised()

    objects = EntryQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Addressable.Meta):
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish")
        indexes = [
            *Addressable.Meta.indexes,
            GinIndex(OpClass("names", name="gin_trgm_ops"), name="%(class)s_names"),
            GinIndex(fields=["search_en"], name="%(class)s_search_en"),
            GinIndex(fields=["search_fr"], name="%(class)s_search_fr"),
            models.Index(folded_title("en"), name="%(class)s_title_en"),
            models.Index(folded_title("fr"), name="%(class)s_title_fr"),
            models.Index(fields=["-updated", "id"], name="%(class)s_updated"),
        ]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_has_title",
                condition=~Q(title_en="") | ~Q(title_fr=""),
                violation_error_message=_("Give a title in English or French."),
            ),
            models.CheckConstraint(
                name="%(class)s_published_has_summary",
                condition=~Q(status="published") | ~Q(summary_en="") | ~Q(summary_fr=""),
                violation_error_message=SUMMARY_WANTED,
            ),
            models.CheckConstraint(
                name="%(class)s_original_title_has_language",
                condition=Q(original_title="") | ~Q(original_language=""),
                violation_error_message=_("Say which language the original title is in."),
            ),
            models.CheckConstraint(
                name="%(class)s_review_interval_in_range",
                condition=Q(review_interval__range=(1, 120)),
                violation_error_message=_("A record is verified every 1 to 120 months."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.acronym})" if self.acronym and self.acronym not in self.title else self.title

    def save(self, *args: Any, **options: Any) -> None:
        self.updated = timezone.now()
        super().save(*args, **options)

    def check_publishable(self, citations: Iterable[Citation] | None = None) -> None:
        """Raises ValidationError with every reason why readers may not see the record yet.

        It is asked of the citations that are kept, or of those given: a form knows what it is about to keep.
        """
        reasons = []
        if not (self.summary_en or self.summary_fr):
            reasons.append(ValidationError(SUMMARY_WANTED, code="no_summary"))
        if citations is None:
            citations = self.citation_model()._default_manager.filter(**{self.citation_model().record_field: self})
        if all(citation.is_disputed for citation in citations):
            reasons.append(ValidationError(SOURCE_WANTED, code="no_source"))
        if reasons:
            raise ValidationError(reasons)

    @classmethod
    def translated_fields(cls) -> list[str]:
        """Returns the names of the texts that are wanted in English and French; an acronym may have one language."""
        names = {field.name for field in cls._meta.get_fields()}
        pairs = {name[:-3] for name in names if name.endswith("_en") and f"{name[:-3]}_fr" in names}
        return sorted(pairs - {"acronym", "search"})

    @property
    def search_title(self) -> str:
        return self.title

    @property
    def search_text(self) -> str:
        return self.summary

    def linked_data(self) -> dict[str, Any]:
        """Returns what the record is in the terms of schema.org; a type of record says more of itself."""
        names = dict.fromkeys([self.acronym, self.original_title, *self.other_names])
        return {
            "@type": "CreativeWork",
            "name": self.title,
            "alternateName": [name for name in names if name != self.title],
            "description": self.summary,
        }

    @property
    def freshness(self) -> Freshness:
        """How the record stands with its review clock today."""
        if self.reviewed_on is None or self.review_due_on is None:
            return Freshness.NEVER
        today = timezone.localdate()
        if self.review_due_on <= today - GRACE_PERIOD:
            return Freshness.OVERDUE
        return Freshness.DUE if self.review_due_on <= today or self.review_task else Freshness.FRESH

    @classmethod
    def types(cls) -> list[Any]:
        """Returns every type of editorial record, those of the core first."""
        return list(cls.__subclasses__())
