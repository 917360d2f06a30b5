"""What is measured, in which unit, and within which range."""

from decimal import Decimal

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from diaspora.columns.text import Localised
from diaspora.models.natural_keys import NaturalKeyModel


class Indicator(NaturalKeyModel):
    """Something that is measured, with its definition."""

    class Unit(models.TextChoices):
        PERSONS = "persons", _("persons")
        USD = "usd", _("US dollars")
        USD_MILLION = "usd_million", _("million US dollars")
        PERCENT = "percent", _("per cent")
        PERCENT_OF_GDP = "percent_of_gdp", _("per cent of GDP")
        PERCENT_OF_POPULATION = "percent_of_population", _("per cent of the population")
        PERCENT_OF_EXPORTS = "percent_of_exports", _("per cent of exports")
        PERCENT_PER_YEAR = "percent_per_year", _("per cent per year")
        RANK = "rank", _("rank")
        INDEX = "index", _("index")

    natural_key_fields = ("code",)

    code = models.SlugField(_("code"), unique=True)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    unit = models.CharField(_("unit"), max_length=24, choices=Unit)
    decimals = models.PositiveSmallIntegerField(_("decimals shown"), default=0, validators=[MaxValueValidator(6)])
    least = models.DecimalField(
        _("least value"),
        max_digits=22,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("A figure below it is refused: 0 for a number of persons. Empty where there is no such limit."),
    )
    greatest = models.DecimalField(
        _("greatest value"),
        max_digits=22,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("A figure above it is refused: 100 for a share of a whole. Empty where there is no such limit."),
    )
    definition_en = models.TextField(_("definition in English"), blank=True)
    definition_fr = models.TextField(_("definition in French"), blank=True)
    computation_en = models.TextField(_("how it is computed, in English"), blank=True)
    computation_fr = models.TextField(_("how it is computed, in French"), blank=True)
    publisher = models.CharField(
        _("publisher"),
        max_length=200,
        blank=True,
        help_text=_("As its datasets name it. Of several publishers’ figures, this one’s are shown first."),
    )
    publisher_code = models.CharField(
        _("publisher’s code"),
        max_length=60,
        blank=True,
        help_text=_("As the World Bank names it, for example BX.TRF.PWKR.CD.DT: files with this code are imported."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Pages list figures in this order."))

    name = Localised()
    definition = Localised()
    computation = Localised()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="indicator_range_in_order",
                condition=Q(least__isnull=True) | Q(greatest__isnull=True) | Q(least__lte=F("greatest")),
                violation_error_message=_("The least value is not above the greatest one."),
            ),
            models.UniqueConstraint(
                name="indicator_publisher_code_once",
                fields=["publisher_code"],
                condition=~Q(publisher_code=""),
                violation_error_message=_("Another indicator has this code of the publisher already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def allows(self, value: Decimal) -> bool:
        """Whether a figure may have this value; the trigger `observation_value_in_range` says the same."""
        return (self.least is None or value >= self.least) and (self.greatest is None or value <= self.greatest)
