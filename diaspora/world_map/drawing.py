"""The world map of a page: coloured by what the reader picks, with its legend and the same numbers as a table."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaspora.lists.facets import UNKNOWN_VALUE
from diaspora.lists.filters import replace_nul
from diaspora.models import Country
from diaspora.world_map.subjects import LegendItem, Subject, Value, list_subjects

# Radii in units of the drawing: what is seen, and what can be hit. At 1,280 px the latter is 24 px across.
RADIUS = 9
REACH = 21
# What `manage.py build_map` makes.
FILE = Path(__file__).parent / "world.json"
# The name in the address of what the map is coloured by.
PARAMETER = "indicator"


@lru_cache
def read_outlines() -> dict[str, Any]:
    """Returns the drawing: its size, the countries by ISO code, and land that is no country’s of ISO 3166-1."""
    drawing: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return drawing


@lru_cache
def draw_shapes() -> dict[str, SafeString]:
    """Returns the shapes of each country by ISO code, as they stand in every page.

    A small country has a line from its place to its circle, and around the circle what can be hit.
    """
    shapes = {}
    for code, country in read_outlines()["countries"].items():
        outline = format_html('<path d="{}"/>', country["path"]) if "path" in country else ""
        circle = ""
        if "circle" in country:
            (x, y), (circle_x, circle_y) = country["place"], country["circle"]
            circle = format_html(
                '<path class="leader" d="M{0} {1}L{2} {3}"/><circle class="reach" cx="{2}" cy="{3}" r="{4}"/>'
                '<circle cx="{2}" cy="{3}" r="{5}"/>',
                *(x, y, circle_x, circle_y, REACH, RADIUS),
            )
        shapes[code] = format_html("{}{}", outline, circle)
    return shapes


class MapForm(forms.Form):
    indicator = forms.ChoiceField(
        label=_("Colour the map by"), required=False, error_messages={"invalid_choice": UNKNOWN_VALUE}
    )


@dataclass
class MappedCountry:
    """A country with what the map says of it. `shapes` is empty where it is not drawn."""

    name: str
    address: str
    # What the link on the map is called: “Mali: 1,292,519”.
    label: str
    value: Value | None
    shapes: str


class WorldMap:
    """The map that an address asks for, with `carried`, what else the address holds and the form must not lose."""

    def __init__(self, query: QueryDict, carried: Iterable[tuple[str, str]] = ()) -> None:
        own, figures = list_subjects()
        subjects = {subject.key: subject for subject in (*own, *figures)}
        self.carried = list(carried)
        self.form = MapForm({PARAMETER: replace_nul(query).get(PARAMETER) or own[0].key})
        chosen: Any = self.form.fields[PARAMETER]
        chosen.choices = [
            (heading, [(subject.key, subject.name) for subject in group])
            for heading, group in ((_("In this atlas"), own), (_("Published figures"), figures))
            if group
        ]
        # What is not understood is answered in words beside the choice, and colours nothing.
        self.subject: Subject | None = subjects[self.form.cleaned_data[PARAMETER]] if self.form.is_valid() else None
        self.values, self.legend = self.subject.read() if self.subject else ({}, list[LegendItem]())

    @property
    def width(self) -> int:
        """The width of the drawing in its units."""
        return int(read_outlines()["width"])

    @property
    def height(self) -> int:
        """The height of the drawing in its units."""
        return int(read_outlines()["height"])

    @property
    def unclaimed(self) -> str:
        """The outlines of land that has no code of ISO 3166-1, and so no page."""
        return str(read_outlines()["unclaimed"])

    @cached_property
    def countries(self) -> list[MappedCountry]:
        """Every country of the atlas in alphabetical order, drawn or not."""
        shapes = draw_shapes()
        # Read once, not for each country.
        label, missing = gettext("%(country)s: %(value)s"), str(self.subject.missing) if self.subject else ""
        mapped = []
        for country in Country.objects.by_name().only("iso3", "slug", "name_en", "name_fr"):
            name, value = str(country.name), self.values.get(country.pk)
            said = label % {"country": name, "value": value.text if value else missing} if self.subject else name
            mapped.append(MappedCountry(name, country.get_absolute_url(), said, value, shapes.get(country.iso3, "")))
        return mapped

    @property
    def drawn(self) -> list[MappedCountry]:
        """The countries in the drawing, those with a circle last and so on top."""
        return sorted(
            (mapped for mapped in self.countries if mapped.shapes), key=lambda mapped: "<circle" in mapped.shapes
        )

    @cached_property
    def rows(self) -> list[tuple[MappedCountry, Value]]:
        """The countries with a value, the greatest first."""
        valued = [(mapped, mapped.value) for mapped in self.countries if mapped.value]
        return sorted(valued, key=lambda row: -row[1].rank)

    @property
    def without(self) -> list[MappedCountry]:
        """The countries without a value."""
        return [mapped for mapped in self.countries if not mapped.value]

    @property
    def explanation(self) -> list[str]:
        return self.subject.explain(value for _country, value in self.rows) if self.subject else []

    @property
    def has_years(self) -> bool:
        return any(value.year for _country, value in self.rows)

    @property
    def has_editions(self) -> bool:
        """Whether the values come from more than one edition, so that each must say from which."""
        return len({value.dataset for _country, value in self.rows}) > 1
