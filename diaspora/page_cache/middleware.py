"""Answers readers who are not signed in with pages that are kept, and keeps what they are answered with."""

import gzip
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import MiddlewareNotUsed, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from diaspora.page_cache.kept_page import KeptPage
from diaspora.page_cache.parameters import LONGEST_QUERY, is_kept
from diaspora.page_cache.store import PageStore
from diaspora.page_cache.version import VersionUnknownError, version_reader

Answer = Callable[[HttpRequest], HttpResponseBase]
MAIN = b'<main id="main" tabindex="-1">'


class PageCacheMiddleware:
    """Stands before the middleware that pages are made with: one that is kept has its headers, and costs nothing."""

    def __init__(self, get_response: Answer) -> None:
        if not settings.PAGE_CACHE_MEGABYTES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.store = PageStore(Path(settings.PAGE_CACHE_FOLDER), settings.PAGE_CACHE_MEGABYTES * 1_000_000)
        languages = [f"/{code}/" for code, _name in settings.LANGUAGES]
        self.open = (*languages, "/sitemap")
        self.closed = tuple(f"{language}admin/" for language in languages)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers from what is kept where that is allowed and there."""
        address = self.find_address(request)
        if address is None:
            return self.get_response(request)
        try:
            version = version_reader.read()
        except VersionUnknownError:
            page = self.store.find(address, None)
            return answer_as_possibly_old(request, page) if page else self.get_response(request)
        page = self.store.find(address, version)
        if page is None:
            with self.store.making(address):
                # Made by another reader’s request meanwhile, perhaps.
                page = self.store.find(address, version)
                if page is None:
                    response = self.get_response(request)
                    if not (isinstance(response, HttpResponse) and is_to_be_kept(request, response)):
                        return response
                    page = KeptPage.keep(response, version, time.time())
                    self.store.keep(address, page)
        return page.answer(request, settings.PAGE_CACHE_CONTROL)

    def find_address(self, request: HttpRequest) -> str | None:
        """Returns what the page is kept under; nothing where the answer may be for this reader alone."""
        meta = request.META
        path, query = request.path_info, meta.get("QUERY_STRING", "")
        if (
            request.method not in ("GET", "HEAD")
            or not path.startswith(self.open)
            or path.startswith(self.closed)
            or len(query) > LONGEST_QUERY
            or "HTTP_AUTHORIZATION" in meta
            or settings.SESSION_COOKIE_NAME in request.COOKIES
            or CookieStorage.cookie_name in request.COOKIES
        ):
            return None
        try:
            return f"{request.scheme}://{request.get_host()}{path}?{query}"
        except SuspiciousOperation:
            # A host that is not ours is refused like every other request to it.
            return None


def is_to_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Returns whether an answer is the same for every reader, and holds until the data change."""
    return (
        response.status_code == 200
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
        and is_kept(request)
    )


def answer_as_possibly_old(request: HttpRequest, page: KeptPage) -> HttpResponseBase:
    """Returns a page that was kept, marked: the database does not say whether it is still the newest."""
    if MAIN not in (body := gzip.decompress(page.gzip)):
        return page.answer(request, "no-store")
    with translation.override(request.path_info[1:3]):
        notice = render_to_string("includes/possibly_old.html", {"made": datetime.fromtimestamp(page.made, UTC)})
    body = body.replace(MAIN, MAIN + notice.encode(), 1)
    response = HttpResponse(body)
    for name, value in page.headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    return response
