"""What is known from where: sources, and what each says of a record."""

from typing import Any, ClassVar, Self, cast

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaspora.columns.folded import Folded, names_column, search_column
from diaspora.columns.partial_dates import PartialDateField
from diaspora.columns.text import Localised
from diaspora.columns.web_addresses import hold_to_web_addresses
from diaspora.models.base import Addressable, SearchableQuerySet, Tracked
from diaspora.models.natural_keys import NaturalKeyQuerySet
from diaspora.models.topics import Aspect


class SourceQuerySet(SearchableQuerySet):
    def by_title(self) -> Self:
        """Returns the sources in alphabetical order."""
        return self.order_by(Folded(F("title")), "pk")

    def newest_first(self) -> Self:
        """Returns the sources by date; those without one come last."""
        return self.order_by(F("date").desc(nulls_last=True), "pk")

    def uncited(self) -> Self:
        """Returns the sources that no record cites."""
        sources = self
        for citations in Citation.__subclasses__():
            sources = sources.filter(~Exists(citations._default_manager.filter(source=OuterRef("pk"))))
        return sources


class Source(Addressable, Tracked):
    """A document, page or data set that statements rest on. Its title stays in its own language."""

    class Kind(models.TextChoices):
        LAW = "law", _("Law")
        OFFICIAL_DOCUMENT = "official_document", _("Official document")
        REPORT = "report", _("Report")
        FACTSHEET = "factsheet", _("Factsheet")
        DATASET = "dataset", _("Data set")
        DIPLOMATIC_CABLE = "diplomatic_cable", _("Diplomatic cable")
        WEB_PAGE = "web_page", _("Web page")
        PRESS = "press", _("Press")
        PERSONAL_COMMUNICATION = "personal_communication", _("Personal communication")

    # What it is
    title = models.CharField(_("title"), max_length=300, help_text=_("As published, in its own language."))
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    author = models.CharField(
        _("author"), max_length=300, blank=True, help_text=_("Organisations, or the names on the cover.")
    )
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    date = PartialDateField(_("date"), null=True, blank=True)
    edition = models.CharField(
        _("edition"), max_length=100, blank=True, help_text=_("For example: updated August 2025.")
    )
    language = models.CharField(_("language"), max_length=2, blank=True, help_text=_("ISO 639-1 code: en, fr, ar …"))

    # Where to find it
    url = models.URLField(_("address"), max_length=500, blank=True)
    archived_url = models.URLField(
        _("archived address"), max_length=500, blank=True, help_text=_("A copy in a web archive, for when it vanishes.")
    )
    accessed_on = models.DateField(_("accessed on"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)

    # How far to trust it
    reliability_note_en = models.TextField(
        _("reliability note in English"), blank=True, help_text=_("What a reader should know before relying on it.")
    )
    reliability_note_fr = models.TextField(_("reliability note in French"), blank=True)

    names = names_column("title")
    search_en = search_column(
        "en", names=("title",), lines=(), summaries=("author", "publisher"), texts=("reliability_note_en",)
    )
    search_fr = search_column(
        "fr", names=("title",), lines=(), summaries=("author", "publisher"), texts=("reliability_note_fr",)
    )

    reliability_note = Localised()

    objects = SourceQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Addressable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["slug"]
        constraints = [hold_to_web_addresses("url", "archived_url", name="source_web_addresses")]
        indexes = [
            *Addressable.Meta.indexes,
            GinIndex(OpClass("names", name="gin_trgm_ops"), name="source_names"),
            GinIndex(fields=["search_en"], name="source_search_en"),
            GinIndex(fields=["search_fr"], name="source_search_fr"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.date[:4]})" if self.date else self.title

    @property
    def search_title(self) -> str:
        return str(self)

    @property
    def search_text(self) -> str:
        return self.publisher or self.author

    def linked_data(self) -> dict[str, Any]:
        kinds = {
            self.Kind.LAW: "Legislation",
            self.Kind.REPORT: "Report",
            self.Kind.FACTSHEET: "Report",
            self.Kind.DATASET: "Dataset",
            self.Kind.WEB_PAGE: "WebPage",
            self.Kind.PRESS: "NewsArticle",
        }
        return {
            "@type": kinds.get(self.Kind(self.kind), "CreativeWork"),
            "name": self.title,
            # An author may be a person or an organisation; the record does not say which.
            "author": {"name": self.author},
            "publisher": {"@type": "Organization", "name": self.publisher} if self.publisher else None,
            "datePublished": self.date,
            "version": self.edition,
            "inLanguage": self.language,
            "description": self.reliability_note,
            "license": self.licence if self.licence.startswith("http") else "",
            "copyrightNotice": self.licence if not self.licence.startswith("http") else "",
            "sameAs": self.url,
            "archivedAt": self.archived_url,
        }

    @classmethod
    def get_list_url(cls) -> str:
        return reverse("diaspora:sources")

    def get_absolute_url(self) -> str:
        return reverse("diaspora:source", args=[self.slug])


class Verdict(models.TextChoices):
    """What the editors make of what a source says."""

    SUPPORTS = "supports", _("Supports")
    CONTESTED = "contested", _("Contested")
    SUPERSEDED = "superseded", _("Superseded")
    REJECTED = "rejected", _("Rejected as an error")

    @property
    def explanation(self) -> str:
        return {
            Verdict.SUPPORTS: gettext("The source says what the record says."),
            Verdict.CONTESTED: gettext(
                "Another source, or another passage of the same one, says something else, and nothing settles it yet."
            ),
            Verdict.SUPERSEDED: gettext("It was right in its time, and no longer is."),
            Verdict.REJECTED: gettext("It cannot be right; the reason says why."),
        }[self]


class WithVerdict(models.Model):
    """A statement on which the editors have a verdict, with their reason where it is not simply supported."""

    verdict = models.CharField(
        _("verdict"),
        max_length=10,
        choices=Verdict,
        default=Verdict.SUPPORTS,
        help_text=_("Where sources disagree, say how this one stands. The page shows all sides."),
    )
    reason_en = models.TextField(
        _("reason in English"),
        blank=True,
        help_text=_("Why the editors think so. Needed unless the verdict is “supports”."),
    )
    reason_fr = models.TextField(_("reason in French"), blank=True)

    reason = Localised()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_verdict_has_reason",
                condition=Q(verdict=Verdict.SUPPORTS) | ~Q(reason_en="") | ~Q(reason_fr=""),
                violation_error_message=_("Give the reason for this verdict, in English or French."),
            ),
        ]

    @property
    def is_disputed(self) -> bool:
        """Whether the editors do not simply support it."""
        return self.verdict != Verdict.SUPPORTS


class CitationQuerySet(NaturalKeyQuerySet[Any]):
    def disputed(self) -> Self:
        """Returns the citations that are contested, superseded or rejected."""
        return self.exclude(verdict=Verdict.SUPPORTS)


class Citation(WithVerdict, Tracked):
    """What a source says of a record. Each type of record that is cited has a table of its own.

    A concrete citation names its record in `record_field` and calls that relation's reverse `citations`.
    """

    record_field: ClassVar[str]
    # What the name and the address of the record are read from.
    record_relations: ClassVar[tuple[str, ...]] = ()

    source = models.ForeignKey(Source, models.PROTECT, related_name="%(class)ss", verbose_name=_("source"))
    locator = models.CharField(
        _("where in the source"),
        max_length=100,
        blank=True,
        help_text=_("Page, footnote, paragraph: p. 3, note 9, § 4."),
    )
    aspect = models.ForeignKey(
        Aspect,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("aspect"),
        help_text=_("The fact it bears on. Leave empty for the whole record."),
    )
    statement_en = models.TextField(
        _("what the source says, in English"), blank=True, help_text=_("In our own words, and few of them.")
    )
    statement_fr = models.TextField(_("what the source says, in French"), blank=True)

    statement = Localised()

    objects = CitationQuerySet.as_manager()  # type: ignore[misc]

    class Meta(WithVerdict.Meta):
        abstract = True
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["aspect__order", "pk"]
        constraints = [
            *WithVerdict.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_dispute_has_statement",
                condition=Q(verdict=Verdict.SUPPORTS) | ~Q(statement_en="") | ~Q(statement_fr=""),
                violation_error_message=_("Say what the source says, in English or French, when you dispute it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.locator}" if self.locator else str(self.source)

    @property
    def record(self) -> Any:
        return getattr(self, self.record_field)


class Cited(models.Model):
    """A record that citations bear on. They have a table of their own, whose reverse relation is `citations`."""

    # The lookup of the status that says whether readers may see it: its own, or that of what it is published with.
    status_lookup: ClassVar[str] = "status"

    class Meta:
        abstract = True

    @classmethod
    def citation_model(cls) -> type[Citation]:
        """Returns the table of the citations of this type of record."""
        return cast("type[Citation]", cls._meta.get_field("citations").related_model)

    @classmethod
    def citations_of_row(cls) -> Any:
        """Returns the citations of the row that a query of this type of record stands at, for a subquery."""
        citations = cls.citation_model()
        return citations._default_manager.filter(**{citations.record_field: OuterRef("pk")}).order_by()
