"""Vocabularies that records are tagged with."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from diaspora.columns.text import Localised
from diaspora.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet


class TopicQuerySet(NaturalKeyQuerySet["Topic"]):
    def areas(self) -> Self:
        return self.filter(kind=Topic.Kind.AREA)

    def sectors(self) -> Self:
        return self.filter(kind=Topic.Kind.SECTOR)

    def target_groups(self) -> Self:
        return self.filter(kind=Topic.Kind.TARGET_GROUP)


class Topic(NaturalKeyModel):
    """What an engagement is about, the sector it works in, or whom it is for."""

    class Kind(models.TextChoices):
        AREA = "area", _("Area of engagement")
        SECTOR = "sector", _("Sector")
        TARGET_GROUP = "target_group", _("Target group")

    natural_key_fields = ("slug",)

    slug = models.SlugField(_("slug"), unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name_en = models.CharField(_("name in English"), max_length=100)
    name_fr = models.CharField(_("name in French"), max_length=100)
    description_en = models.CharField(
        _("description in English"), max_length=300, blank=True, help_text=_("When an editor should use it.")
    )
    description_fr = models.CharField(_("description in French"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    name = Localised()
    description = Localised()

    objects = TopicQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["kind", "order", "slug"]

    def __str__(self) -> str:
        return self.name


class SustainableDevelopmentGoal(NaturalKeyModel):
    """One of the 17 goals of the 2030 Agenda."""

    natural_key_fields = ("number",)

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name_en = models.CharField(_("name in English"), max_length=100)
    name_fr = models.CharField(_("name in French"), max_length=100)
    colour = models.CharField(
        _("colour"), max_length=7, validators=[RegexValidator(r"^#[0-9A-F]{6}$", _("Write a colour like #E5243B."))]
    )

    name = Localised()

    class Meta:
        verbose_name = _("Sustainable Development Goal")
        verbose_name_plural = _("Sustainable Development Goals")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class CompactObjective(NaturalKeyModel):
    """One of the 23 objectives of the Global Compact for Safe, Orderly and Regular Migration."""

    natural_key_fields = ("number",)

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    label_en = models.CharField(_("short label in English"), max_length=100)
    label_fr = models.CharField(_("short label in French"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=300)
    name_fr = models.CharField(_("name in French"), max_length=300)

    label = Localised()
    name = Localised()

    class Meta:
        verbose_name = _("Global Compact objective")
        verbose_name_plural = _("Global Compact objectives")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.label}"


class Aspect(NaturalKeyModel):
    """A fact about a record that a citation bears on: when it was created, who pays, what it is for."""

    natural_key_fields = ("slug",)

    slug = models.SlugField(_("slug"), unique=True)
    name_en = models.CharField(_("name in English"), max_length=100)
    name_fr = models.CharField(_("name in French"), max_length=100)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    name = Localised()

    class Meta:
        verbose_name = _("aspect")
        verbose_name_plural = _("aspects")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.name
