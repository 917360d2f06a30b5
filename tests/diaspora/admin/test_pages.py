"""Every list and form of the admin: it answers, offers every field, completes every relation, asks no more of the
database for more rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from diaspora.models import Cited
from tests import factories

pytestmark = pytest.mark.django_db

MAKERS: dict[str, Callable[..., Any]] = {
    "actors.institution": factories.create_institution,
    "actors.organisation": factories.create_organisation,
    "diaspora.aspect": factories.create_aspect,
    "diaspora.compactobjective": factories.create_objective,
    "diaspora.country": factories.create_country,
    "diaspora.countrygroup": factories.create_group,
    "diaspora.countryprofile": factories.create_profile,
    "diaspora.dataset": factories.create_dataset,
    "diaspora.importrun": factories.create_import_run,
    "diaspora.indicator": factories.create_indicator,
    "diaspora.migrantstock": factories.create_migrant_stock,
    "diaspora.observation": factories.create_observation,
    "diaspora.place": factories.create_place,
    "diaspora.region": factories.create_region,
    "diaspora.source": factories.create_source,
    "diaspora.sustainabledevelopmentgoal": factories.create_goal,
    "diaspora.topic": factories.create_topic,
    "practices.forum": factories.create_forum,
    "practices.forummeeting": factories.create_forum_meeting,
    "practices.participation": factories.create_participation,
    "practices.policy": factories.create_policy,
    "practices.politicalright": factories.create_political_right,
    "practices.practice": factories.create_practice,
}
# Imports write these; the admin shows them.
READ_ONLY = ("diaspora.importrun", "diaspora.migrantstock")
# Files between preview and import, which only whoever brought them sees.
WAITING = ("diaspora.uploadedfile",)
NUMBERED = ("diaspora.compactobjective", "diaspora.sustainabledevelopmentgoal")
ATLAS_ADMINS = [
    model_admin
    for model, model_admin in admin.site._registry.items()
    if model._meta.app_label in ("diaspora", "actors", "practices")
]


@pytest.fixture
def superuser(client: Client) -> Client:
    client.force_login(factories.create_user(is_superuser=True))
    return client


def make(label: str, number: int) -> Any:
    """Makes a record of that type; with citations, where it has any."""
    record = MAKERS[label](number) if label in NUMBERED else MAKERS[label]()
    if isinstance(record, Cited):
        factories.create_citation(record)
        factories.create_citation(record, verdict="contested")
    return record


def address(label: str, page: str, *args: Any, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)


def admin_request() -> Any:
    request = RequestFactory().get("/")
    request.user = factories.create_user(is_superuser=True)
    return request


def offered_forms(model_admin: Any) -> list[tuple[type[Any], dict[str, forms.Field]]]:
    request = admin_request()
    offered = [(model_admin.model, model_admin.get_form(request).base_fields)]
    for inline in model_admin.get_inline_instances(request):
        formset = inline.get_formset(request)
        fields = {name: field for name, field in formset.form.base_fields.items() if name != formset.fk.name}
        offered.append((inline.model, fields))
    return offered


def test_admin_registers_every_record() -> None:
    inlines = {inline.model for model_admin in ATLAS_ADMINS for inline in model_admin.inlines}
    registered = {model_admin.model for model_admin in ATLAS_ADMINS}
    for label in ("diaspora", "actors", "practices"):
        for model in apps.get_app_config(label).get_models():
            if not model.__name__.startswith("Historical") and model._meta.label_lower not in WAITING:
                assert model in registered | inlines, f"{model.__name__} cannot be edited anywhere"
    assert set(MAKERS) == {model._meta.label_lower for model in registered}


@pytest.mark.parametrize("model_admin", ATLAS_ADMINS, ids=lambda model_admin: model_admin.opts.label_lower)
def test_admin_completes_every_relation(model_admin: Any) -> None:
    for model, fields in offered_forms(model_admin):
        for name, field in fields.items():
            if not isinstance(field, forms.ModelChoiceField):
                continue
            widget: Any = field.widget
            if isinstance(widget, RelatedFieldWidgetWrapper):
                widget = widget.widget
            assert isinstance(widget, AutocompleteSelect | AutocompleteSelectMultiple), f"{model.__name__}.{name}"
            related = admin.site._registry[widget.field.related_model]
            assert related.get_search_fields(admin_request()), f"{model.__name__}.{name} completes nothing"


@pytest.mark.parametrize(
    "model_admin",
    [model_admin for model_admin in ATLAS_ADMINS if model_admin.opts.label_lower not in READ_ONLY],
    ids=lambda model_admin: model_admin.opts.label_lower,
)
def test_admin_offers_every_editable_field(model_admin: Any) -> None:
    for model, fields in offered_forms(model_admin):
        relations = [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]
        for field in (*model._meta.fields, *relations):
            if field.editable and not field.auto_created and not field.generated and field.name not in fields:
                # The one field left out of an inline leads to the record it belongs to.
                assert model is not model_admin.model, field
                assert field.related_model is model_admin.model, field


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("label", sorted(MAKERS))
def test_admin_pages_answer(superuser: Client, label: str, language: str) -> None:
    record = make(label, 1)
    pages = [("changelist", ()), ("add", ()), ("change", (record.pk,)), ("history", (record.pk,))]
    for page, args in [*pages, ("delete", (record.pk,))]:
        response = superuser.get(address(label, page, *args, language=language))
        edits = page in ("add", "delete") and label in READ_ONLY
        assert response.status_code == (403 if edits else 200), page
        assert response.headers["Content-Language"] == language


@pytest.mark.parametrize("label", sorted(MAKERS))
def test_admin_list_queries_do_not_grow_with_rows(superuser: Client, label: str) -> None:
    def count_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert superuser.get(address(label, "changelist")).status_code == 200
        return len(queries)

    make(label, 1)
    make(label, 2)
    superuser.get(address(label, "changelist"))
    with_two_rows = count_queries()
    for number in range(3, 21 if label != "diaspora.sustainabledevelopmentgoal" else 18):
        make(label, number)
    assert count_queries() == with_two_rows


@pytest.mark.parametrize("label", sorted(MAKERS))
def test_admin_search_answers_whatever_is_typed(superuser: Client, label: str) -> None:
    make(label, 1)
    for term in ("zzzz nothing", "100%", "a\0b", "'", "\\", "_"):
        assert superuser.get(address(label, "changelist"), {"q": term}).status_code == 200, term


@pytest.mark.parametrize(
    "label",
    [
        "actors.institution",
        "actors.organisation",
        "diaspora.countryprofile",
        "diaspora.place",
        "diaspora.source",
        "practices.policy",
        "practices.practice",
    ],
)
def test_admin_search_goes_by_indexes(label: str) -> None:
    make(label, 1)
    model_admin = admin.site._registry[apps.get_model(label)]
    records, _duplicates = model_admin.get_search_results(
        admin_request(), model_admin.model._default_manager.order_by(), "federation kayes"
    )
    with connection.cursor() as cursor:
        # On a table of one row the database would read the row; asked not to, it shows whether an index can serve.
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = records.explain()
    assert f"{model_admin.opts.model_name}_names" in plan
    assert "Seq Scan" not in plan


def test_autocomplete_finds_without_accents(superuser: Client) -> None:
    factories.create_country("Côte d’Ivoire")
    factories.create_country("Mali")
    completed = {"app_label": "practices", "model_name": "practice", "field_name": "countries"}
    with translation.override("en"):
        path = reverse("admin:autocomplete")
    for term, names in {"cote": ["Côte d’Ivoire"], "IVOIRE côte": ["Côte d’Ivoire"], "a\0l": ["Mali"]}.items():
        response = superuser.get(path, completed | {"term": term})
        assert [result["text"] for result in response.json()["results"]] == names


def test_autocomplete_lists_countries_in_the_order_of_the_language(superuser: Client) -> None:
    factories.create_country("Germany", name_fr="Allemagne")
    factories.create_country("Estonia", name_fr="Estonie")
    completed = {"app_label": "practices", "model_name": "practice", "field_name": "countries"}
    for language, names in {"en": ["Estonia", "Germany"], "fr": ["Allemagne", "Estonie"]}.items():
        with translation.override(language):
            path = reverse("admin:autocomplete")
        response = superuser.get(path, completed)
        assert [result["text"] for result in response.json()["results"]] == names
