"""Figures of countries, the editions they come from, and the imports that brought them."""

from decimal import Decimal
from typing import Any

from diaspora.development.makers.words import names
from diaspora.models import Country, Dataset, ImportRun, Indicator, MigrantStock, Observation


def new_indicator(number: int, /, **fields: Any) -> Indicator:
    defaults = {"code": f"indicator_{number}", "unit": Indicator.Unit.PERSONS}
    return Indicator(**defaults | names(f"Indicator {number}") | fields)


def new_dataset(number: int, /, **fields: Any) -> Dataset:
    """Makes an edition of a collection of figures."""
    defaults = {
        "slug": f"dataset-{number}",
        "title_en": f"Dataset {number}",
        "title_fr": f"Jeu {number}",
        "publisher": "Publisher",
        "edition_en": "2024",
        "edition_fr": "2024",
    }
    return Dataset(**defaults | fields)


def new_observation(country: Country, indicator: Indicator, **fields: Any) -> Observation:
    """Makes a figure of 2024; what it comes from, a source or an edition, is given."""
    return Observation(country=country, indicator=indicator, **{"year": 2024, "value": Decimal(1000)} | fields)


def new_migrant_stock(dataset: Dataset, origin: Country, destination: Country, **fields: Any) -> MigrantStock:
    """Makes a corridor of 2020 and 2024; its areas go by the numbers of the two countries."""
    codes = {"origin_code": origin.m49.lstrip("0"), "destination_code": destination.m49.lstrip("0")}
    defaults = codes | {"years": [2020, 2024], "total": [900, 1000], "women": [400, None]}
    return MigrantStock(dataset=dataset, origin=origin, destination=destination, **defaults | fields)


def new_import_run(**fields: Any) -> ImportRun:
    return ImportRun(**{"file_name": "stock.xlsx", "outcome": ImportRun.Outcome.REFUSED} | fields)
