"""What records have in common: an address that lasts, and a history."""

import re
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Concat, Greatest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diaspora.columns.folded import SEARCH_CONFIGURATIONS, Folded
from diaspora.columns.text import LinesField
from diaspora.models.natural_keys import NaturalKeyModel, NaturalKeyQuerySet

# What a search takes as more than words: quotes, a minus before a word, “or”.
OPERATORS = re.compile(r'"|(?:^|\s)-|\sor\s', re.IGNORECASE)
# Columns that only searches read.
SEARCH_COLUMNS = ("names", "search_en", "search_fr")


class Answer(models.TextChoices):
    """Answers to a question of fact: “no information”, “not applicable” and “no” are three answers."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    NO_INFORMATION = "no_information", _("No information")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")

    @property
    def explanation(self) -> str:
        return {
            Answer.YES: gettext("A source says yes."),
            Answer.PARTLY: gettext("A source says yes, within limits that the record names."),
            Answer.NO: gettext("A source says no."),
            Answer.NO_INFORMATION: gettext("No source that we have read says anything."),
            Answer.NOT_APPLICABLE: gettext("The question does not arise."),
        }[self]


class History(HistoricalRecords):  # type: ignore[misc]
    """The versions of a record, without its generated columns: those follow from the others."""

    def fields_included(self, model: type[models.Model]) -> "list[models.Field[Any, Any]]":
        return [field for field in super().fields_included(model) if not field.generated]


class Tracked(NaturalKeyModel):
    """A record whose every change is kept, with who made it."""

    history = History(inherit=True, related_name="versions")

    class Meta:
        abstract = True


class AddressableQuerySet(NaturalKeyQuerySet[Any]):
    """Finds records by their present or former address."""

    def by_former_slug(self, slug: str) -> Self:
        """Returns the records that once had this slug."""
        return self.filter(former_slugs__contains=[slug])


def read_name(text: str) -> str:
    """Returns what was typed as a name may be written: without the bars that stand between names, and without NUL."""
    return " ".join(text.replace("\0", " ").replace("|", " ").split())


class NamedQuerySet(AddressableQuerySet):
    """Searches records by the column `names`, which holds all their names."""

    def matching(self, text: str) -> Self:
        """Returns the records that match what was typed, with their `score`: 4 and more for a whole name."""
        matches, score = self.understand(text)
        return self.filter(matches).annotate(score=score)

    def search(self, text: str) -> Self:
        """Returns the records that match what was typed, the best match first."""
        return self.matching(text).order_by("-score", "pk")

    def search_among(self, most: int, text: str) -> Self:
        """Returns what `search` does, but looks for the best among so many matches at most.

        To find a match by its index takes much less time than to score it. Where more match, first come those of which
        a name holds all that was typed: a word that thousands have in common tells little else of what is meant.
        """
        matches, score = self.understand(text)
        is_named = Case(When(names__contains=Folded(Value(read_name(text))), then=Value(0)), default=Value(1))
        among = self.filter(matches).order_by(is_named, "pk").values("pk")[:most]
        return self.filter(pk__in=among).annotate(score=score).order_by("-score", "pk")

    def understand(self, text: str) -> tuple[Q, Any]:
        """Returns the condition that a record matches what was typed, and its score."""
        return self._match_names(text)

    def _match_names(self, text: str) -> tuple[Q, Any]:
        typed = read_name(text)
        if not typed:
            return Q(pk__in=()), Value(0.0)
        folded = Folded(Value(typed))
        whole = Concat(Value("|"), folded, Value("|"), output_field=models.TextField())
        beginning = Concat(Value("|"), folded, output_field=models.TextField())
        named = Case(
            When(names__contains=whole, then=Value(4.0)),
            When(names__contains=beginning, then=Value(2.0)),
            default=Value(0.0),
        )
        likeness = TrigramWordSimilarity(folded, "names")  # type: ignore[arg-type]
        return Q(names__contains=beginning) | Q(names__trigram_word_similar=folded), named + likeness


class SearchableQuerySet(NamedQuerySet):
    """Searches records that have the columns `search_en` and `search_fr` too."""

    def understand(self, text: str) -> tuple[Q, Any]:
        """Returns the condition that a record matches the words in either language, and its score.

        Quotes, `or` and a minus work as on the web; whatever is typed is a query.
        """
        if all(word.startswith("-") for word in text.split()):
            # What is only left out would be everything else.
            text = text.replace("-", " ")
        # PostgreSQL nests a negation for every minus and gives up at 32: of several in a row the last one counts.
        folded = Folded(Value(re.sub(r"-[\s!&|()-]*(?=-)", "", text.replace("\0", " "))))
        queries = {
            f"search_{language}": SearchQuery(folded, config=configuration, search_type="websearch")
            for language, configuration in SEARCH_CONFIGURATIONS.items()
        }
        matches = Q()
        for column, query in queries.items():
            matches |= Q(**{column: query})
        rank = Greatest(*(SearchRank(F(column), query) for column, query in queries.items()))
        if OPERATORS.search(text):
            # Who writes operators means them: a name that is only alike is no answer.
            return matches, rank
        named, score = self._match_names(text)
        return matches | named, score + rank


class Addressable(NaturalKeyModel):
    """A record with a page of its own, whose old addresses lead to it for good."""

    natural_key_fields: ClassVar[tuple[str, ...]] = ("slug",)

    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        help_text=_("The last part of the page’s address. When it changes, the old address redirects to the new one."),
    )
    former_slugs = LinesField(
        base_field=models.SlugField(max_length=120),
        verbose_name=_("former slugs"),
        editable=False,
        help_text=_("Addresses this record had before; they redirect to it."),
    )

    objects = AddressableQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
        indexes = [GinIndex(fields=["former_slugs"], name="%(class)s_former_slugs")]

    def clean(self) -> None:
        """Refuses an address that leads to another record already."""
        super().clean()
        others = type(self)._default_manager.exclude(pk=self.pk)
        taken = others.filter(Q(former_slugs__contains=[self.slug])).first()
        if taken is not None:
            raise ValidationError(
                {"slug": _("This was the address of “%(record)s” and still leads there.") % {"record": taken}}
            )

    def save(self, *args: Any, **options: Any) -> None:
        """Keeps the old address among the former ones when the slug changes."""
        if self.pk is not None:
            kept = type(self)._default_manager.filter(pk=self.pk).values_list("slug", "former_slugs").first()
            # A version that is brought back knows fewer of its addresses than have been given out since.
            slug, former_slugs = kept or (self.slug, [])
            self.former_slugs = list(dict.fromkeys([*former_slugs, *self.former_slugs, slug]))
        if self.slug in self.former_slugs:
            self.former_slugs = [slug for slug in self.former_slugs if slug != self.slug]
        super().save(*args, **options)
