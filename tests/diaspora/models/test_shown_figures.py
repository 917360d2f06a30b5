"""One value of a fact is shown first, in whatever order editions are imported and figures entered."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from diaspora.imports import read_files, write_editions
from diaspora.models import Observation
from tests import factories
from tests.stock_files import mali_file

pytestmark = pytest.mark.django_db


def import_mali() -> None:
    write_editions(read_files([mali_file()]))


def load_mali() -> None:
    call_command("loaddata", "mali", verbosity=0)


def marks() -> set[tuple[Any, ...]]:
    """Returns what is shown of Mali's emigrants: the figures shown first and those in the series."""
    figures = Observation.objects.filter(country__iso3="MLI", indicator__code="emigrant_stock")
    return {*figures.values_list("year", "sex", "partner__iso3", "dataset__slug", "shown_first", "in_series")}


@pytest.mark.parametrize(
    "steps", [(import_mali, load_mali), (load_mali, import_mali), (import_mali, load_mali, load_mali)]
)
def test_fixture_and_import_show_the_same_in_either_order(steps: tuple[Callable[[], None], ...]) -> None:
    call_command("loaddata", "reference", verbosity=0)
    for step in steps:
        step()
    entered, imported = (
        "un-desa-international-migrant-stock-2024",
        "un-desa-migrant-stock-by-destination-and-origin-2024",
    )
    assert marks() >= {
        (2024, "total", None, entered, True, False),
        (2024, "total", None, imported, False, True),
    }
    assert not Observation.objects.filter(country__iso3="MLI", imported=True, shown_first=True, sex="total").exists()


@pytest.fixture
def imported() -> Observation:
    """Returns an imported figure that is shown first."""
    return factories.create_observation(
        dataset=factories.create_dataset(), source=None, year=2024, imported=True, in_series=True, shown_first=True
    )


def enter(imported: Observation, **fields: Any) -> Observation:
    """Returns a figure of the same fact as an editor enters it."""
    same = {"country": imported.country, "indicator": imported.indicator, "year": 2024, "shown_first": True}
    return factories.create_observation(**same | fields)


def is_first(figure: Observation) -> bool:
    """Returns whether a figure is shown first by now."""
    figure.refresh_from_db()
    return figure.shown_first


def test_figure_that_is_entered_takes_the_place_of_the_imported_one(imported: Observation) -> None:
    assert is_first(enter(imported))
    assert not is_first(imported)


def test_form_accepts_a_figure_before_an_imported_one_and_not_before_an_entered_one(imported: Observation) -> None:
    same = {"country": imported.country, "indicator": imported.indicator, "year": 2024, "value": 5}
    figure = Observation(**same, source=factories.create_source(), shown_first=True)
    figure.full_clean()
    figure.save()
    with pytest.raises(ValidationError, match="shown first already"):
        Observation(**same, source=factories.create_source(), shown_first=True).full_clean()


def test_form_still_refuses_a_rejected_figure_before_an_imported_one(imported: Observation) -> None:
    same = {"country": imported.country, "indicator": imported.indicator, "year": 2024, "value": 5}
    rejected = {"verdict": "rejected", "reason_en": "A slip.", "reason_fr": "Une erreur."}
    with pytest.raises(ValidationError, match="rejected as an error cannot be"):
        Observation(**same, **rejected, source=factories.create_source(), shown_first=True).full_clean()


@pytest.mark.parametrize("change", [{"shown_first": False}, {"year": 2023}, {"sex": "female"}])
def test_imported_figure_takes_the_place_that_an_entered_one_leaves(imported: Observation, change: Any) -> None:
    entered = enter(imported)
    for name, value in change.items():
        setattr(entered, name, value)
    entered.save()
    assert is_first(imported)
    assert is_first(entered) == entered.shown_first == change.get("shown_first", True)


def test_imported_figure_takes_the_place_of_one_that_is_deleted(imported: Observation) -> None:
    enter(imported).delete()
    assert is_first(imported)


def test_rejected_imported_figure_takes_no_place(imported: Observation) -> None:
    entered = enter(imported)
    Observation.objects.filter(pk=imported.pk).update(verdict="rejected", reason_en="A slip.", reason_fr="Une erreur.")
    entered.delete()
    assert not is_first(imported)


def test_figure_that_is_entered_beside_the_imported_one_leaves_it_first(imported: Observation) -> None:
    enter(imported, shown_first=False)
    enter(imported, sex="female")
    enter(imported, partner=factories.create_country())
    assert is_first(imported)
