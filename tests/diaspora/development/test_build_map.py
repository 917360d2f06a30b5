"""The command that draws the world map: from small made-up worlds, as the package itself is not in the repository."""

import json
import re
from collections.abc import Sequence
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from diaspora.development.world_map.circles import find_room
from diaspora.development.world_map.projection import HEIGHT, WIDTH, cut, equal_earth, place, unwrap
from diaspora.world_map.drawing import FILE, RADIUS, REACH
from tests.factories import create_country

pytestmark = pytest.mark.django_db

Corners = Sequence[tuple[float, float]]


def box(west: float, south: float, east: float, north: float) -> list[tuple[float, float]]:
    """Returns the corners of a box, which may run over 180°, clockwise."""
    return [(west, south), (west, north), (east, north), (east, south)]


def write_world(folder: Path, territories: Sequence[tuple[str | None, Sequence[Corners]]]) -> Path:
    """Writes territories as the package has them: a code, and the outlines of one polygon each, in steps of 0.01°."""
    arcs: list[Any] = []
    geometries = []
    for code, outlines in territories:
        polygons = []
        for corners in outlines:
            grid = [(round((x + 180) * 100) % 36000, round((y + 90) * 100)) for x, y in [*corners, corners[0]]]
            steps = [(x - px, y - py) for (px, py), (x, y) in pairwise([(0, 0), *grid])]
            polygons.append([[len(arcs)]])
            arcs.append(steps)
        shape: dict[str, Any] = {"type": "MultiPolygon", "arcs": polygons, "properties": {}}
        geometries.append(shape | ({"id": code} if code else {}))
    return write_topology(folder, arcs=arcs, geometries=geometries)


def write_topology(folder: Path, *, arcs: Any, geometries: Any) -> Path:
    path = folder / "world.json"
    transform = {"scale": [0.01, 0.01], "translate": [-180, -90]}
    layers = {"countries": {"type": "GeometryCollection", "geometries": geometries}}
    path.write_text(json.dumps({"type": "Topology", "transform": transform, "arcs": arcs, "objects": layers}))
    return path


def build(path: Path) -> dict[str, Any]:
    output = path.with_name("map.json")
    call_command("build_map", path, output=output, stdout=StringIO())
    drawing: dict[str, Any] = json.loads(output.read_text())
    return drawing


def read_rings(path: str) -> list[list[tuple[int, int]]]:
    rings = []
    for ring in path.split("z")[:-1]:
        assert re.fullmatch(r"M-?\d+ -?\d+l[-\d ]+", ring)
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        corners = [(numbers[0], numbers[1])]
        for x, y in zip(numbers[2::2], numbers[3::2], strict=True):
            corners.append((corners[-1][0] + x, corners[-1][1] + y))
        rings.append(corners)
    return rings


def width(ring: Sequence[tuple[int, int]]) -> int:
    return max(x for x, _y in ring) - min(x for x, _y in ring)


# The projection


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [((0, 0), (0, 0)), ((180, 0), (2.7066299836, 0)), ((0, 90), (0, 1.3173627591)), ((0, -90), (0, -1.3173627591))],
)
def test_projection_is_equal_earth(degrees: tuple[float, float], expected: tuple[float, float]) -> None:
    """The extent of the sphere of radius 1 is that which the authors give."""
    assert equal_earth(*degrees) == pytest.approx(expected)


def test_projection_keeps_areas() -> None:
    """A degree square takes up as much of the drawing as the cosine of its latitude says."""

    def area(latitude: float) -> float:
        (left, bottom), (right, _), (_, top) = (
            equal_earth(0, latitude),
            equal_earth(0.01, latitude + 0.005),
            equal_earth(0, latitude + 0.01),
        )
        return (right - left) * (top - bottom)

    assert area(59.995) / area(-0.005) == pytest.approx(0.5, rel=1e-3)


def test_places_lie_in_the_drawing() -> None:
    """The middle of the drawing is the central meridian, its edges are 169° W."""
    assert place(11, 0)[0] == pytest.approx(WIDTH / 2)
    assert place(-168.99, 0)[0] == pytest.approx(0, abs=0.1)
    assert place(-169.01, 0)[0] == pytest.approx(WIDTH, abs=0.1)
    assert 0 < place(0, 83)[1] < place(0, -55)[1] < HEIGHT


# Rings around the globe


def test_ring_across_the_antimeridian_stays_whole() -> None:
    """The file leaps from 179.99 to −179.99; the drawing does not."""
    assert unwrap([(179, 1), (-179, 1), (-179, 0), (179, 0)]) == [(179, 1), (181, 1), (181, 0), (179, 0)]
    (piece,) = cut([(179, 1), (-179, 1), (-179, 0), (179, 0)])
    assert [x for x, _y in piece] == pytest.approx([168, 170, 170, 168])


def test_ring_across_the_cut_becomes_two_pieces(tmp_path: Path) -> None:
    """What lies on either side of 169° W is drawn at the edge that it belongs to, and nothing spans the map."""
    create_country(iso3="XXA", m49="901", longitude=-169, latitude=5)
    drawing = build(write_world(tmp_path, [("901", [box(-179, 0, -159, 10)])]))
    east, west = sorted(read_rings(drawing["countries"]["XXA"]["path"]), key=lambda ring: -ring[0][0])
    assert max(x for x, _y in east) == WIDTH
    assert min(x for x, _y in west) == 0
    assert width(east) == pytest.approx(width(west), abs=1)
    assert 50 < width(east) < 70


def test_ring_across_180_is_drawn_once(tmp_path: Path) -> None:
    create_country(iso3="XXA", m49="901", longitude=178, latitude=-17)
    drawing = build(write_world(tmp_path, [("901", [box(175, -20, -175, -15)])]))
    (ring,) = read_rings(drawing["countries"]["XXA"]["path"])
    assert 50 < width(ring) < 70


# What is drawn


def test_drawing_is_the_same_each_time(tmp_path: Path) -> None:
    """The same file gives the same drawing, byte by byte, one country a line in the order of the codes."""
    create_country(iso3="XXB", m49="902", longitude=5, latitude=5)
    create_country(iso3="XXA", m49="901", longitude=30, latitude=5)
    create_country(iso3="XXC", m49="903", longitude=31, latitude=40)
    path = write_world(tmp_path, [("902", [box(0, 0, 10, 10)]), ("901", [box(25, 0, 35, 10)])])
    build(path)
    first = path.with_name("map.json").read_bytes()
    assert build(path)["sha256 of the source"]
    assert path.with_name("map.json").read_bytes() == first
    assert [line[:6] for line in first.decode().splitlines() if line.startswith('"XX')] == [
        '"XXA":',
        '"XXB":',
        '"XXC":',
    ]


def test_neighbours_share_their_border(tmp_path: Path) -> None:
    """A border is simplified once for both, so that there is neither gap nor overlap."""
    create_country(iso3="XXA", m49="901", longitude=-5, latitude=5)
    create_country(iso3="XXB", m49="902", longitude=5, latitude=5)
    border = [[18000 + (30 if step % 2 else 0) + 5 * (step % 7), 9000 + 10 * step] for step in range(101)]
    steps = [border[0], *([x - px, y - py] for (px, py), (x, y) in pairwise(border))]
    west = [border[-1], [-1000, 0], [0, -1000], [border[0][0] - border[-1][0] + 1000, 0]]
    east = [border[-1], [1000, 0], [0, -1000], [border[0][0] - border[-1][0] - 1000, 0]]
    geometries = [
        {"type": "Polygon", "id": "901", "arcs": [[0, 1]]},
        {"type": "Polygon", "id": "902", "arcs": [[0, 2]]},
    ]
    drawing = build(write_topology(tmp_path, arcs=[steps, west, east], geometries=geometries))
    (first,), (second,) = (read_rings(drawing["countries"][code]["path"]) for code in ("XXA", "XXB"))
    shared = set(first) & set(second)
    assert 2 < len(shared) < 60
    assert len(first) - len(shared) == len(second) - len(shared) == 2


def test_country_that_the_file_does_not_name_gets_its_land(tmp_path: Path) -> None:
    """What is drawn with a far-off parent goes to the country that lies there; an island nearer the coast does not."""
    create_country(iso3="XXA", m49="901", longitude=2, latitude=46)
    create_country(iso3="XXC", m49="903", longitude=14.5, latitude=41.5)
    create_country(iso3="XXB", m49="902", longitude=-53, latitude=4)
    home, island, overseas = box(-4, 43, 8, 50), box(9, 40, 13, 43), box(-55, 2, -51, 6)
    drawing = build(write_world(tmp_path, [("901", [overseas, home, island])]))["countries"]
    assert len(read_rings(drawing["XXA"]["path"])) == 2
    assert "path" not in drawing["XXC"]
    (ring,) = read_rings(drawing["XXB"]["path"])
    assert ring[0][0] == pytest.approx(place(-55, 2)[0], abs=1)


def test_land_without_a_code_is_drawn_for_no_country(tmp_path: Path) -> None:
    create_country(iso3="XXA", m49="901", longitude=2, latitude=46)
    drawing = build(write_world(tmp_path, [("901", [box(-4, 43, 8, 50)]), (None, [box(20, 42, 24, 46)])]))
    assert list(drawing["countries"]) == ["XXA"]
    assert len(read_rings(drawing["unclaimed"])) == 1


def test_small_country_has_a_circle_and_a_large_one_none(tmp_path: Path) -> None:
    """A country without any outline has a circle too; a tiny island is left out beside a large one."""
    create_country(iso3="XXA", m49="901", longitude=2, latitude=46)
    create_country(iso3="XXB", m49="902", longitude=40, latitude=1)
    create_country(iso3="XXC", m49="903", longitude=60, latitude=1)
    world = [("901", [box(-4, 43, 8, 50), box(9, 45, 9.1, 45.1)]), ("902", [box(39.9, 0.9, 40.1, 1.1)])]
    drawing = build(write_world(tmp_path, world))["countries"]
    assert "circle" not in drawing["XXA"]
    assert len(read_rings(drawing["XXA"]["path"])) == 1
    for code, longitude in (("XXB", 40), ("XXC", 60)):
        assert drawing[code].keys() == {"place", "circle"}
        assert drawing[code]["circle"] == [round(number) for number in place(longitude, 1)]


def test_land_south_of_the_drawing_is_left_out(tmp_path: Path) -> None:
    """Antarctica, around the pole, would span the whole map."""
    create_country(iso3="XXA", m49="901", longitude=0, latitude=-80)
    create_country(iso3="XXB", m49="902", longitude=0, latitude=0)
    around = [(-170, -70), (-60, -65), (60, -65), (170, -70)]
    drawing = build(write_world(tmp_path, [("901", [around]), ("902", [box(-5, -5, 5, 5)])]))
    assert list(drawing["countries"]) == ["XXB"]


def test_circles_keep_apart_and_off_the_land_of_others() -> None:
    """However close the places, each circle can be hit alone, and none hides another country."""
    places = {f"X{number}": (500.0 + number % 5, 300.0 + number // 5) for number in range(20)}
    land = [(480.0, 280.0), (520.0, 280.0), (520.0, 320.0), (480.0, 320.0)]
    found = find_room(places, {"LAND": [land]})
    spots = list(found.values())
    assert found.keys() == places.keys()
    for number, (x, y) in enumerate(spots):
        assert not (480 - RADIUS + 4 < x < 520 + RADIUS - 4 and 280 - RADIUS + 4 < y < 320 + RADIUS - 4)
        assert all((x - ox) ** 2 + (y - oy) ** 2 >= (2 * REACH) ** 2 for ox, oy in spots[:number])


# What is refused


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        "[]",
        "{}",
        '"text"',
        '{"objects": {"countries": {"geometries": []}}, "arcs": []}',
        '{"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": [], '
        '"objects": {"countries": {"geometries": []}}}',
        '{"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": [[[900, 0], [1, 1]]], '
        '"objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0]]}]}}}',
        '{"transform": {"scale": [1, NaN], "translate": [0, 0]}, "arcs": [[[1, 0], [1, 1]]], '
        '"objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0]]}]}}}',
        '{"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": [[[1, 0], [1, 1]]], '
        '"objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[7]]}]}}}',
        '{"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": [], '
        '"objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": []}]}}}',
    ],
)
def test_file_of_another_kind_is_refused_and_nothing_is_written(tmp_path: Path, text: str) -> None:
    create_country(longitude=0, latitude=0)
    path, output = tmp_path / "world.json", tmp_path / "map.json"
    path.write_text(text)
    output.write_text("as it was")
    with pytest.raises(CommandError, match=r"Give the file countries-50m\.json of the npm package world-atlas"):
        call_command("build_map", path, output=output)
    assert output.read_text() == "as it was"


def test_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    create_country(longitude=0, latitude=0)
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("missing.json", ".", "binary"):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("build_map", tmp_path / name, output=tmp_path / "map.json")
    assert not (tmp_path / "map.json").exists()


def test_place_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    create_country(iso3="XXA", m49="901", longitude=5, latitude=5)
    path = write_world(tmp_path, [("901", [box(0, 0, 10, 10)])])
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("build_map", path, output=tmp_path / "no" / "such" / "map.json")


def test_countries_must_be_loaded_first(tmp_path: Path) -> None:
    path = write_world(tmp_path, [("901", [box(0, 0, 10, 10)])])
    with pytest.raises(CommandError, match="loaddata reference"):
        call_command("build_map", path, output=tmp_path / "map.json")


# The drawing that the site uses


def test_drawing_of_the_site_says_where_it_is_from() -> None:
    drawing = json.loads(FILE.read_text())
    assert "Natural Earth" in drawing["source"]
    assert "public domain" in drawing["source"]
    assert re.fullmatch("[0-9a-f]{64}", drawing["sha256 of the source"])
    assert (drawing["width"], drawing["height"]) == (WIDTH, HEIGHT)


def test_drawing_of_the_site_is_not_torn() -> None:
    """Nothing is wider than Russia, no side of an outline leaps across the map, and all of it lies within."""
    drawing = json.loads(FILE.read_text())
    for code, country in drawing["countries"].items():
        for ring in read_rings(country.get("path", "")):
            assert width(ring) < 650, code
            assert all(abs(x - ring[number - 1][0]) < 200 for number, (x, _y) in enumerate(ring)), code
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in ring), code


def test_drawing_of_the_site_keeps_circles_apart() -> None:
    circles = {
        code: country["circle"]
        for code, country in json.loads(FILE.read_text())["countries"].items()
        if "circle" in country
    }
    assert len(circles) > 50
    spots = list(circles.values())
    for number, (x, y) in enumerate(spots):
        assert REACH <= x <= WIDTH - REACH
        assert REACH <= y <= HEIGHT - REACH
        assert all((x - ox) ** 2 + (y - oy) ** 2 >= (2 * REACH) ** 2 for ox, oy in spots[:number])
    # At 1,280 px the map is 1,152 px wide: what can be hit is at least 24 px across.
    assert 2 * REACH * 1152 / WIDTH >= 24
