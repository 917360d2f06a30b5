"""Laws, policies and agreements."""

from typing import Self

from django.db import models
from django.db.models import F, Min, Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actors.models import Institution
from diaspora.columns.partial_dates import PartialDateField
from diaspora.columns.text import Localised
from diaspora.columns.web_addresses import hold_to_web_addresses
from diaspora.models import (
    Citation,
    Country,
    CountryGroup,
    Entry,
    EntryQuerySet,
    Source,
    Topic,
    Tracked,
)
from diaspora.records.linked_data import Thing, mention


class PolicyQuerySet(EntryQuerySet):
    def for_country(self, country: Country) -> Self:
        """Returns the policies of the country, and those of groups it belongs to."""
        groups = country.memberships.current().values("group")
        return self.filter(Q(country=country) | Q(group__in=groups))

    def with_year(self) -> Self:
        """Adds `year`: that of the earliest event known, as text; none where no event is."""
        return self.annotate(year=Left(Min("events__date"), 4))

    def chronological(self) -> Self:
        """Returns the policies with the newest first; those without a dated event come last."""
        return self.with_year().order_by(F("year").desc(nulls_last=True), "slug")


class Policy(Entry):
    """One law, policy or agreement, with its documents and the events of its life."""

    class Category(models.TextChoices):
        LEGISLATIVE = "legislative", _("Legislative")
        EXECUTIVE = "executive", _("Executive")
        INTERNATIONAL_AGREEMENT = "international_agreement", _("International agreement")

    class Type(models.TextChoices):
        CONSTITUTION = "constitution", _("Constitution")
        LAW = "law", _("Law")
        DECREE = "decree", _("Decree")
        ORDINANCE = "ordinance", _("Ordinance")
        REGULATION = "regulation", _("Regulation")
        POLICY = "policy", _("Policy")
        STRATEGY = "strategy", _("Strategy")
        ACTION_PLAN = "action_plan", _("Action plan")
        FRAMEWORK = "framework", _("Framework")
        HANDBOOK = "handbook", _("Handbook")
        PROGRAMME = "programme", _("Programme")
        AGREEMENT = "agreement", _("Agreement")
        PROTOCOL = "protocol", _("Protocol")

    class Scope(models.TextChoices):
        DIASPORA_SPECIFIC = "diaspora_specific", _("Diaspora-specific")
        MAINSTREAMED = "mainstreamed", _("Mainstreamed in a wider policy")

    class Implementation(models.TextChoices):
        ANNOUNCED = "announced", pgettext_lazy("implementation", "Announced")
        ADOPTED = "adopted", pgettext_lazy("implementation", "Adopted")
        IN_FORCE = "in_force", pgettext_lazy("implementation", "In force")
        BEING_IMPLEMENTED = "being_implemented", pgettext_lazy("implementation", "Being implemented")
        UNCLEAR = "unclear", pgettext_lazy("implementation", "Unclear")
        REPLACED = "replaced", pgettext_lazy("implementation", "Replaced")
        REPEALED = "repealed", pgettext_lazy("implementation", "Repealed")
        NOT_KNOWN = "not_known", pgettext_lazy("implementation", "Not known")

    # Whose it is
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="policies", verbose_name=_("country")
    )
    group = models.ForeignKey(
        CountryGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="policies",
        verbose_name=_("group of countries"),
        help_text=_("Instead of a country, where a union or community adopted it."),
    )

    # What it is
    category = models.CharField(_("category"), max_length=23, choices=Category)
    policy_type = models.CharField(_("type"), max_length=12, choices=Type)
    scope = models.CharField(_("scope"), max_length=17, choices=Scope)
    number = models.CharField(_("number"), max_length=100, blank=True, help_text=_("The number alone: 2011-087."))
    implementation = models.CharField(
        _("implementation"), max_length=17, choices=Implementation, default=Implementation.NOT_KNOWN
    )

    # What it is linked to
    responsible_institutions = models.ManyToManyField(
        Institution, blank=True, related_name="policies", verbose_name=_("responsible institutions")
    )
    creates_institutions = models.ManyToManyField(
        Institution, blank=True, related_name="created_by_policies", verbose_name=_("institutions it creates")
    )
    areas = models.ManyToManyField(
        Topic,
        blank=True,
        limit_choices_to={"kind": Topic.Kind.AREA},
        related_name="policies",
        verbose_name=_("areas of engagement"),
    )
    replaces = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    amends = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="amended_by", verbose_name=_("amends")
    )

    objects = PolicyQuerySet.as_manager()  # type: ignore[misc]
    _history_m2m_fields = [responsible_institutions, creates_institutions, areas, replaces, amends]

    class Meta(Entry.Meta):
        verbose_name = _("policy or law")
        verbose_name_plural = _("policies and laws")
        ordering = ["slug"]
        indexes = [*Entry.Meta.indexes, models.Index(fields=["number"], name="policy_number")]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="policy_of_country_or_group",
                condition=Q(country__isnull=False, group__isnull=True) | Q(country__isnull=True, group__isnull=False),
                violation_error_message=_(
                    "A policy belongs to a country or to a group of countries, to one of the two."
                ),
            ),
        ]

    def linked_data(self) -> Thing:
        adopted = [event.date for event in self.events.all() if event.kind == PolicyEvent.Kind.ADOPTED]
        entered = [event.date for event in self.events.all() if event.kind == PolicyEvent.Kind.IN_FORCE]
        force = {
            self.Implementation.IN_FORCE: "https://schema.org/InForce",
            self.Implementation.REPLACED: "https://schema.org/NotInForce",
            self.Implementation.REPEALED: "https://schema.org/NotInForce",
        }
        return super().linked_data() | {
            "@type": "Legislation",
            "legislationType": self.get_policy_type_display(),
            "legislationIdentifier": self.number,
            "legislationDate": adopted[0] if adopted else None,
            "legislationDateOfApplicability": entered[0] if entered else None,
            "legislationLegalForce": force.get(self.Implementation(self.implementation)),
            "legislationJurisdiction": mention(self.country, "Country")
            if self.country
            else {"@type": "AdministrativeArea", "name": self.group.name if self.group else ""},
            "keywords": [area.name for area in self.areas.all()],
            "encoding": [document.linked_data() for document in self.documents.all() if document.url],
        }

    @property
    def known_implementation(self) -> str:
        """How far it is carried out, in words; nothing where that is not known."""
        return "" if self.implementation == self.Implementation.NOT_KNOWN else str(self.get_implementation_display())

    @classmethod
    def get_list_url(cls) -> str:
        return reverse("practices:policies")

    def get_absolute_url(self) -> str:
        return reverse("practices:policy", args=[self.slug])


class PolicyEvent(Tracked):
    """Something that happened to a policy."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("event", "Proposed")
        ADOPTED = "adopted", pgettext_lazy("event", "Adopted")
        LAUNCHED = "launched", pgettext_lazy("event", "Launched")
        IN_FORCE = "in_force", pgettext_lazy("event", "Entered into force")
        AMENDED = "amended", pgettext_lazy("event", "Amended")
        REVIEWED = "reviewed", pgettext_lazy("event", "Reviewed")
        REPLACED = "replaced", pgettext_lazy("event", "Replaced")
        REPEALED = "repealed", pgettext_lazy("event", "Repealed")
        STEP = "step", pgettext_lazy("event", "Implementation step")

    natural_key_fields = ("policy", "date", "kind")

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="events", verbose_name=_("policy"), db_index=False)
    date = PartialDateField(_("date"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    text_en = models.CharField(_("text in English"), max_length=500, blank=True)
    text_fr = models.CharField(_("text in French"), max_length=500, blank=True)

    text = Localised()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="policy_event_entered_once",
                fields=["policy", "date", "kind"],
                violation_error_message=_("This event is entered already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.date}"


class PolicyDocument(Tracked):
    """A text of a policy that can be read somewhere."""

    class Role(models.TextChoices):
        MAIN_TEXT = "main_text", _("Main text")
        ANNEX = "annex", _("Annex")
        AMENDMENT = "amendment", _("Amendment")
        TRANSLATION = "translation", _("Translation")
        SUMMARY = "summary", _("Summary")

    natural_key_fields = ("policy", "title")

    policy = models.ForeignKey(
        Policy, models.CASCADE, related_name="documents", verbose_name=_("policy"), db_index=False
    )
    title = models.CharField(_("title"), max_length=300, help_text=_("As published, in its own language."))
    role = models.CharField(_("role"), max_length=11, choices=Role, default=Role.MAIN_TEXT)
    language = models.CharField(_("language"), max_length=2, help_text=_("ISO 639-1 code: en, fr, ar …"))
    url = models.URLField(_("address"), max_length=500, blank=True)
    archived_url = models.URLField(_("archived address"), max_length=500, blank=True)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="policy_documents",
        verbose_name=_("source"),
        help_text=_("The same document among the sources, where it is one."),
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="policy_document_entered_once",
                fields=["policy", "title"],
                violation_error_message=_("This document is entered already."),
            ),
            hold_to_web_addresses("url", "archived_url", name="policy_document_web_addresses"),
        ]

    def __str__(self) -> str:
        return self.title

    def linked_data(self) -> Thing:
        return {
            "@type": "LegislationObject",
            "name": self.title,
            "inLanguage": self.language,
            "contentUrl": self.url,
            "archivedAt": self.archived_url,
        }


class PolicyCitation(Citation):
    record_field = "policy"
    natural_key_fields = ("policy", "source", "aspect", "locator")

    policy = models.ForeignKey(
        Policy, models.CASCADE, related_name="citations", verbose_name=_("policy"), db_index=False
    )

    class Meta(Citation.Meta):
        abstract = False
        constraints = [
            *Citation.Meta.constraints,
            models.UniqueConstraint(
                name="policy_cited_once",
                fields=["policy", "source", "aspect", "locator"],
                nulls_distinct=False,
                violation_error_message=_("This place of the source is cited on this aspect already."),
            ),
        ]
