"""Who maintains the atlas, how records are made, and what its marks mean."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from diaspora.models import Answer, Freshness, Verdict
from diaspora.page_cache.parameters import public_page


@public_page()
def about(request: HttpRequest) -> HttpResponse:
    """Who maintains the atlas, how records are made, what verdicts and freshness marks mean, the licences."""
    return render(
        request,
        "diaspora/about.html",
        {
            "page_kind": "AboutPage",
            "verdicts": Verdict,
            "freshnesses": Freshness,
            "answers": Answer,
            "contact": settings.CONTACT,
        },
    )
