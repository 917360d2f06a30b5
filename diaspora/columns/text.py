"""Text in two languages: one accessor that falls back, and says so."""

from typing import Any, Self, overload

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.forms import SimpleArrayField
from django.db import models
from django.forms import Textarea
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

CONTENT_LANGUAGES = ("en", "fr")


def current_language() -> str:
    """Returns the reader's language as one that content is written in; English where it is another or none."""
    language = (get_language() or "")[:2]
    return language if language in CONTENT_LANGUAGES else CONTENT_LANGUAGES[0]


def name_language(code: str) -> str:
    """Returns the name of a language in the reader's language, in lower case in French; else the code."""
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
    return name.lower() if current_language() == "fr" else name


class LocalisedText(str):
    """Text of a record together with the language it is in.

    `is_fallback` is true where the reader's language has no text and the other one stands in.
    """

    language: str
    is_fallback: bool

    def __new__(cls, text: str, language: str, *, is_fallback: bool = False) -> Self:
        localised = super().__new__(cls, text)
        localised.language = language
        localised.is_fallback = is_fallback
        return localised


COLUMN_NAMES = {
    "name": _("name"),
    "title": _("title"),
    "acronym": _("acronym"),
    "label": _("short label"),
    "edition": _("edition"),
}


class Localised:
    """Reads a pair of columns in the reader's language: `title = Localised()` reads `title_en` or `title_fr`."""

    @property
    def short_description(self) -> str:
        return str(COLUMN_NAMES.get(self.name, self.name))

    @property
    def admin_order_field(self) -> str:
        return f"{self.name}_{current_language()}"

    def __set_name__(self, owner: type[models.Model], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type[models.Model]) -> Self: ...

    @overload
    def __get__(self, instance: models.Model, owner: type[models.Model]) -> LocalisedText: ...

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Self | LocalisedText:
        if instance is None:
            return self
        wanted = current_language()
        for language in (wanted, *CONTENT_LANGUAGES):
            if text := getattr(instance, f"{self.name}_{language}"):
                return LocalisedText(text, language, is_fallback=language != wanted)
        return LocalisedText("", wanted)


class LinesField(ArrayField):  # type: ignore[type-arg]
    """Several short texts (other names, spellings), written one to a line in forms."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("base_field", models.CharField(max_length=300))
        options.setdefault("default", list)
        options.setdefault("blank", True)
        super().__init__(**options)

    def formfield(self, **options: Any) -> Any:
        """Returns a text area with one item a line; blank lines are dropped."""
        return super().formfield(
            **({"form_class": LinesFormField, "help_text": self.help_text or _("One to a line.")} | options)
        )


class LinesFormField(SimpleArrayField):
    def __init__(self, base_field: Any, **options: Any) -> None:
        options.setdefault("widget", Textarea(attrs={"rows": 3, "cols": 60}))
        super().__init__(base_field, delimiter="\n", **options)

    def to_python(self, value: Any) -> Any:
        """Returns the lines without blank ones."""
        if isinstance(value, str):
            value = "\n".join(line.strip() for line in value.splitlines() if line.strip())
        return super().to_python(value)
