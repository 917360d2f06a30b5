"""The twenty contradictions of Mali's sources: each is recorded with its sides, the verdict and the reason."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils.html import escape

from diaspora.citations import Bibliography, figure_disagreements
from diaspora.models import Country, Observation, Place, Verdict
from practices.models import Practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]

FACTSHEET, GFMD, CABLE = "eudif-mali-2025", "gfmd-mali", "us-embassy-bamako-2009"
UN_DESA, WORLD_BANK = "un-desa-migrant-stock-2024", "world-bank-development-indicators"

PROFILE = ("diaspora.countryprofile", "mali")
CIGEM = ("actors.institution", "mali-cigem")
HCME = ("actors.institution", "mali-hcme")
DGME = ("actors.institution", "mali-dgme")
MINISTRY = ("actors.institution", "mali-ministry-of-malians-abroad")
ECOWAS = ("actors.institution", "ecowas")
FREE_MOVEMENT = ("practices.practice", "ecowas-free-movement")
CONSTITUTION = ("practices.policy", "mali-constitution-2023")
CODE_OF_2011 = ("practices.policy", "mali-nationality-code-2011")
DUAL_CITIZENSHIP = ("practices.politicalright", "MLI", "dual_citizenship", None)
INVESTMENT_MEASURES = ("practices.practice", "diaspora-investment-measures")
SDE4R = ("practices.practice", "sde4r")
AMEDIP = ("practices.practice", "amedip")
VILLAGES = ("practices.practice", "village-associations-infrastructure")


@dataclass(frozen=True)
class Side:
    """What one source says on the matter, and what the editors make of it."""

    source: str
    verdict: str
    says: str
    reason: str = ""


@dataclass(frozen=True)
class Contradiction:
    """A contradiction: on what aspect of which record, and its sides."""

    number: int
    record: tuple[Any, ...]
    aspect: str
    sides: tuple[Side, ...]
    # The verdict rests on outside knowledge.
    is_editors_note: bool = False
    figures: tuple[tuple[str, int, str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.number}-{self.record[1]}-{self.aspect}"


CONTRADICTIONS = [
    Contradiction(
        1,
        PROFILE,
        "diaspora-size",
        (
            Side(CABLE, "contested", "four million people", "claim"),
            Side(FACTSHEET, "contested", "972,380", "Another concept"),
        ),
        figures=(
            ("diaspora_size_claimed", 2009, "4000000", "contested"),
            ("emigrant_stock", 2024, "1292519", "supports"),
        ),
    ),
    Contradiction(
        2,
        PROFILE,
        "destinations",
        (
            Side(CABLE, "contested", "Senegal first", "fifteen years older"),
            Side(FACTSHEET, "contested", "Senegal is not among the first five", "2024"),
        ),
    ),
    Contradiction(
        3,
        PROFILE,
        "remittances",
        (Side(FACTSHEET, "rejected", "964 billion", "836 times"),),
        figures=(("remittance_inflow", 2019, "964000000000", "rejected"),),
    ),
    Contradiction(
        4,
        PROFILE,
        "remittances",
        (Side(CABLE, "supports", "177 million"), Side(FACTSHEET, "supports", "1,153 million")),
        figures=(
            ("remittance_inflow", 2006, "177000000", "supports"),
            ("remittance_inflow", 2023, "1153000000", "supports"),
        ),
    ),
    Contradiction(
        5,
        CIGEM,
        "founding",
        (
            Side(FACTSHEET, "contested", "European Union, ECOWAS and Mali", "does not name ECOWAS"),
            Side(GFMD, "contested", "European Union and Mali", "adds ECOWAS"),
        ),
    ),
    Contradiction(
        6,
        CIGEM,
        "purpose",
        (
            Side(CABLE, "contested", "employers in Europe", "described differently"),
            Side(FACTSHEET, "contested", "migration policy", "GFMD"),
            Side(GFMD, "contested", "migration policy", "cable of 2009"),
        ),
    ),
    Contradiction(
        7,
        CIGEM,
        "funding",
        (
            Side(FACTSHEET, "contested", "ministry sets up and finances", "European Union"),
            Side(CABLE, "contested", "pilot project", "European Union"),
        ),
    ),
    Contradiction(
        8,
        MINISTRY,
        "name",
        (Side(FACTSHEET, "supports", "Malians Abroad"), Side(CABLE, "supports", "of the Exterior")),
    ),
    Contradiction(
        8,
        HCME,
        "name",
        (
            Side(FACTSHEET, "supports", "Malians Abroad"),
            Side(CABLE, "supports", "Malian Expatriates"),
            Side(GFMD, "supports", "Malian diaspora"),
        ),
    ),
    Contradiction(
        8,
        CIGEM,
        "name",
        (
            Side(FACTSHEET, "supports", "Migration Management and Information"),
            Side(CABLE, "supports", "Information and Management of Migrations"),
        ),
    ),
    *(
        Contradiction(
            9,
            record,
            "membership",
            (
                Side(FACTSHEET, "superseded", "Mali", "29 January 2025"),
                Side(GFMD, "superseded", "fifteen", "29 January 2025"),
            ),
            is_editors_note=True,
        )
        for record in (ECOWAS, FREE_MOVEMENT)
    ),
    Contradiction(
        10,
        CONSTITUTION,
        "content",
        (Side(FACTSHEET, "contested", "Article 102", "text of 1992"),),
        is_editors_note=True,
    ),
    Contradiction(
        11,
        CODE_OF_2011,
        "content",
        (
            Side(FACTSHEET, "contested", "revision of 2011", "1995"),
            Side(FACTSHEET, "contested", "act of 1995", "both acts"),
        ),
    ),
    Contradiction(
        11,
        DUAL_CITIZENSHIP,
        "date",
        (
            Side(FACTSHEET, "contested", "revised in 2011", "1995, the earlier one"),
            Side(FACTSHEET, "contested", "25 August 1995", "both acts"),
        ),
    ),
    Contradiction(
        12,
        INVESTMENT_MEASURES,
        "partners",
        (
            Side(FACTSHEET, "contested", "two banks", "BIM belongs to the Attijariwafa group"),
            Side(FACTSHEET, "contested", "Attijariwafa, BIM and BDM", "one group"),
        ),
        is_editors_note=True,
    ),
    Contradiction(
        13,
        DGME,
        "created",
        (Side(FACTSHEET, "contested", "31 December 2015", "earlier forms"),),
        is_editors_note=True,
    ),
    Contradiction(
        14,
        HCME,
        "legal-status",
        (Side(FACTSHEET, "contested", "official institution", "public utility"),),
        is_editors_note=True,
    ),
    Contradiction(
        15,
        SDE4R,
        "content",
        (
            Side(FACTSHEET, "contested", "tagged skills transfer", "one project twice"),
            Side(FACTSHEET, "contested", "tagged investment", "joins the two"),
        ),
    ),
    Contradiction(
        16,
        AMEDIP,
        "implementing-actors",
        (
            Side(GFMD, "contested", "ICMPD and IOM implemented", "ICMPD alone"),
            Side(GFMD, "contested", "ICMPD developed and implemented it", "neither says so"),
        ),
    ),
    *(
        Contradiction(
            17,
            record,
            "location",
            (Side(CABLE, "contested", "village"), Side(FACTSHEET, "contested", "cercle", "cable")),
        )
        for record in (PROFILE, VILLAGES)
    ),
    Contradiction(
        18,
        PROFILE,
        "sex-split",
        (Side(FACTSHEET, "supports", "59.6%"), Side(UN_DESA, "supports", "59.54%")),
        figures=(
            ("emigrant_sex_share", 2024, "59.54", "supports"),
            ("emigrant_sex_share", 2024, "40.46", "supports"),
        ),
    ),
    Contradiction(
        19,
        PROFILE,
        "remittances",
        (Side(FACTSHEET, "supports", "1,153 million"), Side(WORLD_BANK, "supports", "1,045 million")),
        figures=(
            ("remittance_inflow", 2023, "1153000000", "supports"),
            ("remittance_inflow", 2023, "1045000000", "supports"),
            ("remittance_share_of_gdp", 2023, "5.52", "supports"),
            ("remittance_share_of_gdp", 2023, "4.24", "supports"),
        ),
    ),
    *(
        Contradiction(
            20,
            record,
            "business-climate",
            (
                Side(CABLE, "contested", "corruption", "2009"),
                Side(FACTSHEET, "contested", "72 hours", "date"),
            ),
        )
        for record in (PROFILE, INVESTMENT_MEASURES)
    ),
]
each_contradiction = pytest.mark.parametrize("contradiction", CONTRADICTIONS, ids=str)


def find_record(key: tuple[Any, ...]) -> Any:
    """Returns the record that the contradiction is about."""
    return apps.get_model(key[0])._default_manager.get_by_natural_key(*key[1:])


def test_contradictions_are_the_twenty() -> None:
    assert {contradiction.number for contradiction in CONTRADICTIONS} == set(range(1, 21))


@each_contradiction
def test_contradiction_is_recorded_with_its_sides_verdict_and_reason(contradiction: Contradiction) -> None:
    citations = find_record(contradiction.record).citations.filter(aspect__slug=contradiction.aspect)
    found = set()
    for side in contradiction.sides:
        citation = citations.get(source__slug=side.source, verdict=side.verdict, statement_en__contains=side.says)
        found.add(citation.pk)
        assert side.reason in citation.reason_en
        assert bool(citation.reason_en) == bool(citation.reason_fr) == (side.verdict != Verdict.SUPPORTS)
        assert citation.statement_fr
        if contradiction.is_editors_note:
            assert citation.reason_en.startswith("Editors’ note, without a source: ")
            assert citation.reason_fr.startswith("Note de la rédaction, sans source\u00a0: ")
    assert len(found) == len(contradiction.sides)
    for indicator, year, value, verdict in contradiction.figures:
        figure = Observation.objects.get(
            indicator__code=indicator, year=year, value=Decimal(value), sex__in=["total", "male", "female"]
        )
        assert (figure.verdict, bool(figure.reason_en)) == (verdict, verdict != Verdict.SUPPORTS)


@each_contradiction
def test_contradiction_is_shown_with_all_its_sides(contradiction: Contradiction) -> None:
    if all(side.verdict == Verdict.SUPPORTS for side in contradiction.sides):
        return
    record = find_record(contradiction.record)
    shown = {found.aspect and found.aspect.slug: found for found in Bibliography([record]).disagreements}
    statements = [str(side.statement_en) for side in shown[contradiction.aspect].sides]
    for side in contradiction.sides:
        assert any(side.says in statement for statement in statements), side


@pytest.mark.parametrize(
    ("number", "record"),
    [
        (9, ECOWAS),
        (9, FREE_MOVEMENT),
        (10, CONSTITUTION),
        (12, INVESTMENT_MEASURES),
        (13, DGME),
        (14, HCME),
    ],
)
def test_contradiction_that_rests_on_outside_knowledge_makes_the_review_due(number: int, record: Any) -> None:
    entry = find_record(record)
    assert entry.review_task
    assert entry in type(entry).objects.with_freshness("due")


@pytest.mark.parametrize(("record", "count"), [(MINISTRY, 5), (HCME, 4)])
def test_contradiction_on_names_keeps_every_rendering(record: Any, count: int) -> None:
    institution = find_record(record)
    assert len({institution.title_en, *institution.other_names}) >= count
    for name in institution.other_names:
        assert institution in type(institution).objects.search(name)


def test_contradiction_on_the_name_of_cigem_keeps_every_rendering() -> None:
    cigem = find_record(CIGEM)
    names = {cigem.title_en, cigem.original_title, *cigem.other_names}
    assert {
        "Centre for Migration Management and Information",
        "Center for Information and Management of Migrations",
    } <= names
    assert len(names) >= 4


def test_contradiction_on_ecowas_leaves_a_membership_that_ended() -> None:
    (membership,) = Country.objects.get(iso3="MLI").memberships.filter(group__slug="ecowas")
    assert membership.left == "2025-01-29"


def test_contradiction_on_sde4r_is_one_record_with_the_tags_of_both_entries() -> None:
    (practice,) = Practice.objects.search("streamlining diaspora engagement")
    assert practice == find_record(SDE4R)
    tags = set(practice.areas.values_list("slug", flat=True))
    assert {"investment", "entrepreneurship", "skills-transfer"} <= tags


def test_contradiction_on_amedip_is_one_record() -> None:
    assert list(Practice.objects.search("amedip")) == [find_record(AMEDIP)]


def test_contradiction_on_yelimane_keeps_its_spellings() -> None:
    assert {"Yelimani", "Yliman"} <= set(Place.objects.get(name="Yélimané").other_names)


def test_contradiction_on_the_sex_split_keeps_what_was_published() -> None:
    shares = Observation.objects.filter(indicator__code="emigrant_sex_share", source__slug=FACTSHEET)
    assert {figure.sex: figure.value_as_published for figure in shares} == {"male": "59.6%", "female": "40.4%"}


@pytest.mark.parametrize(("indicator", "year"), [("remittance_inflow", 2019), ("remittance_inflow", 2023)])
def test_contradiction_of_figures_is_shown(indicator: str, year: int) -> None:
    figures = Observation.objects.filter(country__iso3="MLI").select_related("indicator")
    facts = {(found.fact.indicator.code, found.fact.year) for found in figure_disagreements(figures)}
    assert (indicator, year) in facts


@pytest.mark.parametrize("language", ["en", "fr"])
def test_contradictions_of_the_country_are_on_its_page(language: str, client: Client) -> None:
    page = client.get(f"/{language}/countries/mali/").content.decode()
    profile = find_record(PROFILE)
    disputed = profile.citations.disputed()
    assert disputed.count() >= 10
    for citation in disputed:
        assert escape(getattr(citation, f"statement_{language}")) in page, citation
