"""Reads the world map of a page as its readers find it."""

from dataclasses import dataclass, field
from typing import Any

import html5lib
from django.test import Client

SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class Link:
    """A country on the map: what it is called there, its class, and how it is drawn."""

    name: str
    css_class: str
    shapes: list[str]


@dataclass
class MapPage:
    html: str
    links: dict[str, Link] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    legend: list[tuple[str, str]] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    chosen: list[str] = field(default_factory=list)


def text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def read_map(address: str = "/en/", **query: str) -> MapPage:
    """Returns the map of a page; a country that is there twice fails."""
    response = Client().get(address, query)
    assert response.status_code == 200
    page = MapPage(response.content.decode())
    tree: Any = html5lib.parse(page.html, treebuilder="etree", namespaceHTMLElements=False)
    for link in tree.iter(f"{SVG}a"):
        assert link.get("href") not in page.links
        shapes = [child.tag.removeprefix(SVG) for child in link if child.get("class") != "leader"]
        page.links[link.get("href")] = Link(text(link.find(f"{SVG}title")), link.get("class", ""), shapes)
    table = next(element for element in tree.iter("details") if element.get("id") == "map-table")
    for row in (row for body in table.iter("tbody") for row in body.iter("tr")):
        assert row.find("th/a").get("href") not in page.rows
        page.rows[row.find("th/a").get("href")] = [text(cell) for cell in row]
    for item in table.iter("li"):
        assert item.find("a").get("href") not in page.listed
        page.listed[item.find("a").get("href")] = text(item)
    for legend in (element for element in tree.iter("ul") if element.get("class") == "legend"):
        page.legend = [(item.find("span").get("class"), text(item)) for item in legend.iter("li")]
    select = next(element for element in tree.iter("select") if element.get("name") == "indicator")
    page.options = {option.get("value"): text(option) for option in select.iter("option")}
    page.chosen = [option.get("value") for option in select.iter("option") if "selected" in option.attrib]
    return page


def read_form(html: str, css_class: str) -> list[tuple[str, str]]:
    tree: Any = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    form = next(element for element in tree.iter("form") if element.get("class") == css_class)
    return [(f.get("name"), f.get("value")) for f in form.iter("input") if f.get("type") == "hidden"]
