"""Effective practices: what was done for and with a diaspora, by whom, and how it worked."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from actors.models import Institution, Organisation
from diaspora.columns.folded import search_column
from diaspora.columns.text import Localised
from diaspora.models import (
    Citation,
    CompactObjective,
    Country,
    Entry,
    EntryQuerySet,
    SustainableDevelopmentGoal,
    Topic,
    Tracked,
)
from diaspora.records.linked_data import Thing, mention, mention_countries
from practices.models.policies import Policy


class PracticeQuerySet(EntryQuerySet):
    def for_country(self, country: Country) -> Self:
        """Returns the practices for the diaspora from the country."""
        return self.filter(pk__in=Practice.countries.through.objects.filter(country=country).values("practice"))

    def newest_first(self) -> Self:
        """Returns the practices by start year; those without one come last."""
        return self.order_by(F("start_year").desc(nulls_last=True), "pk")

    def active_in(self, first_year: int | None, last_year: int | None) -> Self:
        """Returns the practices that ran at some time between the two years; those without a year are left out."""
        practices = self
        if first_year is not None:
            practices = practices.filter(
                Q(end_year__gte=first_year)
                | Q(end_year__isnull=True, start_year__isnull=False, is_ongoing=True)
                | Q(start_year__gte=first_year)
            )
        if last_year is not None:
            practices = practices.filter(
                Q(start_year__lte=last_year) | Q(start_year__isnull=True, end_year__lte=last_year)
            )
        return practices


class Practice(Entry):
    """A programme, project, service or measure that engages a diaspora."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("practice", "Planned")
        RUNNING = "running", pgettext_lazy("practice", "Running")
        COMPLETED = "completed", pgettext_lazy("practice", "Completed")
        DISCONTINUED = "discontinued", pgettext_lazy("practice", "Discontinued")
        NOT_KNOWN = "not_known", pgettext_lazy("practice", "Not known")

    class Evidence(models.TextChoices):
        NONE_STATED = "none_stated", _("None stated")
        SELF_REPORTED = "self_reported", _("Self-reported")
        INDEPENDENT_EVALUATION = "independent_evaluation", _("Independent evaluation")
        IMPACT_STUDY = "impact_study", _("Impact study")

    # Where
    countries = models.ManyToManyField(
        Country,
        related_name="practices",
        verbose_name=_("countries of origin"),
        help_text=_("Whose diaspora it is for."),
    )
    countries_of_destination = models.ManyToManyField(
        Country,
        blank=True,
        related_name="practices_as_destination",
        verbose_name=_("countries of destination involved"),
        help_text=_("Where the diaspora that takes part lives, as far as a source names it."),
    )

    # When
    start_year = models.PositiveSmallIntegerField(
        _("start year"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    end_year = models.PositiveSmallIntegerField(
        _("end year"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    is_ongoing = models.BooleanField(
        _("ongoing"), default=False, help_text=_("A source says that it has no end in sight.")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NOT_KNOWN)

    # With what money
    budget_amount = models.DecimalField(
        _("budget"), max_digits=16, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    budget_currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Write the ISO 4217 code: USD, EUR, XOF."))],
        help_text=_("ISO 4217 code: USD, EUR, XOF."),
    )

    # What it is about
    areas = models.ManyToManyField(
        Topic,
        blank=True,
        limit_choices_to={"kind": Topic.Kind.AREA},
        related_name="practices_by_area",
        verbose_name=_("areas of engagement"),
    )
    sectors = models.ManyToManyField(
        Topic,
        blank=True,
        limit_choices_to={"kind": Topic.Kind.SECTOR},
        related_name="practices_by_sector",
        verbose_name=_("sectors"),
    )
    target_groups = models.ManyToManyField(
        Topic,
        blank=True,
        limit_choices_to={"kind": Topic.Kind.TARGET_GROUP},
        related_name="practices_by_target_group",
        verbose_name=_("target groups"),
    )
    goals = models.ManyToManyField(
        SustainableDevelopmentGoal,
        blank=True,
        related_name="practices",
        verbose_name=_("Sustainable Development Goals"),
    )
    objectives = models.ManyToManyField(
        CompactObjective, blank=True, related_name="practices", verbose_name=_("Global Compact objectives")
    )

    # How it worked
    how_it_works_en = models.TextField(_("how it works, in English"), blank=True, help_text=_("Markdown."))
    how_it_works_fr = models.TextField(_("how it works, in French"), blank=True)
    results_en = models.TextField(_("results in English"), blank=True, help_text=_("Markdown."))
    results_fr = models.TextField(_("results in French"), blank=True)
    people_reached = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    people_reached_year = models.PositiveSmallIntegerField(
        _("year of that number"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    lessons_en = models.TextField(_("lessons in English"), blank=True, help_text=_("Markdown."))
    lessons_fr = models.TextField(_("lessons in French"), blank=True)
    evidence = models.CharField(
        _("evidence"),
        max_length=22,
        choices=Evidence,
        default=Evidence.NONE_STATED,
        help_text=_("What the results rest on."),
    )

    # What it is linked to
    policies = models.ManyToManyField(Policy, blank=True, related_name="practices", verbose_name=_("related policies"))
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )

    search_en = search_column(
        "en",
        names=("title_en", "title_fr", "original_title", "acronym_en", "acronym_fr"),
        lines=("other_names",),
        summaries=("summary_en",),
        texts=("description_en", "how_it_works_en", "results_en", "lessons_en"),
    )
    search_fr = search_column(
        "fr",
        names=("title_fr", "title_en", "original_title", "acronym_en", "acronym_fr"),
        lines=("other_names",),
        summaries=("summary_fr",),
        texts=("description_fr", "how_it_works_fr", "results_fr", "lessons_fr"),
    )

    how_it_works = Localised()
    results = Localised()
    lessons = Localised()

    objects = PracticeQuerySet.as_manager()  # type: ignore[misc]
    _history_m2m_fields = [
        countries,
        countries_of_destination,
        areas,
        sectors,
        target_groups,
        goals,
        objectives,
        policies,
    ]

    class Meta(Entry.Meta):
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["slug"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="practice_years_in_order",
                condition=Q(start_year__isnull=True) | Q(end_year__isnull=True) | Q(start_year__lte=F("end_year")),
                violation_error_message=_("The end year cannot come before the start year."),
            ),
            models.CheckConstraint(
                name="practice_years_in_range",
                condition=(Q(start_year__isnull=True) | Q(start_year__range=(1900, 2100)))
                & (Q(end_year__isnull=True) | Q(end_year__range=(1900, 2100))),
                violation_error_message=_("Years lie between 1900 and 2100."),
            ),
            models.CheckConstraint(
                name="practice_ongoing_has_no_end",
                condition=Q(is_ongoing=False) | Q(end_year__isnull=True),
                violation_error_message=_("An ongoing practice has no end year."),
            ),
            models.CheckConstraint(
                name="practice_budget_has_currency",
                condition=Q(budget_amount__isnull=True, budget_currency="")
                | (Q(budget_amount__isnull=False, budget_amount__gte=0) & ~Q(budget_currency="")),
                violation_error_message=_("A budget is a positive amount with its currency; give both or neither."),
            ),
            models.CheckConstraint(
                name="practice_people_reached_has_year",
                condition=Q(people_reached__isnull=True)
                | Q(people_reached_year__isnull=False, people_reached_year__range=(1900, 2100)),
                violation_error_message=_("The number of people reached needs its year."),
            ),
            models.CheckConstraint(
                name="practice_not_part_of_itself",
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                violation_error_message=_("A practice is not a part of itself."),
            ),
        ]

    @classmethod
    def get_list_url(cls) -> str:
        return reverse("practices:practices")

    def get_absolute_url(self) -> str:
        return reverse("practices:practice", args=[self.slug])

    def linked_data(self) -> Thing:
        involved = [involvement for involvement in self.involvements.all() if involvement.is_public]
        actors = {
            is_funder: [
                mention(involvement.actor, "Organization")
                for involvement in involved
                if (involvement.role == Involvement.Role.FUNDER) is is_funder
            ]
            for is_funder in (True, False)
        }
        grant = {"@type": "MonetaryAmount", "value": float(self.budget_amount or 0), "currency": self.budget_currency}
        return super().linked_data() | {
            "@type": "Project",
            "foundingDate": str(self.start_year or ""),
            "dissolutionDate": str(self.end_year or ""),
            "areaServed": mention_countries(self.countries.all()),
            "member": actors[False],
            "funder": actors[True],
            "funding": {"@type": "MonetaryGrant", "amount": grant} if self.budget_currency else None,
            "parentOrganization": mention(self.part_of, "Project")
            if self.part_of and self.part_of.status == self.Status.PUBLISHED
            else None,
            "keywords": [area.name for area in self.areas.all()],
        }

    @property
    def period(self) -> str:
        """The years it ran, as far as they are known: “2013–2022”, “since 1998”, “until 2010”, or nothing."""
        if self.start_year and self.end_year:
            return str(self.start_year) if self.start_year == self.end_year else f"{self.start_year}–{self.end_year}"
        if self.start_year:
            if self.is_ongoing:
                return gettext("since %(year)s") % {"year": self.start_year}
            return gettext("from %(year)s") % {"year": self.start_year}
        return gettext("until %(year)s") % {"year": self.end_year} if self.end_year else ""

    @property
    def period_and_state(self) -> str:
        """When it ran and how it stands, of that what is known: “2013–2022 · Completed”."""
        state = "" if self.state == self.State.NOT_KNOWN else str(self.get_state_display())
        return " · ".join(part for part in (self.period, state) if part)


class Involvement(Tracked):
    """The part that an institution or organisation has in a practice."""

    class Role(models.TextChoices):
        IMPLEMENTER = "implementer", _("Implements")
        PARTNER = "partner", _("Partner")
        FUNDER = "funder", _("Funds")

    natural_key_fields = ("practice", "role", "institution", "organisation")

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="involvements", verbose_name=_("practice"), db_index=False
    )
    role = models.CharField(_("role"), max_length=11, choices=Role)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="involvements", verbose_name=_("institution")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="involvements",
        verbose_name=_("diaspora organisation"),
    )
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    note_fr = models.CharField(_("note in French"), max_length=300, blank=True)

    note = Localised()

    class Meta:
        verbose_name = _("actor involved")
        verbose_name_plural = _("actors involved")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="involvement_entered_once",
                fields=["practice", "role", "institution", "organisation"],
                nulls_distinct=False,
                violation_error_message=_("This actor has this role in this practice already."),
            ),
            models.CheckConstraint(
                name="involvement_of_one_actor",
                condition=Q(institution__isnull=False, organisation__isnull=True)
                | Q(institution__isnull=True, organisation__isnull=False),
                violation_error_message=_("Choose an institution or a diaspora organisation, one of the two."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(role)s: %(actor)s") % {"role": self.get_role_display(), "actor": self.actor}

    @property
    def actor(self) -> Institution | Organisation | None:
        return self.institution or self.organisation

    @property
    def is_public(self) -> bool:
        """Whether readers may see the actor."""
        return self.actor is not None and self.actor.status == Entry.Status.PUBLISHED


class PracticeCitation(Citation):
    record_field = "practice"
    natural_key_fields = ("practice", "source", "aspect", "locator")

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="citations", verbose_name=_("practice"), db_index=False
    )

    class Meta(Citation.Meta):
        abstract = False
        constraints = [
            *Citation.Meta.constraints,
            models.UniqueConstraint(
                name="practice_cited_once",
                fields=["practice", "source", "aspect", "locator"],
                nulls_distinct=False,
                violation_error_message=_("This place of the source is cited on this aspect already."),
            ),
        ]
