"""On a slow line a page comes in pieces; what a reader has begun to read stays where it is."""

import pytest

from tests.e2e.conftest import DESK, PHONE, OpenPage
from tests.e2e.site import PAGES

# A crowded mobile network: 15 kB a second, a third of a second away.
SLOW_LINE = {"offline": False, "latency": 300, "downloadThroughput": 15_000, "uploadThroughput": 15_000}


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_does_not_move_on_a_slow_line(open_page: OpenPage, path: str, viewport: dict[str, int]) -> None:
    page = open_page("about:blank", viewport=viewport)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_LINE)
    page.goto(f"/en/{path}")
    assert page.evaluate("checks.shift()") == 0
