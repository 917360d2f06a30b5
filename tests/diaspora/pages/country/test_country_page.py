"""A country's page: its sections in order, every fact that a reader of Mali's looks for, and what is not known."""

import re
from decimal import Decimal
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.test import Client

from diaspora.models import Indicator
from tests.factories import (
    create_aspect,
    create_citation,
    create_country,
    create_institution,
    create_observation,
    create_organisation,
    create_participation,
    create_policy,
    create_policy_event,
    create_political_right,
    create_practice,
    create_profile,
)

pytestmark = pytest.mark.django_db


# The order in which a reader’s questions come, and what the page calls them in each language.
SECTIONS = [
    ("diaspora", "Who counts as diaspora"),
    ("rights", "Political rights"),
    ("remittances", "Remittances"),
    ("emigration", "Emigration"),
    ("destinations", "Where they went"),
    ("background", "Background"),
    ("policies", "Policy framework"),
    ("trends", "Trends and achievements"),
    ("obstacles", "Obstacles"),
    ("practices", "Practices"),
    ("institutions", "Institutions"),
    ("organisations", "Diaspora organisations"),
    ("forums", "Participation in forums"),
    ("disagreements-heading", "Sources disagree"),
    ("figure-disagreements-heading", "Figures that differ"),
    ("gaps", "What is not known"),
    ("sources-heading", "Sources"),
]

COUNTRY, PRACTICE, INSTITUTION, ORGANISATION = "countries/mali", "practices/", "institutions/mali-", "organisations/"
FACTS = [
    # The factsheet
    (COUNTRY, "Maliens de l’Extérieur", "Maliens de l’Extérieur"),
    (COUNTRY, "the children and the grandchildren of citizens", "les enfants et les petits-enfants de citoyens"),
    (COUNTRY, "At an embassy or consulate", "Dans une ambassade ou un consulat"),
    (COUNTRY, "Nationality Code of 2011", "Code de la nationalité de 2011"),
    (COUNTRY, "Electoral law, amendment of 2018", "Loi électorale, modification de 2018"),
    (COUNTRY, "5.52% of GDP", "5,52 % du PIB"),
    (COUNTRY, "Remittances received, 2023 USD 1,153 million", "2023 1 153 millions USD"),
    (COUNTRY, "published as “59.6%”", "59,6 %"),
    (COUNTRY, "published as “40.4%”", "40,4 %"),
    (COUNTRY, "74.2%", "74,2 %"),
    (COUNTRY, "25.8%", "25,8 %"),
    (COUNTRY, "Côte d’Ivoire 403,646", "Côte d’Ivoire 403 646"),
    (COUNTRY, "Nigeria 184,965", "Nigéria 184 965"),
    (COUNTRY, "Niger 140,431", "Niger 140 431"),
    (COUNTRY, "Mauritania 122,945", "Mauritanie 122 945"),
    (COUNTRY, "France 120,393", "France 120 393"),
    (COUNTRY, "stand in for the diaspora and do not measure it", "tiennent lieu de la diaspora et ne la mesurent pas"),
    (COUNTRY, "2010 National Consultation Framework", "2010 Cadre national de concertation"),
    (COUNTRY, "2014 National Migration Policy", "2014 Politique nationale de migration"),
    (COUNTRY, "2018 Handbook for Labour Migration", "2018 Manuel de gestion de la migration de travail"),
    (COUNTRY, "2023 Constitution of 2023", "2023 Constitution de 2023"),
    (COUNTRY, "In 2011 the nationality code was reformed", "En 2011, le code de la nationalité a été réformé"),
    (COUNTRY, "Delegates from the diaspora in over 50 countries", "diaspora établis dans plus de 50 pays"),
    (COUNTRY, "Policy looks to two groups", "La politique vise deux groupes"),
    (COUNTRY, "Borders or engagement.", "Frontières ou engagement."),
    (COUNTRY, "Lack of data", "Manque de données"),
    (COUNTRY, "Lack of means", "Manque de moyens"),
    (COUNTRY, "Insecurity", "Insécurité"),
    (COUNTRY, "High cost of sending remittances", "Coût élevé des envois de fonds"),
    (f"{PRACTICE}guide-for-malians-abroad", "written in 1998 and brought up to date in 2004", "mis à jour en 2004"),
    (f"{PRACTICE}diaspora-investment-measures", "72 hours", "72 heures"),
    (f"{PRACTICE}diaspora-investment-measures", "free of customs duty", "sans droits de douane"),
    (f"{PRACTICE}diaspora-investment-measures", "Conventions with some of them", "Des conventions avec certains"),
    (f"{PRACTICE}tokten-mali", "from 1998", "à partir de 1998"),
    (f"{PRACTICE}regions-of-origin-investment", "French Development Agency", "Agence française de développement"),
    (f"{PRACTICE}diaspora-investment-rural-youth", "International Fund", "Fonds international de développement"),
    (f"{PRACTICE}diaspora-skills-for-employment", "from 2021", "à partir de 2021"),
    (f"{PRACTICE}sde4r", "USD 5,200,000", "5 200 000 USD"),
    (f"{PRACTICE}sde4r", "Somalia, South Sudan, Togo, Zimbabwe", "Somalie, Soudan du Sud, Togo, Zimbabwe"),
    (f"{PRACTICE}fier", "2013–2022", "2013–2022"),
    (f"{PRACTICE}fier", "ABC Microfinance", "Babyloan"),
    (f"{PRACTICE}social-housing-diaspora", "600 homes", "600 logements"),
    (f"{INSTITUTION}hcme", "65 host countries", "65 pays d’accueil"),
    (f"{INSTITUTION}hcme", "Base Councils of Malians Abroad (CBME)", "Maliens de l’extérieur (CBME)"),
    (f"{INSTITUTION}cigem", "has informed more than 8,000 visitors", "a renseigné plus de 8 000 visiteurs"),
    ("institutions/ifad", "facilitates a programme", "facilite un programme"),
    ("institutions/universal-postal-union", "lists the project under Mali", "mentionne le projet sous le Mali"),
    (
        f"{PRACTICE}diaspora-skills-for-employment",
        "Partners United Nations Educational",
        "Partenaires Organisation des",
    ),
    ("institutions/unesco", "It oversees the five-year programme", "Elle supervise le programme quinquennal"),
    (f"{INSTITUTION}dgme", "31 December 2015", "31 décembre 2015"),
    ("institutions/african-union-cido", "focal point", "point focal"),
    (f"{ORGANISATION}adyfe", "110 youth organisations in 31", "110 organisations de jeunesse dans 31"),
    (f"{ORGANISATION}efaso", "252 associations", "252 associations"),
    (f"{ORGANISATION}association-kassama-france", "Kéniéba", "Kéniéba"),
    (f"{ORGANISATION}lahidou-de-kersignan", "Kersignan", "Kersignan"),
    (f"{ORGANISATION}conseil-des-maliens-italie", "Italy", "Italie"),
    ("sources/cuny-2018", "College of Europe", "College of Europe"),
    # The page of the GFMD
    (COUNTRY, "Republic of Mali", "République du Mali"),
    (COUNTRY, "MLI · ML · M49 466", "MLI · ML · M49 466"),
    (COUNTRY, "17° N, 4° W", "17° N, 4° O"),
    (COUNTRY, "Yes. Mali gave money and staff", "Oui. Le Mali a fourni de l’argent et du personnel"),
    *((COUNTRY, f"RT {number}", f"RT {number}") for number in ("2.4", "1.2", "1.1", "2.1", "2.2")),
    (COUNTRY, "11 September 2013, Geneva", "11 septembre 2013, Genève"),
    (COUNTRY, "a roadmap to achieving the SDGs", "une feuille de route vers les ODD"),
    (COUNTRY, "Not stated (entry 7)", "Non précisé (mention n° 7)"),
    (COUNTRY, "Population 2006 12,700,000", "Population 2006 12 700 000"),
    (COUNTRY, "Population 2005 13,538,647", "Population 2005 13 538 647"),
    (COUNTRY, "3.0% a year", "3,0 % par an"),
    (COUNTRY, "Rank in the Human Development Index 2006 175", "2006 175"),
    (f"{PRACTICE}upu-postal-remittances", "Universal Postal Union", "Union postale universelle"),
    (f"{PRACTICE}amedip", "From July 2011 to September 2014", "De juillet 2011 à septembre 2014"),
    (f"{PRACTICE}malian-diaspora-forum", "The forum of 2003 had three subjects", "Le forum de 2003 avait trois sujets"),
    (f"{PRACTICE}productive-diaspora-investment", "France", "France"),
    (f"{PRACTICE}midwa", "Migration Dialogue for West Africa", "Dialogue sur la migration en Afrique de l’Ouest"),
    (f"{PRACTICE}ecowas-free-movement", "founded in 1975", "fondée en 1975"),
    (f"{PRACTICE}cigem-migrant-services", "has informed over 8,000 visitors", "a renseigné plus de 8 000 visiteurs"),
    # The cable
    (COUNTRY, "Size of the diaspora as claimed, 2009 4,000,000", "4 000 000"),
    (COUNTRY, "between a quarter and a third of all Malians", "entre un quart et un tiers des Maliens"),
    (COUNTRY, "Côte d’Ivoire and Senegal, with sizeable ones in France and Spain", "la France et l’Espagne"),
    (COUNTRY, "New York City, Philadelphia and Baltimore", "New York, Philadelphie et Baltimore"),
    (COUNTRY, "send delegates to the High Council", "envoient des délégués au Haut Conseil"),
    (COUNTRY, "wells, schools, clinics and mosques", "des puits, des écoles, des dispensaires et des mosquées"),
    (COUNTRY, "twelve villages had shared one school building of 1956", "un bâtiment scolaire de 1956"),
    (COUNTRY, "USD 177 million", "177 millions USD"),
    (COUNTRY, "3.30% of GDP", "3,30 % du PIB"),
    (COUNTRY, "18.0% of exports", "18,0 % des exportations"),
    (COUNTRY, "more than livestock or cotton", "plus que le bétail ou le coton"),
    (COUNTRY, "Malians abroad may vote at embassies", "Les Maliens de l’extérieur peuvent voter dans les ambassades"),
    (COUNTRY, "Malians were able to vote at diplomatic", "Les Maliens pouvaient voter dans les missions diplomatiques"),
    (COUNTRY, "Corruption (2009)", "Corruption (2009)"),
    (COUNTRY, "nothing directed at the Malian diaspora", "rien entrepris qui s’adresse en particulier à la diaspora"),
    (COUNTRY, "spoke to a crowd of thousands in Côte d’Ivoire", "à des milliers d’entre eux en Côte d’Ivoire"),
    (f"{INSTITUTION}ministry-of-malians-abroad", "detained there", "Maliens détenus"),
    (f"{INSTITUTION}ministry-of-malians-abroad", "Date of creation 2004", "Date de création 2004"),
    (
        f"{PRACTICE}visiting-teachers-from-abroad",
        "expatriates come back to teach",
        "expatriés très diplômés pour enseigner",
    ),
    (f"{PRACTICE}investor-introductions", "businesses and financiers", "des entreprises et des financiers"),
    (f"{PRACTICE}village-associations-infrastructure", "Yelimani", "douze villages autour de Yélimané"),
    ("policies/mali-migration-accords-european-countries", "none with France", "France"),
    (f"{INSTITUTION}cigem", "To find employers in Europe", "Trouver en Europe des employeurs"),
    ("sources/us-embassy-bamako-2009", "6 October 2009", "6 octobre 2009"),
    # Outside figures
    (COUNTRY, "1,292,519", "1 292 519"),
    (COUNTRY, "769,623", "769 623"),
    (COUNTRY, "522,896", "522 896"),
    (COUNTRY, "180,863", "180 863"),
    (COUNTRY, "14.0%", "14,0 %"),
    (COUNTRY, "24,478,595", "24 478 595"),
    (COUNTRY, "5.28% of the population", "5,28 % de la population"),
    # Errors and later editions
    (COUNTRY, "USD 964,000 million 1 Rejected as an error", "964 000 millions USD 1 Rejeté comme erreur"),
    (COUNTRY, "USD 1,045 million", "1 045 millions USD"),
    (COUNTRY, "28 May 1975 to 29 January 2025", "29 janvier 2025"),
]


def parse(address: str) -> Element:
    response = Client().get(address)
    assert response.status_code == 200
    main = html5lib.parse(response.content.decode(), namespaceHTMLElements=False).find(".//main")
    assert isinstance(main, Element)
    return main


def words(element: Element) -> str:
    """Returns the words of an element as a reader sees them, with one space between any two."""
    return re.sub(r"\s+", " ", " ".join(element.itertext())).replace(" ,", ",").strip()


@cache
def read_once(address: str) -> str:
    """Returns the words of a page of Mali’s; these do not change while this module runs."""
    return words(parse(address))


def section(page: Element, name: str) -> str:
    found = page.find(f".//*[@id='{name}']")
    assert isinstance(found, Element), name
    return words(found)


def test_country_page_has_its_sections_in_order(mali: None) -> None:
    """Rights and remittances come before emigration: emigrants are not the diaspora."""
    page = parse("/en/countries/mali/")
    ids = [element.get("id") for element in page.iter() if element.get("id") in dict(SECTIONS)]
    assert ids == [name for name, _heading in SECTIONS]
    headings = [words(element) for element in page.iter() if element.tag in ("h2", "h3")]
    shown = [heading for heading in headings if heading in dict(SECTIONS).values()]
    assert list(dict.fromkeys(shown)) == [heading for _name, heading in SECTIONS]
    assert "Last verified on" in words(page)


def test_country_page_lists_its_contents(mali: None) -> None:
    """The contents lead to each section, in the same order and by the same name."""
    page = parse("/en/countries/mali/")
    contents = page.find(".//nav[@class='contents']")
    assert contents is not None
    links = [(link.get("href"), words(link)) for link in contents.iter("a")]
    assert links == [(f"#{name}", heading) for name, heading in SECTIONS if name != "destinations"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[0]}: {fact[1]}")
def test_reader_finds_the_fact(mali: None, fact: tuple[str, str, str], language: str) -> None:
    """Each fact that the sources have on Mali stands on its page, in the language of the reader."""
    path, english, french = fact
    assert (english if language == "en" else french) in read_once(f"/{language}/{path}/")


def test_french_page_sets_its_own_punctuation(mali: None) -> None:
    """What the templates themselves put between two texts is set as French is: a space before a colon."""
    page = parse("/fr/countries/mali/")
    by_template = [*page.findall(".//section[@id='forums']//p"), *page.findall(".//dl//li")]
    assert by_template
    assert not [text for element in by_template if re.search(r"[\w)]: ", text := "".join(element.itertext()))]


def test_country_page_leads_to_every_record_of_the_country(mali: None) -> None:
    """Institutions beyond the country that serve it are there, by level from the national to the international."""
    page = parse("/en/countries/mali/")
    links = {link.get("href") for link in page.iter("a")}
    for address in ("policies/mali-constitution-2023", "practices/sde4r", "institutions/ifad", "organisations/efaso"):
        assert f"/en/{address}/" in links
    text = section(page, "institutions")
    assert text.index("National ") < text.index("Regional") < text.index("International")
    assert text.index("Ministry of Malians Abroad") < text.index("General Delegation of Malians Abroad")


def test_country_page_shows_both_sides_of_figures(mali: None) -> None:
    """Two editions both stand; an error is crossed out and said to be one."""
    response = Client().get("/en/countries/mali/").content.decode()
    assert "<s>USD 964,000 million</s>" in response
    page = words(parse("/en/countries/mali/"))
    assert page.count("USD 1,153 million") >= 2
    assert page.count("USD 1,045 million") >= 2
    assert "It can only be million." in page


def test_country_page_lists_what_is_not_known(mali: None) -> None:
    """Questions that no source answers are named, and those that are answered are not."""
    gaps = section(parse("/en/countries/mali/"), "gaps")
    assert "Stand for election while living abroad" in gaps
    assert "In which elections citizens abroad may vote" in gaps
    assert "Date of “Migration accords with European countries”" in gaps
    assert "Which summit some participation in forums belongs to" in gaps
    assert "Dual citizenship" not in gaps
    assert "Number of emigrants" not in gaps


def test_gaps_are_those_of_the_records(mali: None) -> None:
    """An empty profile leaves every question open; an answer closes its question."""
    country = create_profile().country
    address = country.get_absolute_url()
    gaps = section(parse(address), "gaps")
    questions = ["Who counts as diaspora", "Dual citizenship", "Remittances received", "Number of emigrants"]
    assert all(question in gaps for question in questions)
    profile = country.profile
    profile.diaspora_definition_en = "Everyone."
    profile.save()
    create_political_right(country=country, answer="no")
    create_observation(country=country, indicator=Indicator.objects.get(code="remittance_inflow"))
    create_observation(country=country, indicator=Indicator.objects.get(code="emigrant_stock"))
    gaps = section(parse(address), "gaps")
    assert not [question for question in questions if question in gaps]
    create_policy(country=country, title_en="Undated law")
    create_policy_event(policy=create_policy(country=country, title_en="Dated law", implementation="in_force"))
    create_practice([country])
    gaps = section(parse(address), "gaps")
    assert "Date of “Undated law”" in gaps
    assert "Implementation of “Undated law”" in gaps
    assert "Dated law" not in gaps
    assert "Results of 1 of 1 practices" in gaps


def test_gaps_of_rights_and_of_what_has_no_date() -> None:
    """What a right leaves open, and how many records lack a date; a right that is not given leaves nothing open."""
    country = create_profile(trends_en="Upwards.").country
    create_political_right(country=country, right="external_voting", answer="partly", voting_methods=["post"])
    create_political_right(country=country, right="reserved_seats", answer="no")
    create_institution(country=country)
    create_institution(country=country, created_on="1991")
    create_organisation([country], founded_on="2002")
    gaps = section(parse(country.get_absolute_url()), "gaps")
    assert "Legal basis of “Vote in national elections from abroad”" in gaps
    assert "Legal basis of “Seats reserved" not in gaps
    assert "How citizens abroad cast their votes" not in gaps
    assert "Date of creation of 1 of 2 institutions" in gaps
    assert "Date of foundation" not in gaps
    assert "Obstacles" in gaps
    assert "Trends" not in gaps


def test_right_without_an_answer_is_a_gap_and_no_blank() -> None:
    """“No information” is said as such, apart from “no”."""
    country = create_profile().country
    create_political_right(country=country, right="dual_citizenship", answer="no_information")
    create_political_right(country=country, right="reserved_seats", answer="no")
    page = parse(country.get_absolute_url())
    assert "Dual citizenship No information" in section(page, "rights")
    assert "Seats reserved for citizens abroad No " in section(page, "rights") + " "
    assert "Dual citizenship" in section(page, "gaps")
    assert "Seats reserved" not in section(page, "gaps")


def test_empty_sections_say_that_nothing_is_known() -> None:
    """A profile without records has every section, and none of them is blank."""
    page = parse(create_profile().country.get_absolute_url())
    for name, heading in SECTIONS:
        if not name.endswith("-heading") and name not in ("diaspora", "destinations", "background", "gaps"):
            assert "No information" in section(page, name), heading
    assert "No source is recorded yet." in words(page)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_country_without_a_profile_says_so(language: str) -> None:
    """Its page is there, with what other records say of it."""
    country, origin = create_country("Residence", official_name_en="Republic of Residence"), create_country()
    create_organisation([origin], country_of_residence=country, title_en="Union", title_fr="Union")
    practice = create_practice([origin], title_en="Scheme", title_fr="Scheme")
    practice.countries_of_destination.add(country)
    create_institution(country=country)
    page = words(parse(f"/{language}/countries/{country.slug}/"))
    if language == "en":
        assert "This country has no profile yet." in page
        assert "As a country of destination" in page
    assert "Union" in page
    assert "Scheme" in page
    assert "None" not in page


def test_every_country_of_the_reference_data_has_a_page(mali: None) -> None:
    """A name from anywhere in the list leads to a page that says it has no profile."""
    for slug in ("afghanistan", "curacao", "france", "holy-see", "zimbabwe"):
        assert "This country has no profile yet." in words(parse(f"/en/countries/{slug}/"))


def test_latest_destinations_come_first_and_alone(mali: None) -> None:
    """Of two years the later is shown, the greatest number first, and one value a country."""
    country = create_profile().country
    stock = Indicator.objects.get(code="emigrant_stock")
    for name, year, value in [("Old", 2010, 9), ("Few", 2024, 5), ("Many", 2024, 7000)]:
        partner = create_country(name)
        figure = {"year": year, "value": Decimal(value), "shown_first": True}
        create_observation(country=country, indicator=stock, partner=partner, **figure)
    text = section(parse(country.get_absolute_url()), "emigration")
    assert re.search(r"in 2024 .*Many 7,000 .*Few 5 ", text)
    assert "Old" not in text


def test_disagreements_of_the_whole_country_are_gathered() -> None:
    """What sources disagree on in any record of the country stands on its page, with a way to the record."""
    country = create_profile().country
    records: list[Any] = [
        create_policy(country=country),
        create_practice([country]),
        create_institution(country=country),
        create_organisation([country]),
        create_political_right(country=country),
        create_participation(country=country),
    ]
    for number, record in enumerate(records):
        statement = f"Statement {number}."
        create_citation(record, aspect=create_aspect(), verdict="contested", statement_en=statement, reason_en="Why.")
    create_citation(create_policy(), verdict="contested", statement_en="Elsewhere.", reason_en="Why.")
    page = words(parse(country.get_absolute_url()))
    assert [number for number in range(len(records)) if f"Statement {number}." not in page] == []
    assert "Elsewhere." not in page
