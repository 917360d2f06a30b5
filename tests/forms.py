"""Reads the form of a page as a browser would send it, so that tests change a field and leave the rest as it was."""

from typing import Any

import html5lib

FIELDS = ("input", "select", "textarea")
SILENT_INPUTS = ("submit", "button", "image", "reset", "file")


def read_form(response: Any) -> dict[str, Any]:
    """Returns the values of the fields of the record's form by name; a list where a field may have several."""
    page = html5lib.parse(response.content.decode(), treebuilder="etree", namespaceHTMLElements=False)
    form = next(element for element in page.iter("form") if element.get("id", "").endswith("_form"))
    values: dict[str, Any] = {}
    for element in form.iter():
        name, kind = element.get("name"), element.get("type", "text")
        if element.tag not in FIELDS or not name or kind in SILENT_INPUTS or "__prefix__" in name:
            continue
        if element.tag == "select":
            chosen = [option.get("value", "") for option in element.iter("option") if "selected" in option.attrib]
            if "multiple" in element.attrib:
                values[name] = chosen
            else:
                values[name] = chosen[0] if chosen else ""
        elif element.tag == "textarea":
            values[name] = (element.text or "").removeprefix("\n")
        elif kind in ("checkbox", "radio"):
            if "checked" in element.attrib:
                values.setdefault(name, []).append(element.get("value", "on"))
        else:
            values[name] = element.get("value", "")
    return values
