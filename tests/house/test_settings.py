"""The settings: variables that cannot be read are refused in words, and production refuses to start half-configured."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from diaspora.settings import env_flag, env_list, env_number

KEY = "k" * 30 + "0123456789-_=+abcdefghijklmnop"
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "atlas.example",
    "DATABASE_URL": "postgresql://atlas@database.example/atlas",
}
READ = {*PRODUCTION, "PLAIN_HTTP", "CSRF_TRUSTED_ORIGINS", "DATABASE_POOL", "STATIC_ROOT", "HSTS_SECONDS"}
SHOW = "from diaspora import settings as s; print(s.DEBUG, s.PLAIN_HTTP, getattr(s, 'SECURE_SSL_REDIRECT', None))"


def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Runs Python on this checkout with these variables, and with none of the others that the settings read."""
    environment = {name: value for name, value in os.environ.items() if name not in READ}
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment | {"PYTHONWARNINGS": "error", "PYTHONDONTWRITEBYTECODE": "1"} | variables,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("written", ["1", "true", "TRUE", "yes", "On", " 1 "])
def test_flag_reads_yes(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """However yes is written, it is yes whatever the default."""
    monkeypatch.setenv("FLAG", written)
    assert env_flag("FLAG", False) is True


@pytest.mark.parametrize("written", ["0", "false", "No", "OFF"])
def test_flag_reads_no(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """However no is written, it is no whatever the default."""
    monkeypatch.setenv("FLAG", written)
    assert env_flag("FLAG", True) is False


@pytest.mark.parametrize("default", [True, False])
def test_flag_left_out_or_empty_is_the_default(monkeypatch: pytest.MonkeyPatch, default: bool) -> None:
    """A variable that is there but empty counts as left out."""
    monkeypatch.delenv("FLAG", raising=False)
    assert env_flag("FLAG", default) is default
    monkeypatch.setenv("FLAG", " ")
    assert env_flag("FLAG", default) is default


@pytest.mark.parametrize("written", ["maybe", "2", "-1", "tru", "oui"])
def test_flag_that_is_neither_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """A typing mistake is not taken for no."""
    monkeypatch.setenv("FLAG", written)
    with pytest.raises(ImproperlyConfigured, match=f"FLAG is “{written}”. Write 1 for yes or 0 for no"):
        env_flag("FLAG", True)


def test_number_reads_whole_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces around it do not matter; nothing is the default."""
    monkeypatch.setenv("NUMBER", " 12 ")
    assert env_number("NUMBER", 8) == 12
    monkeypatch.setenv("NUMBER", "")
    assert env_number("NUMBER", 8) == 8


@pytest.mark.parametrize("written", ["eight", "1.5", "8 MB", "0x10"])
def test_number_that_is_none_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """What is no whole number is named with its variable."""
    monkeypatch.setenv("NUMBER", written)
    with pytest.raises(ImproperlyConfigured, match=f"NUMBER is “{written}”. Write a whole number"):
        env_number("NUMBER", 8)


def test_list_reads_items_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces and empty items are dropped."""
    monkeypatch.setenv("LIST", " atlas.example, www.atlas.example ,,")
    assert env_list("LIST") == ["atlas.example", "www.atlas.example"]
    monkeypatch.delenv("LIST")
    assert env_list("LIST") == []


def test_settings_of_a_fresh_checkout_are_those_of_development() -> None:
    """Without any variable the site runs, on plain HTTP, and shows its errors."""
    assert run("-c", SHOW).stdout.split() == ["True", "True", "None"]


def test_settings_of_production_ask_for_https() -> None:
    """With DEBUG off, plain HTTP is redirected unless that is switched off too."""
    assert run("-c", SHOW, **PRODUCTION).stdout.split() == ["False", "False", "True"]
    assert run("-c", SHOW, **PRODUCTION, PLAIN_HTTP="1").stdout.split() == ["False", "True", "None"]


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_settings_of_production_refuse_what_is_missing(missing: str) -> None:
    """With DEBUG off the site does not start without a key and hosts, and says which is missing."""
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}
    result = run("-m", "django", "check", "--settings=diaspora.settings", **variables)
    assert result.returncode != 0
    message = result.stderr.strip().splitlines()[-1]
    assert f"{missing} is not set." in message
    assert run("-m", "django", "check", "--settings=diaspora.settings", **PRODUCTION).returncode == 0


@pytest.mark.parametrize(
    ("name", "written", "words"),
    [
        ("DEBUG", "maybe", "DEBUG is “maybe”. Write 1 for yes or 0 for no."),
        ("DATABASE_POOL", "many", "DATABASE_POOL is “many”. Write a whole number."),
        ("HSTS_SECONDS", "1 year", "HSTS_SECONDS is “1 year”. Write a whole number."),
    ],
)
def test_settings_refuse_a_variable_in_words(name: str, written: str, words: str) -> None:
    """The last line of what a person sees names the variable and says what to write."""
    result = run("-c", SHOW, **(PRODUCTION | {name: written}))
    assert result.returncode != 0
    assert result.stderr.strip().splitlines()[-1].endswith(words)


def test_settings_of_production_pass_the_deployment_check() -> None:
    """Django's own check for deployment has nothing to warn of."""
    result = run("manage.py", "check", "--deploy", "--fail-level=WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def list_files() -> dict[str, int]:
    """Returns when each file of the checkout was written, but for those that the coverage of these tests is kept in."""
    files = (path for path in Path(settings.BASE_DIR).iterdir() if not path.name.startswith(".coverage"))
    return {path.name: path.stat().st_mtime_ns for path in files}


def test_settings_have_no_side_effect(tmp_path: Path) -> None:
    """Importing them touches no file and starts nothing: a checkout that cannot be written to will do."""
    before = list_files()
    assert run("-c", SHOW, TMPDIR=str(tmp_path)).returncode == 0
    assert list_files() == before
    assert list(tmp_path.iterdir()) == []
