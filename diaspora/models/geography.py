"""Countries, the groups they belong to, and the places within them that people come from."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaspora.columns.folded import Folded, names_column
from diaspora.columns.partial_dates import PartialDateField, in_order
from diaspora.columns.text import LinesField, Localised, current_language
from diaspora.columns.web_addresses import hold_to_web_addresses
from diaspora.models.base import Addressable, NamedQuerySet
from diaspora.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet


class Region(NaturalKeyModel):
    """A region, sub-region or intermediate region of the UN's M49 standard."""

    natural_key_fields = ("code",)

    code = models.CharField(_("M49 code"), max_length=3, unique=True)
    name_en = models.CharField(_("name in English"), max_length=100)
    name_fr = models.CharField(_("name in French"), max_length=100)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )

    name = Localised()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class CountryQuerySet(NamedQuerySet):
    def by_name(self) -> Self:
        """Returns the countries in the alphabetical order of the reader's language."""
        return self.order_by(Folded(F(f"name_{current_language()}")))

    def by_figure(self, indicator_code: str) -> Self:
        """Returns the countries by their latest figure shown first, the greatest first; those without one last.

        `figure` is its value, and `figure_key` its primary key.
        """
        observations = self.model._meta.get_field("observations").related_model.objects
        latest = (
            observations.shown_first()
            .national()
            .filter(country=OuterRef("pk"), indicator__code=indicator_code, sex="total")
        )
        latest = latest.order_by("-year")[:1]
        return self.annotate(
            figure=Subquery(latest.values("value")), figure_key=Subquery(latest.values("pk"))
        ).order_by(F("figure").desc(nulls_last=True), Folded(F(f"name_{current_language()}")))

    def by_emigrants(self) -> Self:
        """Returns the countries by their number of emigrants, most first."""
        return self.by_figure("emigrant_stock")

    def by_remittances(self) -> Self:
        """Returns the countries by the remittances they receive, most first."""
        return self.by_figure("remittance_inflow")

    def with_profile(self) -> Self:
        return self.filter(profile__status="published")


class Country(Addressable):
    """A country or area of ISO 3166-1. The list takes no position on anyone's status."""

    natural_key_fields: ClassVar[tuple[str, ...]] = ("iso3",)

    # Codes
    iso3 = models.CharField(
        _("ISO 3166-1 alpha-3 code"), max_length=3, unique=True, validators=[RegexValidator(r"^[A-Z]{3}$")]
    )
    iso2 = models.CharField(
        _("ISO 3166-1 alpha-2 code"), max_length=2, unique=True, validators=[RegexValidator(r"^[A-Z]{2}$")]
    )
    m49 = models.CharField(_("UN M49 code"), max_length=3, unique=True, validators=[RegexValidator(r"^[0-9]{3}$")])

    # Names
    name_en = models.CharField(_("name in English"), max_length=100)
    name_fr = models.CharField(_("name in French"), max_length=100)
    official_name_en = models.CharField(_("official name in English"), max_length=200, blank=True)
    official_name_fr = models.CharField(_("official name in French"), max_length=200, blank=True)
    capital_en = models.CharField(_("capital in English"), max_length=100, blank=True)
    capital_fr = models.CharField(_("capital in French"), max_length=100, blank=True)

    names = names_column("name_en", "name_fr", "official_name_en", "official_name_fr", "iso3")

    # Where it is, and what it is counted among
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="countries", verbose_name=_("region")
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    is_ldc = models.BooleanField(_("least developed country"), default=False)
    is_lldc = models.BooleanField(_("landlocked developing country"), default=False)
    is_sids = models.BooleanField(_("small island developing State"), default=False)

    name = Localised()
    official_name = Localised()
    capital = Localised()

    objects = CountryQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Addressable.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["iso3"]
        constraints = [
            models.CheckConstraint(
                name="country_coordinates_on_the_globe",
                condition=Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                )
                | Q(latitude__isnull=True, longitude__isnull=True),
                violation_error_message=_(
                    "Latitude runs from -90 to 90 and longitude from -180 to 180; give both or neither."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def coordinates(self) -> str:
        """Its place on the globe in words: “17° N, 4° W”."""
        if self.latitude is None or self.longitude is None:
            return ""
        north, east = (f"{abs(degrees).normalize():f}°" for degrees in (self.latitude, self.longitude))
        latitude = gettext("%(degrees)s N") if self.latitude >= 0 else gettext("%(degrees)s S")
        longitude = gettext("%(degrees)s E") if self.longitude >= 0 else gettext("%(degrees)s W")
        return f"{latitude % {'degrees': north}}, {longitude % {'degrees': east}}"

    @property
    def search_title(self) -> str:
        return self.name

    def linked_data(self) -> dict[str, Any]:
        return {
            "@type": "Country",
            "name": self.name,
            "alternateName": self.official_name if self.official_name != self.name else "",
            "identifier": {"@type": "PropertyValue", "propertyID": "ISO 3166-1 alpha-3", "value": self.iso3},
            "containedInPlace": {"@type": "Place", "name": self.region.name} if self.region else None,
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": float(self.latitude),
                "longitude": float(self.longitude),
            }
            if self.latitude is not None and self.longitude is not None
            else None,
        }

    @property
    def search_text(self) -> str:
        return self.official_name

    @classmethod
    def get_list_url(cls) -> str:
        return reverse("diaspora:countries")

    def get_absolute_url(self) -> str:
        return reverse("diaspora:country", args=[self.slug])


class CountryGroup(NaturalKeyModel):
    """A union or community that countries join and leave."""

    natural_key_fields = ("slug",)

    slug = models.SlugField(_("slug"), unique=True)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    acronym_en = models.CharField(_("acronym in English"), max_length=20, blank=True)
    acronym_fr = models.CharField(_("acronym in French"), max_length=20, blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    description_fr = models.TextField(_("description in French"), blank=True)
    website = models.URLField(_("website"), blank=True)
    countries = models.ManyToManyField(
        Country, through="Membership", related_name="groups", verbose_name=_("countries")
    )

    name = Localised()
    acronym = Localised()
    description = Localised()

    class Meta:
        verbose_name = _("group of countries")
        verbose_name_plural = _("groups of countries")
        ordering = ["slug"]
        constraints = [hold_to_web_addresses("website", name="group_web_addresses")]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name


class MembershipQuerySet(NaturalKeyQuerySet["Membership"]):
    def current(self) -> Self:
        """Returns the memberships that have not ended."""
        return self.filter(left__isnull=True)


class Membership(NaturalKeyModel):
    """A country's time in a group. A membership that ended stays, with its date."""

    natural_key_fields = ("country", "group", "joined")

    country = models.ForeignKey(
        Country, models.CASCADE, related_name="memberships", verbose_name=_("country"), db_index=False
    )
    group = models.ForeignKey(CountryGroup, models.CASCADE, related_name="memberships", verbose_name=_("group"))
    joined = PartialDateField(_("joined"))
    left = PartialDateField(_("left"), null=True, blank=True)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    note_fr = models.CharField(_("note in French"), max_length=300, blank=True)
    source = models.ForeignKey(
        "diaspora.Source", models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("source")
    )

    note = Localised()

    objects = MembershipQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["group", "joined"]
        constraints = [
            models.UniqueConstraint(
                name="membership_entered_once",
                fields=["country", "group", "joined"],
                violation_error_message=_("This membership is entered already."),
            ),
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=in_order("joined", "left"),
                violation_error_message=_("A country cannot leave a group before it joined."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.group}, {self.joined}"


class PlaceQuerySet(NamedQuerySet):
    def by_name(self) -> Self:
        """Returns the places in alphabetical order."""
        return self.order_by(Folded(F("name")), "pk")

    def within(self, places: Iterable["Place"]) -> Self:
        """Returns the places and all that lies in them, down to four levels: region, district, commune, town."""
        return self.filter(
            Q(pk__in=[place.pk for place in places])
            | Q(parent__in=places)
            | Q(parent__parent__in=places)
            | Q(parent__parent__parent__in=places)
        )

    def serving_as_origin(self) -> Self:
        """Returns the places that published organisations work for, and those around them."""
        served = self.filter(organisations__status="published")
        return self.filter(
            Exists(served.filter(pk=OuterRef("pk")))
            | Exists(served.filter(parent=OuterRef("pk")))
            | Exists(served.filter(parent__parent=OuterRef("pk")))
        ).by_name()


class Place(NaturalKeyModel):
    """A region, cercle, commune or town that a diaspora comes from and works for."""

    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        DISTRICT = "district", _("Cercle, département or district")
        COMMUNE = "commune", _("Commune")
        TOWN = "town", _("Town or village")

    natural_key_fields = ("country", "kind", "name")

    country = models.ForeignKey(
        Country, models.CASCADE, related_name="places", verbose_name=_("country"), db_index=False
    )
    slug = models.SlugField(
        _("slug"), max_length=120, unique=True, help_text=_("Names it in addresses: mali-yelimane-cercle.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    other_names = LinesField(verbose_name=_("other names"), help_text=_("Other spellings and names, one to a line."))
    names = names_column("name", lines="other_names")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("within")
    )

    objects = PlaceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["country", "name"]
        indexes = [GinIndex(OpClass("names", name="gin_trgm_ops"), name="place_names")]
        constraints = [
            models.UniqueConstraint(
                name="place_entered_once",
                fields=["country", "kind", "name"],
                violation_error_message=_("This place is entered already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()})"

    @property
    def search_title(self) -> str:
        return str(self)

    @property
    def search_text(self) -> str:
        return gettext("Organisations that work for this place")

    def get_absolute_url(self) -> str:
        return f"{reverse('actors:organisations')}?place={self.slug}"
