"""Fills a database of its own with synthetic records, to see how the site bears a hundred times the data."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from diaspora.development import scratch_databases
from diaspora.development.sample.fill import fill, refuse_versions

LARGEST = 10


class Command(BaseCommand):
    """Makes a database beside the site's own, whose records it neither reads nor writes."""

    help = "Make a database of synthetic records beside the site’s own, which is left alone."
    # The tables are made in the new database; those of the site's own need not be there.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale",
            type=float,
            default=1.0,
            help="1 is the full size: 20,000 practices, 10,000 organisations, 5,000 policies, 2,000 institutions",
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same records")
        parser.add_argument("--suffix", default="sample", help="what follows the name of the site’s database")
        parser.add_argument("--replace", action="store_true", help="drop the sample that was made before")

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes the database and fills it; where that fails, none is left."""
        if not 0 < options["scale"] <= LARGEST:
            raise CommandError(f"--scale is a number above 0, and {LARGEST} at most; 1 is the full size.")
        name = scratch_databases.scratch_name(options["suffix"])
        self.make_way(name, replace=options["replace"])
        start = time.monotonic()
        scratch_databases.create(name)
        try:
            with scratch_databases.connected_to(name):
                self.say(f"{name}: tables and reference data …")
                call_command("migrate", verbosity=0, interactive=False)
                call_command("loaddata", "reference", verbosity=0)
                fill(options["scale"], options["seed"], self.say)
                with connection.cursor() as cursor:
                    # Without statistics the server plans for empty tables.
                    cursor.execute("VACUUM ANALYZE")
        except BaseException:
            scratch_databases.drop(name)
            raise
        self.say(
            f"The database {name} is filled, in {time.monotonic() - start:.0f} s. DATABASE_URL leads a site to it."
        )

    def make_way(self, name: str, *, replace: bool) -> None:
        """Drops the sample made before, where that is asked for; raises CommandError where there is anything else."""
        is_sample = scratch_databases.is_scratch(name)
        if is_sample is None:
            return
        if not is_sample:
            raise CommandError(f"There is a database {name} that this command did not make. It stays as it is.")
        if not replace:
            raise CommandError(f"There is a sample already, the database {name}. To make it anew, add --replace.")
        with scratch_databases.connected_to(name):
            refuse_versions()
        scratch_databases.drop(name)

    def say(self, text: str) -> None:
        """Writes a line at once."""
        self.stdout.write(text)
        self.stdout.flush()
