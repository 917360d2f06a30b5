"""The site as production serves it, with a database of its own, for the browser tests and for `make screenshots`."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from diaspora.development import scratch_databases, server
from tests import databases

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
def serving(content: str, name: str) -> Iterator[str]:
    """Serves a copy of the database with this content (see `tests/databases.py`); yields the address of the site."""
    with databases.copied(content, name), server.serving(BASE_DIR, scratch_databases.database_url(name)) as served:
        yield f"http://127.0.0.1:{served.port}"


def manage(url: str, *arguments: str) -> None:
    """Runs a command of the site on another database than its own."""
    command = [sys.executable, str(BASE_DIR / "manage.py"), *arguments, "--verbosity=0"]
    subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, cwd=BASE_DIR, check=True)
