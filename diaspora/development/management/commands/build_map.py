"""Draws the world map once, from the outlines of Natural Earth: `manage.py build_map countries-50m.json`."""

import hashlib
import json
from argparse import ArgumentParser
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diaspora.development.world_map.circles import find_room
from diaspora.development.world_map.outlines import Outline, Polygon, Site, draw, path_data, simplify
from diaspora.development.world_map.projection import CENTRAL_MERIDIAN, HEIGHT, WIDTH
from diaspora.development.world_map.topology import read_territories
from diaspora.models import Country
from diaspora.world_map.drawing import FILE

SOURCE = (
    "Natural Earth, 1:50 million, public domain; from countries-50m.json of the npm package world-atlas, ISC licence; "
    "simplified"
)


class Command(BaseCommand):
    """Makes the file that the world map is drawn from. The same input gives the same file, byte by byte."""

    help = "Draw the outlines of the world map from countries-50m.json of the npm package world-atlas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Takes the file of the package, and where to write."""
        parser.add_argument("file", type=Path, help="countries-50m.json, from `npm pack world-atlas@2.0.2`")
        parser.add_argument("--output", type=Path, default=FILE, help="where to write, if not over the map of the site")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads the countries from the database and the outlines from the file; writes only when all is drawn."""
        sites = [
            Site(country.iso3, country.m49, (float(country.longitude), float(country.latitude)))
            for country in Country.objects.exclude(latitude=None).order_by("iso3")
            if country.longitude is not None and country.latitude is not None
        ]
        if not sites:
            raise CommandError("The database holds no country with coordinates. First: manage.py loaddata reference")
        territories = read_territories(options["file"], simplify)
        outlines, unclaimed = draw(territories, sites)
        checksum = hashlib.sha256(options["file"].read_bytes()).hexdigest()
        text = write(outlines, unclaimed, checksum)
        try:
            options["output"].write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error}") from error
        circles = sum(outline.place is not None for outline in outlines.values())
        self.stdout.write(
            f"{len(outlines)} countries, {circles} of them with a circle; {len(text.encode()):,} bytes "
            f"in {options['output']}"
        )


def write(outlines: dict[str, Outline], unclaimed: Sequence[Polygon], checksum: str) -> str:
    """Returns the file: what it is, then one country a line."""
    places = {code: outline.place for code, outline in outlines.items() if outline.place}
    rings = {code: list(chain.from_iterable(outline.polygons)) for code, outline in outlines.items()}
    circles = find_room(places, rings | {"": list(chain.from_iterable(unclaimed))})
    countries = []
    for code, outline in outlines.items():
        country: dict[str, Any] = {}
        if outline.polygons:
            country["path"] = path_data(outline.polygons)
        if code in circles:
            country["place"] = [round(number) for number in places[code]]
            country["circle"] = list(circles[code])
        countries.append(f'"{code}": {json.dumps(country)}')
    head = {
        "source": SOURCE,
        "sha256 of the source": checksum,
        "projection": f"Equal Earth, central meridian {CENTRAL_MERIDIAN:g}° E",
        "made by": "manage.py build_map",
        "width": WIDTH,
        "height": HEIGHT,
        "unclaimed": path_data(unclaimed),
    }
    lines = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()]
    return "{\n" + ",\n".join(lines) + ',\n"countries": {\n' + ",\n".join(countries) + "\n}\n}\n"
