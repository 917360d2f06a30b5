"""The makers: one of each type, whose records are valid as they come, and nobody makes records beside them."""

import ast
import inspect
import pkgutil
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from diaspora.development import makers, sample
from diaspora.models import Citation, Cited, Entry, ImportRun, NaturalKeyModel
from tests import factories

CITATIONS: list[type[Any]] = [model for model in apps.get_models() if issubclass(model, Citation)]
TYPES: list[type[Any]] = [
    *(model for model in apps.get_models() if issubclass(model, NaturalKeyModel) and not issubclass(model, Citation)),
    ImportRun,
]


def functions(module: Any, beginning: str) -> dict[type[Any], Any]:
    """Returns the functions of a module whose names begin so, by the type of what they return."""
    found = inspect.getmembers(module, inspect.isfunction)
    return {function.__annotations__["return"]: function for name, function in found if name.startswith(beginning)}


CREATORS = functions(factories, "create_")


def modules_of(package: Any) -> list[Any]:
    return [import_module(f"{package.__name__}.{module.name}") for module in pkgutil.iter_modules(package.__path__)]


def made_beside(path: Path) -> Iterator[str]:
    """Yields where a file makes a record itself: a call of a model, or of the `create` of its manager."""
    names = {model.__name__ for model in [*TYPES, *CITATIONS]}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in names or called.removesuffix(".objects.create") in names:
                yield f"{path.name}, line {node.lineno}: {called}"


def test_each_type_has_one_maker() -> None:
    made: list[type[Any]] = [model for module in modules_of(makers) for model in functions(module, "new_")]
    assert Counter(made) == Counter([*TYPES, Citation])
    assert set(TYPES) <= CREATORS.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_record_is_valid_as_it_comes(model: type[Any]) -> None:
    """A form would accept it and its citations; an entry, which is published, may be."""
    record = CREATORS[model]()
    record.full_clean()
    if issubclass(model, Cited):
        for verdict in ("supports", "contested"):
            factories.create_citation(record, verdict=verdict).full_clean()
    if issubclass(model, Entry):
        assert record.status == Entry.Status.PUBLISHED
        record.check_publishable()


def test_nobody_makes_records_beside_them() -> None:
    paths = [*(Path(module.__file__) for module in modules_of(sample)), settings.BASE_DIR / "tests" / "factories.py"]
    assert len(paths) > 5
    assert [place for path in paths for place in made_beside(path)] == []
