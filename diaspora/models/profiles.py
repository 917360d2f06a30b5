"""What is said of a country as a whole."""

from typing import Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaspora.columns.folded import names_column, search_column
from diaspora.columns.text import Localised
from diaspora.models.base import SearchableQuerySet, Tracked
from diaspora.models.entries import Entry, EntryQuerySet
from diaspora.models.geography import Country
from diaspora.models.natural_keys import NaturalKeyQuerySet, Record
from diaspora.models.sources import Citation, Cited


class CountryProfile(Entry):
    """How a country sees and engages its diaspora, in words. One a country."""

    country = models.OneToOneField(
        Country,
        models.PROTECT,
        related_name="profile",
        verbose_name=_("country"),
        error_messages={"unique": _("This country has a profile already. Edit that one.")},
    )
    diaspora_term_original = models.CharField(_("term for the diaspora, original language"), max_length=200, blank=True)
    diaspora_term_en = models.CharField(_("term for the diaspora in English"), max_length=200, blank=True)
    diaspora_term_fr = models.CharField(_("term for the diaspora in French"), max_length=200, blank=True)
    diaspora_definition_en = models.TextField(_("who counts as diaspora, in English"), blank=True)
    diaspora_definition_fr = models.TextField(_("who counts as diaspora, in French"), blank=True)
    numbers_note_en = models.TextField(
        _("note on the numbers in English"), blank=True, help_text=_("What the figures count, and what they do not.")
    )
    numbers_note_fr = models.TextField(_("note on the numbers in French"), blank=True)
    trends_en = models.TextField(_("trends and achievements in English"), blank=True, help_text=_("Markdown."))
    trends_fr = models.TextField(_("trends and achievements in French"), blank=True)

    diaspora_term = Localised()
    diaspora_definition = Localised()
    numbers_note = Localised()
    trends = Localised()

    objects = EntryQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Entry.Meta):
        verbose_name = _("country profile")
        verbose_name_plural = _("country profiles")
        ordering = ["slug"]

    def get_absolute_url(self) -> str:
        return self.country.get_absolute_url()


class PublishedWithProfileQuerySet(NaturalKeyQuerySet[Record]):
    """Finds records that are published with the profile of their country."""

    def for_country(self, country: Country) -> Self:
        """Returns the country's own."""
        return self.filter(country=country)

    def published(self) -> Self:
        return self.filter(country__profile__status=Entry.Status.PUBLISHED)


class PublishedWithProfile(Cited, Tracked):
    """A record of a `country` that has no status of its own: readers see it with the country's published profile."""

    status_lookup = "country__profile__status"
    country: "models.ForeignKey[Country, Country]"

    class Meta:
        abstract = True


class Obstacle(Tracked):
    """Something that stands in the way of engaging the diaspora."""

    natural_key_fields = ("profile", "title_en", "title_fr")

    profile = models.ForeignKey(
        CountryProfile, models.CASCADE, related_name="obstacles", verbose_name=_("profile"), db_index=False
    )
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    names = names_column("title_en", "title_fr")
    search_en = search_column("en", names=("title_en", "title_fr"), lines=(), summaries=(), texts=("text_en",))
    search_fr = search_column("fr", names=("title_fr", "title_en"), lines=(), summaries=(), texts=("text_fr",))

    title = Localised()
    text = Localised()

    objects = SearchableQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("obstacle")
        verbose_name_plural = _("obstacles")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="obstacle_entered_once",
                fields=["profile", "title_en", "title_fr"],
                violation_error_message=_("This obstacle is entered already."),
            ),
            models.CheckConstraint(
                name="obstacle_has_title",
                condition=~models.Q(title_en="") | ~models.Q(title_fr=""),
                violation_error_message=_("Give a title in English or French."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def search_title(self) -> str:
        return gettext("%(country)s: %(obstacle)s") % {"country": self.profile.country, "obstacle": self.title}

    @property
    def search_text(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{self.profile.country.get_absolute_url()}#obstacles"


class CountryProfileCitation(Citation):
    record_field = "profile"
    record_relations = ("profile__country",)
    natural_key_fields = ("profile", "source", "aspect", "locator")

    profile = models.ForeignKey(
        CountryProfile, models.CASCADE, related_name="citations", verbose_name=_("profile"), db_index=False
    )

    class Meta(Citation.Meta):
        abstract = False
        constraints = [
            *Citation.Meta.constraints,
            models.UniqueConstraint(
                name="profile_cited_once",
                fields=["profile", "source", "aspect", "locator"],
                nulls_distinct=False,
                violation_error_message=_("This place of the source is cited on this aspect already."),
            ),
        ]
