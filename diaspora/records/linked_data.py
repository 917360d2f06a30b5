"""What pages tell machines of themselves and their records, as JSON-LD in the terms of schema.org.

Each type of record describes itself in its method `linked_data`; here is what they share, and the page around it.
Addresses may begin with a slash: they are made whole, and what is empty is left out, when the page is written.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from diaspora.columns.text import LocalisedText, current_language
from diaspora.records.citations import Bibliography

Thing = dict[str, Any]

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# The fields that hold addresses of this site.
ADDRESSES = ("@id", "url", "item", "urlTemplate")
# As Django's json_script does: no text of a record can end the element that it stands in.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


def mention(record: Any, kind: str) -> Thing:
    """Returns a record as another one names it."""
    return {"@type": kind, "name": getattr(record, "title", "") or record.name, "url": record.get_absolute_url()}


def mention_countries(countries: Iterable[Any]) -> list[Thing]:
    """Returns countries as another record names them."""
    return [mention(country, "Country") for country in countries]


def describe_site() -> Thing:
    home = reverse("diaspora:home")
    return {
        "@type": "WebSite",
        "@id": f"{home}#site",
        "name": gettext("Diaspora Atlas"),
        "url": home,
        "inLanguage": current_language(),
        "license": LICENCE,
        "publisher": {"@type": "Organization", "name": gettext("Diaspora Atlas"), "url": home},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{reverse('diaspora:search')}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def describe_figures(bibliography: Bibliography, countries: Sequence[Any]) -> Thing:
    """Returns the figures that a page shows of these countries as a data set; nothing where it shows none."""
    cited = [reference for reference in bibliography.references if reference.figures]
    figures = [figure for reference in cited for figure in reference.figures]
    if not figures:
        return {}
    names = ", ".join(country.name for country in countries)
    years = sorted({figure.year for figure in figures})
    home = reverse("diaspora:home")
    return {
        "@type": "Dataset",
        "name": gettext("Figures: %(countries)s") % {"countries": names},
        "description": gettext("Figures on %(countries)s: each with its year, its edition and its source.")
        % {"countries": names},
        "creator": {"@type": "Organization", "name": gettext("Diaspora Atlas"), "url": home},
        "publisher": {"@type": "Organization", "name": gettext("Diaspora Atlas"), "url": home},
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": current_language(),
        "spatialCoverage": mention_countries(countries),
        "temporalCoverage": f"{years[0]}/{years[-1]}" if len(years) > 1 else str(years[0]),
        "variableMeasured": sorted({str(figure.indicator.name) for figure in figures}),
        "isBasedOn": [mention(reference.source, "CreativeWork") for reference in cited],
    }


def describe_trail(steps: Iterable[tuple[str, str]]) -> Thing:
    """Returns the way from the home page to a page: the name and address of each step."""
    trail = [(gettext("Diaspora Atlas"), reverse("diaspora:home")), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(trail, start=1)
        ],
    }


def list_step(model: Any) -> tuple[str, str]:
    return capfirst(str(model._meta.verbose_name_plural)), model.get_list_url()


def describe_page(page: dict[str, Any], address: str, title: str, summary: str) -> list[Thing]:
    """Returns a page and what it is about, from its template's context.

    A view may name the page’s `page_kind`, the things that it has `described`, the first of them before all, and its
    `trail`; the entry or profile that a page shows says when it was changed and verified.
    """
    described = [thing for thing in page.get("described", ()) if thing]
    for thing in described:
        thing.setdefault("@id", f"{address}#{thing['@type'].lower()}")
    entry = page.get("entry") or page.get("profile")
    bibliography = page.get("bibliography")
    main = described[0] if described else {}
    web_page = {
        "@type": page.get("page_kind", "WebPage"),
        "@id": address,
        "url": address,
        "name": title,
        "description": "" if main.get("description") else summary,
        "inLanguage": current_language(),
        "dateModified": entry.updated.date().isoformat() if entry else None,
        "lastReviewed": entry.reviewed_on.isoformat() if entry and entry.reviewed_on else None,
        "license": LICENCE,
        "isPartOf": None if main.get("@type") == "WebSite" else {"@id": f"{reverse('diaspora:home')}#site"},
        "mainEntity": {"@id": main["@id"]} if main else None,
        "citation": [mention(reference.source, "CreativeWork") for reference in bibliography.references]
        if bibliography
        else None,
        "breadcrumb": describe_trail(page["trail"]) if page.get("trail") else None,
    }
    return [web_page, *described]


def write_script(things: Iterable[Thing], site: str) -> SafeString:
    """Returns things as the element that search engines read; browsers neither run nor show it.

    `site` is scheme and host, which addresses of this site are completed with.
    """
    graph = {"@context": "https://schema.org", "@graph": [complete(thing, site) for thing in things]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped above)


def complete(value: Any, site: str, key: str = "") -> Any:
    """Returns a thing, or a part of one, with whole addresses and without what is empty."""
    if isinstance(value, dict):
        parts = {name: complete(part, site, name) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in ("", None, [], {})}
    if isinstance(value, list):
        return [part for part in (complete(part, site, key) for part in value) if part not in ("", None, [], {})]
    if isinstance(value, LocalisedText) and value.is_fallback:
        return {"@value": str(value), "@language": value.language}
    if key in ADDRESSES and str(value).startswith("/"):
        return f"{site}{value}"
    return value if isinstance(value, bool | int | float | None) else str(value)
