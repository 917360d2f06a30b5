"""Reads a TopoJSON file of the world: outlines as arcs that neighbours share."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import CommandError

from diaspora.development.world_map.projection import Ring, unwrap

LAYER = "countries"
WANTED = f"Give the file countries-50m.json of the npm package world-atlas: TopoJSON with a layer “{LAYER}”."


@dataclass(frozen=True)
class Territory:
    """A territory as the file has it: its UN M49 code, empty where it has none, and polygons in degrees.

    The first ring of a polygon is its outline, any others are holes.
    """

    code: str
    polygons: list[list[Ring]]


def read_territories(path: Path, simplify: Callable[[Ring], Ring]) -> list[Territory]:
    """Returns the territories of the file, in its order, each arc simplified once for all that share it.

    Raises CommandError, in words, for a file that is not what it should be.
    """
    try:
        topology = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}. {WANTED}") from error
    except ValueError as error:
        raise CommandError(f"{path} is no JSON: {error}. {WANTED}") from error
    try:
        arcs = [simplify(arc) for arc in decode_arcs(topology)]
        territories = [
            Territory(str(shape.get("id") or ""), list(decode_polygons(shape, arcs)))
            for shape in topology["objects"][LAYER]["geometries"]
        ]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise CommandError(f"{path} does not hold what it should ({error!r}). {WANTED}") from error
    if not any(territory.polygons for territory in territories):
        raise CommandError(f"{path} holds no outline. {WANTED}")
    return territories


def decode_arcs(topology: dict[str, Any]) -> Iterator[Ring]:
    """Yields the arcs in degrees: in the file a point is the step from the one before, in units of the file."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line: Ring = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            longitude, latitude = left + x * scale_x, bottom + y * scale_y
            if not (abs(longitude) < 181 and abs(latitude) < 91):
                raise ValueError(f"{longitude}, {latitude} lies off the globe")
            line.append((longitude, latitude))
        yield unwrap(line)


def decode_polygons(shape: dict[str, Any], arcs: Sequence[Ring]) -> Iterator[list[Ring]]:
    """Yields the polygons of a shape, their rings joined from arcs."""
    kind = shape["type"]
    polygons = [shape["arcs"]] if kind == "Polygon" else shape["arcs"] if kind == "MultiPolygon" else []
    for polygon in polygons:
        rings = [join(ring, arcs) for ring in polygon]
        if not rings or not all(rings):
            raise ValueError("a polygon without an outline")
        yield rings


def join(numbers: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """Returns the ring that arcs make, end to end; one numbered ~n is arc n backwards."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return unwrap(ring[:-1])
