"""Which pages are kept, and with which parameters in their address."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])
# A longer question is asked once.
LONGEST_QUERY = 500


def public_page(*parameters: str) -> Callable[[View], View]:
    """Marks a view whose page is the same for every reader who is not signed in, and what its address may ask."""

    def mark(view: View) -> View:
        view.known_parameters = frozenset(parameters)  # type: ignore[attr-defined]
        return view

    return mark


def is_kept(request: HttpRequest) -> bool:
    """Returns whether the page that the request was answered with is one to keep."""
    view: Any = request.resolver_match.func if request.resolver_match else None
    known = getattr(view, "known_parameters", None)
    if known is None and (view_class := getattr(view, "view_class", None)):
        known = getattr(view_class, "known_parameters", None)
    return known is not None and known.issuperset(request.GET)
