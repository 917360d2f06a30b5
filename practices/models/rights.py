"""Political rights of citizens abroad: facts of law, a row each."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from diaspora.columns.partial_dates import PartialDateField, in_order
from diaspora.columns.text import Localised
from diaspora.models import Answer, Citation, Country, PublishedWithProfile, PublishedWithProfileQuerySet
from practices.models.policies import Policy


class PoliticalRightQuerySet(PublishedWithProfileQuerySet["PoliticalRight"]):
    def current(self) -> Self:
        """Returns the answers that have not been replaced by later ones."""
        return self.filter(valid_to__isnull=True)


class PoliticalRight(PublishedWithProfile):
    """What the law of a country says on one right of its citizens abroad."""

    class Right(models.TextChoices):
        DUAL_CITIZENSHIP = "dual_citizenship", _("Dual citizenship")
        EXTERNAL_VOTING = "external_voting", _("Vote in national elections from abroad")
        STANDING_FOR_ELECTION = "standing_for_election", _("Stand for election while living abroad")
        RESERVED_SEATS = "reserved_seats", _("Seats reserved for citizens abroad")

    class Election(models.TextChoices):
        PRESIDENTIAL = "presidential", pgettext_lazy("election", "Presidential")
        LEGISLATIVE = "legislative", pgettext_lazy("election", "Legislative")
        REFERENDUM = "referendum", pgettext_lazy("election", "Referendum")
        LOCAL = "local", pgettext_lazy("election", "Local")

    class VotingMethod(models.TextChoices):
        EMBASSY = "embassy", _("At an embassy or consulate")
        POST = "post", _("By post")
        PROXY = "proxy", _("By proxy")
        ELECTRONIC = "electronic", _("Electronically")
        FAX = "fax", _("By fax")
        IN_COUNTRY = "in_country", _("In the country only")

    natural_key_fields = ("country", "right", "valid_from")

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="political_rights", verbose_name=_("country"), db_index=False
    )
    right = models.CharField(_("right"), max_length=21, choices=Right)
    answer = models.CharField(_("answer"), max_length=14, choices=Answer)
    elections = ArrayField(
        models.CharField(max_length=12, choices=Election),
        default=list,
        blank=True,
        verbose_name=_("elections"),
        help_text=_("In which elections. Empty where no source says."),
    )
    voting_methods = ArrayField(
        models.CharField(max_length=10, choices=VotingMethod),
        default=list,
        blank=True,
        verbose_name=_("where and how votes are cast"),
    )
    conditions_en = models.TextField(_("conditions in English"), blank=True)
    conditions_fr = models.TextField(_("conditions in French"), blank=True)
    legal_basis = models.ForeignKey(
        Policy, models.PROTECT, null=True, blank=True, related_name="political_rights", verbose_name=_("legal basis")
    )
    legal_article = models.CharField(_("article"), max_length=60, blank=True, help_text=_("For example: Article 102."))
    valid_from = PartialDateField(_("valid from"), null=True, blank=True)
    valid_to = PartialDateField(
        _("valid to"),
        null=True,
        blank=True,
        help_text=_("Empty while it is the law. Enter a new row when the law changes."),
    )

    conditions = Localised()

    objects = PoliticalRightQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("political right")
        verbose_name_plural = _("political rights")
        ordering = ["country", "right", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="political_right_entered_once",
                fields=["country", "right", "valid_from"],
                nulls_distinct=False,
                violation_error_message=_("This right of this country is entered already, from the same date."),
            ),
            models.UniqueConstraint(
                name="political_right_one_current",
                fields=["country", "right"],
                condition=Q(valid_to__isnull=True),
                violation_error_message=_("There is a current answer already. Give that one an end date first."),
            ),
            models.CheckConstraint(
                name="political_right_dates_in_order",
                condition=in_order("valid_from", "valid_to"),
                violation_error_message=_("“Valid to” cannot come before “valid from”."),
            ),
            models.CheckConstraint(
                name="political_right_article_has_law",
                condition=Q(legal_article="") | Q(legal_basis__isnull=False),
                violation_error_message=_("An article needs the law it belongs to."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(country)s: %(right)s") % {"country": self.country, "right": self.get_right_display()}

    @property
    def public_legal_basis(self) -> Policy | None:
        """The law that it rests on, where readers may see that."""
        return self.legal_basis if self.legal_basis and self.legal_basis.status == Policy.Status.PUBLISHED else None

    def get_absolute_url(self) -> str:
        return f"{self.country.get_absolute_url()}#rights"

    def get_elections_display(self) -> list[str]:
        return [str(self.Election(election).label) for election in self.elections]

    def get_voting_methods_display(self) -> list[str]:
        return [str(self.VotingMethod(method).label) for method in self.voting_methods]


class PoliticalRightCitation(Citation):
    record_field = "political_right"
    record_relations = ("political_right__country",)
    natural_key_fields = ("political_right", "source", "aspect", "locator")

    political_right = models.ForeignKey(
        PoliticalRight, models.CASCADE, related_name="citations", verbose_name=_("political right"), db_index=False
    )

    class Meta(Citation.Meta):
        abstract = False
        constraints = [
            *Citation.Meta.constraints,
            models.UniqueConstraint(
                name="political_right_cited_once",
                fields=["political_right", "source", "aspect", "locator"],
                nulls_distinct=False,
                violation_error_message=_("This place of the source is cited on this aspect already."),
            ),
        ]
