"""The sample: where it may be written, what it holds, and that a failure leaves nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

from actors.models import Institution, Organisation
from diaspora.development.sample import fill as filling
from diaspora.development.sample.fill import GIVEN, fill
from diaspora.development.sample.records import Sample
from diaspora.models import CountryProfile, Entry, MigrantStock, NaturalKeyModel, Observation, Source
from practices.models import Policy, Practice
from tests import factories

SCALE = 0.01


@pytest.fixture(scope="module")
def reference(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loads the reference data once, in a transaction that is rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "reference", verbosity=0)
        yield
        transaction.set_rollback(True)


def count_rows() -> dict[str, int]:
    """Returns the number of rows of each table, those of histories and of relations to many as well."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label: model._default_manager.count() for model in models}


# What it holds


@pytest.mark.django_db
def test_sample_is_as_large_as_asked(reference: None) -> None:
    """A hundredth of the full size has a hundredth of the records."""
    fill(SCALE, seed=1)
    counts = {model: model._default_manager.count() for model in (Practice, Organisation, Policy, Institution, Source)}
    assert list(counts.values()) == [200, 100, 50, 20, 20]
    for model in (Practice, Organisation, Policy, Institution):
        statuses = set(model._default_manager.values_list("status", flat=True))
        assert Entry.Status.PUBLISHED in statuses
        assert model._default_manager.filter(citations__isnull=True).count() == 0
    assert Practice.objects.filter(countries__isnull=True).count() == 0
    assert MigrantStock.objects.of_newest_edition().exists()
    assert CountryProfile.objects.published().exists()


@pytest.mark.django_db
def test_sample_says_that_it_is_one(reference: None) -> None:
    """No record can be taken for a fact: its title and its address say that it is a sample."""
    fill(SCALE, seed=1)
    for model in Entry.types():
        for record in model._default_manager.all():
            assert "(sample " in record.title_en or "(échantillon " in record.title_fr
            assert record.slug.startswith("sample-")


@pytest.mark.django_db
def test_sample_is_varied_and_bilingual(reference: None) -> None:
    """Records are in two languages, some in one; no two are called alike, and their words are many."""
    fill(SCALE, seed=1)
    practices = list(Practice.objects.all())
    assert len({practice.title for practice in practices}) == len(practices)
    one_sided = [practice for practice in practices if not (practice.summary_en and practice.summary_fr)]
    assert 0 < len(one_sided) < len(practices) / 2
    words = {word for practice in practices for word in practice.description_en.split()}
    assert len(words) > 1000
    assert 200 < sum(len(practice.description_en) for practice in practices) / len(practices) < 2000


@pytest.mark.django_db
def test_sample_obeys_the_rules_of_the_models(reference: None) -> None:
    """Every record would be accepted by a form: what is written in bulk has passed none."""
    fill(SCALE, seed=1)
    models: list[Any] = [model for model in apps.get_models() if issubclass(model, NaturalKeyModel)]
    for model in models:
        records = model._default_manager.all()[:8]
        assert records, model
        for record in records if model not in GIVEN else ():
            record.full_clean()
            for relation in model._meta.many_to_many:
                allowed = relation.related_model._default_manager.complex_filter(relation.get_limit_choices_to())
                linked = set(getattr(record, relation.name).all())
                assert linked <= set(allowed)
                assert relation.blank or linked
                assert record not in linked


@pytest.mark.django_db
def test_sample_keeps_origin_and_destination_apart(reference: None) -> None:
    """What the forms of the admin ask for beyond the models."""
    fill(SCALE, seed=1)
    for practice in Practice.objects.all():
        assert not set(practice.countries.all()) & set(practice.countries_of_destination.all())
    for organisation in Organisation.objects.all():
        assert organisation.country_of_residence not in organisation.countries_of_origin.all()


def describe_sample(seed: int) -> list[list[Any]]:
    """Returns what a sample of that seed holds, relations by what they lead to; nothing of it stays."""
    with transaction.atomic():
        fill(SCALE, seed)
        rows = [
            list(model.objects.order_by("slug").values_list("slug", "summary_en", "updated", *relations))
            for model, relations in (
                (Practice, ("countries__iso3", "involvements__organisation__slug", "citations__source__slug")),
                (Policy, ("country__iso3", "events__date", "areas__slug", "citations__aspect__slug")),
                (Organisation, ("countries_of_origin__iso3", "member_of__slug", "places_of_origin__slug")),
            )
        ]
        rows.append(list(Observation.objects.order_by("pk").values_list("country__iso3", "year", "value")))
        transaction.set_rollback(True)
    return [sorted(row, key=str) for row in rows]


@pytest.mark.django_db
def test_sample_follows_from_its_seed(reference: None) -> None:
    """The same seed gives the same records; another gives others."""
    first = describe_sample(7)
    assert describe_sample(7) == first
    assert all(one != other for one, other in zip(describe_sample(8), first, strict=True))


# Where it may be written


@pytest.mark.django_db
@pytest.mark.parametrize("make", [factories.create_source, factories.create_practice, factories.create_place])
def test_sample_is_not_written_beside_a_record(reference: None, make: Any) -> None:
    """One record of any kind is enough: a load that stopped half-way is no empty database."""
    make()
    before = count_rows()
    with pytest.raises(CommandError, match=r"holds records .* nothing was written"):
        fill(SCALE, seed=1)
    assert count_rows() == before


@pytest.mark.django_db
def test_sample_is_not_written_where_records_were_deleted(reference: None) -> None:
    """A history without records is somebody's work as well."""
    factories.create_source().delete()
    with pytest.raises(CommandError, match="holds records"):
        fill(SCALE, seed=1)


@pytest.mark.django_db
def test_sample_that_fails_midway_leaves_nothing(reference: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """All or nothing, whatever ends it."""
    before = count_rows()

    def fail(sample: Sample) -> None:
        assert Practice.objects.exists()
        raise KeyboardInterrupt

    monkeypatch.setattr(filling, "make_forums", fail)
    with pytest.raises(KeyboardInterrupt):
        fill(SCALE, seed=1)
    assert count_rows() == before
