"""What records of many types have in common: names and texts in both languages."""

from typing import Any

from diaspora.models import Entry


def names(name: str) -> dict[str, str]:
    """Returns the name in both languages."""
    return {"name_en": name, "name_fr": f"{name} (fr)"}


def entry_fields(name: str, number: int) -> dict[str, Any]:
    """Returns what a published record needs, in both languages."""
    return {
        "slug": f"{name.lower()}-{number}",
        "title_en": f"{name} {number}",
        "title_fr": f"{name} {number} (fr)",
        "summary_en": f"What {name} {number} is.",
        "summary_fr": f"Ce qu’est {name} {number}.",
        "status": Entry.Status.PUBLISHED,
    }
