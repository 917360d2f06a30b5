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
    "diaspora.page_cache",
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
PACKAGED = (
    "*.toml",
    "requirements*.txt",
    "Makefile",
    "*.md",
    "*.cff",
    "manage.py",
    ".ci/*",
    ".pre-commit-config.yaml",
    "diaspora/development/*.sh",
)
TEMPLATES = sorted((BASE_DIR / "templates").rglob("*.*"))
WRITTEN = [*PYTHON, *TEMPLATES, *(path for pattern in PACKAGED for path in sorted(BASE_DIR.glob(pattern)))]
FOLDERS = {*FLOORS, "docs", "fixtures", "templates", "tests", "var"}
MODELS = [model for model in apps.get_models() if model._meta.app_label in FLOORS and hasattr(model, "natural_key")]

LIMIT, WIDTH = 400, 120
REGISTRIES = re.compile(
    r"pypi[.](org|python)|pythonhosted[.]org|npmjs[.](org|com)|yarnpkg[.]|crates[.]io|(deb|security)[.]debian[.]org"
    r"|(index|registry)-url|(^|\s)--(extra-)?index",
    re.MULTILINE,
)
MACHINE_PATHS = re.compile(r"(?<![\w.}>/-])/(work|home|root|tmp|Users|opt|mnt|usr/local)/\w")


def short(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{short(path)} line {node.lineno}: relative imports hide where they lead."
            yield node.module or ""


def migration_dependencies(path: Path) -> Iterator[str]:
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
    return ".".join(path.relative_to(BASE_DIR).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """Returns the room that a module lies in; empty for what lies in none."""
    return next((room for room in ROOMS if f"{module}.".startswith(f"{room}.")), "")


def modules_of_house() -> dict[str, Path]:
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


def test_files_are_short_enough_to_read() -> None:
    read = [path for path in (*PYTHON, *TEMPLATES) if path.parent.name != "migrations"]
    lines = {short(path): len(path.read_text().splitlines()) for path in read}
    assert {path: number for path, number in lines.items() if number >= LIMIT} == {}
    wide = {short(path) for path in TEMPLATES if any(len(line) > WIDTH for line in path.read_text().splitlines())}
    assert wide == set()


def test_files_name_no_registry_and_no_machine() -> None:
    named = {
        short(path): found.group(0)
        for path in WRITTEN
        for rule in (REGISTRIES, MACHINE_PATHS)
        if (found := rule.search(path.read_text()))
    }
    assert named == {}


@pytest.mark.parametrize(
    "line",
    ["https://pypi" + ".org/simple", "--index" + "-url x", "'/ho" + "me/me/atlas'", "see /wo" + "rk/shared/x"],
)
def test_rules_on_registries_and_paths_catch_what_they_are_for(line: str) -> None:
    assert REGISTRIES.search(line) or MACHINE_PATHS.search(line)


# The top level is a table of contents


def test_top_level_has_what_the_house_names_and_nothing_else() -> None:
    """A test or a tool that writes into the checkout shows here before what it wrote is committed."""
    visible = {path for path in BASE_DIR.iterdir() if not path.name.startswith(".")}
    assert {path.name for path in visible if path.is_dir()} <= FOLDERS
    named = {"LICENSE", "Makefile", "manage.py", "pyproject.toml", "requirements.txt", "requirements-dev.txt"}
    assert {path.name for path in visible if path.is_file() and path.suffix not in (".md", ".cff")} == named


# Every string that an editor reads is translatable


def untranslatable(model: type[models.Model]) -> Iterator[str]:
    """Yields the names of what an editor reads of this model in words that cannot be translated."""
    options = model._meta
    words: dict[str, object] = {
        "verbose_name": options.verbose_name,
        "verbose_name_plural": options.verbose_name_plural,
    }
    words |= {constraint.name: constraint.violation_error_message for constraint in options.constraints}
    for field in (*options.fields, *options.many_to_many):
        if field.auto_created or field.generated or field.name in ("search_en", "search_fr"):
            continue
        words |= {field.name: field.verbose_name, f"{field.name}’s help text": field.help_text or field.verbose_name}
        words |= {f"{field.name}’s {value}": label for value, label in getattr(field, "choices", None) or ()}
    yield from (f"{model.__name__}: {name}" for name, text in words.items() if not isinstance(text, Promise))


def test_models_are_named_in_words_that_can_be_translated() -> None:
    assert len(MODELS) > 20
    assert [name for model in MODELS for name in untranslatable(model)] == []
