"""Writes editions, and withdraws them: everything in one transaction, or nothing.

What a plan says is what an import does: the command and the admin both read a file, look at the plan, and write it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg import sql

from diaspora.imports.editions import Edition, Figure, Stock
from diaspora.imports.files import FileRefusedError, PublishedFile, quote
from diaspora.models import (
    Country,
    Dataset,
    ImportRun,
    Indicator,
    MigrantStock,
    Observation,
    Source,
    choose_series,
)

# One import at a time: whoever comes second waits.
LOCK = 41_004
COPY_LINE = re.compile(r"^COPY \w+, line (\d+)", re.MULTILINE)
STOCK_COLUMNS = (
    "dataset_id",
    "origin_code",
    "destination_code",
    "origin_id",
    "destination_id",
    "years",
    "total",
    "women",
)
FIGURE_COLUMNS = (
    "dataset_id", "country_id", "indicator_id", "year", "sex", "value", "imported", "in_series", "shown_first",
    "verdict", "reason_en", "reason_fr", "locator", "value_as_published", "note_en", "note_fr",
)  # fmt: skip
FIGURE_DEFAULTS = (True, False, False, "supports", "", "", "", "", "", "")


@dataclass
class Plan:
    """What an import would do: the preview that an editor agrees to."""

    edition: Edition
    # The countries of the file by the code it has, and its indicators likewise.
    countries: dict[str, int]
    indicators: dict[str, Indicator]
    # Set where this very file is imported already.
    existing: Dataset | None
    # Editions of the same publisher and indicators that are loaded now; this one stands beside them.
    others: list[Dataset]
    # Areas of the file that are no country here, with their names: reported, not guessed.
    unmatched: dict[str, str]
    # Regions and income groups, where the file says that they are.
    aggregates: dict[str, str]

    @property
    def is_new(self) -> bool:
        return self.existing is None

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures it would write: those of countries."""
        return [figure for figure in self.edition.figures if figure.area in self.countries]

    @property
    def corridors(self) -> int:
        """How many corridors it would write, those of unknown origin included."""
        return len(self.edition.stocks)

    @property
    def new_by_indicator(self) -> dict[str, int]:
        """How many figures it would write of each indicator, by the indicator's name."""
        counts = Counter(figure.indicator for figure in self.figures)
        return {self.indicators[code].name: count for code, count in counts.items()}


def make_plan(edition: Edition) -> Plan:
    """Returns what importing this edition would do; raises FileRefusedError where it cannot be imported."""
    codes = {figure.indicator for figure in edition.figures}
    found = Indicator.objects.filter(**{f"{edition.indicator_field}__in": codes})
    indicators = {getattr(indicator, edition.indicator_field): indicator for indicator in found}
    if unknown := sorted(codes - set(indicators)):
        raise edition.file.refuse(
            _(
                "it holds %(title)s, and the atlas has no indicator with the publisher’s code %(codes)s. Add one in "
                "the admin (Indicators → Add) with exactly that code, its unit, and “%(publisher)s” as its publisher, "
                "then import the file again. Those that come with the atlas and are missing are loaded by manage.py "
                "loaddata reference --missing."
            )
            % {
                "title": quote(edition.name),
                "codes": ", ".join(map(quote, unknown)),
                "publisher": edition.publisher,
            }
        )
    rows = Country.objects.filter(**{f"{edition.area_field}__in": edition.names})
    countries: dict[str, int] = dict(rows.values_list(edition.area_field, "pk"))
    if not countries:
        raise edition.file.refuse(
            _(
                "none of its areas is a country of the atlas. Load the reference data first: manage.py loaddata "
                "reference."
            )
        )
    strange = {code: name for code, name in edition.names.items() if code not in countries}
    existing = Dataset.objects.filter(slug=edition.slug).first()
    if existing is not None and existing.file_sha256 != edition.file.sha256:
        raise refuse_other_file(edition, existing)
    others = Dataset.objects.imported().filter(publisher=edition.publisher, observations__indicator__in=found)
    return Plan(
        edition,
        countries,
        indicators,
        existing,
        list(others.exclude(slug=edition.slug).distinct().newest_first()),
        {code: name for code, name in strange.items() if code not in edition.aggregates},
        {code: name for code, name in strange.items() if code in edition.aggregates},
    )


def refuse_other_file(edition: Edition, existing: Dataset) -> FileRefusedError:
    """Returns the error for an edition that is there already, but not from this file."""
    if existing.imported_at is None:
        return edition.file.refuse(
            _("a dataset that editors entered has the slug “%(slug)s” already. Give it another slug.")
            % {"slug": existing.slug}
        )
    return edition.file.refuse(
        _(
            "this edition is imported already, from another file (%(file)s). If the publisher has corrected it, "
            "withdraw the one there first, on the page of its dataset in the admin or by manage.py withdraw_dataset "
            "%(slug)s."
        )
        % {"file": existing.file_name, "slug": existing.slug}
    )


def write_editions(editions: Sequence[Edition], user: Any = None) -> list[ImportRun]:
    """Writes editions and returns what became of each; raises FileRefusedError, and then nothing is written.

    One that is there already is left as it is.
    """
    if not editions:
        return []
    try:
        with transaction.atomic():
            take_lock()
            runs = [write_plan(make_plan(edition), user) for edition in editions]
            # What is checked at the end of a transaction is checked here, where it can still be told.
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except (DataError, IntegrityError) as error:
        raise refuse_by_database(editions[0], error) from error
    return runs


def refuse_by_database(edition: Edition, error: Exception, row: str = "") -> FileRefusedError:
    """Returns the error for an edition that the database rules out, in whose words it says why; `row` says where."""
    # Its rules have the words of the forms, which are translated.
    reason = _(str(error).strip().splitlines()[0]).rstrip(".")
    text = _(
        "the database does not accept it: %(reason)s. Look whether this is what the publisher gives; if it is, tell "
        "who looks after the site."
    )
    return edition.file.refuse(text % {"reason": f"{reason} ({row})" if row else reason})


@contextmanager
def naming_rows(plan: Plan, rows: Sequence[Figure] | Sequence[Stock]) -> Iterator[None]:
    """Names, where the database rules out one of these rows, the areas and the number; raises FileRefusedError."""
    try:
        yield
    except (DataError, IntegrityError) as error:
        context = getattr(getattr(error.__cause__, "diag", None), "context", None) or ""
        line = COPY_LINE.search(context)
        row = describe_row(plan.edition, rows[int(line[1]) - 1]) if line else ""
        raise refuse_by_database(plan.edition, error, row) from error


def describe_row(edition: Edition, row: Figure | Stock) -> str:
    """Returns what a row is about: “Mali, 2024, 5”, or “Mali → France”."""
    if isinstance(row, Stock):
        return f"{edition.names[row.origin]} → {edition.names[row.destination]}"
    return f"{edition.names[row.area]}, {row.year}, {Decimal(row.value).normalize():f}"


def log_refusal(files: Sequence[PublishedFile], user: Any, error: FileRefusedError) -> ImportRun:
    """Saves in the log that files were refused, and why, and returns the entry."""
    return log_attempt(files, user, ImportRun.Outcome.REFUSED, str(error))


def log_failure(files: Sequence[PublishedFile], user: Any, error: Exception) -> ImportRun:
    """Saves in the log that the site, or its database, failed with files that may be good, and returns the entry.

    To be called outside the transaction that failed. Where the connection is lost, this takes a new one.
    """
    if not connection.is_usable():
        connection.close()
    message = _(
        "The site met an error (%(error)s), and nothing was imported. The files may be good: import them again. If it "
        "happens again, tell whoever runs the site; its own log has the details."
    )
    return log_attempt(files, user, ImportRun.Outcome.FAILED, message % {"error": type(error).__name__})


def log_attempt(files: Sequence[PublishedFile], user: Any, outcome: ImportRun.Outcome, message: str) -> ImportRun:
    """Saves in the log that files were not imported, and returns the entry."""
    return ImportRun.objects.create(  # type: ignore[no-any-return]
        started_by=user,
        file_name=", ".join(file.name for file in files)[:500],
        file_sha256=files[0].sha256 if len(files) == 1 and files[0].content else "",
        outcome=outcome,
        message=message,
    )


def take_lock() -> None:
    """Waits until no other import is under way; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def write_plan(plan: Plan, user: Any) -> ImportRun:
    """Writes what a plan says, within a transaction of the caller's, and returns the entry of the log."""
    edition = plan.edition
    run = ImportRun(started_by=user, file_name=edition.file.name[:500], file_sha256=edition.file.sha256)
    run.edition = f"{edition.title_en}, {edition.edition_en}"
    run.outcome = ImportRun.Outcome.UNCHANGED
    run.dataset = plan.existing
    if plan.is_new:
        dataset = run.dataset = make_dataset(edition, user)
        if plan.corridors:
            with naming_rows(plan, edition.stocks):
                copy_rows(MigrantStock, STOCK_COLUMNS, stock_rows(plan, dataset))
        with naming_rows(plan, plan.figures):
            copy_rows(Observation, FIGURE_COLUMNS, figure_rows(plan, dataset))
        choose_series(indicator.pk for indicator in plan.indicators.values())
        run.outcome = ImportRun.Outcome.IMPORTED
        run.figures, run.corridors = len(plan.figures), plan.corridors
    run.save()
    return run


def make_dataset(edition: Edition, user: Any) -> Dataset:
    """Saves the dataset that an edition is, and the source that pages name for it."""
    facts = {"publisher": edition.publisher, "url": edition.url, "licence": edition.licence}
    source, _made = Source.objects.get_or_create(
        slug=edition.slug,
        defaults=facts
        | {
            "title": edition.title_en,
            "kind": Source.Kind.DATASET,
            "date": edition.released,
            "edition": edition.edition_en,
            "language": "en",
        },
    )
    return Dataset.objects.create(
        slug=edition.slug,
        title_en=edition.title_en,
        title_fr=edition.title_fr,
        edition_en=edition.edition_en,
        edition_fr=edition.edition_fr,
        released=edition.released,
        source=source,
        file_name=edition.file.name[:500],
        file_sha256=edition.file.sha256,
        imported_at=timezone.now(),
        imported_by=user,
        **facts,
    )


def stock_rows(plan: Plan, dataset: Dataset) -> Iterable[tuple[Any, ...]]:
    """Yields the corridors as COPY takes them; an array is text, which is built faster than it is adapted."""
    years = array_text(plan.edition.years)
    find = plan.countries.get
    for origin, destination, total, women in plan.edition.stocks:
        codes = (origin, destination, find(origin), find(destination))
        yield dataset.pk, *codes, years, array_text(total), array_text(women)


def array_text(values: Sequence[int | None]) -> str:
    """Returns the text of an array of whole numbers in PostgreSQL."""
    return str(values).replace("None", "NULL").replace("[", "{").replace("]", "}")


def figure_rows(plan: Plan, dataset: Dataset) -> Iterable[tuple[Any, ...]]:
    """Yields the figures of countries as COPY takes them."""
    for figure in plan.figures:
        country, indicator = plan.countries[figure.area], plan.indicators[figure.indicator].pk
        yield dataset.pk, country, indicator, figure.year, figure.sex, figure.value, *FIGURE_DEFAULTS


def copy_rows(model: Any, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    # Django leaves errors of COPY as psycopg's own.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
    with connection.cursor() as cursor:
        # The rows are unknown to the planner until then, and what follows would be planned for a handful of them.
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(model._meta.db_table)))


def withdraw_dataset(dataset: Dataset, user: Any = None) -> ImportRun:
    """Takes an imported edition away and returns the entry of the log; what is left is shown in its place.

    Figures that editors entered stay, and with them the dataset where they name it, then as one without a file. A
    dataset that was not imported, or that someone else has just withdrawn, is left alone: ValueError.
    """
    with transaction.atomic():
        take_lock()
        if not Dataset.objects.imported().filter(pk=dataset.pk).exists():
            raise ValueError(f"{dataset.slug} was not imported.")
        run = ImportRun(started_by=user, file_name=dataset.file_name, file_sha256=dataset.file_sha256)
        run.outcome, run.edition = ImportRun.Outcome.WITHDRAWN, f"{dataset.title_en}, {dataset.edition_en}"
        imported = dataset.observations.imported()
        indicators = set(imported.order_by().values_list("indicator", flat=True).distinct())
        # In one statement: the figures of an edition are many, and no record of their history is lost with them.
        run.figures = imported.order_by()._raw_delete(imported.db)
        stocks = dataset.migrant_stocks.order_by()
        run.corridors = stocks._raw_delete(stocks.db)
        if dataset.observations.exists():
            dataset.file_name = dataset.file_sha256 = ""
            dataset.imported_at = dataset.imported_by = None
            dataset.save()
            run.dataset = dataset
        else:
            source = dataset.source
            dataset.delete()
            remove_source(source, dataset.slug)
        choose_series(indicators)
        run.save()
    return run


def remove_source(source: Source | None, slug: str) -> None:
    """Deletes the source that was made for an edition, unless something else rests on it."""
    if source is not None and source.slug == slug:
        try:
            with transaction.atomic():
                source.delete()
        except ProtectedError:
            return
