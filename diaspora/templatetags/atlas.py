"""Tags and filters of the house; built in, so templates need not load them."""

import datetime
from decimal import Decimal
from typing import Any

import nh3
from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from markdown_it import MarkdownIt

from diaspora.columns.partial_dates import format_day, format_partial_date
from diaspora.columns.text import LocalisedText, name_language
from diaspora.figures.wording import amount, number, percent
from diaspora.models import Answer, Freshness, Observation, Verdict
from diaspora.records.citations import Bibliography, Reference

register = template.Library()
for words in (amount, number, percent):
    register.filter(words)

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
MARKDOWN_TAGS = {
    "p",
    "br",
    "em",
    "strong",
    "ul",
    "ol",
    "li",
    "a",
    "blockquote",
    "code",
    "h3",
    "h4",
    "table",
    "thead",
} | {
    "tbody",
    "tr",
    "th",
    "td",
}


def fallback_mark(text: LocalisedText) -> SafeString:
    """Returns the mark beside a text that stands in for a missing translation."""
    language = name_language(text.language)
    return format_html(
        ' <abbr class="fallback" title="{}">{}</abbr>',
        gettext("Not yet translated. This text is in %(language)s.") % {"language": language},
        text.language,
    )


@register.filter
def localised(text: str) -> SafeString:
    """Returns the text; where it is not in the reader's language, with that said and marked up."""
    if isinstance(text, LocalisedText) and text.is_fallback:
        return format_html('<span lang="{}">{}</span>{}', text.language, str(text), fallback_mark(text))
    return conditional_escape(str(text))


@register.filter
def markdown(text: str) -> SafeString:
    """Returns Markdown as clean HTML; raw HTML in it stays text."""
    rendered = mark_safe(nh3.clean(MARKDOWN.render(text), tags=MARKDOWN_TAGS, link_rel=None))  # noqa: S308
    if isinstance(text, LocalisedText) and text.is_fallback:
        return format_html('<div lang="{}">{}{}</div>', text.language, fallback_mark(text), rendered)
    return rendered


@register.filter
def partial_date(value: str | None) -> str:
    """Returns a partial date in the reader's language."""
    return format_partial_date(value) if value else ""


# The marks that the About page explains, by the name that their style has.
MARKS: dict[str, Any] = {"verdict": Verdict, "freshness": Freshness, "answer": Answer}


@register.simple_tag
def badge(kind: str, value: str) -> SafeString:
    """Returns a verdict, freshness or answer as a mark that leads to its explanation."""
    mark = MARKS[kind](value)
    name = f"{kind}-{mark.value}"
    return format_html(
        '<a class="badge {0}" href="{1}#{0}" title="{2}">{3}</a>',
        name,
        reverse("diaspora:about"),
        mark.explanation,
        mark.label,
    )


@register.simple_tag
def marks(bibliography: Bibliography, record: Any, *aspects: str) -> SafeString:
    """Returns links to the numbered sources that support a record as a whole, or aspects of it."""
    return source_links(bibliography.supporting(record, *aspects), record)


@register.simple_tag
def figure_marks(bibliography: Bibliography, figure: Observation) -> SafeString:
    return source_links(bibliography.supporting_figure(figure), figure)


def source_links(references: list[Reference], record: Any) -> SafeString:
    """Returns the numbers of sources as links to the list of sources, which leads back to the first of each kind."""
    return format_html_join(
        "",
        '<sup class="mark"{1}><a href="#source-{0}" aria-label="{2}">{0}</a></sup>',
        (
            (
                reference.number,
                format_html(' id="{}"', anchor) if (anchor := reference.mark(record)) else "",
                gettext("Source %(number)s") % {"number": reference.number},
            )
            for reference in references
        ),
    )


@register.filter
def results(count: int) -> str:
    """Returns how many results there are, in words."""
    return ngettext("%(count)s result", "%(count)s results", count) % {"count": number(Decimal(count))}


@register.filter
def differs_from(text: str, other: str) -> bool:
    """Returns whether two texts differ by more than capitals and the form of apostrophes."""
    return text.replace("'", "’").casefold() != other.replace("'", "’").casefold()


@register.filter
def type_name(record: Any) -> str:
    return str(record._meta.verbose_name)


@register.filter
def in_words(code: str) -> str:
    """Returns the name of a language in the reader's language."""
    return name_language(code)


@register.filter
def day(value: datetime.date | None) -> str:
    """Returns a day in the reader's language."""
    return format_day(value) if value else ""


@register.filter
def budget(practice: Any) -> str:
    if practice.budget_amount is None:
        return ""
    return gettext("%(currency)s %(amount)s") % {
        "currency": practice.budget_currency,
        "amount": number(practice.budget_amount),
    }


@register.filter
def listed(labels: list[str]) -> str:
    """Returns labels as one list in words: “At an embassy or consulate, by post”."""
    return ", ".join([label if place == 0 else label[:1].lower() + label[1:] for place, label in enumerate(labels)])
