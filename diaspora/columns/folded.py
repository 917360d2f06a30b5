"""Expressions that run in PostgreSQL, beside what Django brings."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Concat

SEARCH_CONFIGURATIONS = {"en": "english", "fr": "french"}


class Folded(Func):
    """Text in lower case without accents: for sorting and matching people's words in either language.

    The SQL function `atlas_fold` is made by the first migration. It gives the same order and the same matches
    whatever the collation of the database: human text is never sorted raw.
    """

    function = "atlas_fold"
    output_field = models.TextField()


class JoinedLines(Func):
    """The items of an array of texts as one text, with a separator; immutable, unlike array_to_string."""

    function = "atlas_join"
    output_field = models.TextField()

    def __init__(self, lines: Any, separator: str = " ") -> None:
        super().__init__(lines, Value(separator))


def names_column(*names: str, lines: str = "") -> models.GeneratedField:
    """Returns a generated column with all names of a record, folded, each between bars: “|tokten|…|”.

    A search finds a whole name, the beginning of one, or one that is spelled almost so.
    """
    parts: list[Any] = [Value("|")]
    for name in names:
        parts += [F(name), Value("|")]
    if lines:
        parts += [JoinedLines(F(lines), "|"), Value("|")]
    return models.GeneratedField(
        expression=Folded(Concat(*parts, output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
    )


def search_column(
    language: str, *, names: tuple[str, ...], lines: tuple[str, ...], summaries: tuple[str, ...], texts: tuple[str, ...]
) -> models.GeneratedField:
    """Returns a generated column with the search vector of a record in one language.

    Names weigh most, then summaries, then texts. Accents are folded; queries must be folded too.
    """
    configuration = SEARCH_CONFIGURATIONS[language]
    vector: Any = SearchVector(
        *(Folded(F(name)) for name in names),
        *(Folded(JoinedLines(F(name))) for name in lines),
        config=configuration,
        weight="A",
    )
    for columns, weight in ((summaries, "B"), (texts, "C")):
        if columns:
            vector += SearchVector(*(Folded(F(name)) for name in columns), config=configuration, weight=weight)
    return models.GeneratedField(expression=vector, output_field=SearchVectorField(), db_persist=True)


def fold(text: str) -> str:
    """Returns the text in lower case without accents, as the database folds it."""
    spelled_out = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE").replace("ß", "ss")
    decomposed = unicodedata.normalize("NFKD", spelled_out)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


def words_of(text: str) -> Iterable[str]:
    return re.findall(r"\w+", fold(text))
