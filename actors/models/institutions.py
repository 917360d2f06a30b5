"""Institutions that answer for the diaspora, or work for and with it."""

from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaspora.columns.partial_dates import PartialDateField, in_order
from diaspora.columns.text import Localised
from diaspora.columns.web_addresses import hold_to_web_addresses
from diaspora.models import Citation, Country, Entry, EntryQuerySet, Topic
from diaspora.records.linked_data import Thing, mention, mention_countries


class InstitutionQuerySet(EntryQuerySet):
    def for_country(self, country: Country) -> Self:
        """Returns the institutions of the country, and those beyond it that serve it."""
        serving = Institution.countries_served.through.objects.filter(country=country).values("institution")
        return self.filter(Q(country=country) | Q(pk__in=serving))

    def by_level(self) -> Self:
        """Returns the institutions from the national to the international level: those in charge, then by rank."""
        levels, ranks = (
            Case(*(When(**{name: value, "then": Value(place)}) for place, value in enumerate(choices.values)))
            for name, choices in (("level", Institution.Level), ("rank", Institution.Rank))
        )
        return self.order_by(levels.desc(), "-in_charge", ranks, "slug")

    def oldest_first(self) -> Self:
        """Returns the institutions by date of creation; those without one come last."""
        return self.order_by(F("created_on").asc(nulls_last=True), "pk")


class Institution(Entry):
    """A public body, or a body of several States, that has a part in engaging a diaspora."""

    class Level(models.TextChoices):
        INTERNATIONAL = "international", _("International")
        REGIONAL = "regional", _("Regional")
        NATIONAL = "national", _("National")

    class Rank(models.TextChoices):
        MINISTRY = "ministry", _("Ministry")
        SUB_MINISTRY = "sub_ministry", _("Sub-ministry")
        AGENCY = "agency", _("Agency")
        CONSULTATIVE_BODY = "consultative_body", _("Consultative body")
        CONSULAR_NETWORK = "consular_network", _("Consular network")
        FINANCIAL_INSTITUTION = "financial_institution", _("Financial institution")
        OTHER = "other", _("Other")

    # What it is
    level = models.CharField(_("level"), max_length=13, choices=Level)
    rank = models.CharField(_("rank"), max_length=21, choices=Rank, default=Rank.OTHER)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="institutions",
        verbose_name=_("country"),
        help_text=_("The country it belongs to. Empty for an international or regional institution."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("The institution it is attached to."),
    )

    in_charge = models.BooleanField(
        _("in charge of the diaspora"),
        default=False,
        help_text=_("It answers first for the country’s diaspora: the country’s page names it at the top."),
    )

    # When
    created_on = PartialDateField(_("date of creation"), null=True, blank=True)
    dissolved_on = PartialDateField(_("date of dissolution"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("predecessor")
    )

    # What it does, and for whom
    mandate_en = models.TextField(_("mandate in English"), blank=True, help_text=_("Markdown."))
    mandate_fr = models.TextField(_("mandate in French"), blank=True)
    areas = models.ManyToManyField(
        Topic,
        blank=True,
        limit_choices_to={"kind": Topic.Kind.AREA},
        related_name="institutions",
        verbose_name=_("areas of engagement"),
    )
    countries_served = models.ManyToManyField(
        Country,
        blank=True,
        related_name="serving_institutions",
        verbose_name=_("countries served"),
        help_text=_("Whose diaspora it works for, where that is not its own country alone."),
    )

    # Where to find it
    website = models.URLField(_("website"), max_length=500, blank=True)
    contact_page = models.URLField(
        _("contact page"),
        max_length=500,
        blank=True,
        help_text=_("A page of its own. No names and no telephone numbers."),
    )

    mandate = Localised()

    objects = InstitutionQuerySet.as_manager()  # type: ignore[misc]
    _history_m2m_fields = [areas, countries_served]

    class Meta(Entry.Meta):
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["slug"]
        constraints = [
            *Entry.Meta.constraints,
            hold_to_web_addresses("website", "contact_page", name="institution_web_addresses"),
            models.CheckConstraint(
                name="institution_national_has_country",
                condition=Q(level="national", country__isnull=False) | (~Q(level="national") & Q(country__isnull=True)),
                violation_error_message=_(
                    "A national institution belongs to a country; an international or regional one to none."
                ),
            ),
            models.CheckConstraint(
                name="institution_in_charge_is_national",
                condition=Q(in_charge=False) | Q(level="national"),
                violation_error_message=_("Only a national institution can be in charge of a country’s diaspora."),
            ),
            models.CheckConstraint(
                name="institution_dates_in_order",
                condition=in_order("created_on", "dissolved_on"),
                violation_error_message=_("An institution cannot be dissolved before it was created."),
            ),
            models.CheckConstraint(
                name="institution_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("An institution is not a part of itself."),
            ),
            models.CheckConstraint(
                name="institution_not_its_own_predecessor",
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("id")),
                violation_error_message=_("An institution is not its own predecessor."),
            ),
        ]

    def linked_data(self) -> Thing:
        is_public_body = self.level == self.Level.NATIONAL and self.rank != self.Rank.FINANCIAL_INSTITUTION
        countries = [country for country in (self.country, *self.countries_served.all()) if country]
        return super().linked_data() | {
            "@type": "GovernmentOrganization" if is_public_body else "Organization",
            "foundingDate": self.created_on,
            "dissolutionDate": self.dissolved_on,
            "areaServed": mention_countries(dict.fromkeys(countries)),
            "parentOrganization": mention(self.parent, "Organization")
            if self.parent and self.parent.status == self.Status.PUBLISHED
            else None,
            "keywords": [area.name for area in self.areas.all()],
            "sameAs": self.website,
        }

    @classmethod
    def get_list_url(cls) -> str:
        return reverse("actors:institutions")

    def get_absolute_url(self) -> str:
        return reverse("actors:institution", args=[self.slug])


class InstitutionCitation(Citation):
    record_field = "institution"
    natural_key_fields = ("institution", "source", "aspect", "locator")

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="citations", verbose_name=_("institution"), db_index=False
    )

    class Meta(Citation.Meta):
        abstract = False
        constraints = [
            *Citation.Meta.constraints,
            models.UniqueConstraint(
                name="institution_cited_once",
                fields=["institution", "source", "aspect", "locator"],
                nulls_distinct=False,
                violation_error_message=_("This place of the source is cited on this aspect already."),
            ),
        ]
