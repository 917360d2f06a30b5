"""The proof that a table of migrant stock gives of itself, before anything of it is written.

Every number is a whole number of persons, and the publisher adds up what it prints: in the workbooks of 2024 each sum
holds to the person, so the tolerance is zero. A missing number is never taken for zero: where a part is missing, the
parts may fall short of their sum but not exceed it. Population is published in thousands with three decimals, each
number rounded by itself, so the two sexes may miss their sum by one person.
"""

from collections.abc import Sequence
from operator import add

from django.utils.translation import gettext as _

from diaspora.figures.wording import number
from diaspora.imports.cells import Sheet
from diaspora.imports.tables import SEXES, Header

Values = Sequence[int | None]


class Sums:
    """Sums of many rows by code: for each code one sum a column."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.sums: dict[int, list[int]] = {}
        # The columns of a code in which a part is missing.
        self.missing: dict[int, set[int]] = {}

    def add(self, code: int, values: Values) -> None:
        so_far = self.of(code)
        try:
            self.sums[code] = list(map(add, so_far, values))
        except TypeError:
            self.sums[code] = [total + (value or 0) for total, value in zip(so_far, values, strict=True)]
            self.missing.setdefault(code, set()).update(n for n, value in enumerate(values) if value is None)

    def of(self, code: int) -> list[int]:
        return self.sums.get(code) or [0] * self.width


def prove_sexes(sheet: Sheet, header: Header, row: int, values: Values, tolerance: int = 0) -> None:
    """Raises FileRefusedError unless males and females add up to both sexes in every year of a row."""
    count = len(header.years)
    both, males, females = values[:count], values[count : 2 * count], values[2 * count :]
    try:
        if list(map(add, males, females)) == both:
            return
    except TypeError:
        pass
    for offset, (total, male, female) in enumerate(zip(both, males, females, strict=True)):
        column = header.blocks["total"] + offset
        known = (male or 0) + (female or 0)
        if total is None:
            if male is not None and female is not None:
                reason = _(
                    "in %(year)s males and females are given, and both sexes are missing. Download the file again; if "
                    "they are still missing, tell the publisher."
                )
                raise sheet.refuse(reason % {"year": header.years[offset]}, row, column)
        elif (known > total + tolerance) or (None not in (male, female) and abs(known - total) > tolerance):
            reason = _(
                "in %(year)s males and females add up to %(sum)s, and both sexes are %(total)s. Download the file "
                "again; if it still differs, tell the publisher."
            )
            numbers = {"year": header.years[offset], "sum": number(known), "total": number(total)}
            raise sheet.refuse(reason % numbers, row, column)


def prove_sum(sheet: Sheet, header: Header, row: int, published: Values, sums: Sums, code: int, what: str) -> None:
    """Raises FileRefusedError unless the parts of a code add up to what a row says, in every column.

    `what` names the parts, in words: “the destinations of Mali”.
    """
    added = sums.of(code)
    if added == published:
        return
    missing = sums.missing.get(code, set())
    count = len(header.years)
    for place, (total, known) in enumerate(zip(published, added, strict=True)):
        if total is None or known == total or (place in missing and known < total):
            continue
        sex, offset = SEXES[place // count], place % count
        reason = _(
            "in %(year)s %(what)s add up to %(sum)s, and this row says %(total)s. Download the file again; if it still "
            "differs, tell the publisher."
        )
        numbers = {"year": header.years[offset], "what": what, "sum": number(known), "total": number(total)}
        raise sheet.refuse(reason % numbers, row, header.blocks[sex] + offset)
