"""Tags for what a page says of itself: to search engines, to social networks, to whoever cites it."""

import datetime
import re
from html import unescape

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from diaspora.columns.partial_dates import format_day
from diaspora.records.linked_data import describe_page, write_script

register = template.Library()


class HoldNode(template.Node):
    """Renders what it contains into a variable."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        """Sets the variable to the text, without tags and needless spaces, and writes nothing."""
        text = unescape(strip_tags(self.nodelist.render(context)))
        # Not str.split(): that would break at the spaces that French does not break at.
        context[self.name] = re.sub(r"[ \t\r\n]+", " ", text).strip()
        return SafeString("")


@register.tag
def hold(parser: Parser, token: Token) -> HoldNode:
    """Keeps a text, blocks of templates that extend this one included, for use in several places of the page.

    `{% hold page_title %}{% block title %}{% endblock %}{% endhold %}` sets `page_title` for what follows.
    """
    name = token.split_contents()[1]
    nodelist = parser.parse(("endhold",))
    parser.delete_first_token()
    return HoldNode(nodelist, name)


@register.simple_tag(takes_context=True)
def linked_data(context: template.Context) -> SafeString:
    """Returns what the page tells machines of itself and its records."""
    request = context["request"]
    things = describe_page(
        context.flatten(),  # type: ignore[arg-type]
        context["page_address"],
        context["page_title"],
        context["page_summary"],
    )
    return write_script(things, f"{request.scheme}://{request.get_host()}")


# What LaTeX takes as more than a letter.
LATEX = {
    ord("\\"): r"\textbackslash{}",
    ord("~"): r"\textasciitilde{}",
    ord("^"): r"\textasciicircum{}",
} | {ord(character): f"\\{character}" for character in "&%$#_{}"}


@register.simple_tag(takes_context=True)
def bibtex(context: template.Context, title: str, verified: datetime.date | None) -> str:
    """Returns the entry of the page for a reference manager."""
    request, today = context["request"], context["today"]
    address = context["page_address"]
    note = gettext("Last verified on %(date)s.") % {"date": format_day(verified)} if verified else ""
    fields = {
        "author": f"{{{gettext('Diaspora Atlas')}}}",
        "title": f"{{{str(title).translate(LATEX)}}}",
        "year": str((verified or today).year),
        "url": f"{request.scheme}://{request.get_host()}{address}",
        "urldate": today.isoformat(),
        "note": f"{note} CC BY 4.0".strip(),
    }
    key = "-".join(["diaspora-atlas", *address.strip("/").split("/")[1:]])
    return "\n".join([f"@online{{{key},", *(f"  {name} = {{{value}}}," for name, value in fields.items()), "}"])
