"""Marks in what was found the words that were looked for."""

import re

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from diaspora.columns.folded import fold, words_of
from diaspora.columns.text import LocalisedText
from diaspora.templatetags.atlas import fallback_mark

register = template.Library()


# Shorter words are marked only where they stand as they were typed.
SHORTEST_BEGINNING = 4


def highlight(text: str, query: str) -> SafeString:
    """Returns the text with the words marked that begin as a word of the query does, accents and endings aside."""
    words = set(words_of(query))
    beginnings = tuple(beginning(word) for word in words if len(word) >= SHORTEST_BEGINNING)

    def mark(word: re.Match[str]) -> str:
        folded = fold(word[0])
        is_found = folded in words or (bool(beginnings) and folded.startswith(beginnings))
        return f"<mark>{escape(word[0])}</mark>" if is_found else escape(word[0])

    parts = re.split(r"(\w+)", text)
    marked = (re.sub(r"\w+", mark, part) if place % 2 else escape(part) for place, part in enumerate(parts))
    return mark_safe("".join(marked))  # noqa: S308 (every part is escaped above)


def beginning(word: str) -> str:
    """Returns as much of a word as its forms share: “remittances” and “remittance” begin alike."""
    return word[: max(SHORTEST_BEGINNING, len(word) - 2)]


@register.simple_tag
def highlighted(text: str, query: str) -> SafeString:
    """Returns a text with the words of a query marked; where it stands in for a translation, with that said."""
    marked = highlight(text, query)
    if isinstance(text, LocalisedText) and text.is_fallback:
        return format_html('<span lang="{}">{}</span>{}', text.language, marked, fallback_mark(text))
    return marked
