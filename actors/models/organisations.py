"""Organisations that members of a diaspora have set up."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaspora.columns.folded import Folded
from diaspora.columns.partial_dates import PartialDateField
from diaspora.columns.text import Localised, current_language
from diaspora.columns.web_addresses import hold_to_web_addresses
from diaspora.models import Answer, Citation, Country, Entry, EntryQuerySet, Place, Topic
from diaspora.records.linked_data import Thing, mention, mention_countries


class OrganisationQuerySet(EntryQuerySet):
    def for_country(self, country: Country) -> Self:
        """Returns the organisations of the diaspora from the country."""
        return self.filter(
            pk__in=Organisation.countries_of_origin.through.objects.filter(country=country).values("organisation")
        )

    def by_residence(self) -> Self:
        """Returns the organisations by the name of the country they are based in; those of no single one come last."""
        residence = Folded(F(f"country_of_residence__name_{current_language()}"))
        return self.by_title().order_by(residence.asc(nulls_last=True), *self.by_title().query.order_by)


class Organisation(Entry):
    """A diaspora organisation: people of one origin, or several, organised where they live."""

    class Kind(models.TextChoices):
        HOMETOWN_ASSOCIATION = "hometown_association", _("Hometown association")
        FEDERATION = "federation", _("Federation or umbrella")
        YOUTH = "youth", _("Youth organisation")
        PROFESSIONAL = "professional", _("Professional network")
        HUMANITARIAN = "humanitarian", _("Humanitarian organisation")
        BUSINESS = "business", _("Business network")
        OTHER = "other", _("Other")

    # What it is
    kind = models.CharField(_("kind"), max_length=21, choices=Kind)
    country_of_residence = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resident_organisations",
        verbose_name=_("country of residence"),
        help_text=_("Where it is based. Empty where it spans several countries or no source says."),
    )
    countries_of_origin = models.ManyToManyField(
        Country,
        blank=True,
        related_name="organisations",
        verbose_name=_("countries of origin"),
        help_text=_("Whose diaspora it is. Several, or none for a whole continent’s."),
    )
    places_of_origin = models.ManyToManyField(
        Place,
        blank=True,
        related_name="organisations",
        verbose_name=_("area of origin served"),
        help_text=_("The region, cercle, commune or town it works for."),
    )
    founded_on = PartialDateField(_("founded"), null=True, blank=True)
    member_of = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="members", verbose_name=_("member of")
    )

    # What it does
    areas = models.ManyToManyField(
        Topic,
        blank=True,
        limit_choices_to={"kind": Topic.Kind.AREA},
        related_name="organisations",
        verbose_name=_("areas of engagement"),
    )
    activities_en = models.TextField(_("activities in English"), blank=True, help_text=_("Markdown."))
    activities_fr = models.TextField(_("activities in French"), blank=True)
    development_activities = models.CharField(
        _("carries out development activities"), max_length=14, choices=Answer, default=Answer.NO_INFORMATION
    )

    # How far it reaches
    reach = models.PositiveIntegerField(_("reach in numbers"), null=True, blank=True)
    reach_unit_en = models.CharField(
        _("what is counted, in English"), max_length=150, blank=True, help_text=_("For example: member associations.")
    )
    reach_unit_fr = models.CharField(_("what is counted, in French"), max_length=150, blank=True)
    reach_year = models.PositiveSmallIntegerField(
        _("year of that number"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text=_("The year it describes, or of the source that gives it."),
    )
    website = models.URLField(_("website"), max_length=500, blank=True)

    activities = Localised()
    reach_unit = Localised()

    objects = OrganisationQuerySet.as_manager()  # type: ignore[misc]
    _history_m2m_fields = [countries_of_origin, places_of_origin, member_of, areas]

    class Meta(Entry.Meta):
        verbose_name = _("diaspora organisation")
        verbose_name_plural = _("diaspora organisations")
        ordering = ["slug"]
        constraints = [
            *Entry.Meta.constraints,
            hold_to_web_addresses("website", name="organisation_web_addresses"),
            models.CheckConstraint(
                name="organisation_reach_is_dated_and_named",
                condition=Q(reach__isnull=True)
                | (Q(reach_year__isnull=False) & (~Q(reach_unit_en="") | ~Q(reach_unit_fr=""))),
                violation_error_message=_("A number needs what it counts and its year."),
            ),
            models.CheckConstraint(
                name="organisation_reach_year_in_range",
                condition=Q(reach_year__isnull=True) | Q(reach_year__range=(1900, 2100)),
                violation_error_message=_("The year lies between 1900 and 2100."),
            ),
        ]

    def linked_data(self) -> Thing:
        return super().linked_data() | {
            "@type": "Organization",
            "foundingDate": self.founded_on,
            "location": mention(self.country_of_residence, "Country") if self.country_of_residence else None,
            "areaServed": [
                *mention_countries(self.countries_of_origin.all()),
                *({"@type": "AdministrativeArea", "name": place.name} for place in self.places_of_origin.all()),
            ],
            "keywords": [area.name for area in self.areas.all()],
            "sameAs": self.website,
        }

    @classmethod
    def get_list_url(cls) -> str:
        return reverse("actors:organisations")

    def get_absolute_url(self) -> str:
        return reverse("actors:organisation", args=[self.slug])


class OrganisationCitation(Citation):
    record_field = "organisation"
    natural_key_fields = ("organisation", "source", "aspect", "locator")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="citations", verbose_name=_("organisation"), db_index=False
    )

    class Meta(Citation.Meta):
        abstract = False
        constraints = [
            *Citation.Meta.constraints,
            models.UniqueConstraint(
                name="organisation_cited_once",
                fields=["organisation", "source", "aspect", "locator"],
                nulls_distinct=False,
                violation_error_message=_("This place of the source is cited on this aspect already."),
            ),
        ]
