"""Finds room for the circles of countries that are too small to be hit."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from diaspora.development.world_map.projection import HEIGHT, WIDTH, Point, Ring
from diaspora.world_map.drawing import RADIUS, REACH

# The cells by which land is told from sea.
CELL = 4
Cell = tuple[int, int]


def find_room(places: dict[str, Point], outlines: dict[str, list[Ring]]) -> dict[str, Point]:
    """Returns where to draw the circle of each place: near it, out of reach of the others, over no other’s land.

    Those with land in the drawing come first, then those with most room around them. In the end any two change places
    that would be nearer their own, so that no lines to them cross.
    """
    land = find_land(outlines)
    found: dict[str, Point] = {}
    for code in sorted(places, key=lambda code: (not outlines.get(code), -loneliness(code, places), code)):
        found[code] = next(
            spot
            for spot in spots_around(places[code])
            if is_free(spot, found.values()) and covers_no_other(spot, code, land)
        )
    while exchange(places, found, land):
        pass
    return found


def loneliness(code: str, places: dict[str, Point]) -> int:
    return min((round(math.dist(places[code], there)) for other, there in places.items() if other != code), default=0)


def spots_around(centre: Point) -> Iterator[Point]:
    """Yields whole spots in rings around a point, the nearest first."""
    for distance in range(0, WIDTH, 5):
        steps = max(1, round(2 * math.pi * distance / 8))
        for step in range(steps):
            angle = 2 * math.pi * step / steps
            spot = (round(centre[0] + distance * math.cos(angle)), round(centre[1] + distance * math.sin(angle)))
            if REACH <= spot[0] <= WIDTH - REACH and REACH <= spot[1] <= HEIGHT - REACH:
                yield spot


def is_free(spot: Point, taken: Iterable[Point]) -> bool:
    """Whether a circle here can be hit without hitting another."""
    return all(math.dist(spot, other) >= 2 * REACH for other in taken)


def covers_no_other(spot: Point, code: str, land: dict[Cell, str]) -> bool:
    """Whether a circle here covers no land but that of its own country."""
    around = ((spot[0] + RADIUS * math.cos(turn), spot[1] + RADIUS * math.sin(turn)) for turn in range(12))
    return all(land.get((int(x // CELL), int(y // CELL)), code) == code for x, y in (spot, *around))


def find_land(outlines: dict[str, list[Ring]]) -> dict[Cell, str]:
    land: dict[Cell, str] = {}
    for code, ring in ((code, ring) for code, rings in outlines.items() for ring in rings):
        ys = [y for _x, y in ring]
        for row in range(int(min(ys) // CELL), int(max(ys) // CELL) + 1):
            crossings = sorted(cross(ring, (row + 0.5) * CELL))
            for west, east in zip(crossings[::2], crossings[1::2], strict=True):
                land |= {(column, row): code for column in range(round(west / CELL), round(east / CELL))}
    return land


def cross(ring: Sequence[Point], y: float) -> Iterator[float]:
    """Yields where the sides of a ring cross a line of latitude of the drawing."""
    for number, (x, end) in enumerate(ring):
        before, start = ring[number - 1]
        if (start < y) != (end < y):
            yield before + (x - before) * (y - start) / (end - start)


def exchange(places: dict[str, Point], found: dict[str, Point], land: dict[Cell, str]) -> bool:
    """Exchanges the circles of two places where that brings them nearer in all; whether there were any such."""
    exchanged = False
    for first, second in combinations(sorted(places), 2):
        now = math.dist(places[first], found[first]) + math.dist(places[second], found[second])
        then = math.dist(places[first], found[second]) + math.dist(places[second], found[first])
        if (
            then < now - 0.5
            and covers_no_other(found[second], first, land)
            and covers_no_other(found[first], second, land)
        ):
            found[first], found[second] = found[second], found[first]
            exchanged = True
    return exchanged
