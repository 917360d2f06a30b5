"""Arithmetic of migrant stock: figures that are computed when they are shown, and never stored.

Each says its definition. A number that is missing is None and makes what rests on it None: it is never taken for zero.
What is computed here for a country of origin (its emigrants, by destination) holds in mirror image for a country of
destination (its immigrants, by origin): the functions take the corridors of either.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from diaspora.models import CountryGroup, MigrantStock

EUROPEAN_UNION = "european-union"


@dataclass(frozen=True)
class SexSplit:
    """The shares of women and men, in per cent with one decimal; together they make 100."""

    women: Decimal
    men: Decimal


@dataclass(frozen=True)
class GroupShare:
    """How many of the migrants of a country live in a group of countries, or come from one."""

    # None where no member publishes a number.
    persons: int | None
    # In per cent of all migrants of the country, with one decimal; None where there are none.
    share: Decimal | None
    women: int | None
    sexes: SexSplit | None
    # How many members publish a number for the country, and how many members there are.
    publishing: int
    members: int


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Returns the value with so many decimals, halves rounded up as publishers of statistics do: 40.45 is 40.5."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def percentage(part: int | Decimal | None, whole: int | Decimal | None, decimals: int = 1) -> Decimal | None:
    """Returns part ÷ whole × 100 with so many decimals; None where either is missing, or the whole is nothing."""
    if part is None or not whole:
        return None
    return round_half_up(Decimal(part) * 100 / Decimal(whole), decimals)


def sex_split(women: int | Decimal | None, total: int | Decimal | None) -> SexSplit | None:
    """Returns the shares of women and men: women ÷ both sexes with one decimal, and men the rest to 100."""
    share = percentage(women, total)
    return None if share is None else SexSplit(share, 100 - share)


def emigrants_to_residents(emigrants: int | Decimal | None, residents: int | Decimal | None) -> Decimal | None:
    """Returns the emigrants for every hundred residents of the country in the same year, with two decimals.

    Stock ÷ residents at mid-year; emigrants are not among the residents. The other definition, emigrants ÷ (residents +
    emigrants), gives the share of all who were born there or live there, and is always less: 5.28 % becomes 5.02 %.
    """
    return percentage(emigrants, residents, decimals=2)


def total_migrants(stocks: Iterable[MigrantStock], year: int) -> int | None:
    """Returns the sum of the corridors in a year: total emigrants of an origin, or immigrants of a destination.

    Unknown origin is part of a destination's. None where no corridor has a number. The import has proven the sum equal
    to what the publisher prints, except where a corridor is missing: then it is the least that it can be.
    """
    return add_known(stock.total_in(year) for stock in stocks)


def women_among(stocks: Iterable[MigrantStock], year: int) -> int | None:
    """Returns the women among the migrants of these corridors in a year; None where a corridor does not tell."""
    women = [stock.women_in(year) for stock in stocks if stock.total_in(year) is not None]
    return None if None in women else add_known(women)


def add_known(values: Iterable[int | None]) -> int | None:
    """Returns the sum of the numbers that are there; None where none is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def share_in_group(
    stocks: Iterable[MigrantStock], members: Collection[int], year: int, side: str, whole: int | Decimal | None
) -> GroupShare:
    """Returns how many of the migrants of a country live in a group of countries, or come from one.

    `members` are the primary keys of its countries. `side` says where to look: "destination" for corridors
    of one origin, "origin" for those of one destination. `whole` is all migrants of the country, by the same edition.
    """
    inside = [stock for stock in stocks if getattr(stock, f"{side}_id") in members and stock.total_in(year) is not None]
    persons = total_migrants(inside, year)
    women = women_among(inside, year)
    return GroupShare(
        persons,
        percentage(persons, whole),
        women,
        sex_split(women, persons),
        len(inside),
        len(members),
    )


def european_union() -> set[int]:
    """Returns the primary keys of the present members of the European Union: 27, without the United Kingdom."""
    group = CountryGroup.objects.filter(slug=EUROPEAN_UNION, memberships__left__isnull=True)
    return set(group.values_list("memberships__country", flat=True))
