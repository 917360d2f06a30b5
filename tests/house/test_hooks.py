"""The hooks before a commit check what `make check` checks, with programs of this checkout alone."""

import re
from pathlib import Path

import yaml
from django.conf import settings

BASE_DIR = Path(settings.BASE_DIR)


def checks() -> list[str]:
    """What `make check` calls, a line each."""
    makefile = (BASE_DIR / "Makefile").read_text()
    recipe = re.search(r"^check: .*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert recipe
    return recipe[1].replace("$(python)", ".venv/bin/python").splitlines()


def test_hooks_check_what_make_check_checks() -> None:
    (repository,) = yaml.safe_load((BASE_DIR / ".pre-commit-config.yaml").read_text())["repos"]
    assert repository["repo"] == "local"
    names = {hook["id"].removeprefix("ruff-") for hook in repository["hooks"]}
    assert len(names) == len(checks())
    for line in checks():
        assert [name for name in names if re.search(rf"[ /]{name}\b", line)], line
    for hook in repository["hooks"]:
        assert hook["language"] == "system"
        program = hook["entry"].removesuffix(" --force-exclude")
        assert any(program in line.replace("$(MAKE) --no-print-directory", "make") for line in checks()), program
