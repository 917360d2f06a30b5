"""Visits every page of the sitemap once, cold, and notes all that a browser can tell of it."""

import asyncio
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.async_api import Browser, CDPSession, Page, Request, ViewportSize, async_playwright

from tests.e2e.browser import launch_options
from tests.e2e.scripts import SCRIPTS
from tests.e2e.site import PAGES

# Pages that are not in the sitemap because their address holds what a reader asked for.
ASKED = (
    "practices/?area=investment&sort=title",
    "practices/?q=zzzz",
    "practices/?from_year=abc",
    "institutions/?page=2",
    "search/?q=zzzz",
    "compare/?country=mali",
    "corridors/andorra/tuvalu/",
    "no-such-page/",
)
NARROW, WIDE = ViewportSize(width=320, height=640), ViewportSize(width=1280, height=800)
# One more than there are cores, because each page waits for the server at times.
PAGES_AT_ONCE = (os.cpu_count() or 1) + 1
# What axe finds by colour; everything else is the same in light and dark as long as nothing moves.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]


@dataclass
class Visit:
    address: str
    status: int = 0
    sizes: list[int] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    shift: float = 0
    overflow: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    examined: int = 0

    @property
    def path(self) -> str:
        """The address below the language: the same for a page in English and in French."""
        return urlsplit(self.address).path[4:]


def sweep(site: str, chromium: str, is_whole: bool) -> list[Visit]:
    """Returns a visit of one page of each kind, or of each page of the sitemap, in both languages.

    In either case also of pages that a reader asks for.
    """
    asked = [f"{site}/{language}/{path}" for language in ("en", "fr") for path in (*PAGES.values(), *ASKED)]
    return asyncio.run(visit_all([*dict.fromkeys([*(list_sitemap(site) if is_whole else ()), *asked])], chromium))


def list_sitemap(site: str) -> list[str]:
    """Returns the addresses in all parts of the sitemap."""
    return [page for part in list_addresses(f"{site}/sitemap.xml") for page in list_addresses(part)]


def list_addresses(address: str) -> list[str]:
    """Returns what a sitemap, or the index of its parts, leads to."""
    with urlopen(address) as answer:  # noqa: S310 (our own address)
        return re.findall(r"<loc>([^<]+)</loc>", answer.read().decode())


async def visit_all(addresses: list[str], chromium: str) -> list[Visit]:
    """Returns the visits of these addresses, made several at once."""
    waiting, frames = iter(addresses), set[str]()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options(chromium))
        visitors = (visit_some(browser, waiting, frames) for _number in range(PAGES_AT_ONCE))
        visits = [visit for some in await asyncio.gather(*visitors) for visit in some]
        await browser.close()
    return visits


async def visit_some(browser: Browser, waiting: Iterator[str], frames: set[str]) -> list[Visit]:
    """Visits the addresses that are waiting, one after another, in a page of its own."""
    context = await browser.new_context(viewport=NARROW)
    page = await context.new_page()
    await page.add_init_script(f"{SCRIPTS}\nchecks.showWhole()")
    network = await context.new_cdp_session(page)
    await network.send("Network.enable")
    await network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    notes = Notes(page, network)
    return [await visit(page, notes.begin(address), frames) for address in waiting]


class Notes:
    """Notes what the browser tells of the network and on its console, for the page that is visited."""

    def __init__(self, page: Page, network: CDPSession) -> None:
        self.visit = Visit("")
        network.on("Network.requestWillBeSent", self.note_request)
        network.on("Network.loadingFinished", self.note_size)
        page.on("console", lambda message: self.complain(message.text))
        page.on("pageerror", lambda error: self.complain(str(error)))
        page.on("requestfailed", self.note_failure)

    def begin(self, address: str) -> Visit:
        self.visit = Visit(address)
        return self.visit

    def note_request(self, event: dict[str, Any]) -> None:
        address = urlsplit(event["request"]["url"])
        if address.scheme != "data":
            self.visit.hosts.append(address.netloc)

    def note_size(self, event: dict[str, Any]) -> None:
        """Notes the bytes over the wire, headers included."""
        if event["encodedDataLength"]:
            self.visit.sizes.append(int(event["encodedDataLength"]))

    def note_failure(self, request: Request) -> None:
        """Notes a failed request, but for what the browser gives up itself: the icon of a page that was left."""
        if request.failure != "net::ERR_ABORTED":
            self.complain(f"{request.url} failed: {request.failure}")

    def complain(self, text: str) -> None:
        """Notes a complaint, but for the one that a page which is not there answers 404."""
        if not (self.visit.address.endswith("/no-such-page/") and "status of 404" in text):
            self.visit.complaints.append(text)


async def visit(page: Page, visit: Visit, frames: set[str]) -> Visit:
    """Loads the page on a narrow screen, notes how it came, then has it examined."""
    await page.set_viewport_size(NARROW)
    response = await page.goto(visit.address)
    visit.status = response.status if response else 0
    visit.shift = await page.evaluate("checks.shift()")
    visit.overflow = await page.evaluate("checks.overflow()")
    # Many countries have the same page but for the words. What words can change was measured on each of them, and
    # is examined where they have least room; the colours and the wide screen are, for the first of each frame.
    frame = await page.evaluate("checks.frame()")
    is_new = frame not in frames
    frames.add(frame)
    await page.evaluate("checks.unfold()")
    visit.overflow += await page.evaluate("checks.overflow()")
    visit.cut = await page.evaluate("checks.cutBySpacing()")
    await examine(page, visit, "320 px, light")
    if is_new:
        await examine_dark(page, visit, "320 px, dark")
        await page.evaluate("checks.fold()")
        await page.set_viewport_size(WIDE)
        await examine(page, visit, "1280 px, light")
        await examine_dark(page, visit, "1280 px, dark")
    return visit


async def examine(page: Page, visit: Visit, view: str, rules: list[str] | None = None) -> None:
    visit.axe += [f"{view}: {finding}" for finding in await page.evaluate("rules => checks.axe(rules)", rules)]
    visit.examined += 1


async def examine_dark(page: Page, visit: Visit, view: str) -> None:
    """Notes what axe finds in the colours for dark rooms, and whether anything but the colours differs."""
    boxes = await page.evaluate("checks.boxes()")
    await page.emulate_media(color_scheme="dark")
    is_moved = boxes != await page.evaluate("checks.boxes()")
    await examine(page, visit, view, None if is_moved else COLOUR_RULES)
    await page.emulate_media(color_scheme="light")
