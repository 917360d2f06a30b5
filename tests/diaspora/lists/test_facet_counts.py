"""Facet counts against brute force, on Mali's records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.diaspora.lists.test_facets import LISTS, filter_list
from tests.examples import examples

pytestmark = pytest.mark.django_db


def count_found(name: str, chosen: dict[str, list[str]]) -> int:
    return len({record.pk for record in filter_list(name, chosen).qs})


@pytest.mark.parametrize("name", LISTS)
@examples(12)
@given(data=st.data())
def test_facets_count_what_choosing_a_value_gives(mali: None, name: str, data: st.DataObject) -> None:
    """Against brute force: whatever is chosen elsewhere, each value gives as many records as it says."""
    offered = {
        facet.name: [value.key for value in facet.values] for facet in filter_list(name, {}).facets if facet.values
    }
    chosen: dict[str, list[str]] = {}
    for facet_name in data.draw(st.lists(st.sampled_from(sorted(offered)), unique=True, max_size=3)):
        values = st.lists(st.sampled_from(offered[facet_name]), unique=True, min_size=1, max_size=2)
        chosen[facet_name] = data.draw(values)
    if name != "countries" and data.draw(st.booleans()):
        chosen["q"] = ["mali"]
    for facet in filter_list(name, chosen).facets:
        others = {other: values for other, values in chosen.items() if other != facet.name}
        for value in facet.values:
            assert value.count == count_found(name, others | {facet.name: [value.key]}), (facet.name, value)
            assert value.is_selected == (value.key in chosen.get(facet.name, []))
        # And none is kept back: every value that would give something is there.
        for key in set(offered[facet.name]) - {value.key for value in facet.values} if facet.name in offered else ():
            assert count_found(name, others | {facet.name: [key]}) == 0
