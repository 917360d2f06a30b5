"""The search of lists, and of relations that complete what is typed: by indexed columns where a record has names.

What the `search_fields` of such an admin mean: `names` holds part of the word; `country__names` is that of the country;
of `search_en` and `search_fr` the beginning of a word is enough; any other column holds the word and nothing else.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from diaspora.columns.folded import SEARCH_CONFIGURATIONS, Folded, JoinedLines, fold
from diaspora.models import read_name

HELP = _("Accents and capitals do not matter; part of a word is enough.")
NAMES_HELP = _("Accents and capitals do not matter; part of a name is enough. A slug, number or code is typed whole.")
SOURCES_HELP = _(
    "Accents and capitals do not matter; part of a word of the title is enough, or the beginning of one of the author "
    "or publisher. A slug is typed whole."
)


def find(records: QuerySet[Model], fields: Sequence[str], typed: str) -> QuerySet[Model]:
    """Returns the records that hold every word that was typed in one of the fields, accents and case aside."""
    if "names" not in fields:
        return find_by_fields(records, fields, typed.replace("\0", "").split())
    for word in read_name(typed).split():
        matches = Q()
        for name in fields:
            matches |= match(records, name, word)
        records = records.filter(matches)
    return records


def match(records: QuerySet[Any], name: str, word: str) -> Q:
    """Returns the condition that a column of the records, or of what they are related to, answers to the word."""
    relation, _mark, column = name.rpartition("__")
    if relation:
        # Looked for first, so that the relation's own index serves.
        related = records.model._meta.get_field(relation).related_model._default_manager.order_by()
        return Q(**{f"{relation}__in": list(related.filter(match(related, column, word)).values_list("pk", flat=True))})
    if name == "names":
        return Q(names__contains=Folded(Value(word)))
    language = name.removeprefix("search_")
    if language in SEARCH_CONFIGURATIONS:
        # A quote or backslash would end the word.
        text = re.sub(r"['’\\]", " ", fold(word))
        return Q(**{name: SearchQuery(f"'{text}':*", config=SEARCH_CONFIGURATIONS[language], search_type="raw")})
    return Q(**{f"{name}__in": {word, word.lower(), word.upper()}})


def find_by_fields(records: QuerySet[Model], fields: Iterable[str], words: Iterable[str]) -> QuerySet[Model]:
    """Returns the records of which the fields hold every word; each row is folded, which suits short tables."""
    texts: list[Any] = []
    for name in fields:
        is_array = isinstance(records.model._meta.get_field(name.split("__")[0]), ArrayField)
        texts += [JoinedLines(F(name)) if is_array else F(name), Value(" ")]
    records = records.alias(searched_text=Folded(Concat(*texts, output_field=TextField())))
    for word in words:
        records = records.filter(searched_text__contains=Folded(Value(word)))
    return records
