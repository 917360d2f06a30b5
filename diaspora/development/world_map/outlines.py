"""Makes of territories in degrees what the map draws: an outline or a circle for each country of the atlas."""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from diaspora.development.world_map.projection import CENTRAL_MERIDIAN, SOUTHERNMOST, Point, Ring, cut, place, project
from diaspora.development.world_map.topology import Territory

# Areas in square units of the drawing; one is about 400 km².
LEAST_DETAIL = 1.5
LEAST_ISLAND = 5.0
LEAST_TO_HIT = 36.0
# How far, in degrees, the point of a country may lie from a polygon drawn with another one and still claim it.
NEAR = 4.0

Polygon = list[Ring]


@dataclass(frozen=True)
class Site:
    """A country of the atlas: its codes, and where it lies in degrees."""

    iso3: str
    m49: str
    point: Point


@dataclass
class Outline:
    """A country in the drawing: its polygons, and its place where it is too small to be hit without a circle."""

    polygons: list[Polygon] = field(default_factory=list)
    place: Point | None = None


def simplify(arc: Ring) -> Ring:
    """Returns an arc without the points that make no visible difference; its ends stay.

    Visvalingam and Whyatt, “Line generalisation by repeated elimination of points”, The Cartographic Journal 30
    (1993): the point that spans the smallest triangle with its neighbours goes first. Areas are those of the drawing.
    """
    if len(arc) < 4:
        return arc
    drawn = [project(longitude - CENTRAL_MERIDIAN, latitude) for longitude, latitude in arc]
    fewest = 2 if arc[0] == arc[-1] else 1
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    areas = {middle: triangle(*drawn[middle - 1 : middle + 2]) for middle in range(1, len(arc) - 1)}
    waiting = [(area, middle) for middle, area in areas.items()]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] < LEAST_DETAIL and len(areas) > fewest:
        area, middle = heapq.heappop(waiting)
        if areas.get(middle) != area:
            continue
        del areas[middle]
        left, right = before[middle], after[middle]
        after[left], before[right] = right, left
        for end in (left, right):
            if end in areas:
                areas[end] = max(area, triangle(drawn[before[end]], drawn[end], drawn[after[end]]))
                heapq.heappush(waiting, (areas[end], end))
    return [arc[number] for number in range(len(arc)) if number in (0, len(arc) - 1) or number in areas]


def triangle(first: Point, second: Point, third: Point) -> float:
    return abs((second[0] - first[0]) * (third[1] - first[1]) - (third[0] - first[0]) * (second[1] - first[1])) / 2


def draw(territories: Iterable[Territory], sites: Sequence[Site]) -> tuple[dict[str, Outline], list[Polygon]]:
    """Returns the outline of each country by its ISO code, and what belongs to none that has one.

    Land south of the drawing is left out, and with it the countries that have no other. Islands too small to be seen
    are left out where their country has larger ones, and land too small to be hit gets a circle.
    """
    codes = {site.m49: site for site in sites}
    outlines: dict[str, Outline] = defaultdict(Outline)
    unclaimed: list[Polygon] = []
    for owner, polygons in assign(list(territories), sites):
        drawn = [polygon for polygon in map(draw_polygon, polygons) if polygon]
        if owner:
            outlines[codes[owner].iso3].polygons += drawn
        else:
            unclaimed += drawn
    for site in sites:
        if site.point[1] < SOUTHERNMOST:
            continue
        outline = outlines[site.iso3]
        if sum(size(polygon) for polygon in outline.polygons) < LEAST_TO_HIT:
            outline.place = place(*site.point)
        outline.polygons = largest(outline.polygons, or_one=outline.place is None)
    return {code: outlines[code] for code in sorted(outlines)}, largest(unclaimed, or_one=False)


def largest(polygons: Sequence[Polygon], *, or_one: bool) -> list[Polygon]:
    """Returns the polygons that can be seen; where none can, the largest, if one is wanted."""
    seen = [polygon for polygon in polygons if size(polygon) >= LEAST_ISLAND]
    return seen or ([max(polygons, key=size)] if or_one and polygons else [])


def assign(territories: Sequence[Territory], sites: Sequence[Site]) -> Iterable[tuple[str, list[Polygon]]]:
    """Yields codes with polygons; the code is empty where ISO 3166-1 has none.

    The file draws French Guiana with France and Svalbard with Norway. A country that it does not name claims a polygon
    that lies nearer to the country's point than to the main part of the territory it is drawn with.
    """
    codes = {site.m49 for site in sites}
    unnamed = [site for site in sites if site.m49 not in {territory.code for territory in territories}]
    main = {
        territory.code: max(territory.polygons, key=size)
        for territory in reversed(territories)
        if territory.code in codes and territory.polygons
    }
    for territory in territories:
        code = territory.code if territory.code in codes else ""
        claimed: dict[str, list[Polygon]] = defaultdict(list)
        for polygon in territory.polygons:
            if max(latitude for _longitude, latitude in polygon[0]) < SOUTHERNMOST:
                continue
            apart, claimant = min(
                ((distance([site.point], polygon[0]), site.m49) for site in unnamed), default=(NEAR, "")
            )
            is_main = polygon is main.get(code)
            near = apart < NEAR and not is_main and (not code or apart < distance(main[code][0], polygon[0]))
            claimed[claimant if near else code].append(polygon)
        yield from claimed.items()


def distance(points: Sequence[Point], ring: Ring) -> float:
    """Returns the least angle in degrees between one of the points and one of the ring's corners."""
    first, second = ([vector(*point) for point in line] for line in (points, ring))
    nearest = max(a * x + b * y + c * z for a, b, c in first for x, y, z in second)
    return math.degrees(math.acos(max(-1.0, min(1.0, nearest))))


def vector(longitude: float, latitude: float) -> tuple[float, float, float]:
    """Returns a point of the globe as a vector of length 1."""
    east, north = math.radians(longitude), math.radians(latitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def signed_area(ring: Sequence[Point]) -> float:
    """Returns the area of a ring, negative where it runs the other way."""
    return sum(ring[n - 1][0] * y - x * ring[n - 1][1] for n, (x, y) in enumerate(ring)) / 2


def size(polygon: Polygon) -> float:
    """Returns the area of a polygon; its holes, which run the other way, count against it."""
    return abs(sum(map(signed_area, polygon)))


def draw_polygon(polygon: Polygon) -> Polygon:
    """Returns the rings of a polygon in the drawing, in whole units; one that shrinks to a line goes."""
    rings: Polygon = []
    for piece in (piece for ring in polygon for piece in cut(ring)):
        corners: Ring = []
        for x, y in (project(*point) for point in piece):
            corner = (round(x), round(y))
            if not corners or corner != corners[-1]:
                corners.append(corner)
        while len(corners) > 1 and corners[0] == corners[-1]:
            corners.pop()
        if len(corners) > 2 and signed_area(corners):
            rings.append(corners)
    return rings


def path_data(polygons: Iterable[Polygon]) -> str:
    """Returns polygons as the data of an SVG path: whole units, each step from the one before."""
    parts = []
    for ring in (ring for polygon in polygons for ring in polygon):
        x, y = ring[0]
        steps = []
        for next_x, next_y in ring[1:]:
            step_y = f"{next_y - y:g}"
            steps.append(f"{next_x - x:g}{'' if step_y.startswith('-') else ' '}{step_y}")
            x, y = next_x, next_y
        parts.append(f"M{ring[0][0]:g} {ring[0][1]:g}l{' '.join(steps).replace(' -', '-')}z")
    return "".join(parts)
