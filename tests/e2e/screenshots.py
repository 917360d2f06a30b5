"""Takes pictures of the main pages in both languages and schemes, on a phone and on a desk: `make screenshots`."""

import argparse
import contextlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import django
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browser import HOW_TO_GET_IT, find_chromium, launch_options

Scheme = Literal["light", "dark"]
SIZES = {"phone": (360, 740), "desk": (1280, 800)}
LANGUAGES = ("en", "fr")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# A picture in this format can be no taller, in pixels.
TALLEST = 16_000


@dataclass(frozen=True)
class Picture:
    """A page as one reader sees it."""

    page: str
    language: str
    scheme: Scheme
    size: str

    @property
    def name(self) -> str:
        return f"{self.page}-{self.language}-{self.scheme}-{self.size}.webp"


# What the README shows.
BEST = (
    Picture("home", "en", "light", "desk"),
    Picture("country", "fr", "light", "desk"),
    Picture("practices", "fr", "light", "phone"),
    Picture("country", "en", "dark", "phone"),
)


def main() -> None:
    """Takes the pictures that the arguments ask for; what keeps it from that is said in one line."""
    django.setup()
    from diaspora.development.launch import database
    from tests import databases
    from tests.e2e.site import BASE_DIR, PAGES, serving

    parser = argparse.ArgumentParser(prog="make screenshots", description="Take pictures of the main pages.")
    parser.add_argument("pages", nargs="*", help=f"all, unless some are named: {', '.join(PAGES)}")
    parser.add_argument("--readme", action="store_true", help="take the pictures that the README shows")
    options = parser.parse_args()
    if unknown := [page for page in options.pages if page not in PAGES]:
        sys.exit(f"There is no page “{unknown[0]}”. Choose from: {', '.join(PAGES)}.")
    if (chromium := find_chromium()) is None:
        sys.exit(f"Pictures need Chromium: {HOW_TO_GET_IT.replace('make test', 'make screenshots')}")
    pictures = BEST if options.readme else [*list_pictures(options.pages or PAGES)]
    folder = BASE_DIR / ("docs/screenshots" if options.readme else "var/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    print("Starting the site …", flush=True)  # noqa: T201 (this is a command)
    with contextlib.ExitStack() as stack:
        stack.enter_context(database(BASE_DIR))
        stack.callback(databases.drop_filled)
        site = stack.enter_context(serving("mali", "screenshots"))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(**launch_options(chromium))
        for number, picture in enumerate(pictures, start=1):
            path = folder / picture.name
            take(browser, site, picture, PAGES[picture.page], path, is_whole=not options.readme)
            size = f"{path.stat().st_size / 1000:.0f} kB"
            print(f"{number}/{len(pictures)} {path.relative_to(BASE_DIR)}, {size}", flush=True)  # noqa: T201
        browser.close()


def list_pictures(pages: Iterable[str]) -> Iterator[Picture]:
    """Yields a picture of each page in each language, scheme and size."""
    for page in pages:
        for language in LANGUAGES:
            for scheme in SCHEMES:
                for size in SIZES:
                    yield Picture(page, language, scheme, size)


def take(browser: Browser, site: str, picture: Picture, address: str, path: Path, is_whole: bool) -> None:
    """Takes the picture of an address: of the whole page, or of what is seen at first."""
    width, height = SIZES[picture.size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=picture.scheme)
    page.goto(f"{site}/{picture.language}/{address}")
    if is_whole:
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=path, type="webp", quality=80, full_page=is_whole, clip=clip)  # type: ignore[arg-type]
    page.close()


if __name__ == "__main__":
    main()
