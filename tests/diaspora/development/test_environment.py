"""`make environment`: the packages are installed once, and what stands in the way is said in words."""

import shutil
import subprocess
from pathlib import Path

import pytest

import diaspora.development

SCRIPT = Path(diaspora.development.__file__).parent / "environment.sh"
# Answers what the script asks of a Python, and notes what it was called to install.
PYTHON = """#!/bin/sh
case "$*" in
    *print*) echo {version} ;;
    *"sys.version_info <"*) [ {refuses} != version ] ;;
    *ensurepip*) [ {refuses} != venv ] ;;
    *venv*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *pip*) echo "$*" >> installed; [ {refuses} != packages ] ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a lock, and a folder of programs without a Python."""
    (tmp_path / "requirements-dev.txt").write_text("Django==5.2\n")
    (tmp_path / "bin").mkdir()
    for program in ("cmp", "cp", "mkdir"):
        (tmp_path / "bin" / program).symlink_to(str(shutil.which(program)))
    return tmp_path


def add_python(checkout: Path, name: str, version: str = "3.12", refuses: str = "nothing") -> None:
    python = checkout / "bin" / name
    python.write_text(PYTHON.format(version=version, refuses=refuses))
    python.chmod(0o755)


def make(checkout: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["/bin/sh", str(SCRIPT)],
        cwd=checkout,
        env={"PATH": str(checkout / "bin")} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_packages_are_installed_once_and_again_when_the_lock_changes(checkout: Path) -> None:
    add_python(checkout, "python3")
    first, second = make(checkout), make(checkout)
    assert (first.returncode, second.returncode, first.stderr) == (0, 0, "")
    assert first.stdout.startswith("Installing the packages of requirements-dev.txt into .venv")
    assert second.stdout == ""
    (checkout / "requirements-dev.txt").write_text("Django==5.2.1\n")
    assert make(checkout).returncode == 0
    installed = (checkout / "installed").read_text().splitlines()
    assert len(installed) == 2
    assert "--require-hashes -r requirements-dev.txt" in installed[0]


def test_an_environment_whose_python_is_gone_is_made_again(checkout: Path) -> None:
    add_python(checkout, "python3")
    make(checkout)
    (checkout / ".venv" / "bin" / "python").unlink()
    assert make(checkout).stdout.startswith("Installing")


def test_the_first_python_that_is_new_enough_is_chosen(checkout: Path) -> None:
    add_python(checkout, "python3", "3.9", refuses="version")
    add_python(checkout, "python3.11", "3.11")
    assert make(checkout).returncode == 0
    assert "echo 3.11" in (checkout / ".venv" / "bin" / "python").read_text()


@pytest.mark.parametrize(
    ("pythons", "named", "words"),
    [
        ({}, "", "Python 3.11 or newer is needed; found none. Install it, or name it: make run PYTHON="),
        ({"python3": ("3.9", "version")}, "", "is needed; found 3.9. Install it"),
        (
            {"python3": ("3.12", "nothing"), "old": ("3.9", "version")},
            "old",
            "Python 3.11 or newer is needed; found 3.9 at old. Install it",
        ),
        (
            {"python3": ("3.12", "venv")},
            "",
            "Python 3.12 makes no virtual environments here. Install the package that can (Debian, Ubuntu: "
            "apt install python3.12-venv), then try again.\n",
        ),
        (
            {"python3": ("3.12", "packages")},
            "",
            "The packages were not installed, for the reason above. Put that right, then try again.\n",
        ),
    ],
)
def test_what_stands_in_the_way_is_said_in_words(
    checkout: Path, pythons: dict[str, tuple[str, str]], named: str, words: str
) -> None:
    for name, (version, refuses) in pythons.items():
        add_python(checkout, name, version, refuses)
    refused = make(checkout, **({"PYTHON": named} if named else {}))
    assert refused.returncode == 1
    assert words in refused.stderr
    assert not (checkout / ".venv" / "requirements-dev.txt").exists()


def test_a_folder_that_cannot_be_written_to_is_named_as_the_reason(checkout: Path) -> None:
    add_python(checkout, "python3")
    (checkout / ".venv").touch()
    assert make(checkout).stderr.startswith("This folder cannot be written to.")
