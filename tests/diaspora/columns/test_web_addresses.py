"""Web addresses: http and https alone, in every field that holds one, and a migration that names what is neither."""

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import IntegrityError, connection, models, transaction

from diaspora.columns.web_addresses import are_web_addresses, name_other_addresses
from diaspora.models import Source
from tests import factories

HOUSE = ("diaspora", "actors", "practices")


def test_every_web_address_is_held_to_http_and_https() -> None:
    for model in apps.get_models():
        fields = [field.name for field in model._meta.fields if isinstance(field, models.URLField)]
        if model._meta.app_label in HOUSE and fields and not model.__name__.startswith("Historical"):
            checks = [check for check in model._meta.constraints if isinstance(check, models.CheckConstraint)]
            assert are_web_addresses(*fields) in [check.condition for check in checks], model.__name__


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "http://atlas.example", "https://atlas.example/é", "HTTPS://ATLAS.EXAMPLE"])
def test_web_address_is_accepted_by_the_database(address: str) -> None:
    source = factories.create_source(url=address)
    source.full_clean()
    assert Source.objects.filter(url=address).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["ftp://atlas.example", "javascript:alert(1)//https://", "/law.pdf", " https://x.example"]
)
def test_other_address_is_refused_by_the_database(address: str) -> None:
    with pytest.raises(IntegrityError, match="source_web_addresses"), transaction.atomic():
        factories.create_source(url=address)


@pytest.mark.django_db
def test_migration_names_the_rows_that_it_would_break_at() -> None:
    constraint = next(check for check in Source._meta.constraints if check.name == "source_web_addresses")
    with connection.schema_editor() as schema_editor:
        schema_editor.remove_constraint(Source, constraint)
        first, second = factories.create_source(), factories.create_source()
        Source.objects.filter(pk=first.pk).update(url="ftp://atlas.example/law.pdf")
        Source.objects.filter(pk=second.pk).update(archived_url="www.atlas.example")
        with pytest.raises(CommandError, match="Correct or empty them on the site as it is") as refused:
            name_other_addresses("diaspora")(apps, schema_editor)
    assert str(refused.value).splitlines()[1:] == [
        f"diaspora_source, id {first.pk}, url: ftp://atlas.example/law.pdf",
        f"diaspora_source, id {second.pk}, archived_url: www.atlas.example",
    ]
