"""Workbooks by destination and origin as they may come: what is imported is what they print, and no fault slips in."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from diaspora.development.workbook_writer import pair_rows
from diaspora.imports import FileRefusedError, PublishedFile, read_migrant_stock, write_editions
from diaspora.models import MigrantStock, Observation
from tests.examples import examples
from tests.stock_files import FIRST_PAIR, HEADER, OTHERS, WORLD, Rows, area, workbook

AREAS = (466, 384, 250, 686, 132, 830, 12, 638)
# Areas that are no country of the atlas; a workbook of nothing else is refused.
NO_COUNTRY = {830, OTHERS}
# Two of regions, and two that no edition has.
GROUPS = (914, 947, 1836, 5501)
YEARS = (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024)
MARKS = ("..", "", "~", " .. ")
SEXES = ("both sexes combined", "males", "females")
FIRST_VALUE = 7

# Both sexes, men and women of one year; None where the workbook has none.
Year = tuple[int | None, int | None, int | None]


@dataclass
class Drawn:
    """A workbook: its rows by destination and origin, each with its years, and the sheet they make."""

    years: list[int]
    pairs: dict[tuple[int, int], list[Year]]
    margins: dict[tuple[int, int], list[Year]]
    groups: dict[tuple[int, int], list[Year]]
    rows: Rows

    @property
    def file(self) -> PublishedFile:
        return workbook(Table_1=self.rows)

    def row(self, destination: int, origin: int) -> list[Any]:
        return next(row for row in self.rows[FIRST_PAIR:] if row[4:5] == [destination] and row[6] == origin)

    def column(self, sex: int, year: int) -> int:
        """Returns the column of a sex (0 both, 1 men, 2 women) and of a year, by its place among the years."""
        starts = {cell: start for start, cell in enumerate(self.rows[HEADER - 3]) if cell}
        return year + next(start for title, start in starts.items() if title.endswith(f", {SEXES[sex]}"))


NUMBERS = st.integers(0, 90_000)


def all_known(men: int, women: int) -> Year:
    return men + women, men, women


KNOWN = st.builds(all_known, NUMBERS, NUMBERS)
PARTLY_KNOWN = st.one_of(KNOWN, KNOWN, KNOWN, st.just((None, None, None)), st.tuples(NUMBERS, st.none(), st.none()))


def add_up(parts: list[list[Year]], hidden: list[int]) -> list[Year]:
    """Returns what a publisher prints as the sum of rows: what is missing in them adds something that is not told."""
    years = []
    for place, values in enumerate(zip(*parts, strict=True)):
        rest = hidden[place] if any(total is None for total, _men, _women in values) else 0
        total = sum(value[0] or 0 for value in values) + 2 * rest
        men, women = (sum(value[sex] or 0 for value in values) + rest for sex in (1, 2))
        # Where the sexes of a part are not told, those of the sum are not either.
        sexes_told = all(value[0] is None or value[1] is not None for value in values)
        years.append((total, men, women) if sexes_told else (total, None, None))
    return years


@st.composite
def workbooks(draw: st.DrawFn, year: st.SearchStrategy[Year] = PARTLY_KNOWN) -> Drawn:
    """Draws a workbook with areas, unknown origin, groups, blank rows, notes, and its blocks in whatever order."""
    years = sorted(draw(st.sets(st.sampled_from(YEARS), min_size=1, max_size=4)))
    series = st.lists(year, min_size=len(years), max_size=len(years))
    drawn = st.tuples(st.sampled_from(AREAS), st.sampled_from((*AREAS, OTHERS))).filter(lambda pair: pair[0] != pair[1])
    some = st.dictionaries(drawn, series, min_size=1, max_size=10)
    pairs = draw(some.filter(lambda pairs: any({*pair} - NO_COUNTRY for pair in pairs)))
    hidden = draw(st.lists(st.integers(0, 99), min_size=len(years), max_size=len(years)))
    margins = {(WORLD, WORLD): add_up(list(pairs.values()), [9 * 100 * rest for rest in hidden])}
    for code in {code for pair in pairs for code in pair}:
        from_there = [values for (_destination, origin), values in pairs.items() if origin == code]
        living_there = [values for (destination, _origin), values in pairs.items() if destination == code]
        margins |= {(WORLD, code): add_up(from_there, hidden)} if from_there else {}
        margins |= {(code, WORLD): add_up(living_there, hidden)} if living_there else {}
    group = st.tuples(st.sampled_from(GROUPS), st.sampled_from((*GROUPS, *AREAS, WORLD)))
    groups = draw(st.dictionaries(group, series, max_size=3))
    groups |= {(origin, destination): values for (destination, origin), values in groups.items()}
    order = draw(st.permutations(range(3)))
    everything = draw(st.permutations([*(pairs | margins | groups).items()]))
    mark = draw(st.sampled_from(MARKS))
    rows = pair_rows([(area(d), area(o), lay_out(values, order, mark)) for (d, o), values in everything], years)
    titles = list(rows[HEADER - 3])
    titles[FIRST_VALUE :: len(years)] = [titles[FIRST_VALUE + sex * len(years)] for sex in order]
    rows[HEADER - 3] = titles
    for _row in range(draw(st.integers(0, 2))):
        rows.insert(draw(st.integers(FIRST_PAIR, len(rows))), [])
    rows.append(["", "Note: mid-year estimates."])
    return Drawn(years, pairs, margins, groups, rows)


def lay_out(values: list[Year], order: list[int], mark: str) -> list[Any]:
    """Returns the cells of a row, a block for each sex in this order."""
    return [mark if year[sex] is None else year[sex] for sex in order for year in values]


@pytest.mark.django_db
@pytest.mark.usefixtures("mali")
@given(workbooks())
@examples(60)
def test_database_holds_what_the_workbook_prints(drawn: Drawn) -> None:
    with transaction.atomic():
        write_editions([read_migrant_stock(drawn.file)])
        stocks = {(int(stock.destination_code), int(stock.origin_code)): stock for stock in MigrantStock.objects.all()}
        assert {pair: list(zip(stock.total, stock.women, strict=True)) for pair, stock in stocks.items()} == {
            pair: [(total, women) if total else (None, None) for total, _men, women in values]
            for pair, values in drawn.pairs.items()
        }
        assert all(stock.years == drawn.years for stock in stocks.values())
        figures = Observation.objects.imported().values_list(
            "indicator__code", "country__m49", "year", "sex", "value", "in_series"
        )
        printed: set[Any] = {
            (indicator, f"{code:03}", year, sex, values[place][number], True)
            for side, indicator in ((1, "emigrant_stock"), (0, "immigrant_stock"))
            for pair, values in drawn.margins.items()
            if (code := pair[side]) not in {WORLD, *NO_COUNTRY} and pair[1 - side] == WORLD
            for place, year in enumerate(drawn.years)
            for sex, number in (("total", 0), ("female", 2))
            # A year in which nobody is counted is not published.
            if values[place][0] and values[place][number] is not None
        }
        assert set(figures) == printed
        assert len(figures) == len(printed)
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.usefixtures("mali")
@given(workbooks(KNOWN))
@examples(40)
def test_sums_hold_in_the_database(drawn: Drawn) -> None:
    """Where nothing is missing, corridors add up to the figures of countries, both sexes and women, on both sides."""
    with transaction.atomic():
        write_editions([read_migrant_stock(drawn.file)])
        figures = Observation.objects.imported().select_related("country", "indicator")
        assert figures.exists() == any(year[0] for values in drawn.pairs.values() for year in values)
        for figure in figures:
            side = "origin" if figure.indicator.code == "emigrant_stock" else "destination"
            kept = "total" if figure.sex == "total" else "women"
            own = MigrantStock.objects.filter(**{side: figure.country}).values_list("years", kept)
            assert figure.value == sum(dict(zip(*stock, strict=True))[figure.year] or 0 for stock in own)
        transaction.set_rollback(True)


@given(workbooks(), st.data())
@examples(120)
def test_spoiled_cell_is_refused(drawn: Drawn, data: st.DataObject) -> None:
    """Any number that is another than it was, any text for one; in rows of groups as well."""
    everything = drawn.pairs | drawn.margins | drawn.groups
    cells = [
        (pair, place) for pair, values in everything.items() for place, year in enumerate(values) if None not in year
    ]
    if not cells:
        return
    pair, place = data.draw(st.sampled_from(cells))
    row, column = drawn.row(*pair), drawn.column(data.draw(st.integers(0, 2)), place)
    row[column] = data.draw(
        st.one_of(
            st.integers(0, 10**10).filter(lambda value: value != row[column]),
            st.sampled_from([row[column] + 0.5, -row[column] - 1, f"{row[column]:,}.", "n/a", True]),
        )
    )
    with pytest.raises(FileRefusedError):
        read_migrant_stock(drawn.file)


@given(workbooks(KNOWN), st.data())
@examples(120)
def test_fault_that_both_sexes_share_is_refused(drawn: Drawn, data: st.DataObject) -> None:
    """A number too many of one sex and of both is noticed by the sums, in any row of areas or of World."""
    row = drawn.row(*data.draw(st.sampled_from([*(drawn.pairs | drawn.margins)])))
    place, more = data.draw(st.integers(0, len(drawn.years) - 1)), data.draw(st.integers(1, 10**6))
    for sex in (0, data.draw(st.integers(1, 2))):
        row[drawn.column(sex, place)] += more
    with pytest.raises(FileRefusedError):
        read_migrant_stock(drawn.file)


@given(workbooks(KNOWN), st.data())
@examples(60)
def test_row_that_is_left_out_or_is_of_another_area_is_refused(drawn: Drawn, data: st.DataObject) -> None:
    told = [pair for pair, values in drawn.pairs.items() if any(year[0] for year in values)]
    if not told:
        return
    row = drawn.row(*data.draw(st.sampled_from(told)))
    if data.draw(st.booleans()):
        drawn.rows.remove(row)
    else:
        row[6] = data.draw(st.sampled_from([code for code in (*AREAS, OTHERS, *GROUPS) if code != row[6]]))
    with pytest.raises(FileRefusedError):
        read_migrant_stock(drawn.file)
