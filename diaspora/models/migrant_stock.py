"""Migrants by country of origin and destination, as one edition of International Migrant Stock gives them."""

from decimal import Decimal
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from diaspora.models.figures import Dataset, Observation
from diaspora.models.geography import Country
from diaspora.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet

# What the publisher counts as an area though ISO 3166-1 has no code for it.
UNKNOWN_ORIGIN = "2003"
AREAS_WITHOUT_COUNTRY: dict[str, Any] = {"830": _("Channel Islands"), UNKNOWN_ORIGIN: _("Unknown or other origin")}


class MigrantStockQuerySet(NaturalKeyQuerySet["MigrantStock"]):
    def of_newest_edition(self) -> Self:
        """Returns those of the edition released last; editions are never mixed."""
        editions = Dataset.objects.filter(Exists(MigrantStock.objects.filter(dataset=OuterRef("pk")))).newest_first()
        return self.filter(dataset=Subquery(editions.values("pk")[:1]))

    def from_origin(self, country: Country) -> Self:
        return self.filter(origin=country)

    def in_destination(self, country: Country) -> Self:
        """Returns the immigrants in a country, by origin; among them those of unknown origin."""
        return self.filter(destination=country)

    def with_areas(self) -> Self:
        """Returns them with all that a page says of them."""
        return self.select_related("origin", "destination", "dataset__source")


class MigrantStock(NaturalKeyModel):
    """The migrants of one origin in one destination, in every year of an edition: a corridor.

    A row holds all years, because an edition has hundreds of thousands of values and is loaded as one (decision 0018).
    Men are those of both sexes who are not women. What editors doubt they enter as a figure beside it.
    """

    natural_key_fields = ("dataset", "origin_code", "destination_code")

    dataset = models.ForeignKey(
        Dataset, models.CASCADE, related_name="migrant_stocks", verbose_name=_("dataset"), db_index=False
    )
    origin_code = models.CharField(_("location code of origin"), max_length=4)
    destination_code = models.CharField(_("location code of destination"), max_length=4)
    origin = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stocks_abroad",
        verbose_name=_("country of origin"),
        help_text=_("Empty for an area that is no country here: unknown origin, the Channel Islands."),
    )
    destination = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stocks_received",
        verbose_name=_("country of destination"),
    )
    years = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("years"))
    total = ArrayField(
        models.PositiveIntegerField(null=True, blank=True),
        verbose_name=_("both sexes"),
        help_text=_("A number for each year; empty where the publisher gives none, which is not zero."),
    )
    women = ArrayField(models.PositiveIntegerField(null=True, blank=True), verbose_name=_("women"))

    objects = MigrantStockQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("migrants of an origin in a destination")
        verbose_name_plural = _("migrants by origin and destination")
        ordering = ["dataset", "origin_code", "destination_code"]
        constraints = [
            models.UniqueConstraint(
                name="migrant_stock_once_an_edition",
                fields=["dataset", "origin_code", "destination_code"],
                violation_error_message=_("The edition has these two areas already."),
            ),
            models.CheckConstraint(
                name="migrant_stock_value_a_year",
                condition=Q(total__len=F("years__len"), women__len=F("years__len")),
                violation_error_message=_("There is a number for each year, or an empty place."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin_name} → {self.destination_name}, {self.dataset}"

    @property
    def origin_name(self) -> str:
        """The origin in words, whether it is a country or not."""
        return str(self.origin) if self.origin else str(AREAS_WITHOUT_COUNTRY.get(self.origin_code, self.origin_code))

    @property
    def destination_name(self) -> str:
        """The destination in words, whether it is a country or not."""
        return (
            str(self.destination)
            if self.destination
            else str(AREAS_WITHOUT_COUNTRY.get(self.destination_code, self.destination_code))
        )

    def total_in(self, year: int) -> int | None:
        """Returns the migrants of both sexes in a year; None where the edition gives none."""
        return self._value(self.total, year)

    def women_in(self, year: int) -> int | None:
        """Returns the women among them in a year; None where the edition gives none."""
        return self._value(self.women, year)

    def men_in(self, year: int) -> int | None:
        """Returns the men among them in a year: both sexes less women."""
        total, women = self.total_in(year), self.women_in(year)
        return None if total is None or women is None else total - women

    def as_figures(self, indicator: Any, sex: str = Observation.Sex.TOTAL) -> list[Observation]:
        """Returns the corridor by year as figures that are not saved, for pages that show figures of either kind."""
        read = {"total": self.total_in, "female": self.women_in, "male": self.men_in}[sex]
        return [self.as_figure(indicator, year, sex) for year in self.years if read(year) is not None]

    def as_figure(self, indicator: Any, year: int, sex: str = Observation.Sex.TOTAL) -> Observation:
        """Returns the corridor in a year that has a number, as a figure that is not saved; pages show it first."""
        read = {"total": self.total_in, "female": self.women_in, "male": self.men_in}[sex]
        return Observation(
            country=self.origin,
            partner=self.destination,
            indicator=indicator,
            dataset=self.dataset,
            year=year,
            sex=sex,
            value=Decimal(read(year) or 0),
            imported=True,
            in_series=True,
            shown_first=True,
        )

    def _value(self, values: list[int | None], year: int) -> int | None:
        return values[self.years.index(year)] if year in self.years else None
