"""Charts drawn on the server.

Places are in per cent of the drawing, so that its text keeps the size of the page's on any screen; colours come from
the style sheet. Every chart stands beside a table of its numbers, and is hidden from readers who listen.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from diaspora.figures.arithmetic import percentage, sex_split
from diaspora.models import Observation, Verdict

# How far apart two texts or ticks stand at least, in per cent of the drawing's height and width.
LINE, TICK = 10.0, 13.0
# Where the first and the last year stand, and the highest and the lowest value.
LEFT, RIGHT, TOP, BOTTOM = 4.0, 96.0, 12.0, 84.0
# How far above or below its point a value is written, and how far it reaches to the side.
BESIDE, REACH = 9.0, 25.0
# So many values are all written beside their points; of more, the first and the last.
MOST_LABELS = 6


def place(value: float) -> str:
    """Returns a coordinate or a length for SVG, in per cent."""
    return f"{value:.1f}%"


@dataclass
class Point:
    """A value in a chart over time; `label_y` is where its value is written, empty where it is not."""

    figure: Observation
    x: float
    y: float
    label_y: float | None = None

    @property
    def is_left(self) -> bool:
        """Whether it stands in the left half, so that its label goes to its right."""
        return self.x < 50

    @property
    def cx(self) -> str:
        """How far to the right it stands."""
        return place(self.x)

    @property
    def cy(self) -> str:
        """How far down it stands."""
        return place(self.y)

    @property
    def label_cy(self) -> str:
        """How far down its value is written; empty where it is not."""
        return "" if self.label_y is None else place(self.label_y)


@dataclass
class Series:
    """The values of one edition, or of one source, by year; `number` tells its mark and colour."""

    number: int
    points: list[Point] = field(default_factory=list)

    @property
    def said_by(self) -> str:
        """The edition with its publisher, or the source."""
        return self.points[0].figure.said_by

    def place_label(self, point: Point) -> float:
        """Returns how far down the value of a point is written: above it, or below where the line would cross it."""
        beside = [
            other.y for other in self.points if 0 < (other.x - point.x if point.is_left else point.x - other.x) <= REACH
        ] or [self._next_to(point).y]
        rises = min(beside) < point.y and max(beside) <= point.y
        return below(point) if rises else point.y - BESIDE

    def _next_to(self, point: Point) -> Point:
        """Returns the point that the value is written towards."""
        place = self.points.index(point) + (1 if point.is_left else -1)
        return self.points[min(max(place, 0), len(self.points) - 1)]

    @property
    def lines(self) -> list[dict[str, str]]:
        """The lines from each point to the next."""
        return [
            {"x1": place(start.x), "y1": place(start.y), "x2": place(end.x), "y2": place(end.y)}
            for start, end in pairwise(self.points)
        ]


class TimeChart:
    """The values of one indicator over the years, a series for each edition: points of different ones are not joined.

    Values rejected as errors are left out and counted.
    """

    def __init__(self, figures: Iterable[Observation]) -> None:
        """Takes the values of one indicator for one country; both sexes together."""
        everything = sorted(figures, key=lambda figure: (figure.year, figure.shown_first))
        self.figures = [figure for figure in everything if figure.verdict != Verdict.REJECTED]
        self.left_out = len(everything) - len(self.figures)

    def __bool__(self) -> bool:
        """Whether there is anything to see: values of two years at least, none below zero."""
        return len(self.years) > 1 and self.highest > 0 and all(figure.value >= 0 for figure in self.figures)

    @property
    def years(self) -> list[int]:
        return sorted({figure.year for figure in self.figures})

    @property
    def highest(self) -> Decimal:
        return max((figure.value for figure in self.figures), default=Decimal(0))

    @property
    def first(self) -> Observation:
        """The value of the first year that pages show first."""
        return self._leading[0]

    @property
    def last(self) -> Observation:
        """The value of the last year that pages show first."""
        return self._leading[-1]

    @property
    def _leading(self) -> Sequence[Observation]:
        return [figure for figure in self.figures if figure.shown_first] or self.figures

    def _across(self, year: int) -> float:
        return LEFT + (RIGHT - LEFT) * (year - self.years[0]) / (self.years[-1] - self.years[0])

    @property
    def ticks(self) -> list[dict[str, Any]]:
        """The years under the chart: all of them where there is room, and always the first and the last."""
        shown = [self.years[0]]
        end = self._across(self.years[-1])
        for year in self.years[1:-1]:
            x = self._across(year)
            # The first and the last are written inwards, the others across their place.
            room = TICK if len(shown) > 1 else 1.5 * TICK
            if x - self._across(shown[-1]) >= room and end - x >= 1.5 * TICK:
                shown.append(year)
        return [{"year": year, "x": place(self._across(year))} for year in [*shown, self.years[-1]]]

    @cached_property
    def series(self) -> list[Series]:
        """The values by edition, the one that has the last value shown first coming first."""
        by_edition: dict[Any, Series] = {}
        for figure in reversed(self.figures):
            edition = figure.dataset or figure.source
            series = by_edition.setdefault(edition, Series(len(by_edition)))
            y = BOTTOM - (BOTTOM - TOP) * float(figure.value / self.highest)
            series.points.insert(0, Point(figure, self._across(figure.year), y))
        found = list(by_edition.values())
        place_labels(found, [self.first, self.last])
        return found


def place_labels(several: Sequence[Series], most_important: Sequence[Observation]) -> None:
    """Says where the values are written: all where they are few, and no two of a year over one another."""
    wanted = [(series.place_label(point), point) for series in several for point in series.points]
    if len(wanted) > MOST_LABELS:
        wanted = [(height, point) for height, point in wanted if point.figure in most_important]
    by_year: dict[int, list[tuple[float, Point]]] = defaultdict(list)
    for height, point in wanted:
        by_year[point.figure.year].append((height, point))
    for group in by_year.values():
        group.sort(key=lambda pair: -pair[1].y)
        if len(group) > 1:
            # Values of one year go apart: the least below its point, the others above theirs.
            group = [(below(group[0][1]), group[0][1]), *((point.y - BESIDE, point) for _height, point in group[1:])]
        lowest = BOTTOM + LINE
        for height, point in group:
            point.label_y = lowest = min(height, lowest - LINE)


def below(point: Point) -> float:
    """Returns how far down a value below its point is written; above it, where there is no room down to the years."""
    return point.y + BESIDE if point.y + BESIDE + LINE / 2 <= BOTTOM else point.y - BESIDE


@dataclass(frozen=True)
class Split:
    """Women and men among those counted, in per cent; together they make a hundred."""

    figure: Observation
    women: Decimal
    men: Decimal

    @property
    def women_across(self) -> str:
        """How long the bar of women is, and where that of men begins."""
        return place(float(self.women))

    @property
    def men_across(self) -> str:
        return place(float(self.men))


def split_by_sex(figures: Iterable[Observation]) -> Split | None:
    """Returns the share of women in the latest count of women and of both sexes, of one year and one edition."""
    by_count: dict[tuple[Any, ...], dict[str, Observation]] = defaultdict(dict)
    for figure in figures:
        if figure.verdict != Verdict.REJECTED:
            by_count[figure.year, figure.dataset_id, figure.source_id][figure.sex] = figure
    for _count, by_sex in sorted(by_count.items(), key=lambda item: -item[0][0]):
        women, everyone = by_sex.get(Observation.Sex.FEMALE), by_sex.get(Observation.Sex.TOTAL)
        if women and everyone and (sexes := sex_split(women.value, everyone.value)):
            return Split(women, sexes.women, sexes.men)
    return None


@dataclass(frozen=True)
class Part:
    """A figure that is part of a total: the name of what it counts, and the page on that, where there is one.

    People of unknown origin come from no place.
    """

    figure: Observation
    name: str
    address: str = ""
    is_place: bool = True


@dataclass(frozen=True)
class Share:
    """One bar: a part, its share of the total where that is known, and its length against the longest bar."""

    part: Part
    share: Decimal | None
    length: str


class Shares:
    """Figures of one indicator and year as bars, the greatest first, with what they leave of the total."""

    # So many are seen at once; the others unfold.
    shown_at_once = 10

    def __init__(self, parts: Sequence[Part], totals: Iterable[Observation] = ()) -> None:
        """Takes the parts, and among which to find their total: that of the same year, sex and edition."""
        self.parts = [part for part in parts if part.is_place]
        self._apart = [part for part in parts if not part.is_place]
        self.total = next((total for total in totals if self.parts and self._is_total(total)), None)

    def _is_total(self, total: Observation) -> bool:
        same = ("year", "sex", "dataset_id")
        return all(
            total.dataset_id and getattr(total, name) == getattr(part.figure, name)
            for name in same
            for part in self.parts
        )

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def first(self) -> Share:
        return self.bars[0]

    @property
    def year(self) -> int:
        return self.parts[0].figure.year

    @property
    def is_of_one_source(self) -> bool:
        """Whether one mark stands for the source of all figures."""
        return len({(part.figure.dataset_id, part.figure.source_id) for part in self.parts}) == 1

    @cached_property
    def bars(self) -> list[Share]:
        longest = max((part.figure.value for part in self.parts), default=Decimal(0)) or Decimal(1)
        return [self._share(part, part.figure.value / longest) for part in self.parts]

    @property
    def apart(self) -> list[Share]:
        """The parts that are no place; they have no bar."""
        return [self._share(part, Decimal(0)) for part in self._apart]

    @property
    def shown(self) -> list[Share]:
        """The bars seen at once."""
        return self.bars[: self.shown_at_once]

    @property
    def folded(self) -> list[Share]:
        """The bars that unfold."""
        return self.bars[self.shown_at_once :]

    @property
    def others(self) -> Decimal | None:
        """What the figures leave of the total; none where the total is not known, or is used up."""
        known = sum(part.figure.value for part in (*self.parts, *self._apart))
        left = self.total.value - known if self.total else Decimal(0)
        return left if left > 0 else None

    @property
    def share_of_others(self) -> Decimal | None:
        """The same as a share."""
        return percentage(self.others, self.total.value) if self.total else None

    def _share(self, part: Part, length: Decimal) -> Share:
        share = percentage(part.figure.value, self.total.value) if self.total else None
        return Share(part, share, place(float(100 * length)))
