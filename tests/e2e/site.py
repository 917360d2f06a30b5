"""The site as production serves it, with a database of its own, for the browser tests and for `make screenshots`."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import connection

from diaspora.development import scratch_databases
from diaspora.development.launch import database
from diaspora.development.server import serving
from diaspora.imports import PublishedFile

BASE_DIR = Path(__file__).resolve().parents[2]
# One page of each kind, below the language.
PAGES = {
    "home": "",
    "countries": "countries/",
    "country": "countries/mali/",
    "country-without-profile": "countries/france/",
    "policies": "policies/",
    "policy": "policies/mali-national-migration-policy-2014/",
    "practices": "practices/",
    "practices-filtered": "practices/?area=investment",
    "practice": "practices/tokten-mali/",
    "institutions": "institutions/",
    "institution": "institutions/mali-cigem/",
    "organisations": "organisations/",
    "organisation": "organisations/adyfe/",
    "sources": "sources/",
    "source": "sources/eudif-mali-2025/",
    "search": "search/?q=mali",
    "compare": "compare/?country=mali&country=france",
    "corridor": "corridors/mali/france/",
    "about": "about/",
}


@contextlib.contextmanager
def serving_mali(name: str, workbooks: Sequence[PublishedFile] = ()) -> Iterator[str]:
    """Serves the reference data and Mali for as long as needed; yields the address of the site.

    These workbooks of UN DESA are imported. The database has the name that is given and is gone afterwards.
    """
    url = scratch_databases.database_url(name)
    with database(BASE_DIR), temporary_database(name):
        manage(url, "migrate")
        manage(url, "loaddata", "reference", "mali")
        import_workbooks(url, workbooks)
        with serving(BASE_DIR, url) as server:
            yield f"http://127.0.0.1:{server.port}"


def import_workbooks(url: str, workbooks: Sequence[PublishedFile]) -> None:
    """Imports workbooks by the command, each as a file of its name."""
    with tempfile.TemporaryDirectory() as folder:
        for workbook in workbooks:
            path = Path(folder) / workbook.name
            path.write_bytes(workbook.content)
            manage(url, "import_migrant_stock", str(path))


@contextlib.contextmanager
def temporary_database(name: str) -> Iterator[None]:
    """Makes a database, in place of what an earlier run may have left, and drops it at the end."""
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    execute(drop, f'CREATE DATABASE "{name}"')
    try:
        yield
    finally:
        execute(drop)


def execute(*statements: str) -> None:
    """Executes statements that belong to the server and to no database."""
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def manage(url: str, *arguments: str) -> None:
    """Runs a command of the site on another database than its own."""
    command = [sys.executable, str(BASE_DIR / "manage.py"), *arguments, "--verbosity=0"]
    subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, cwd=BASE_DIR, check=True)
