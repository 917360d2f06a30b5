"""Taking part in international forums on migration and development."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaspora.columns.partial_dates import PartialDateField
from diaspora.columns.text import Localised
from diaspora.columns.web_addresses import hold_to_web_addresses
from diaspora.models import (
    Answer,
    Citation,
    Country,
    NaturalKeyModel,
    PublishedWithProfile,
    PublishedWithProfileQuerySet,
    Tracked,
)


class Forum(NaturalKeyModel):
    """A forum where States meet: the GFMD, the Rabat Process …"""

    natural_key_fields = ("slug",)

    slug = models.SlugField(_("slug"), unique=True)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    acronym_en = models.CharField(_("acronym in English"), max_length=20, blank=True)
    acronym_fr = models.CharField(_("acronym in French"), max_length=20, blank=True)
    website = models.URLField(_("website"), blank=True)

    name = Localised()
    acronym = Localised()

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
        ordering = ["slug"]
        constraints = [hold_to_web_addresses("website", name="forum_web_addresses")]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name


class ForumMeeting(NaturalKeyModel):
    natural_key_fields = ("forum", "number")

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="meetings", verbose_name=_("forum"), db_index=False)
    number = models.PositiveSmallIntegerField(_("number"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1900), MaxValueValidator(2100)])
    hosts = models.ManyToManyField(Country, blank=True, related_name="hosted_forum_meetings", verbose_name=_("hosts"))
    place_en = models.CharField(_("place in English"), max_length=100, blank=True)
    place_fr = models.CharField(_("place in French"), max_length=100, blank=True)

    place = Localised()

    class Meta:
        verbose_name = _("summit")
        verbose_name_plural = _("summits")
        ordering = ["forum", "number"]
        constraints = [
            models.UniqueConstraint(
                name="forum_meeting_entered_once",
                fields=["forum", "number"],
                violation_error_message=_("This summit is entered already."),
            ),
            models.CheckConstraint(
                name="forum_meeting_year_in_range",
                condition=Q(year__range=(1900, 2100)),
                violation_error_message=_("The year lies between 1900 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        place = f"{self.place} {self.year}" if self.place else str(self.year)
        return f"{self.forum.acronym or self.forum.name} {place}"


class Participation(PublishedWithProfile):
    """How a country took part in one summit; the summit is empty where the source has lost which one it was."""

    natural_key_fields = ("country", "forum", "meeting", "position")

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="participations", verbose_name=_("country"), db_index=False
    )
    forum = models.ForeignKey(Forum, models.PROTECT, related_name="participations", verbose_name=_("forum"))
    meeting = models.ForeignKey(
        ForumMeeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("summit"),
        help_text=_("Empty where no source says which one."),
    )
    position = models.PositiveSmallIntegerField(
        _("position in the source"),
        help_text=_("Its place in the source’s list; tells apart what has lost its summit."),
    )
    attended_summit = models.CharField(
        _("attended the summit"), max_length=14, choices=Answer, default=Answer.NO_INFORMATION
    )
    attended_preparatory_meetings = models.CharField(
        _("attended preparatory meetings"), max_length=14, choices=Answer, default=Answer.NO_INFORMATION
    )
    financial_contribution = models.CharField(
        _("financial contribution"), max_length=14, choices=Answer, default=Answer.NO_INFORMATION
    )
    contribution_text_en = models.TextField(_("contribution in English"), blank=True)
    contribution_text_fr = models.TextField(_("contribution in French"), blank=True)

    contribution_text = Localised()

    objects = PublishedWithProfileQuerySet["Participation"].as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("participation in a forum")
        verbose_name_plural = _("participation in forums")
        ordering = ["country", "forum", "position"]
        constraints = [
            models.UniqueConstraint(
                name="participation_entered_once",
                fields=["country", "forum", "meeting", "position"],
                nulls_distinct=False,
                violation_error_message=_("This participation is entered already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.meeting or self.forum}"

    def clean(self) -> None:
        """Refuses a summit of another forum."""
        super().clean()
        if self.meeting is not None and self.forum_id and self.meeting.forum_id != self.forum_id:
            raise ValidationError({"meeting": _("This summit belongs to another forum.")})

    def get_absolute_url(self) -> str:
        return f"{self.country.get_absolute_url()}#forums"


class RoundTableRole(Tracked):
    """A country's role in one round table of a summit."""

    natural_key_fields = ("participation", "round_table")

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="round_tables", verbose_name=_("participation"), db_index=False
    )
    round_table = models.CharField(_("round table"), max_length=20, help_text=_("For example: RT 2.4."))
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=300, blank=True)
    role_en = models.CharField(_("role in English"), max_length=100, blank=True)
    role_fr = models.CharField(_("role in French"), max_length=100, blank=True)

    title = Localised()
    role = Localised()

    class Meta:
        verbose_name = _("role in a round table")
        verbose_name_plural = _("roles in round tables")
        ordering = ["round_table"]
        constraints = [
            models.UniqueConstraint(
                name="round_table_role_entered_once",
                fields=["participation", "round_table"],
                violation_error_message=_("This round table is entered already."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(round_table)s: %(title)s") % {"round_table": self.round_table, "title": self.title}


class ThematicMeeting(Tracked):
    """A thematic meeting that a country took part in."""

    natural_key_fields = ("participation", "title_en", "title_fr")

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="thematic_meetings", verbose_name=_("participation"), db_index=False
    )
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=300, blank=True)
    date = PartialDateField(_("date"), null=True, blank=True)
    place_en = models.CharField(_("place in English"), max_length=100, blank=True)
    place_fr = models.CharField(_("place in French"), max_length=100, blank=True)

    title = Localised()
    place = Localised()

    class Meta:
        verbose_name = _("thematic meeting")
        verbose_name_plural = _("thematic meetings")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="thematic_meeting_entered_once",
                fields=["participation", "title_en", "title_fr"],
                violation_error_message=_("This thematic meeting is entered already."),
            ),
            models.CheckConstraint(
                name="thematic_meeting_has_title",
                condition=~Q(title_en="") | ~Q(title_fr=""),
                violation_error_message=_("Give a title in English or French."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ParticipationCitation(Citation):
    record_field = "participation"
    record_relations = ("participation__country", "participation__forum", "participation__meeting__forum")
    natural_key_fields = ("participation", "source", "aspect", "locator")

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="citations", verbose_name=_("participation"), db_index=False
    )

    class Meta(Citation.Meta):
        abstract = False
        constraints = [
            *Citation.Meta.constraints,
            models.UniqueConstraint(
                name="participation_cited_once",
                fields=["participation", "source", "aspect", "locator"],
                nulls_distinct=False,
                violation_error_message=_("This place of the source is cited on this aspect already."),
            ),
        ]
