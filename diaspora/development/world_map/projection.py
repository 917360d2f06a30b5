"""The projection of the world map, and the meridian along which the globe is cut open."""

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Ring = list[Point]

# The meridian in the middle. The cut lies opposite, at 169° W, in the Bering Strait: Russia and Fiji stay whole.
CENTRAL_MERIDIAN = 11.0
# The width and height of the drawing in its own units, and the southernmost latitude on it (north of Antarctica).
WIDTH = 2000
SOUTHERNMOST = -58.0
NORTHERNMOST = 84.0

# The coefficients of Equal Earth, as its authors give them.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = math.sqrt(3) / 2


def equal_earth(longitude: float, latitude: float) -> Point:
    """Returns the place of a point on the sphere of radius 1, east and north of the middle, by Equal Earth.

    Angles are in degrees, the longitude from the central meridian. With sin θ = √3/2 · sin φ:
    x = 2√3 λ cos θ / 3(9A₄θ⁸ + 7A₃θ⁶ + 3A₂θ² + A₁) and y = A₄θ⁹ + A₃θ⁷ + A₂θ³ + A₁θ.
    Bojan Šavrič, Tom Patterson and Bernhard Jenny, “The Equal Earth map projection”, International Journal of
    Geographical Information Science 33 (2019), first published online in 2018.
    """
    theta = math.asin(M * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    x = math.radians(longitude) * math.cos(theta) / (M * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)))
    return x, theta * (A1 + A2 * square + sixth * (A3 + A4 * square))


SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
TOP = equal_earth(0, NORTHERNMOST)[1]
HEIGHT = round((TOP - equal_earth(0, SOUTHERNMOST)[1]) * SCALE)


def project(longitude: float, latitude: float) -> Point:
    """Returns the place in the drawing of a point whose longitude counts from the central meridian."""
    x, y = equal_earth(longitude, latitude)
    return WIDTH / 2 + x * SCALE, (TOP - y) * SCALE


def place(longitude: float, latitude: float) -> Point:
    return project((longitude - CENTRAL_MERIDIAN + 180) % 360 - 180, latitude)


def unwrap(points: Iterable[Point]) -> Ring:
    """Returns the points with longitudes that run on, from −190 to −181 say, where they leapt from −180 to 180."""
    line: Ring = []
    for longitude, latitude in points:
        if line:
            longitude += 360 * round((line[-1][0] - longitude) / 360)
        line.append((longitude, latitude))
    return line


def cut(ring: Sequence[Point]) -> list[Ring]:
    """Returns a ring as pieces with longitudes from the central meridian, none of which crosses the cut opposite."""
    line = [(longitude - CENTRAL_MERIDIAN, latitude) for longitude, latitude in unwrap(ring)]
    west, east = min(x for x, _y in line), max(x for x, _y in line)
    pieces = []
    for turn in range(math.floor((west + 180) / 360), math.floor((east + 180) / 360) + 1):
        middle = 360 * turn
        piece = clip(clip(line, middle - 180, 1), middle + 180, -1)
        if len(piece) > 2:
            pieces.append([(longitude - middle, latitude) for longitude, latitude in piece])
    return pieces


def clip(ring: Sequence[Point], meridian: float, side: int) -> Ring:
    """Returns what of a ring lies east (side 1) or west (side −1) of a meridian, after Sutherland and Hodgman."""
    kept: Ring = []
    for number, (x, y) in enumerate(ring):
        before_x, before_y = ring[number - 1]
        inside, was_inside = (x - meridian) * side >= 0, (before_x - meridian) * side >= 0
        if inside != was_inside:
            kept.append((meridian, before_y + (y - before_y) * (meridian - before_x) / (x - before_x)))
        if inside:
            kept.append((x, y))
    return kept
