"""The records of the core."""

from diaspora.models.base import (
    SEARCH_COLUMNS,
    Addressable,
    AddressableQuerySet,
    Answer,
    SearchableQuerySet,
    Tracked,
    read_name,
)
from diaspora.models.entries import Entry, EntryQuerySet, Freshness
from diaspora.models.figures import Dataset, Observation
from diaspora.models.geography import Country, CountryGroup, Membership, Place, Region
from diaspora.models.import_log import ImportRun, UploadedFile
from diaspora.models.indicators import Indicator
from diaspora.models.migrant_stock import MigrantStock
from diaspora.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet
from diaspora.models.profiles import (
    CountryProfile,
    CountryProfileCitation,
    Obstacle,
    PublishedWithProfile,
    PublishedWithProfileQuerySet,
)
from diaspora.models.shown_figures import choose_series
from diaspora.models.sources import Citation, Cited, Source, Verdict, WithVerdict
from diaspora.models.topics import Aspect, CompactObjective, SustainableDevelopmentGoal, Topic

__all__ = [
    "SEARCH_COLUMNS",
    "Addressable",
    "AddressableQuerySet",
    "Answer",
    "Aspect",
    "Citation",
    "Cited",
    "CompactObjective",
    "Country",
    "CountryGroup",
    "CountryProfile",
    "CountryProfileCitation",
    "Dataset",
    "Entry",
    "EntryQuerySet",
    "Freshness",
    "ImportRun",
    "Indicator",
    "Membership",
    "MigrantStock",
    "NaturalKeyModel",
    "NaturalKeyQuerySet",
    "Observation",
    "Obstacle",
    "Place",
    "PublishedWithProfile",
    "PublishedWithProfileQuerySet",
    "Region",
    "SearchableQuerySet",
    "Source",
    "SustainableDevelopmentGoal",
    "Topic",
    "Tracked",
    "UploadedFile",
    "Verdict",
    "WithVerdict",
    "choose_series",
    "read_name",
]
