"""Takes an imported edition away again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diaspora.imports import withdraw_dataset
from diaspora.imports.command import describe_run, find_user
from diaspora.models import Dataset


class Command(BaseCommand):
    """Withdraws an edition; everything else stays, and the next edition is shown in its place."""

    help = "Withdraw an imported edition; everything else stays, and the next edition is shown in its place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the slug of the dataset")
        parser.add_argument("--user", help="the name of the account that withdraws it, for the log")

    def handle(self, *args: Any, **options: Any) -> None:
        """Withdraws the edition; raises CommandError where there is none of that slug."""
        imported = Dataset.objects.imported().order_by("slug")
        dataset = imported.filter(slug=options["slug"]).first()
        if dataset is None:
            slugs = ", ".join(imported.values_list("slug", flat=True)) or "none"
            raise CommandError(f"No imported edition has the slug “{options['slug']}”. Imported are: {slugs}.")
        run = withdraw_dataset(dataset, find_user(options["user"]))
        if options["verbosity"]:
            self.stdout.write(describe_run(run))
