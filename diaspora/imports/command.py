"""What the commands that import official figures share: reading files, showing the plan, writing it."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from diaspora.imports import (
    Edition,
    FileRefusedError,
    Plan,
    PublishedFile,
    log_failure,
    log_refusal,
    make_plan,
    preview_import,
    write_editions,
)
from diaspora.models import ImportRun


class ImportCommand(BaseCommand):
    """Imports files of one publisher, all of them or none."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="a file as downloaded")
        parser.add_argument("--user", help="the name of the account that imports it, for the log")
        parser.add_argument("--preview", action="store_true", help="say what would be imported, and change nothing")

    def read_editions(self, files: Sequence[PublishedFile]) -> list[Edition]:
        """Returns the editions that the files hold; raises FileRefusedError."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        user = find_user(options["user"])
        files: list[PublishedFile] = []
        try:
            for path in options["files"]:
                files.append(PublishedFile.read(path))
            editions = self.read_editions(files)
            if options["preview"]:
                plans = [preview.plan for preview in preview_import(editions)]
            else:
                plans = [make_plan(edition) for edition in editions]
            for plan in plans:
                self.describe(plan, options["verbosity"])
            runs = [] if options["preview"] else write_editions(editions, user)
        except FileRefusedError as error:
            if files and not options["preview"]:
                log_refusal(files, user, error)
            raise CommandError(str(error)) from None
        except Exception as error:
            if not options["preview"]:
                log_failure(files, user, error)
            raise
        for run in runs if options["verbosity"] else ():
            self.stdout.write(describe_run(run))

    def describe(self, plan: Plan, verbosity: int) -> None:
        if not verbosity:
            return
        edition = plan.edition
        self.stdout.write(
            f"{edition.title_en}, {edition.edition_en} ({edition.file.name}): {edition.rows:,} rows, "
            f"{len(plan.countries)} countries, {edition.years[0]} to {edition.years[-1]}"
        )
        if not plan.is_new:
            self.stdout.write("  imported already")
            return
        for name, count in plan.new_by_indicator.items():
            self.stdout.write(f"  new: {count:,} figures, {name}")
        if plan.corridors:
            self.stdout.write(f"  new: {plan.corridors:,} corridors")
        for other in plan.others:
            self.stdout.write(f"  beside: {other} (stays)")
        self.list_names("no country of the atlas", plan.unmatched)
        self.list_names("groups of countries, not imported", plan.aggregates)

    def list_names(self, what: str, names: dict[str, str]) -> None:
        """Writes areas that were not matched, every one: who is left out must not be hidden among others."""
        if names:
            self.stdout.write(f"  {what}: " + ", ".join(f"{code} {name}" for code, name in names.items()))


def find_user(name: str | None) -> Any:
    """Returns the account of that name, None where no name is given; raises CommandError where there is none."""
    if not name:
        return None
    try:
        return get_user_model().objects.get_by_natural_key(name)
    except get_user_model().DoesNotExist:
        raise CommandError(f"There is no account “{name}”.") from None


def describe_run(run: ImportRun) -> str:
    counted = f": {run.figures:,} figures, {run.corridors:,} corridors" if run.figures or run.corridors else ""
    return f"{run.edition}: {run.get_outcome_display()}{counted}."
