"""What is shown once an editor's figure goes: the imported one of the same fact."""

import pytest

from diaspora.imports import PublishedFile, read_files, write_editions
from diaspora.models import Observation
from tests import factories
from tests.admin_client import address, open_form, sign_in
from tests.stock_files import both, pair_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]


def senegal_file(edition: int, *values: int) -> PublishedFile:
    """Returns a workbook with emigrants of Senegal in 2015 and in the year of the edition."""
    return pair_file({(250, 686): both(values, values)}, years=(2015, edition), edition=edition)


def shown() -> Observation:
    """Returns the figure shown first of the emigrants of Senegal in 2024."""
    figures = Observation.objects.shown_first().national().filter(country__iso3="SEN", year=2024, sex="total")
    return figures.get(indicator__code="emigrant_stock")


@pytest.fixture
def entered() -> Observation:
    """Returns a figure that an editor marked as shown first, before an imported one of the same fact."""
    write_editions(read_files([senegal_file(2024, 5, 6)]))
    first = shown()
    return factories.create_observation(
        country=first.country, indicator=first.indicator, year=2024, value=7, shown_first=True
    )


def test_imported_figure_takes_the_place_of_one_that_is_deleted(entered: Observation) -> None:
    assert shown() == entered
    sign_in("Editor").post(address(entered, "delete"), {"post": "yes"})
    assert shown().imported


def test_imported_figure_takes_the_place_of_one_that_is_unticked(entered: Observation) -> None:
    client = sign_in("Editor")
    values = open_form(client, entered)
    del values["shown_first"]
    assert client.post(address(entered), values).status_code == 302
    assert shown().imported


def test_imported_figure_takes_the_place_of_those_deleted_from_the_list(entered: Observation) -> None:
    chosen = {"action": "delete_selected", "_selected_action": [entered.pk], "post": "yes"}
    sign_in("Editor").post(address(Observation, "changelist"), chosen)
    assert shown().imported


def test_imported_figure_that_gives_its_place_up_keeps_out(entered: Observation) -> None:
    """Unticked, it waits for the editor to tick another one."""
    Observation.objects.filter(pk=entered.pk).delete()
    imported = Observation.objects.filter(country__iso3="SEN", year=2024, sex="total", imported=True)
    figure = imported.get(indicator__code="emigrant_stock")
    Observation.objects.filter(pk=figure.pk).update(shown_first=True)
    client = sign_in("Editor")
    values = open_form(client, figure)
    del values["shown_first"]
    assert client.post(address(figure), values).status_code == 302
    figure.refresh_from_db()
    assert not figure.shown_first
