"""Citations as pages show them: numbered footnotes, and what sources disagree on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, cast

from django.db.models import Model, Value
from django.utils.translation import gettext

from diaspora.figures.arithmetic import round_half_up
from diaspora.models import SEARCH_COLUMNS, Aspect, Citation, Cited, Entry, Observation, Source, Verdict


@dataclass
class Disagreement:
    """All sides on one aspect of one record."""

    record: Any
    aspect: Aspect | None
    sides: list[Citation]

    @property
    def title(self) -> str:
        return self.aspect.name if self.aspect else gettext("The record as a whole")

    @property
    def record_title(self) -> str:
        return getattr(self.record, "title", "") or str(self.record)


@dataclass
class Reference:
    """A source with its number on the page, and each place of it that the page rests on."""

    number: int
    source: Source
    citations: list[Citation] = field(default_factory=list)
    figures: list[Observation] = field(default_factory=list)
    # The anchor of its first mark among each type of record, by what that type is called.
    marks: dict[str, str] = field(default_factory=dict)

    def mark(self, record: Model) -> str:
        """Returns the anchor for a mark beside a record; empty where the source has one beside a record of the type."""
        name = str(record._meta.verbose_name_plural)
        if name in self.marks:
            return ""
        self.marks[name] = f"mark-{self.number}-{record._meta.model_name}"
        return self.marks[name]

    @property
    def locators(self) -> list[str]:
        """Where in the source, each place once, in the order in which the page comes to them."""
        locators = [*(citation.locator for citation in self.citations), *(figure.locator for figure in self.figures)]
        return list(dict.fromkeys(locator for locator in locators if locator))


class Bibliography:
    """The citations of the records on one page, and the numbers of their sources, in order of appearance."""

    def __init__(self, records: Iterable[Cited]) -> None:
        """Reads the citations of all records: one query, and one each for their sources and aspects."""
        self.records = list(records)
        self._citations: dict[tuple[type[Cited], int], list[Citation]] = defaultdict(list)
        self._references: dict[int, Reference] = {}
        for record, citation in self._read():
            self._citations[type(record), record.pk].append(citation)
        for citation in chain.from_iterable(self._citations[type(record), record.pk] for record in self.records):
            self._refer(citation.source).citations.append(citation)

    def _read(self) -> Iterable[tuple[Cited, Citation]]:
        """Yields each record with each of its citations, those of the whole record first."""
        by_type: dict[type[Citation], dict[int, Cited]] = defaultdict(dict)
        for record in self.records:
            by_type[record.citation_model()][record.pk] = record
        columns = [field.attname for field in Citation._meta.get_fields() if hasattr(field, "attname")]
        models = list(by_type)
        queries = [
            model._default_manager.filter(**{f"{model.record_field}__in": by_type[model].keys()})
            .order_by()
            .annotate(model_number=Value(number))
            .values_list("model_number", "pk", f"{model.record_field}_id", *columns)
            for number, model in enumerate(models)
        ]
        if not queries:
            return
        rows = list(queries[0].union(*queries[1:], all=True))
        sources = Source.objects.defer(*SEARCH_COLUMNS).in_bulk({row[3 + columns.index("source_id")] for row in rows})
        aspects = Aspect.objects.in_bulk({row[3 + columns.index("aspect_id")] for row in rows} - {None})
        citations = []
        for model_number, pk, record_id, *values in rows:
            model = models[model_number]
            citation = model(
                pk=pk, **{f"{model.record_field}_id": record_id}, **dict(zip(columns, values, strict=True))
            )
            citation.source = sources[citation.source_id]
            citation.aspect = aspects.get(citation.aspect_id) if citation.aspect_id else None
            citations.append((by_type[model][record_id], citation))
        yield from sorted(
            citations, key=lambda pair: (pair[1].aspect.order + 1 if pair[1].aspect else 0, pair[1].pk or 0)
        )

    def _refer(self, source: Source) -> Reference:
        number = len(self._references) + 1
        return self._references.setdefault(source.pk, Reference(number, source))

    def add_figures(self, figures: Iterable[Observation]) -> None:
        """Numbers the sources of figures too, after those of the citations."""
        for figure in figures:
            for source in figure_sources(figure):
                self._refer(source).figures.append(figure)

    @property
    def references(self) -> Sequence[Reference]:
        return list(self._references.values())

    def citations_of(self, record: Cited) -> list[Citation]:
        return self._citations[type(record), record.pk]

    def supporting(self, record: Cited, *aspects: str) -> list[Reference]:
        """Returns the sources that support these aspects of a record, by number.

        Without an aspect: those cited for the record as a whole, or all of them where none is.
        """
        supporting = [citation for citation in self.citations_of(record) if not citation.is_disputed]
        if aspects:
            supporting = [citation for citation in supporting if citation.aspect and citation.aspect.slug in aspects]
        else:
            supporting = [citation for citation in supporting if citation.aspect is None] or supporting
        found = {citation.source_id: self._references[citation.source_id] for citation in supporting}
        return sorted(found.values(), key=lambda reference: reference.number)

    def supporting_figure(self, figure: Observation) -> list[Reference]:
        """Returns the source of a figure, or those that a computed one rests on; nothing where the page has none."""
        sources = figure_sources(figure)
        return [self._references[source.pk] for source in sources if source.pk in self._references]

    @property
    def disagreements(self) -> list[Disagreement]:
        found = []
        for record in self.records:
            by_aspect: dict[int | None, list[Citation]] = defaultdict(list)
            for citation in self.citations_of(record):
                by_aspect[citation.aspect_id].append(citation)
            for sides in by_aspect.values():
                if any(side.is_disputed for side in sides):
                    # A source cited for the whole record takes no side.
                    shown = [side for side in sides if side.statement]
                    found.append(Disagreement(record, sides[0].aspect, shown))
        return found


@dataclass
class FigureDisagreement:
    """Several values of one fact, or one that the editors do not simply support."""

    figures: list[Observation]

    @property
    def fact(self) -> Observation:
        """The figure that names the fact: indicator, year, sex, partner."""
        return self.figures[0]


def figure_sources(figure: Observation) -> list[Source]:
    """Returns the source of a figure, its own or that of its dataset; of a computed one, those of what it is of."""
    if figure.computed_of:
        return list(dict.fromkeys(source for one in figure.computed_of for source in figure_sources(one)))
    source = figure.source or (figure.dataset.source if figure.dataset else None)
    return [source] if source else []


def figure_disagreements(figures: Iterable[Observation]) -> list[FigureDisagreement]:
    """Returns the facts for which several values stand, or one that is contested, superseded or rejected.

    Editions that publishers' files were imported from revise one another, and do not disagree by that alone. What the
    atlas computed differs from what was published where it does so in the decimals that pages show.
    """
    by_fact: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for figure in figures:
        by_fact[figure.indicator_id, figure.year, figure.sex, figure.partner_id].append(figure)
    return [
        FigureDisagreement(values)
        for values in by_fact.values()
        if (are_different(values) and not all(figure.imported or figure.computation for figure in values))
        or any(figure.verdict != Verdict.SUPPORTS or figure.value_as_published for figure in values)
    ]


def are_different(figures: Sequence[Observation]) -> bool:
    """Whether these values of one fact differ; with a computed one among them, whether readers see them differ."""
    if any(figure.computation for figure in figures):
        return len({round_half_up(figure.value, figure.indicator.decimals) for figure in figures}) > 1
    return len({figure.value for figure in figures}) > 1


def citations_from(source: Source) -> list[Citation]:
    """Returns what the source says of every record that readers may see: a query for each type of record."""
    citations: list[Citation] = []
    for model in Citation.__subclasses__():
        record = model.record_field
        cited = cast("type[Cited]", model._meta.get_field(record).related_model)
        public = {f"{record}__{cited.status_lookup}": Entry.Status.PUBLISHED}
        found = model._default_manager.filter(source=source, **public)
        found = found.select_related(record, *model.record_relations, "aspect")
        citations += found.order_by(record, "aspect__order", "pk")
    return citations
