"""Charts: where things stand, what is written beside them, which shares are taken of what."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from diaspora.figures.charts import BESIDE, LINE, Part, Shares, TimeChart, split_by_sex
from diaspora.models import Observation
from diaspora.pages.country.figures import figures_by_section
from tests.factories import create_country, create_dataset, create_indicator, create_observation

pytestmark = pytest.mark.django_db


def create_series(values: dict[int, int], **fields: Any) -> list[Observation]:
    """Makes a figure for each year, of one edition, country and indicator."""
    shared: dict[str, Any] = {"dataset": create_dataset(), "shown_first": True} | fields
    for name, create in (("country", create_country), ("indicator", create_indicator)):
        shared[name] = shared.get(name) or create()
    return [create_observation(year=year, value=Decimal(value), **shared) for year, value in values.items()]


def test_years_stand_in_proportion_and_values_above_a_baseline_of_zero() -> None:
    [series] = TimeChart(create_series({2000: 0, 2010: 50, 2020: 100})).series
    assert [point.cx for point in series.points] == ["4.0%", "50.0%", "96.0%"]
    assert [point.cy for point in series.points] == ["84.0%", "48.0%", "12.0%"]
    assert [(line["x1"], line["x2"]) for line in series.lines] == [("4.0%", "50.0%"), ("50.0%", "96.0%")]


def test_points_of_different_editions_are_not_joined() -> None:
    first = create_series({2000: 10, 2010: 20})
    same = {"country": first[0].country, "indicator": first[0].indicator, "shown_first": False}
    later = create_series({2000: 12, 2010: 24}, **same)
    chart = TimeChart([*first, *later])
    assert [series.said_by for series in chart.series] == [first[0].said_by, later[0].said_by]
    assert [len(series.lines) for series in chart.series] == [1, 1]


def test_a_value_rejected_as_an_error_is_left_out_and_counted() -> None:
    """A billion where a million was meant would flatten every other value."""
    figures = create_series({2006: 177, 2023: 1045})
    error = create_series({2019: 964_000}, verdict="rejected", reason_en="Billion.", shown_first=False)
    chart = TimeChart([*figures, *error])
    assert chart.highest == 1045
    assert chart.left_out == 1
    assert chart.years == [2006, 2023]


def test_one_year_alone_or_a_value_below_zero_is_no_chart() -> None:
    assert not TimeChart([])
    assert not TimeChart(create_series({2020: 5}))
    growth = create_indicator(unit="percent_per_year")
    assert not TimeChart(create_series({2010: -5, 2020: 5}, indicator=growth))
    assert not TimeChart(create_series({2010: 0, 2020: 0}))
    assert TimeChart(create_series({2010: 0, 2020: 5}))


def test_values_of_one_year_are_not_written_over_one_another() -> None:
    first = create_series({2000: 1, 2023: 1000})
    same = {"country": first[0].country, "indicator": first[0].indicator, "shown_first": False}
    others = [create_series({2023: value}, **same) for value in (1001, 1002, 1003)]
    chart = TimeChart([*first, *(figure for series in others for figure in series)])
    heights = sorted(
        point.label_y
        for series in chart.series
        for point in series.points
        if point.figure.year == 2023 and point.label_y is not None
    )
    assert len(heights) == 4
    assert all(below - above >= LINE for above, below in pairwise(heights))


def test_values_are_written_where_the_line_does_not_pass() -> None:
    """Above a point, or below it where the line goes up on the side that the text reaches to."""
    [rising] = TimeChart(create_series({2000: 50, 2010: 60, 2020: 100})).series
    assert [(point.label_y or 0) - point.y for point in rising.points] == [BESIDE, -BESIDE, -BESIDE]
    [falling] = TimeChart(create_series({2000: 100, 2010: 60, 2020: 50})).series
    assert [(point.label_y or 0) - point.y for point in falling.points] == [-BESIDE, BESIDE, BESIDE]
    [level] = TimeChart(create_series({2000: 60, 2010: 60, 2020: 60})).series
    assert [(point.label_y or 0) - point.y for point in level.points] == [-BESIDE, -BESIDE, -BESIDE]
    # Both neighbours are within reach, the one on a level with the point, the other above it.
    [near] = TimeChart(create_series({1990: 0, 2000: 60, 2001: 60, 2002: 100, 2020: 100})).series
    assert [(point.label_y or 0) > point.y for point in near.points if point.label_y is not None][1:2] == [True]


def test_of_many_values_the_first_and_the_last_are_written() -> None:
    [series] = TimeChart(create_series({year: year for year in range(1990, 2025, 5)})).series
    assert [point.figure.year for point in series.points if point.label_cy] == [1990, 2020]


def test_years_that_would_run_together_are_not_all_written() -> None:
    ticks = TimeChart(create_series(dict.fromkeys((1990, 1991, 2010, 2023, 2024), 5))).ticks
    assert [tick["year"] for tick in ticks] == [1990, 2010, 2024]


def test_shares_are_of_the_total_of_the_same_edition_and_year() -> None:
    country, indicator, dataset = create_country(), create_indicator(), create_dataset()
    edition: dict[str, Any] = {"country": country, "indicator": indicator, "dataset": dataset}
    figures = [
        create_observation(partner=create_country(), value=Decimal(value), **edition) for value in (500, 250, 125)
    ]
    elsewhere = [
        create_observation(value=Decimal(9), year=2015, **edition),
        create_observation(value=Decimal(9), sex="female", **edition),
        create_observation(value=Decimal(9), **edition | {"dataset": create_dataset()}),
    ]
    parts = [Part(figure, "There") for figure in figures]
    shares = Shares(parts, elsewhere)
    assert [bar.share for bar in shares.bars] == [None, None, None]
    assert shares.others is None
    shares = Shares(parts, [*elsewhere, create_observation(value=Decimal(1000), **edition)])
    assert [bar.share for bar in shares.bars] == [Decimal("50.0"), Decimal("25.0"), Decimal("12.5")]
    assert [bar.length for bar in shares.bars] == ["100.0%", "50.0%", "25.0%"]
    assert (shares.others, shares.share_of_others) == (Decimal(125), Decimal("12.5"))


def test_shares_of_figures_from_two_editions_are_not_taken() -> None:
    country, indicator, dataset = create_country(), create_indicator(), create_dataset()
    edition: dict[str, Any] = {"country": country, "indicator": indicator, "dataset": dataset}
    parts = [
        Part(create_observation(partner=create_country(), **edition), "Here"),
        Part(create_observation(partner=create_country(), **edition | {"dataset": create_dataset()}), "There"),
    ]
    assert [bar.share for bar in Shares(parts, [create_observation(**edition)]).bars] == [None, None]


def test_people_of_unknown_origin_stand_apart_and_are_part_of_the_total() -> None:
    country, indicator, dataset = create_country(), create_indicator(), create_dataset()
    edition: dict[str, Any] = {"country": country, "indicator": indicator, "dataset": dataset}
    total = create_observation(value=Decimal(1000), **edition)
    here, unknown = (create_observation(partner=create_country(), value=Decimal(v), **edition) for v in (100, 700))
    shares = Shares([Part(unknown, "Unknown", is_place=False), Part(here, "Here")], [total])
    assert [(bar.part.name, bar.share) for bar in shares.bars] == [("Here", Decimal("10.0"))]
    assert [(bar.part.name, bar.share) for bar in shares.apart] == [("Unknown", Decimal("70.0"))]
    assert shares.others == 200


def test_more_than_ten_bars_unfold() -> None:
    figures = create_series({2000: 5} | dict.fromkeys(range(2001, 2012), 1))
    shares = Shares([Part(figure, "There") for figure in figures])
    assert (len(shares.shown), len(shares.folded)) == (10, 2)
    assert not Shares([])


def test_men_are_what_women_leave_of_a_hundred() -> None:
    """Rounded half up, once: the two always make a hundred."""
    [everyone] = create_series({2024: 1_292_519})
    edition = {"country": everyone.country, "indicator": everyone.indicator, "dataset": everyone.dataset}
    women = create_observation(value=Decimal(522_896), sex="female", **edition)
    split = split_by_sex([everyone, women])
    assert split is not None
    assert (split.women, split.men) == (Decimal("40.5"), Decimal("59.5"))
    assert split_by_sex([everyone]) is None
    other_edition = create_observation(value=Decimal(1), sex="female", **edition | {"dataset": create_dataset()})
    assert split_by_sex([everyone, other_edition]) is None


def test_headlines_are_the_latest_values_that_are_shown_first() -> None:
    figures = create_series({2024: 9, 2010: 5})
    figures += create_series({2024: 7}, country=figures[0].country, indicator=figures[0].indicator, shown_first=False)
    figures += create_series({2020: 3}, sex="female")
    figures += create_series({2019: 3}, verdict="contested", reason_en="Claimed.")
    section = figures_by_section(figures)["other_figures"]
    shown = [headline.figure for headline in section.headlines]
    assert [(figure.year, int(figure.value)) for figure in shown] == [(2024, 9), (2019, 3)]


def test_figures_stand_in_the_section_of_their_subject() -> None:
    codes = ["remittance_cost", "emigrant_stock", "diaspora_size_claimed", "immigrant_stock", "population"]
    figures = [create_observation(indicator=create_indicator(code=code)) for code in codes]
    sections = {name: section.figures for name, section in figures_by_section(figures).items()}
    assert sections == {
        "remittances": figures[:1],
        "emigration": figures[1:3],
        "immigration": figures[3:4],
        "other_figures": figures[4:],
    }
