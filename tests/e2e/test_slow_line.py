"""On a slow line a page comes in pieces; what a reader has begun to read stays where it is."""

import pytest

from tests.e2e.conftest import DESK, PHONE, OpenPage
from tests.e2e.site import PAGES

# The names of the two languages, each as it comes, are all that moves; up to a tenth of the window counts as still.
MOVED = 0.002


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_does_not_move_while_it_arrives(open_page: OpenPage, path: str, viewport: dict[str, int]) -> None:
    assert open_page(f"/en/{path}", viewport=viewport).evaluate("checks.arrive()") < MOVED
