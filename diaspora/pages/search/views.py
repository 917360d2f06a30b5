"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from diaspora.page_cache.parameters import public_page
from diaspora.pages.search.finding import LONGEST_QUERY, find_corridors, search_everything, suggest_names


# What is typed is typed once; only the empty form is kept.
@public_page()
def search(request: HttpRequest) -> HttpResponse:
    """Answers whatever is typed: what matches, by kind, or the names that are most alike."""
    typed = " ".join(request.GET.get("q", "").replace("\0", " ").split())
    query = typed[:LONGEST_QUERY]
    groups = search_everything(query) if query else []
    return render(
        request,
        "diaspora/search.html",
        {
            "query": query,
            "page_kind": "SearchResultsPage",
            "is_unlisted": bool(query),
            "was_cut": len(typed) > LONGEST_QUERY,
            "longest_query": LONGEST_QUERY,
            "groups": groups,
            "corridors": find_corridors(query),
            "count": sum(group.count for group in groups),
            "suggestions": suggest_names(query) if query and not groups else [],
        },
    )
