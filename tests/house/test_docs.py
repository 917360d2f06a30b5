"""What documents say of the house is so: paths exist, and every decision has status, date and place in the index."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.conf import settings

BASE_DIR = Path(settings.BASE_DIR)
DECISIONS = BASE_DIR / "docs" / "decisions"
DOCUMENTS = sorted([*BASE_DIR.glob("*.md"), *(BASE_DIR / "docs").rglob("*.md")])
# The history of the house names things as they were.
DESCRIBED = [path for path in DOCUMENTS if path.name != "CHANGELOG.md"]
NAMES = re.compile(r"`([^`\s]+)`")
LINKS = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
SUFFIXES = {".cff", ".css", ".html", ".js", ".json", ".md", ".py", ".sh", ".toml", ".txt", ".yaml"}
# A country that a reader might add, and a file that one downloads.
EXAMPLES = re.compile(r"senegal|package/|countries-50m[.]json|/page[.]json")
# Made by `make`, or left to whoever deploys.
MADE = ("var", ".venv")
STATUS = re.compile(r"- Status: (accepted|superseded by \[\d{4}\]\(\d{4}-[\w-]+\.md\))")
DATE = re.compile(r"- Date: \d{4}-\d{2}-\d{2}")


def short(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))


@cache
def names_of_files() -> frozenset[str]:
    folders = ("actors", "diaspora", "docs", "fixtures", "practices", "templates", "tests")
    paths = [path for folder in folders for path in (BASE_DIR / folder).rglob("*")]
    return frozenset(path.name for path in (*paths, *BASE_DIR.iterdir()))


def is_path(name: str) -> bool:
    """Whether a name in backticks is meant as a path: it begins with a folder of the house, or ends as a file does."""
    first, _, rest = name.partition("/")
    return (bool(rest or name.endswith("/")) and (BASE_DIR / first).is_dir()) or Path(name).suffix in SUFFIXES


def exists(name: str) -> bool:
    if "/" not in name.rstrip("/"):
        return name.rstrip("/") in names_of_files()
    if "*" in name:
        return any(BASE_DIR.glob(name))
    return (BASE_DIR / name).exists()


@pytest.mark.parametrize("document", DESCRIBED, ids=short)
def test_paths_that_documents_name_exist(document: Path) -> None:
    lost = [
        name
        for name in NAMES.findall(document.read_text())
        if is_path(name) and not EXAMPLES.search(name) and not name.startswith(("/", *MADE)) and not exists(name)
    ]
    assert lost == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=short)
def test_links_of_documents_lead_to_files(document: Path) -> None:
    targets = [target for target in LINKS.findall(document.read_text()) if "://" not in target]
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_decision_has_status_and_date_and_is_in_the_index() -> None:
    index = (DECISIONS / "README.md").read_text()
    for path in sorted(DECISIONS.glob("[0-9]*.md")):
        title, empty, status, date, *_ = path.read_text().splitlines()
        number = path.name[:4]
        assert re.fullmatch(rf"# {number}\. .+", title), f"{path.name}: begin with “# {number}. Title”."
        assert empty == ""
        assert STATUS.fullmatch(status), (
            f"{path.name}: the third line is “- Status: accepted”, or by what it is superseded."
        )
        assert DATE.fullmatch(date), f"{path.name}: the fourth line is “- Date: ” and the day it was taken."
        entry = f"- [{title.removeprefix('# ')}]({path.name})"
        assert entry in index.splitlines(), f"docs/decisions/README.md lacks the line: {entry}"


def test_citation_names_the_newest_release() -> None:
    release = re.search(r"^## (\d+\.\d+\.\d+) – (\S+)$", (BASE_DIR / "CHANGELOG.md").read_text(), re.MULTILINE)
    citation = yaml.safe_load((BASE_DIR / "CITATION.cff").read_text())
    assert release
    assert (citation["version"], citation["date-released"]) == release.groups()


def test_contributors_are_shown_every_room() -> None:
    shown = (BASE_DIR / "CONTRIBUTING.md").read_text()
    rooms = [path.name for path in (BASE_DIR / "diaspora").iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert [room for room in rooms if f"{room}/" not in shown] == []
