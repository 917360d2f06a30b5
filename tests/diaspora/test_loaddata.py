"""Loading fixtures: what is accepted is accepted whole, what is not is named."""

from pathlib import Path
from textwrap import dedent

import pytest
from django.core.management import CommandError, call_command

from actors.models import Institution
from diaspora.models import Country, Indicator, Observation, Source, Topic
from practices.models import Practice
from tests import factories

pytestmark = pytest.mark.django_db

SOURCE = """
- model: diaspora.source
  fields:
    slug: report
    title: Report
    kind: report
"""
INSTITUTION = """
- model: actors.institution
  fields:
    slug: council
    title_en: Council
    level: international
    areas: [[remittances]]
"""


def load(folder: Path, *texts: str) -> None:
    """Loads the texts as fixtures, one file each."""
    for place, text in enumerate(texts):
        (folder / f"part{place}.yaml").write_text(dedent(text), encoding="utf-8")
    call_command("loaddata", *(str(folder / f"part{place}.yaml") for place in range(len(texts))), verbosity=0)


def refusal(folder: Path, *texts: str) -> str:
    """Returns why the texts are refused; nothing may have been loaded."""
    sources = Source.objects.count()
    with pytest.raises(CommandError) as refused:
        load(folder, *texts)
    assert Source.objects.count() == sources
    message = str(refused.value)
    assert "pk=" not in message
    assert "\n" not in message
    assert message.endswith("Nothing was loaded.")
    return message


def test_fixture_loads_records_with_relations(tmp_path: Path) -> None:
    factories.create_topic(slug="remittances")
    load(tmp_path, SOURCE, INSTITUTION)
    institution = Institution.objects.get(slug="council")
    assert [topic.slug for topic in institution.areas.all()] == ["remittances"]


def test_fixture_may_refer_to_a_record_further_down(tmp_path: Path) -> None:
    part = """
        - model: actors.institution
          fields: {slug: part, title_en: Part, level: international, parent: [whole], areas: [[savings]]}
        - model: actors.institution
          fields: {slug: whole, title_en: Whole, level: international}
        - model: diaspora.topic
          fields: {slug: savings, kind: area, name_en: Savings, name_fr: Épargne}
    """
    load(tmp_path, part)
    institution = Institution.objects.get(slug="part")
    assert institution.parent == Institution.objects.get(slug="whole")
    assert list(institution.areas.all()) == [Topic.objects.get(slug="savings")]


def test_fixture_loaded_twice_changes_nothing(tmp_path: Path) -> None:
    factories.create_topic(slug="remittances")
    load(tmp_path, SOURCE, INSTITUTION)
    before = [list(model.objects.values()) for model in (Source, Institution)]
    versions = [model.history.count() for model in (Source, Institution)]
    load(tmp_path, SOURCE, INSTITUTION)
    assert [list(model.objects.values()) for model in (Source, Institution)] == before
    assert [model.history.count() for model in (Source, Institution)] == versions == [1, 1]


def test_fixture_keeps_a_first_version_to_go_back_to(tmp_path: Path) -> None:
    factories.create_topic(slug="remittances")
    load(tmp_path, INSTITUTION)
    institution = Institution.objects.get()
    [version] = institution.history.all()
    assert version.history_change_reason == "Loaded from a fixture"
    assert version.title_en == "Council"
    assert [row.topic.slug for row in version.areas.all()] == ["remittances"]
    institution.title_en = "Changed"
    institution.save()
    changes = institution.history.first().diff_against(version).changes
    assert [(change.old, change.new) for change in changes] == [("Council", "Changed")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("- model: [", ["part1.yaml, line 2", "not valid YAML"]),
        ("- model: diaspora.source\n\tfields: {}", ["part1.yaml, line 2", "not valid YAML"]),
        ("model: diaspora.source", ["part1.yaml, line 1", "a fixture is a list of records"]),
        ("- diaspora.source", ["part1.yaml, line 1", "a record has a model and fields"]),
        ("- model: diaspora.sauce\n  fields: {}", ["line 1", "there is no model “diaspora.sauce”"]),
        ("- model: 7\n  fields: {}", ["line 1", "there is no model “7”"]),
        (
            "# a comment\n- model: diaspora.source\n  fields: {slug: page, titel: Page}",
            ["part1.yaml, line 2", "diaspora.source (slug “page”)", "titel: there is no such field"],
        ),
        (
            "- model: diaspora.source\n  fields: {slug: page, slug: leaf, title: Page, kind: report}",
            ["“slug” stands twice"],
        ),
        (
            "- model: diaspora.source\n  fields: {slug: page, title: Page, kind: novel}",
            ["source (slug “page”)", "kind: ", "novel"],
        ),
        ("- model: diaspora.source\n  fields: {slug: page, kind: report}", ["source (slug “page”)", "title: "]),
        ("- model: diaspora.source\n  fields: {slug: page, title: yes, kind: report}", ["title: ", "in quotes"]),
        ('- model: diaspora.source\n  fields: {slug: page, title: "a\\0b", kind: report}', ["title: ", "NUL"]),
        (
            "- model: diaspora.source\n  fields: {slug: page, title: Page, kind: report, date: 2014-13}",
            ["date: ", "Write a year (2014), a month (2014-03) or a day (2014-03-01)."],
        ),
        ("- model: diaspora.source\n  fields: {slug: page, title: Page, kind: report, search_en: x}", ["search_en: "]),
        (
            "- model: diaspora.observation\n"
            "  fields: {country: [MLI], indicator: [stock], year: 2024, value: many, source: [report]}",
            ["diaspora.observation (country “MLI”", "country: there is no country “MLI”"],
        ),
        (
            "- model: actors.institution\n  fields: {slug: x, title_en: X, level: international, parent: [whole]}",
            ["actors.institution (slug “x”)", "parent: there is no institution “whole”"],
        ),
        (
            "- model: actors.institution\n  fields: {slug: x, title_en: X, level: international, areas: [[savings]]}",
            ["actors.institution (slug “x”)", "areas: there is no topic “savings”"],
        ),
        (
            "- model: actors.institution\n  fields: {slug: x, title_en: X, level: international, areas: [savings]}",
            ["areas: ", "write it as a list: [“savings”]"],
        ),
        (
            "- model: actors.institution\n  fields: {slug: x, title_en: X, level: international, areas: savings}",
            ["areas: this is a list"],
        ),
        (
            "- model: actors.institution\n  fields: {slug: x, title_en: X, level: international, areas: [[health]]}",
            ["actors.institution (slug “x”)", "areas: ", "is not one of its choices"],
        ),
        (
            "- model: actors.institution\n  fields: {slug: x, title_en: X, level: national}",
            ["actors.institution (slug “x”)", "A national institution belongs to a country"],
        ),
        (
            "- model: actors.institutioncitation\n  fields: {source: [report], locator: p. 3}",
            ["actors.institutioncitation (source “report”, locator “p. 3”)", "institution: this is required"],
        ),
        (
            "- model: actors.institutioncitation\n  fields: {institution: [a, b], source: [report]}",
            ["institution: ", "does not fit"],
        ),
        (
            "- model: diaspora.source\n  fields: {slug: taken, title: Page, kind: report}",
            ["diaspora.source (slug “taken”)", "This was the address of"],
        ),
    ],
)
def test_fixture_that_cannot_be_accepted_is_refused_whole_and_named(
    tmp_path: Path, text: str, parts: list[str]
) -> None:
    factories.create_source(former_slugs=["taken"])
    factories.create_topic(kind=Topic.Kind.SECTOR, slug="health")
    message = refusal(tmp_path, SOURCE, text)
    for part in parts:
        assert part in message


def test_fixture_with_a_share_beyond_100_is_refused_by_the_database(tmp_path: Path) -> None:
    factories.create_country("Mali", iso3="MLI")
    factories.create_indicator(code="share", unit="percent")
    text = """
        - model: diaspora.observation
          fields: {country: [MLI], indicator: [share], year: 2024, value: "101", source: [report]}
    """
    message = refusal(tmp_path, SOURCE, text)
    assert "observation (country “MLI”, indicator “share”, year “2024”" in message
    assert "A percentage lies between 0 and 100." in message
    assert not Observation.objects.exists()


def test_fixture_that_repeats_a_code_is_refused_in_words(tmp_path: Path) -> None:
    text = """
        - model: diaspora.country
          fields: {iso3: AAA, iso2: AA, m49: "990", slug: aaa, name_en: A, name_fr: A}
        - model: diaspora.country
          fields: {iso3: BBB, iso2: AA, m49: "991", slug: bbb, name_en: B, name_fr: B}
    """
    message = refusal(tmp_path, SOURCE, text)
    assert "diaspora.country (iso3 “BBB”)" in message
    assert "iso2" in message
    assert not Country.objects.exists()


def test_fixture_that_does_not_exist_is_named() -> None:
    with pytest.raises(CommandError, match="No fixture named 'atlantis' found"):
        call_command("loaddata", "atlantis", verbosity=0)


def test_fixture_without_records_loads_nothing(tmp_path: Path) -> None:
    load(tmp_path, "# Nothing yet.\n")
    assert not Source.objects.exists()


def test_fixture_in_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "part.xml").write_text("<django-objects/>")
    with pytest.raises(CommandError, match="a fixture is written in YAML or JSON"):
        call_command("loaddata", str(tmp_path / "part.xml"), verbosity=0)


def test_fixture_overwrites_what_is_there_but_not_its_former_addresses(tmp_path: Path) -> None:
    practice = factories.create_practice(slug="wells", former_slugs=["village-wells"])
    text = """
        - model: practices.practice
          fields: {slug: wells, title_en: Wells, countries: [[MLI]]}
    """
    mali = factories.create_country("Mali", iso3="MLI")
    load(tmp_path, text)
    practice = Practice.objects.get(pk=practice.pk)
    assert (practice.title_en, practice.former_slugs) == ("Wells", ["village-wells"])
    assert list(practice.countries.all()) == [mali]


def test_only_what_is_missing_is_added(mali: None) -> None:
    """What a new version brings comes in, and what editors have changed stays."""
    Indicator.objects.filter(code="immigrant_stock").delete()
    Indicator.objects.filter(code="population").update(name_en="Residents")
    call_command("loaddata", "reference", missing=True, verbosity=0)
    assert Indicator.objects.get(code="immigrant_stock").name_en == "Immigrants"
    assert Indicator.objects.get(code="population").name_en == "Residents"
    call_command("loaddata", "reference", verbosity=0)
    assert Indicator.objects.get(code="population").name_en == "Population"
