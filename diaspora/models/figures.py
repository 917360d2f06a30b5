"""Official figures: what is measured, in which edition, and each value as it was published."""

from collections.abc import Collection, Sequence
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from diaspora.columns.partial_dates import PartialDateField
from diaspora.columns.text import Localised
from diaspora.columns.web_addresses import hold_to_web_addresses
from diaspora.models.base import Tracked
from diaspora.models.geography import Country
from diaspora.models.indicators import Indicator
from diaspora.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet
from diaspora.models.sources import Source, Verdict, WithVerdict


class DatasetQuerySet(NaturalKeyQuerySet["Dataset"]):
    def imported(self) -> Self:
        """Returns the editions that were read from a publisher’s file."""
        return self.filter(imported_at__isnull=False)

    def newest_first(self) -> Self:
        """Returns the editions by release; of one release, the more detailed workbook has the earlier slug."""
        return self.order_by(F("released").desc(nulls_last=True), "slug")


class Dataset(NaturalKeyModel):
    """One edition of one published collection of figures. A new edition is a new dataset."""

    natural_key_fields = ("slug",)

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    title_en = models.CharField(_("title in English"), max_length=300)
    title_fr = models.CharField(_("title in French"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200)
    edition_en = models.CharField(
        _("edition in English"), max_length=100, help_text=_("For example: 2024, or last updated 24 July 2025.")
    )
    edition_fr = models.CharField(_("edition in French"), max_length=100)
    released = PartialDateField(_("released"), null=True, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="datasets", verbose_name=_("source")
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    accessed_on = models.DateField(_("accessed on"), null=True, blank=True)

    # The file it was read from; none where editors entered the figures
    file_name = models.CharField(_("file name"), max_length=500, blank=True, editable=False)
    file_sha256 = models.CharField(
        _("SHA-256 of the file"),
        max_length=64,
        blank=True,
        editable=False,
        validators=[RegexValidator(r"^[0-9a-f]{64}$")],
    )
    imported_at = models.DateTimeField(_("imported at"), null=True, blank=True, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("imported by"),
    )

    file_note_en = models.CharField(
        _("note on the file in English"),
        max_length=300,
        blank=True,
        help_text=_("Where the file is not the publisher’s own: who made it, and how. Pages show it with the edition."),
    )
    file_note_fr = models.CharField(_("note on the file in French"), max_length=300, blank=True)

    title = Localised()
    edition = Localised()
    file_note = Localised()

    objects = DatasetQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ["slug"]
        constraints = [
            hold_to_web_addresses("url", name="dataset_web_addresses"),
            models.CheckConstraint(
                name="dataset_import_is_whole",
                condition=Q(file_name="", file_sha256="", imported_at__isnull=True, imported_by__isnull=True)
                | (~Q(file_name="") & ~Q(file_sha256="") & Q(imported_at__isnull=False)),
                violation_error_message=_("An imported edition has a file name, a SHA-256 and a date of import."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.edition}"

    @property
    def attribution(self) -> str:
        """The edition with its publisher, as the licences ask for: “International Migrant Stock, 2024 (UN DESA)”.

        Of a file that is not the publisher’s own, with what editors noted on it.
        """
        note = self.file_note
        return f"{self} ({self.publisher}; {note})" if note else f"{self} ({self.publisher})"


# What a fact is. Several values of one may be known, each from its edition or source.
FACT = ("country_id", "indicator_id", "year", "sex", "partner_id")


class ObservationQuerySet(NaturalKeyQuerySet["Observation"]):
    def for_country(self, country: Country) -> Self:
        """Returns the figures about a country, as a country of origin or as the whole."""
        return self.filter(country=country)

    def from_source(self, source: Source) -> Self:
        """Returns the figures that a source prints, or that one of its editions holds."""
        return self.filter(Q(source=source) | Q(dataset__source=source))

    def national(self) -> Self:
        """Returns the figures that concern no second country."""
        return self.filter(partner__isnull=True)

    def bilateral(self) -> Self:
        return self.filter(partner__isnull=False)

    def imported(self) -> Self:
        """Returns the figures that were read from a publisher’s file, not entered by an editor."""
        return self.filter(imported=True)

    def series(self, indicator: "Indicator") -> Self:
        """Returns the published figures of an indicator by year, for each country from one edition alone.

        Those that the import chose: the indicator’s own publisher before others, then the newest edition.
        """
        return self.imported().national().filter(indicator=indicator, in_series=True).order_by("country_id", "year")

    def of_fact(self, figure: "Observation") -> Self:
        """Returns all that is said of what a figure is about: the country, indicator, year, sex and destination."""
        return self.filter(**{name: getattr(figure, name) for name in FACT})

    def shown_first(self) -> Self:
        """Returns the one figure of each fact that is shown first."""
        return self.filter(shown_first=True)

    def comparable(self, sex: str = "total") -> Self:
        """Returns what countries are compared by: national figures for both sexes or one, from an edition."""
        return self.national().shown_first().filter(sex=sex, dataset__isnull=False)

    def disputed(self) -> Self:
        """Returns the figures that are contested, superseded or rejected."""
        return self.exclude(verdict=Verdict.SUPPORTS)


class Observation(WithVerdict, Tracked):
    """One value of one indicator for one country and year, as one edition or source gives it."""

    class Sex(models.TextChoices):
        TOTAL = "total", _("Both sexes")
        FEMALE = "female", _("Women")
        MALE = "male", _("Men")

    natural_key_fields = ("country", "indicator", "year", "sex", "partner", "dataset", "source", "locator")

    # What is measured
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="observations",
        verbose_name=_("country"),
        help_text=_("The country of origin, where two countries are concerned."),
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations", verbose_name=_("indicator"))
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900), MaxValueValidator(2100)], help_text=_("The year it describes.")
    )
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, default=Sex.TOTAL)
    partner = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="observations_as_destination",
        verbose_name=_("country of destination"),
    )
    value = models.DecimalField(_("value"), max_digits=22, decimal_places=6)

    # Where it comes from
    dataset = models.ForeignKey(
        Dataset, models.PROTECT, null=True, blank=True, related_name="observations", verbose_name=_("dataset")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="observations", verbose_name=_("source")
    )
    locator = models.CharField(_("where in the source"), max_length=100, blank=True)
    value_as_published = models.CharField(
        _("value as published"), max_length=100, blank=True, help_text=_("As the source prints it, where that differs.")
    )
    note_en = models.TextField(_("note in English"), blank=True)
    note_fr = models.TextField(_("note in French"), blank=True)
    shown_first = models.BooleanField(
        _("shown first"),
        default=False,
        help_text=_("Of several values for the same fact, the one that pages show first."),
    )
    imported = models.BooleanField(_("read from the publisher’s file"), default=False, db_default=False, editable=False)
    # A country's figures of one indicator by year come from one edition alone: the one whose figures have this mark.
    in_series = models.BooleanField(_("in the series shown"), default=False, db_default=False, editable=False)

    note = Localised()

    # Of what the atlas computed, and does not store: how, in words, and of which figures.
    computation: str = ""
    computed_of: "Sequence[Observation]" = ()

    objects = ObservationQuerySet.as_manager()  # type: ignore[misc]

    class Meta(WithVerdict.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["indicator", "-year", "-shown_first", "pk"]
        constraints = [
            *WithVerdict.Meta.constraints,
            models.UniqueConstraint(
                name="observation_entered_once",
                fields=["country", "indicator", "year", "sex", "partner", "dataset", "source", "locator"],
                nulls_distinct=False,
                violation_error_message=_("This figure is entered already from the same place of the same source."),
            ),
            models.UniqueConstraint(
                name="observation_one_shown_first",
                fields=["country", "indicator", "year", "sex", "partner"],
                condition=Q(shown_first=True),
                nulls_distinct=False,
                violation_error_message=_("Another value of this fact is shown first already."),
            ),
            models.UniqueConstraint(
                name="observation_one_in_series",
                fields=["indicator", "country", "year", "sex", "partner"],
                condition=Q(in_series=True),
                nulls_distinct=False,
                violation_error_message=_("Another edition’s value of this fact is in the series already."),
            ),
            models.CheckConstraint(
                name="observation_series_imported",
                condition=Q(in_series=False) | Q(imported=True),
                violation_error_message=_("Only figures from a publisher’s file are in a series."),
            ),
            models.CheckConstraint(
                name="observation_rejected_not_shown_first",
                condition=~Q(verdict="rejected", shown_first=True),
                violation_error_message=_("A figure rejected as an error cannot be the one shown first."),
            ),
            models.CheckConstraint(
                name="observation_has_dataset_or_source",
                condition=Q(dataset__isnull=False) | Q(source__isnull=False),
                violation_error_message=_("Say where the figure comes from: a dataset or a source."),
            ),
            models.CheckConstraint(
                name="observation_countries_differ",
                condition=Q(partner__isnull=True) | ~Q(partner=F("country")),
                violation_error_message=_("A country is not its own country of destination."),
            ),
            models.CheckConstraint(
                name="observation_year_in_range",
                condition=Q(year__range=(1900, 2100)),
                violation_error_message=_("The year lies between 1900 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.country}, {self.year}"

    @property
    def computed_how(self) -> str:
        return str(_("Computed by the atlas: %(how)s.") % {"how": self.computation})

    @property
    def said_by(self) -> str:
        """Who says it: the edition with its publisher, or the source; of a computed figure, how and of what."""
        if self.computation:
            editions = " · ".join(dict.fromkeys(figure.said_by for figure in self.computed_of))
            return f"{self.computed_how} {editions}"
        return self.dataset.attribution if self.dataset else str(self.source)

    @property
    def giving_way(self) -> ObservationQuerySet:
        """The imported figure that is no longer shown first once this one is saved (`shown_figures`): one or none."""
        others = Observation.objects.of_fact(self).shown_first().imported()
        return others if self.shown_first and not self.imported else others.none()

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Checks the constraints. An imported figure that is shown first makes room, so it is no obstacle."""
        if self.verdict != Verdict.REJECTED and self.giving_way.exists():
            exclude = {*(exclude or ()), "shown_first"}
        super().validate_constraints(exclude)

    def clean(self) -> None:
        """Refuses what the database's trigger `observation_value_in_range` refuses, in words."""
        super().clean()
        indicator: Any = getattr(self, "indicator", None)
        if indicator is None or self.value is None:
            return
        if not indicator.allows(self.value):
            raise ValidationError({"value": _("The value is beyond what its indicator allows.")})
