"""The house keeps its own rules: imports run one way, files stay short, nothing is tied to one machine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import Promise

BASE_DIR = Path(settings.BASE_DIR)
# From the ground up: each may import those before it.
FLOORS = ("diaspora", "actors", "practices")
# Only these know everything.
KNOW_ALL = {BASE_DIR / "diaspora" / "settings.py", BASE_DIR / "diaspora" / "urls.py"}
PYTHON = sorted(
    path
    for folder in (*FLOORS, "tests")
    for path in (BASE_DIR / folder).rglob("*.py")
    if "node_modules" not in path.parts
)
PACKAGED = ("*.toml", "requirements*.txt", "Makefile", "*.md", "manage.py", ".ci/*")
TEMPLATES = sorted((BASE_DIR / "templates").rglob("*.*"))
WRITTEN = [*PYTHON, *TEMPLATES, *(path for pattern in PACKAGED for path in sorted(BASE_DIR.glob(pattern)))]
MODELS = [model for model in apps.get_models() if model._meta.app_label in FLOORS and hasattr(model, "natural_key")]

LIMIT = 400
REGISTRIES = re.compile(
    r"pypi[.](org|python)|pythonhosted[.]org|npmjs[.](org|com)|yarnpkg[.]|crates[.]io|(deb|security)[.]debian[.]org"
    r"|(index|registry)-url|(^|\s)--(extra-)?index",
    re.MULTILINE,
)
MACHINE_PATHS = re.compile(r"(?<![\w.}>/-])/(work|home|root|tmp|Users|opt|mnt|usr/local)/\w")


def short(path: Path) -> str:
    """Returns the path as the house names it."""
    return str(path.relative_to(BASE_DIR))


each_python_file = pytest.mark.parametrize("path", PYTHON, ids=short)


def imported_modules(path: Path) -> Iterator[str]:
    """Yields the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{short(path)} line {node.lineno}: relative imports hide where they lead."
            yield node.module or ""


def migration_dependencies(path: Path) -> Iterator[str]:
    """Yields the apps that a migration depends on."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "dependencies" for target in node.targets):
            for dependency in getattr(node.value, "elts", []):
                if isinstance(dependency, ast.Tuple):
                    yield ast.literal_eval(dependency.elts[0])


def test_house_is_where_the_rules_look() -> None:
    assert len(PYTHON) > 50
    assert len(TEMPLATES) > 20
    assert {short(path) for path in WRITTEN} >= {"pyproject.toml", "Makefile", "requirements.txt", "README.md"}


@pytest.mark.parametrize("path", [path for path in PYTHON if path.relative_to(BASE_DIR).parts[0] in FLOORS], ids=short)
def test_imports_run_one_way(path: Path) -> None:
    if path in KNOW_ALL:
        return
    floor = FLOORS.index(path.relative_to(BASE_DIR).parts[0])
    above = set(FLOORS[floor + 1 :]) | {"tests"}
    names = [*imported_modules(path), *(migration_dependencies(path) if path.parent.name == "migrations" else ())]
    assert [name for name in names if name.split(".")[0] in above] == []


@each_python_file
def test_file_is_short_enough_to_read(path: Path) -> None:
    if path.parent.name == "migrations":
        return
    assert len(path.read_text().splitlines()) < LIMIT


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_template_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) < LIMIT


@pytest.mark.parametrize("path", WRITTEN, ids=short)
def test_file_names_no_registry_and_no_machine(path: Path) -> None:
    text = path.read_text()
    assert REGISTRIES.search(text) is None
    assert MACHINE_PATHS.search(text) is None


@pytest.mark.parametrize(
    "line",
    ["https://pypi" + ".org/simple", "--index" + "-url x", "'/ho" + "me/me/atlas'", "see /wo" + "rk/shared/x"],
)
def test_rules_on_registries_and_paths_catch_what_they_are_for(line: str) -> None:
    assert REGISTRIES.search(line) or MACHINE_PATHS.search(line)


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_public_function_says_what_it_does(path: Path) -> None:
    if path.parent.name == "migrations" or path.name.startswith("test_"):
        return
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{short(path)} line {node.lineno}: {node.name} has no docstring."


# Every string that an editor reads is translatable


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_model_is_named_in_words_that_can_be_translated(model: type[models.Model]) -> None:
    assert isinstance(model._meta.verbose_name, Promise)
    assert isinstance(model._meta.verbose_name_plural, Promise)
    for constraint in model._meta.constraints:
        assert isinstance(constraint.violation_error_message, Promise), constraint.name
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if field.auto_created or field.generated or field.name in ("search_en", "search_fr"):
            continue
        assert isinstance(field.verbose_name, Promise), field.name
        assert not field.help_text or isinstance(field.help_text, Promise), field.name
        for _value, label in getattr(field, "choices", None) or ():
            assert isinstance(label, Promise), field.name
