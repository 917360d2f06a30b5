"""What a publisher's file holds once it is read: one edition of a collection, before anything of it is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from diaspora.columns.text import current_language
from diaspora.imports.files import PublishedFile


class Figure(NamedTuple):
    """One value for one area and year."""

    indicator: str
    area: str
    year: int
    sex: str
    value: int | Decimal


class Stock(NamedTuple):
    """The migrants of one origin in one destination, a number for each year of the edition; None where missing."""

    origin: str
    destination: str
    total: Sequence[int | None]
    women: Sequence[int | None]


@dataclass
class Edition:
    """One edition of a published collection, as its file gives it."""

    file: PublishedFile
    slug: str
    publisher: str
    title_en: str
    title_fr: str
    edition_en: str
    edition_fr: str
    # A partial date; of two editions the one released later is the newer.
    released: str
    url: str
    licence: str
    # The fields that the codes of the file are found in: of Country, and of Indicator.
    area_field: str
    indicator_field: str
    rows: int = 0
    years: list[int] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    stocks: list[Stock] = field(default_factory=list)
    # What the file calls its areas, and which of them it says are none: regions, income groups.
    names: dict[str, str] = field(default_factory=dict)
    aggregates: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The title and the edition, in the reader's language."""
        if current_language() == "fr":
            return f"{self.title_fr}, {self.edition_fr}"
        return f"{self.title_en}, {self.edition_en}"
