"""How texts, numbers and dates are written on the page, in each language, and what Markdown may hold."""

from decimal import Decimal
from urllib.parse import urlsplit

import html5lib
import pytest
from django.test import Client
from django.utils import translation

from diaspora.columns.text import LocalisedText
from diaspora.figures.wording import amount, number
from diaspora.models import Indicator
from diaspora.templatetags.atlas import markdown, partial_date
from tests.factories import create_indicator, create_observation, create_obstacle, create_policy

pytestmark = pytest.mark.django_db

NARROW, NO_BREAK = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "english", "french"),
    [
        (Indicator.Unit.PERSONS, 0, "1292519", "1,292,519", "1_292_519"),
        (Indicator.Unit.USD, 0, "1153000000", "USD 1,153 million", "1_153_millions USD"),
        (Indicator.Unit.PERCENT_OF_GDP, 2, "5.52", "5.52% of GDP", "5,52_% du PIB"),
        (Indicator.Unit.PERCENT, 1, "13.993", "14.0%", "14,0_%"),
        (Indicator.Unit.PERCENT, 1, "0.25", "0.3%", "0,3_%"),
        (Indicator.Unit.RANK, 0, "175", "175", "175"),
    ],
)
def test_figures_are_written_as_each_language_does(
    unit: str, decimals: int, value: str, english: str, french: str
) -> None:
    """Groups and decimals by comma and point, or by space and comma; the space never breaks a line."""
    figure = create_observation(indicator=create_indicator(unit=unit, decimals=decimals), value=Decimal(value))
    with translation.override("en"):
        assert amount(figure) == english
    with translation.override("fr"):
        assert amount(figure).replace(NO_BREAK, "_").replace(NARROW, "_") == french


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ("2014", "2014", "2014"),
        ("2014-03", "March 2014", "mars 2014"),
        ("2009-10-06", "6 October 2009", "6 octobre 2009"),
    ],
)
def test_dates_are_as_precise_as_known(value: str, english: str, french: str) -> None:
    """A year stays a year, a month a month, in the language of the reader."""
    with translation.override("en"):
        assert partial_date(value) == english
    with translation.override("fr"):
        assert partial_date(value) == french
    assert partial_date(None) == ""


def test_number_rounds_half_up() -> None:
    """As people do, and as sources print."""
    with translation.override("en"):
        assert [number(Decimal(value), 1) for value in ("0.25", "0.35", "1234.55")] == ["0.3", "0.4", "1,234.6"]
        assert number(None) == ""


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[link](javascript:alert(1))",
        "[link](JaVaScRiPt:alert(1))",
        "[link](data:text/html;base64,x)",
        '<img src=x onerror="alert(1)">',
        "![picture](https://elsewhere.example/a.png)",
        '<a href="#" onclick="x()">link</a>',
        "<style>body{}</style>",
        '[a](https://atlas.example "x\\" onclick=\\"y")',
    ],
)
def test_markdown_is_cleaned(text: str) -> None:
    """What editors paste cannot run, style, or load anything; what a page tells machines of itself is data."""
    record = create_policy(description_en=text, title_en=text[:300], summary_en=text)
    for html in (markdown(text), Client().get(record.get_absolute_url()).content.decode()):
        for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
            is_data = element.tag == "script" and element.get("type") == "application/ld+json"
            assert is_data or element.tag not in ("script", "style", "img", "iframe")
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
            assert urlsplit(element.get("href", "")).scheme in ("", "http", "https")


def test_markdown_keeps_what_editors_write() -> None:
    """Headings, lists, tables, emphasis and links come through, raw HTML as text; a text that stands in is marked."""
    clean = markdown("### Head\n\n- *one*\n- **two**\n\n|a|b|\n|-|-|\n|1|2|\n\n[link](https://atlas.example/)")
    for part in ("<h3>Head</h3>", "<li><em>one</em></li>", "<strong>two</strong>", "<td>2</td>", 'href="https://atlas'):
        assert part in clean
    assert "&lt;b&gt;raw&lt;/b&gt;" in markdown("<b>raw</b>")
    assert markdown(LocalisedText("mot", "fr", is_fallback=True)).startswith('<div lang="fr">')


def test_obstacles_and_texts_are_escaped() -> None:
    """Plain texts are text: what looks like markup is shown as it was typed."""
    obstacle = create_obstacle(title_en="<b>Bold</b>", text_en="a < b & c")
    page = Client().get(obstacle.profile.country.get_absolute_url()).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "a &lt; b &amp; c" in page
