"""Text in two languages, and lists of short texts."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from actors.models import Institution
from diaspora.columns.text import LinesField, LinesFormField, LocalisedText, current_language
from diaspora.models import Country, Topic


@pytest.mark.parametrize(
    ("language", "read"), [("en", "en"), ("en-gb", "en"), ("fr", "fr"), ("fr-ca", "fr"), ("de", "en")]
)
def test_current_language_is_one_that_content_is_written_in(language: str, read: str) -> None:
    with translation.override(language):
        assert current_language() == read


def test_current_language_is_english_where_none_is_active() -> None:
    with translation.override(None):
        assert current_language() == "en"


@pytest.mark.parametrize(("language", "name"), [("en", "Education"), ("fr", "Éducation")])
def test_localised_text_is_read_in_the_language_of_the_reader(language: str, name: str) -> None:
    topic = Topic(name_en="Education", name_fr="Éducation")
    with translation.override(language):
        assert topic.name == name
        assert (topic.name.language, topic.name.is_fallback) == (language, False)


@pytest.mark.parametrize(("wanted", "written"), [("en", "fr"), ("fr", "en")])
def test_localised_text_falls_back_to_the_other_language_and_says_so(wanted: str, written: str) -> None:
    institution = Institution(**{f"title_{written}": "CIGEM"})
    with translation.override(wanted):
        assert institution.title == "CIGEM"
        assert (institution.title.language, institution.title.is_fallback) == (written, True)


def test_localised_text_is_empty_where_neither_language_has_it() -> None:
    with translation.override("fr"):
        summary = Institution().summary
    assert summary == ""
    assert (summary.language, summary.is_fallback) == ("fr", False)


def test_localised_text_is_read_anew_for_each_reader() -> None:
    country = Country(name_en="Ivory Coast", name_fr="Côte d’Ivoire")
    names = []
    for language in ("fr", "en", "fr"):
        with translation.override(language):
            names.append(str(country))
    assert names == ["Côte d’Ivoire", "Ivory Coast", "Côte d’Ivoire"]


def test_localised_text_works_as_text() -> None:
    text = LocalisedText("Mali", "fr", is_fallback=True)
    assert f"{text}!" == "Mali!"
    assert (text.upper(), text == "Mali", text.language, text.is_fallback) == ("MALI", True, "fr", True)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("", []),
        ("Yelimani", ["Yelimani"]),
        ("Yelimani\r\n\r\n  Yliman \n", ["Yelimani", "Yliman"]),
        ("High Council, of Malians", ["High Council, of Malians"]),
    ],
)
def test_lines_field_reads_one_item_a_line_without_blank_ones(typed: str, lines: list[str]) -> None:
    assert LinesField().formfield(required=False).clean(typed) == lines


@given(st.text())
def test_lines_field_never_keeps_blank_or_padded_items(typed: str) -> None:
    try:
        lines: Any = LinesField().formfield(required=False).clean(typed)
    except ValidationError:
        return
    assert all(line and line == line.strip() for line in lines)


def test_lines_field_shows_its_items_one_to_a_line() -> None:
    field = LinesField().formfield()
    assert isinstance(field, LinesFormField)
    assert field.prepare_value(["Yelimani", "Yliman"]) == "Yelimani\nYliman"
    assert field.help_text == "One to a line."


def test_lines_field_refuses_a_line_that_is_too_long() -> None:
    with pytest.raises(ValidationError, match="300"):
        LinesField().formfield().clean("x" * 301)


def test_lines_field_of_two_records_is_never_shared() -> None:
    one, other = Institution(), Institution()
    one.other_names.append("CIGEM")
    assert other.other_names == []
