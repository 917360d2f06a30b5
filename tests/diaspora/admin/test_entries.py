"""Editing a record: what fills itself, what is refused, what is kept, and who may do what."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from actors.models import Institution
from diaspora.models import Entry, Source
from tests import factories
from tests.admin_client import act, address, errors_of, open_form, sign_in
from tests.forms import read_form

pytestmark = pytest.mark.django_db


# What fills itself


@pytest.mark.parametrize(
    ("titles", "slug"),
    [
        ({"title_en": "High Council", "title_fr": "Haut Conseil"}, "high-council"),
        ({"title_en": "", "title_fr": "Œuvre d’entraide de Yélimané"}, "oeuvre-d-entraide-de-yelimane"),
    ],
)
def test_entry_slug_fills_itself_from_the_title(titles: dict[str, str], slug: str) -> None:
    client = sign_in("Editor")
    values = read_form(client.get(address(Institution, "add")))
    response = client.post(address(Institution, "add"), values | titles | {"level": "international"})
    assert response.status_code == 302, errors_of(response)
    assert Institution.objects.get().slug == slug


def test_entry_without_title_is_refused_in_words() -> None:
    client = sign_in("Editor")
    values = read_form(client.get(address(Institution, "add")))
    errors = errors_of(client.post(address(Institution, "add"), values | {"level": "international"}))
    assert errors["slug"] == ["Give a title in English or French, or write the slug."]
    assert "Give a title in English or French." in errors["__all__"]


def test_entry_title_longer_than_a_slug_is_cut_between_words() -> None:
    client = sign_in("Editor")
    values = read_form(client.get(address(Institution, "add")))
    client.post(address(Institution, "add"), values | {"title_fr": "mot " * 60, "level": "international"})
    assert Institution.objects.get().slug == "-".join(["mot"] * 30)


# What is refused


def test_form_refuses_to_overwrite_what_someone_saved_meanwhile() -> None:
    institution = factories.create_institution(status=Entry.Status.DRAFT)
    first, second = sign_in("Editor", first_name="Awa", last_name="Traoré"), sign_in("Editor")
    mine = open_form(second, institution)
    theirs = open_form(first, institution) | {"summary_en": "Theirs."}
    assert first.post(address(institution), theirs).status_code == 302

    citation = {"source": factories.create_source().pk, "locator": "p. 7", "verdict": "supports"}
    mine |= {"summary_en": "Mine.", "citations-TOTAL_FORMS": "1"}
    mine |= {f"citations-0-{name}": value for name, value in citation.items()}
    response = second.post(address(institution), mine)
    [message] = errors_of(response)["__all__"]
    assert "Awa Traoré saved this record on" in message
    assert f'<a href="{address(institution)}" target="_blank"' in message
    institution.refresh_from_db()
    assert institution.summary_en == "Theirs."
    again = read_form(response)
    assert again["summary_en"] == "Mine."

    # Whoever has seen the message may replace the other version.
    response = second.post(address(institution), again)
    assert response.status_code == 302, response.context["errors"]
    institution.refresh_from_db()
    assert institution.summary_en == "Mine."
    assert institution.citations.get().locator == "p. 7"


def test_form_saves_twice_in_a_row_by_the_same_editor() -> None:
    institution = factories.create_institution()
    factories.create_citation(institution)
    client = sign_in("Editor")
    for summary in ("One.", "Two."):
        response = client.post(address(institution), open_form(client, institution) | {"summary_en": summary})
        assert response.status_code == 302, errors_of(response)
    institution.refresh_from_db()
    assert institution.summary_en == "Two."


def test_form_of_a_source_and_a_figure_refuse_to_overwrite_too() -> None:
    for record, field in ((factories.create_source(), "title"), (factories.create_observation(), "value_as_published")):
        client = sign_in("Editor")
        opened = open_form(client, record)
        record.save()
        response = client.post(address(record), opened | {field: "Changed"})
        assert "Someone saved this record on" in errors_of(response)["__all__"][0]


def test_form_refuses_to_publish_without_a_supporting_source() -> None:
    institution = factories.create_institution(status=Entry.Status.DRAFT)
    factories.create_citation(institution, verdict="contested")
    client = sign_in("Editor")
    values = open_form(client, institution) | {"status": "published"}
    response = client.post(address(institution), values)
    assert response.status_code == 200
    assert "Add at least one source that supports the record before publishing it." in response.content.decode()
    institution.refresh_from_db()
    assert institution.status == Entry.Status.DRAFT

    factories.create_citation(institution)
    values = open_form(client, institution) | {"status": "published"}
    assert client.post(address(institution), values).status_code == 302


def test_form_refuses_to_keep_published_what_loses_its_last_source() -> None:
    institution = factories.create_institution()
    factories.create_citation(institution)
    client = sign_in("Editor")
    response = client.post(address(institution), open_form(client, institution) | {"citations-0-DELETE": "on"})
    assert "Add at least one source that supports the record before publishing it." in response.content.decode()
    assert institution.citations.count() == 1


def test_form_says_once_that_a_published_record_needs_a_summary() -> None:
    institution = factories.create_institution(status=Entry.Status.DRAFT, summary_en="", summary_fr="")
    client = sign_in("Editor")
    response = client.post(address(institution), open_form(client, institution) | {"status": "published"})
    page = response.content.decode()
    assert page.count("Write a summary in English or French before publishing.") == 1
    assert "Add at least one source that supports the record before publishing it." in page


def test_form_refuses_a_relation_to_itself() -> None:
    organisation = factories.create_organisation()
    client = sign_in("Editor")
    values = open_form(client, organisation) | {"member_of": [organisation.pk]}
    errors = errors_of(client.post(address(organisation), values))
    assert errors["member_of"] == ["A record cannot be linked to itself here."]


# Lists


def test_list_finds_titles_without_accents_in_either_language() -> None:
    yelimane = factories.create_institution(title_en="Cercle of Yélimané", title_fr="Cercle de Yélimané")
    factories.create_institution(title_en="Kayes", other_names=["Khaï"])
    client = sign_in()
    for term, count in {"yelimane": 1, "YELI cercle": 1, "khai": 1, "yelimane kayes": 0, yelimane.slug: 1}.items():
        response = client.get(address(Institution, "changelist"), {"q": term})
        assert response.context["cl"].result_count == count, term


def test_list_finds_what_is_typed_whole_beside_names() -> None:
    policy = factories.create_policy(number="2011-087/AN-RM")
    country = factories.create_country("Mali", iso2="ML")
    place = factories.create_place(name="Kayes", country=country)
    source = factories.create_source(title="Migration", author="Awa Traoré", publisher="Banque mondiale de l’eau")
    others = factories.create_policy, factories.create_country, factories.create_place, factories.create_source
    for create in others:
        create()
    client = sign_in()
    for record, terms in {
        policy: ["2011-087/an-rm"],
        country: ["ml", country.slug],
        place: ["kay mali"],
        source: ["traore", "mond", "l’eau migr", source.slug],
    }.items():
        for term in terms:
            response = client.get(address(type(record), "changelist"), {"q": term})
            assert list(response.context["cl"].queryset) == [record], term
    for term in ("'", "''", "\\'", "l’", "&|!", "|", "':*", "-", "<->"):
        assert client.get(address(Source, "changelist"), {"q": term}).status_code == 200, term


def test_list_filters_find_what_is_missing_due_and_disputed() -> None:
    today = timezone.localdate()
    records = {
        "fresh": factories.create_institution(reviewed_on=today),
        "due": factories.create_institution(reviewed_on=today - datetime.timedelta(days=370)),
        "overdue": factories.create_institution(reviewed_on=today - datetime.timedelta(days=800)),
        "never": factories.create_institution(),
        "untranslated": factories.create_institution(reviewed_on=today, summary_fr=""),
        "disputed": factories.create_institution(reviewed_on=today),
    }
    for name in ("fresh", "due", "overdue", "never", "untranslated"):
        factories.create_citation(records[name])
    factories.create_citation(records["disputed"], verdict="contested")
    client = sign_in()
    names = {record.pk: name for name, record in records.items()}
    for query, found in {
        "freshness=due": {"due"},
        "freshness=overdue": {"overdue"},
        "freshness=never": {"never"},
        "freshness=fresh": {"fresh", "untranslated", "disputed"},
        "translation=missing": {"untranslated"},
        "translation=complete": set(records) - {"untranslated"},
        "cited=missing": {"disputed"},
        "cited=complete": set(records) - {"disputed"},
        "disputed=yes": {"disputed"},
        "disputed=no": set(records) - {"disputed"},
        f"country__id__exact={records['due'].country_id}": {"due"},
        "freshness=nonsense": set(records),
    }.items():
        response = client.get(f"{address(Institution, 'changelist')}?{query}")
        assert {names[record.pk] for record in response.context["cl"].result_list} == found, query


def test_list_shows_how_many_records_each_filter_leaves() -> None:
    factories.create_institution()
    factories.create_institution(status=Entry.Status.DRAFT)
    page = sign_in().get(address(Institution, "changelist")).content.decode()
    for line in ("Draft (1)", "Published (1)", "Archived (0)", "Not yet verified (2)", "Missing (2)"):
        assert line in page, line


def test_list_counts_citations_of_a_source_over_every_type() -> None:
    source = factories.create_source()
    factories.create_citation(factories.create_institution(), source=source)
    factories.create_citation(factories.create_practice(), source=source)
    factories.create_source()
    client = sign_in()
    response = client.get(address(Source, "changelist"), {"cited": "complete"})
    assert [(row, row.times_cited) for row in response.context["cl"].result_list] == [(source, 2)]
    assert client.get(address(Source, "changelist"), {"cited": "missing"}).context["cl"].result_count == 1


# Actions


def test_action_verifies_today_and_keeps_each_version() -> None:
    institutions = [factories.create_institution(), factories.create_institution()]
    assert act(sign_in("Editor"), "verify_today", *institutions) == ["2 records are marked as verified today."]
    for institution in institutions:
        institution.refresh_from_db()
        assert institution.reviewed_on == timezone.localdate()
        assert institution.history.count() == 2
        assert institution.history.first().history_user is not None


def test_action_publishes_what_it_can_and_says_why_not_the_rest() -> None:
    ready = factories.create_institution(status=Entry.Status.IN_REVIEW)
    factories.create_citation(ready)
    unsourced = factories.create_institution(status=Entry.Status.IN_REVIEW, title_en="Unsourced")
    wordless = factories.create_institution(
        status=Entry.Status.IN_REVIEW, title_en="Wordless", summary_en="", summary_fr=""
    )
    factories.create_citation(wordless)
    said = act(sign_in("Editor"), "publish", ready, unsourced, wordless)
    assert "1 record is published." in said
    assert (
        "“Unsourced” is left as it was: Add at least one source that supports the record before publishing it." in said
    )
    assert "“Wordless” is left as it was: Write a summary in English or French before publishing." in said
    statuses = {record.pk: record.status for record in Institution.objects.all()}
    assert statuses == {ready.pk: "published", unsourced.pk: "in_review", wordless.pk: "in_review"}


def test_action_sends_to_review_and_archives() -> None:
    institution = factories.create_institution(status=Entry.Status.DRAFT)
    for action, status, said in (
        ("send_to_review", "in_review", "1 record is in review."),
        ("archive", "archived", "1 record is archived."),
    ):
        assert act(sign_in("Editor"), action, institution) == [said]
        institution.refresh_from_db()
        assert institution.status == status


# What is kept


def test_editor_brings_back_a_version_with_its_relations() -> None:
    institution = factories.create_institution(summary_en="Before.")
    area, other = factories.create_topic(), factories.create_topic()
    institution.areas.set([area])
    before = institution.history.first()
    client = sign_in("Editor")
    factories.create_citation(institution)
    values = open_form(client, institution) | {"summary_en": "After.", "areas": [other.pk], "slug": "renamed"}
    assert client.post(address(institution), values).status_code == 302

    version = address(institution, "simple_history", before.history_id)
    values = read_form(client.get(version))
    assert values["areas"] == [str(area.pk)]
    assert client.post(version, values | {"_save": "Revert"}).status_code == 302
    institution = Institution.objects.get(pk=institution.pk)
    assert institution.summary_en == "Before."
    assert list(institution.areas.all()) == [area]
    assert "renamed" in institution.former_slugs


def test_history_shows_changes_of_texts_relations_and_citations() -> None:
    institution = factories.create_institution(summary_en="Before.")
    citation = factories.create_citation(institution, locator="p. 1")
    area = factories.create_topic(name_en="Remittances")
    client = sign_in("Editor", username="awa")
    values = open_form(client, institution) | {
        "summary_en": "After.",
        "rank": "ministry",
        "areas": [area.pk],
        "citations-0-locator": "p. 2",
    }
    assert client.post(address(institution), values).status_code == 302
    page = client.get(address(institution, "history")).content.decode()
    for shown in ("Before.", "After.", "Ministry", "Remittances", "p. 1", "p. 2", "awa", str(citation.source)):
        assert shown in page, shown


def test_figure_is_brought_back_to_a_former_version() -> None:
    observation = factories.create_observation(value=5)
    before = observation.history.first()
    observation.value = 6
    observation.save()
    client = sign_in("Editor")
    version = address(observation, "simple_history", before.history_id)
    values = read_form(client.get(version))
    assert client.post(version, values | {"_save": "Revert"}).status_code == 302
    observation.refresh_from_db()
    assert observation.value == 5


# Around the form


def test_view_on_site_leads_to_the_page_or_its_preview() -> None:
    institution = factories.create_institution()
    client = sign_in()
    with translation.override("en"):
        public = institution.get_absolute_url()
    assert f'href="{public}" class="viewsitelink"' in client.get(address(institution)).content.decode()
    institution.status = Entry.Status.DRAFT
    institution.save()
    assert f'href="{public}?preview" class="viewsitelink"' in client.get(address(institution)).content.decode()


def test_work_queue_counts_what_its_links_show() -> None:
    factories.create_citation(factories.create_institution(reviewed_on=timezone.localdate()))
    factories.create_institution(summary_fr="")
    factories.create_institution(status=Entry.Status.IN_REVIEW)
    factories.create_institution(status=Entry.Status.DRAFT)
    client = sign_in("Editor")
    with translation.override("en"):
        queues = client.get(reverse("admin:index")).context["queues"]
    [queue] = [queue for queue in queues if queue.name == "institutions"]
    assert [task.count for task in queue.tasks] == [1, 1, 0, 0, 1, 1, 1]
    for task in queue.tasks:
        assert client.get(task.address).context["cl"].result_count == task.count


def test_admin_leads_to_the_same_page_in_the_other_language() -> None:
    institution = factories.create_institution()
    page = sign_in().get(address(institution)).content.decode()
    assert f'href="{address(institution).replace("/en/", "/fr/")}" hreflang="fr"' in page
