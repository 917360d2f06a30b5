"""The house keeps its own rules: imports run one way, files stay short, nothing is tied to one machine."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import Promise

BASE_DIR = Path(settings.BASE_DIR)
FLOORS = ("diaspora", "actors", "practices")
# The rooms from the ground up: each may import those before it. A room is found by the longest name that fits.
ROOMS = (
    "diaspora.columns",
    "diaspora.models",
    "diaspora.figures",
    "diaspora.records",
    "diaspora.lists",
    "diaspora.imports",
    "diaspora.admin",
    "diaspora.templatetags",
    "diaspora.management",
    "actors",
    "practices",
    # These stand above all three apps. The rooms desk, api and subscriptions will stand beside pages.
    "diaspora.world_map",
    "diaspora.pages",
    "diaspora.development",
)
# Only these know everything, and nothing that runs in production imports what lies in development.
KNOW_ALL = ("diaspora.settings", "diaspora.urls")
PYTHON = sorted(
    path
    for folder in (*FLOORS, "tests")
    for path in (BASE_DIR / folder).rglob("*.py")
    if "node_modules" not in path.parts
)
PACKAGED = ("*.toml", "requirements*.txt", "Makefile", "*.md", "manage.py", ".ci/*", "diaspora/development/*.sh")
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


def module_of(path: Path) -> str:
    """Returns the name of the module that a file is."""
    return ".".join(path.relative_to(BASE_DIR).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """Returns the room that a module lies in; empty for what lies in none."""
    return next((room for room in ROOMS if f"{module}.".startswith(f"{room}.")), "")


def modules_of_house() -> dict[str, Path]:
    """Returns the files of the house by module, tests and migrations aside."""
    return {
        module_of(path): path
        for path in PYTHON
        if path.parts[len(BASE_DIR.parts)] in FLOORS and path.parent.name != "migrations"
    }


def test_rooms_import_only_what_lies_below_them() -> None:
    reaching_up = []
    for module, path in modules_of_house().items():
        floor = ROOMS.index(room_of(module)) if room_of(module) else len(ROOMS)
        above = {*ROOMS[floor + 1 :], *({"diaspora.development"} if module not in KNOW_ALL else ())} - {room_of(module)}
        reaching_up += [
            f"{module} imports {name}"
            for name in imported_modules(path)
            if room_of(name) in above or name.split(".")[0] == "tests" or name in KNOW_ALL
        ]
    assert reaching_up == []


def test_every_module_lies_in_a_room() -> None:
    lonely = {module for module in modules_of_house() if not room_of(module)}
    assert lonely == {
        "diaspora",
        *(f"diaspora.{module}" for module in ("apps", "roles", "settings", "urls", "wsgi")),
        *(f"diaspora.{module}" for module in ("formats", "formats.en", "formats.en.formats")),
    }


def test_imports_go_round_in_no_circle() -> None:
    modules = modules_of_house()
    imports = {
        module: {name for name in imported_modules(path) if name in modules and name != module}
        for module, path in modules.items()
    }
    assert len(list(TopologicalSorter(imports).static_order())) == len(modules)


def test_migrations_depend_on_no_app_above() -> None:
    for path in PYTHON:
        if path.parent.name == "migrations":
            above = FLOORS[FLOORS.index(path.parent.parent.name) + 1 :]
            assert [app for app in migration_dependencies(path) if app in above] == [], short(path)


def test_production_starts_without_what_only_development_needs() -> None:
    start = "import sys, diaspora.wsgi, diaspora.urls; print([name for name in sys.modules if 'development' in name])"
    production = {
        "DEBUG": "0",
        "SECRET_KEY": "k" * 50,
        "ALLOWED_HOSTS": "atlas.example",
        "DATABASE_URL": "postgresql://atlas@db/atlas",
    }
    done = subprocess.run(
        [sys.executable, "-c", start], env=production, cwd=BASE_DIR, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


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
